// Breaks inside of lines, and quotations around lists, headings and code.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Component } from '../support/api.ts';
import { Visitor, agreed, paste, placeCaret, selectWords } from '../support/browser.ts';
import { card, marks } from '../support/comments.ts';
import { joined } from '../support/contents.ts';
import { desk } from '../support/desk.ts';

const end = (attributes: Record<string, unknown>): Component => ({ insert: '\n', attributes });
const kAddress = 'Ministry of X\u2028Street 1\u2028City';

describe('lines', () => {
  const here = desk('lines');
  const { on, opened, saved, press, type } = here;
  let ama: Visitor;
  before(() => {
    ama = here.ama;
  });

  test('Shift+Enter breaks the line, and what is typed goes on behind the break', async () => {
    const id = await opened('\n');
    await type('Ministry of X');
    await press('Shift+Enter');
    await type('Street 1');
    await press('Shift+Enter');
    await type('City');
    assert.deepEqual(await saved(id), [{ insert: `${kAddress}\n` }]);
    const tops = await ama.page.evaluate(() => {
      const words = [...(document.querySelector('.ql-editor p')?.childNodes ?? [])].filter((node) => node instanceof Text);
      return words.map((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return Math.round(range.getBoundingClientRect().top);
      });
    });
    assert.equal(new Set(tops).size, 3, 'each part stands in a line of its own');
    for (let step = 0; step < 6; step += 1) await press('Control+z'); // slow typing is several steps
    assert.deepEqual(await saved(id), [{ insert: '\n' }]);
  });

  const kKeys: readonly (readonly [name: string, keys: readonly string[], expected: string])[] = [
    ['Backspace behind a break takes it away', ['Home', 'Backspace'], 'oneXtwo\n'],
    ['Delete before a break takes it away', ['ArrowUp', 'End', 'Delete'], 'oneXtwo\n'],
    ['Home goes to the beginning of the line on the screen', ['Home'], 'one\u2028Xtwo\n'],
    ['End goes to the end of the line on the screen', ['ArrowUp', 'End'], 'oneX\u2028two\n'],
    ['an arrow goes over a break at once', ['Home', 'ArrowLeft'], 'oneX\u2028two\n'],
    ['and back', ['Home', 'ArrowLeft', 'ArrowRight'], 'one\u2028Xtwo\n'],
    ['Enter behind a break makes a paragraph', ['Home', 'Enter'], 'one\u2028\nXtwo\n'],
    ['two breaks are an empty line', ['Home', 'Shift+Enter', 'ArrowUp'], 'one\u2028X\u2028two\n'],
    ['a selection over a break is typed over', ['Home', 'Shift+ArrowLeft'], 'oneXtwo\n'],
    ['the word before, over a break', ['Home', 'Control+Backspace'], 'Xtwo\n'],
  ];
  for (const [name, keys, expected] of kKeys) {
    test(name, async () => {
      const id = await opened('one\u2028two\n');
      await placeCaret(ama.page, 'tw');
      await press(...keys);
      await type('X');
      const [only] = await saved(id);
      // How much a browser takes with the word before a break is its own affair.
      if (name.startsWith('the word')) assert.match(String(only?.insert), /^(one)?Xtwo\n$/);
      else assert.equal(only?.insert, expected);
    });
  }

  test('a break at the end of a line has a line for the caret', async () => {
    const id = await opened('one\nafter\n');
    await placeCaret(ama.page, 'one');
    await press('Shift+Enter', 'Shift+Enter');
    assert.deepEqual(await saved(id), [{ insert: 'one\u2028\u2028\nafter\n' }]);
    const height = await ama.page.evaluate(() => document.querySelector('.ql-editor p')?.getBoundingClientRect().height ?? 0);
    assert.ok(height > 70, `three lines are ${height} pixels high`);
    await type('x');
    assert.deepEqual(await saved(id), [{ insert: 'one\u2028\u2028x\nafter\n' }]);
    await press('Backspace', 'Backspace', 'Backspace', 'Backspace');
    assert.deepEqual(await saved(id), [{ insert: 'on\nafter\n' }]);
  });

  test('an input method composes behind a break', async () => {
    const id = await opened('one\n');
    await placeCaret(ama.page, 'one');
    await press('Shift+Enter');
    const cdp = await ama.context.newCDPSession(ama.page);
    for (const text of ['n', 'に', 'にほ']) await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await cdp.send('Input.insertText', { text: '日本' });
    await type('x');
    assert.deepEqual(await saved(id), [{ insert: 'one\u2028日本x\n' }]);
    await placeCaret(ama.page, 'one');
    await press('End', 'ArrowRight');
    for (const text of ['k', 'か']) await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await cdp.send('Input.insertText', { text: '火' });
    assert.deepEqual(await saved(id), [{ insert: 'one\u2028火日本x\n' }]);
    await cdp.detach();
  });

  test('in a footnote Shift+Enter breaks the line; a cell shows the breaks that it has', async () => {
    const table = { columns: [{ insert: { id: 'c1' } }], rows: [{ insert: { id: 'r1' } }], cells: { '1:1': { content: [{ insert: kAddress }] } } };
    const id = await opened([{ insert: 'words' }, { insert: { note: { content: [{ insert: 'first' }] } } }, { insert: '\n' }, { insert: { 'table-embed': table } }, { insert: '\n' }]);
    assert.equal(await ama.page.locator('.table-embed .break-sign').count(), 2);
    await ama.page.locator('.note-mark').click();
    await press('Shift+Enter');
    await type('second');
    const note = (await saved(id)).map(({ insert }) => insert).find((insert) => typeof insert === 'object' && insert !== null && 'note' in insert);
    assert.deepEqual(note, { note: { content: [{ insert: 'first\u2028second' }] } });
    await press('Escape');
    assert.equal(await ama.page.locator('.break-sign').count(), 3);
  });

  test('bold goes on behind a break', async () => {
    const id = await opened([{ insert: 'bold', attributes: { bold: true } }, { insert: '\n' }]);
    await placeCaret(ama.page, 'bold');
    await press('Shift+Enter');
    await type('too');
    assert.deepEqual(await saved(id), [{ insert: 'bold\u2028too', attributes: { bold: true } }, { insert: '\n' }]);
  });

  test('in a heading, an item and a quotation', async () => {
    const kinds = [{ header: 1 }, { list: 'bullet' }, { blockquote: true }];
    const id = await opened(kinds.flatMap((kind, at) => [{ insert: `word${at}` }, end(kind)]));
    for (const at of kinds.keys()) {
      await placeCaret(ama.page, `word${at}`);
      await press('Shift+Enter');
      await type('x');
    }
    assert.deepEqual(await saved(id), kinds.flatMap((kind, at) => [{ insert: `word${at}\u2028x` }, end(kind)]));
  });

  test('the outline shows a heading with a break in one line', async () => {
    await opened([{ insert: 'Heading one\u2028Heading two' }, end({ header: 1 }), { insert: 'words\n' }]);
    const shown = ama.page.locator('.outline').getByText('Heading one Heading two');
    await shown.first().waitFor({ timeout: 5_000 });
  });

  test('two at one line with breaks see the same', async () => {
    const id = await opened(`${kAddress}\n`);
    const bo = await Visitor.come(on.browser, 'Bo Lind');
    await bo.open(on.server.url, id);
    await placeCaret(ama.page, 'Street 1');
    await placeCaret(bo.page, 'City');
    for (let round = 0; round < 6; round += 1) {
      await press('Shift+Enter');
      await type(`a${round}`);
      await bo.page.keyboard.type(`b${round}`);
      await bo.page.keyboard.press(round % 2 === 0 ? 'Shift+Enter' : 'Backspace');
    }
    await agreed([ama, bo]);
    const lines = (visitor: Visitor): Promise<number> => visitor.page.locator('.ql-editor br.soft-break').count();
    assert.equal(await lines(ama), await lines(bo));
    assert.equal(String((await saved(id))[0]?.insert).split('\u2028').length - 1, await lines(ama));
    await bo.leave();
  });

  test('a comment on words over a break marks both lines, and quotes them in one', async () => {
    await opened('one\u2028two\nlast\n');
    await placeCaret(ama.page, 'one');
    await press('Shift+End', 'Home', 'Shift+ArrowDown', 'Shift+End', 'Control+Alt+m');
    await ama.page.waitForSelector('.comment-box textarea:focus');
    await type('Both?');
    await press('Control+Enter');
    await card(ama.page, 'Both?').waitFor();
    const marked = Object.values(await marks(ama.page)).flat();
    assert.ok(marked.includes('onetwo'), `marked: ${JSON.stringify(marked)}`);
  });

  const kHtml: readonly (readonly [name: string, html: string, expected: readonly Component[]])[] = [
    ['an address', '<p>Ministry of X<br>Street 1<br>\n City</p>', [{ insert: `${kAddress}\n` }]],
    ['a break at the end of a paragraph is none', '<p>a<br></p><p>b</p>', [{ insert: 'a\nb\n' }]],
    ['two breaks part paragraphs', '<p>a<br><br>b</p>', [{ insert: 'a\n\nb\n' }]],
    ['a break between paragraphs is an empty line', '<p>a</p><br><p>b</p>', [{ insert: 'a\n\nb\n' }]],
    ['a heading', '<h1>a<br>b</h1>', [{ insert: 'a\u2028b' }, end({ header: 1 })]],
    ['words in bold around a break', '<p><b>a<br>b</b></p>', [{ insert: 'a\u2028b', attributes: { bold: true } }, { insert: '\n' }]],
    ['a quotation with a list, a heading and a quotation',
      '<blockquote><p>q</p><ul><li>a<ol><li>b</li></ol></li></ul><h2>h</h2><blockquote><p>r</p></blockquote></blockquote>',
      [{ insert: 'q' }, end({ blockquote: true }), { insert: 'a' }, end({ blockquote: true, list: 'bullet' }), { insert: 'b' },
        end({ blockquote: true, indent: 1, list: 'ordered' }), { insert: 'h' }, end({ blockquote: true, header: 2 }), { insert: 'r' }, end({ blockquote: 2 })]],
    ['a quotation in an item', '<ul><li>a<blockquote><p>q</p></blockquote></li><li>b</li></ul>',
      [{ insert: 'a' }, end({ list: 'bullet' }), { insert: 'q' }, end({ blockquote: true, indent: 1 }), { insert: 'b' }, end({ list: 'bullet' })]],
    ['an item that begins with a quotation', '<ul><li><blockquote><p>q</p></blockquote></li></ul>',
      [end({ list: 'bullet' }), { insert: 'q' }, end({ blockquote: true, indent: 1 })]],
    ['twenty levels of lists', `${'<ul><li>x'.repeat(20)}${'</li></ul>'.repeat(20)}`,
      Array.from({ length: 20 }, (_, at) => [{ insert: 'x' }, end({ ...(at > 0 ? { indent: Math.min(at, 15) } : {}), list: 'bullet' })]).flat()],
  ];
  for (const [name, html, expected] of kHtml) {
    test(`pasted: ${name}`, async () => {
      const id = await opened('\n');
      await paste(ama.page, { 'text/html': html, 'text/plain': 'x' });
      const content = await saved(id);
      // The last line end is that of the paper.
      assert.deepEqual(content, joined(expected));
    });
  }

  test('a quotation goes with a list and a heading, and back', async () => {
    const id = await opened([{ insert: 'a' }, end({ list: 'bullet' }), { insert: 'h' }, end({ header: 2 })]);
    await press('Control+a', 'Control+Shift+.');
    assert.deepEqual(await saved(id), [{ insert: 'a' }, end({ blockquote: true, list: 'bullet' }), { insert: 'h' }, end({ blockquote: true, header: 2 })]);
    await press('Control+Shift+.');
    assert.deepEqual(await saved(id), [{ insert: 'a' }, end({ list: 'bullet' }), { insert: 'h' }, end({ header: 2 })]);
  });

  test('a list and a heading are made in a quotation', async () => {
    const id = await opened([{ insert: 'q' }, end({ blockquote: true }), end({ blockquote: true }), { insert: 'last\n' }]);
    await placeCaret(ama.page, 'q');
    await press('Control+Shift+8', 'ArrowDown');
    await type('## x');
    const content = [{ insert: 'q' }, end({ blockquote: true, list: 'bullet' }), { insert: 'x' }, end({ blockquote: true, header: 2 }), { insert: 'last\n' }];
    assert.deepEqual(await saved(id), content);
  });

  test('"> " adds a level, Backspace takes one, and Enter in an empty line leaves one', async () => {
    const id = await opened('\n');
    await type('> > - a');
    assert.deepEqual(await saved(id), [{ insert: 'a' }, end({ blockquote: 2, list: 'bullet' })]);
    await press('Enter', 'Enter', 'Enter');
    assert.deepEqual(await saved(id), [{ insert: 'a' }, end({ blockquote: 2, list: 'bullet' }), end({ blockquote: true })]);
    await type('b');
    await press('Home', 'Backspace');
    assert.deepEqual(await saved(id), [{ insert: 'a' }, end({ blockquote: 2, list: 'bullet' }), { insert: 'b\n' }]);
  });

  test('numbers begin anew where a quotation ends or begins', async () => {
    const list = 'ordered';
    const quoted = { list, blockquote: true };
    await opened([{ list }, quoted, quoted, { ...quoted, indent: 1 }, { list }, { ...quoted, indent: 1 }, { list }].flatMap((kind, at) => [{ insert: `i${at}` }, end(kind)]));
    await ama.isSettled();
    const { nodes } = await (await ama.context.newCDPSession(ama.page)).send('Accessibility.getFullAXTree');
    const said = nodes.filter(({ role }) => role?.value === 'StaticText').map(({ name }) => String(name?.value));
    assert.deepEqual(said.filter((words) => /^(\d+|a)$/.test(words)), ['1', '1', '2', 'a', '1', 'a', '2']);
  });

  test('Tab goes sixteen levels in', async () => {
    const id = await opened([{ insert: 'x' }, end({ list: 'bullet' })]);
    await placeCaret(ama.page, 'x');
    await press(...Array.from({ length: 18 }, () => 'Tab'));
    assert.deepEqual(await saved(id), [{ insert: 'x' }, end({ indent: 15, list: 'bullet' })]);
    await press('Shift+Tab');
    assert.deepEqual(await saved(id), [{ insert: 'x' }, end({ indent: 14, list: 'bullet' })]);
  });

  test('a quoted paragraph is a quotation to a screen reader, and a quoted heading a heading', async () => {
    await opened([{ insert: 'q' }, end({ blockquote: true }), { insert: 'h' }, end({ blockquote: true, header: 2 })]);
    assert.equal(await ama.page.getByRole('blockquote').textContent(), 'q');
    assert.equal(await ama.page.locator('.ql-editor').getByRole('heading').textContent(), 'h');
    await selectWords(ama.page, 'q');
    await press('Control+Shift+.');
    assert.equal(await ama.page.getByRole('blockquote').count(), 0);
  });

  test('a break that comes with code stays', async () => {
    const id = await opened('one\u2028two\n');
    await placeCaret(ama.page, 'two');
    await press('Home');
    const before = await saved(id);
    await ama.page.getByRole('button', { name: 'Code block' }).click();
    const content = await saved(id);
    assert.equal(content.map(({ insert }) => insert).join(''), before.map(({ insert }) => insert).join(''));
  });
});
