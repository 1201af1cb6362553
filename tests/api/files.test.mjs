// A paper with tables and notes as files: in and out of the server in every form.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { freshId } from '../stock/support/raw.mjs';
import { openServer } from './support/open.mjs';

const MARKDOWN = `# Speakers[^1]

<!-- table {"columns":{"Group":{"choices":["Academia","Business"],"kind":"choice"}}} -->
| Name | Group | Minutes |
| --- | --- | ---: |
| Ana<br>*Lima* | Academia | 10 |
| B \\| C[^when] |  |  |

After.

[^1]: Agreed in May.

    In plenary.
[^when]: To be confirmed.
[^unused]: Kept.
`;

describe('tables and notes in files', () => {
  const on = openServer();

  async function imported(data, format = 'markdown') {
    const id = freshId('files');
    const { body } = await on.client.call('createDocument', 201, { body: { id, content: { format, data } } });
    return { id, changes: body.changes };
  }
  const exported = async (id, format) => (await on.client.call('exportDocument', 200, { id, format })).body;
  const withoutIds = (delta) => JSON.stringify(delta).replaceAll(/"id":"\w{8}"/g, '"id":""');

  test('Markdown goes in and out, and in again as the same paper', async () => {
    const { id, changes } = await imported(MARKDOWN);
    assert.deepEqual(changes, ['1 footnote that nothing refers to became a paragraph.']);
    const markdown = await exported(id, 'markdown');
    assert.ok(markdown.includes('\n| Ana<br>_Lima_ | Academia | 10 |\n| B \\| C[^2] |  |  |\n'), markdown);
    assert.ok(markdown.includes('[^1]: Agreed in May.\n    \n    In plenary.\n\n[^2]: To be confirmed.\n'), markdown);
    const again = await imported(markdown);
    assert.equal(withoutIds(await exported(again.id, 'delta')), withoutIds(await exported(id, 'delta')));
    assert.equal(await exported(again.id, 'markdown'), markdown);
  });

  test('programs read the table that a file brought', async () => {
    const { id } = await imported(MARKDOWN);
    const { body } = await on.client.call('readTable', 200, { id, table: 1 });
    assert.deepEqual(body.columns.map(({ name, kind, choices }) => ({ name, kind, choices })), [
      { name: 'Name', kind: 'text', choices: undefined },
      { name: 'Group', kind: 'choice', choices: ['Academia', 'Business'] },
      { name: 'Minutes', kind: 'number', choices: undefined },
    ]);
    assert.equal(body.rows[0].cells.Name, 'Ana\nLima');
  });

  test('HTML has a real table, and notes that lead both ways', async () => {
    const { id } = await imported(MARKDOWN);
    const html = await exported(id, 'html');
    assert.ok(html.includes('<th scope="col" dir="auto">Name</th>'), html);
    assert.ok(html.includes('<td dir="auto">Ana<br><em>Lima</em></td>'), html);
    for (const [from, to] of [['noteref:1', 'note:1'], ['noteref:2', 'note:2']]) {
      assert.ok(html.includes(`id="${from}" href="#${to}" role="doc-noteref"`), html);
      assert.ok(html.includes(`id="${to}"`) && html.includes(`href="#${from}" role="doc-backlink"`), html);
    }
  });

  test('HTML goes in again as the very same paper', async () => {
    const { id } = await imported(MARKDOWN);
    const again = await imported(await exported(id, 'html'), 'html');
    assert.equal(again.changes, undefined);
    assert.deepEqual(await exported(again.id, 'delta'), await exported(id, 'delta'));
  });

  test('a page of another program says what became of it', async () => {
    const { id, changes } = await imported(
      '<title>Minutes</title><nav>Home</nav><p>Agreed<sup><a id="r" href="#n">1</a></sup> <a href="ftp://example.org/x">there</a>'
      + '<table><tr><td>Name<td>Group<tr><td colspan=2>All<tr><td>Ana<td><b>Lima</b></table><p id="n"><a href="#r">1</a> In May.', 'html');
    assert.deepEqual(changes, [
      '1 address that may not be a link became words.',
      '1 table had cells over several rows or columns: their words are in the first of them.',
      '1 part of the page that is no text (navigation, form, drawing, player) was left out.',
    ]);
    assert.equal(await exported(id, 'text'), 'Agreed[1] there (ftp://example.org/x)\nName: All\n\nName: Ana\nGroup: Lima\n\n\n\n[1] In May.\n');
  });

  test('text is for reading', async () => {
    const { id } = await imported(MARKDOWN);
    assert.equal(await exported(id, 'text'),
      'Speakers[1]\nName: Ana\n  Lima\nGroup: Academia\nMinutes: 10\n\nName: B | C[2]\n\nAfter.\n[^unused]: Kept.\n\n'
      + '[1] Agreed in May.\n    In plenary.\n[2] To be confirmed.\n');
  });
});
