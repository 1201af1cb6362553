// Pictures in cells and footnotes: drawn where they are, kept while one writes beside them, and copied with what holds them.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { contentOf } from '../support/api.ts';
import { Visitor, paste } from '../support/browser.ts';
import { kSmall, pictureDesk } from '../support/picture-desk.ts';
import { hashOf } from '../support/pictures.ts';
import { stage } from '../support/stage.ts';
import { cellAt, clickCell, pasteInto } from '../support/tables.ts';
import { until } from '../support/wait.ts';

const address = `pictures/${hashOf(kSmall.bytes)}`;
const picture = { insert: { image: address }, attributes: { alt: 'A map', height: '30', width: '60' } };
const table = {
  'table-embed': {
    columns: [{ insert: { id: 'c1' }, attributes: { name: 'Where' } }, { insert: { id: 'c2' } }],
    rows: [{ insert: { id: 'r1' } }, { insert: { id: 'r2' } }],
    cells: { '1:1': { content: [{ insert: 'Here ' }, picture, { insert: ' there' }] } },
  },
};
const note = { note: { content: [picture, { insert: 'source' }] } };
const paper = [{ insert: 'Start\n' }, { insert: table }, { insert: 'Claim' }, { insert: note }, { insert: '\nEnd\n' }];

describe('pictures in cells and footnotes', () => {
  const on = stage();
  const desk = pictureDesk(on);
  let ama: Visitor;
  before(() => {
    ama = desk.ama;
  });

  const opened = (content: readonly object[] = paper): Promise<string> => desk.fresh(content, [kSmall.bytes]);
  /** The pictures in a part of the page, once they are there. */
  async function drawn(within: string, count: number): Promise<void> {
    const images = ama.page.locator(`${within} .picture-frame img`);
    await until(`${count} pictures in ${within}`, async () => (await images.count()) === count);
    await until('they are fetched', () => images.evaluateAll((all) => all.every((image) => (image as HTMLImageElement).naturalWidth === 120 && (image as HTMLImageElement).alt === 'A map')));
  }
  const inContent = async (id: string): Promise<number> => {
    await ama.isSettled();
    return JSON.stringify(await contentOf(on.server.url, id)).split(`"${address}"`).length - 1;
  };

  test('they are drawn in the paper and in its history', async () => {
    const id = await opened();
    await drawn('.table-embed', 1);
    await drawn('.notes', 1);
    await ama.page.goto(`${on.server.url}/d/${id}/history`);
    await until('the history draws them', async () => (await ama.page.locator('.history-text .paper-picture img').count()) === 2);
  });

  test('who writes beside one in a cell sees it, and it stays', async () => {
    const id = await opened();
    await drawn('.table-embed', 1);
    await clickCell(ama.page, 1, 1);
    await ama.page.keyboard.press('F2');
    await ama.page.keyboard.press('End');
    await ama.page.keyboard.type('!');
    await drawn('.cell-editor', 1);
    assert.equal(await inContent(id), 2);
    const [, { insert }] = (await contentOf(on.server.url, id)) as [object, { insert: typeof table }];
    assert.deepEqual(insert['table-embed'].cells['1:1'].content, [{ insert: 'Here ' }, picture, { insert: ' there!' }]);
  });

  test('a table and a note that are cut and pasted keep theirs', async () => {
    const id = await opened();
    await ama.page.click('.ql-editor > p:last-of-type');
    await ama.page.keyboard.press('Control+a');
    await ama.page.keyboard.press('Control+x');
    await until('all is cut', async () => (await inContent(id)) === 0);
    await ama.page.keyboard.press('Control+v');
    await until('all is back', async () => (await inContent(id)) === 2);
    await drawn('.table-embed', 1);
    await drawn('.notes', 1);
  });

  test('a picture of the paper is pasted into a cell; what has to be stored first is left out, with a word', async () => {
    const id = await opened([{ insert: table }, { insert: 'End\n' }]);
    await clickCell(ama.page, 2, 2);
    await pasteInto(ama.page, `<p>see <img src="/api/v1/documents/${id}/${address}" alt="A map" width="60" height="30"></p>`, 'see');
    assert.equal(await inContent(id), 2);
    await until('it is drawn', async () => (await cellAt(ama.page, 2, 2).locator('img').count()) === 1);
    await clickCell(ama.page, 2, 1);
    await pasteInto(ama.page, '<p>see <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="x"></p>', 'see');
    await ama.page.waitForSelector('.notice:has-text("1 picture was left out")');
    assert.equal(await inContent(id), 2);
  });

  test('of a picture elsewhere its description stays, and leads to it', async () => {
    const id = await opened([{ insert: '\n' }]);
    await ama.page.focus('.ql-editor');
    await paste(ama.page, { 'text/html': '<p>a <img src="https://example.org/x" alt="A chart"> b <img src="https://example.org/y" alt="🙂"><img src="https://example.org/z" alt=""></p>' });
    await ama.page.waitForSelector('.notice:has-text("3 pictures were left out")');
    await ama.isSettled();
    assert.deepEqual(await contentOf(on.server.url, id), [{ insert: 'a ' }, { insert: 'A chart', attributes: { link: 'https://example.org/x' } }, { insert: ' b 🙂\n' }]);
  });
});
