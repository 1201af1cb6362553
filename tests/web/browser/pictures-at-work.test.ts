// Working with the pictures of a paper: described, resized, selected, copied, dragged, commented on.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { contentOf } from '../support/api.ts';
import { findings } from '../support/axe.ts';
import { placeCaret, selectWords } from '../support/browser.ts';
import type { Visitor } from '../support/browser.ts';
import { images, kFigure, kSmall, pictureDesk, shots, sign } from '../support/picture-desk.ts';
import { hashOf, pasteFiles } from '../support/pictures.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

describe('working with pictures', () => {
  const on = stage();
  const desk = pictureDesk(on);
  const { type, press, fresh, arrived, saved, withFigure } = desk;
  let ama: Visitor;
  before(() => {
    ama = desk.ama;
  });

  test('what it shows is asked for when it has come in, without taking the focus', async () => {
    const id = await fresh();
    await placeCaret(ama.page, 'A line of words.');
    await pasteFiles(ama.page, [kFigure]);
    await arrived(ama.page, 1);
    const field = ama.page.getByLabel('Alternative text');
    await until('it is asked', () => field.isVisible());
    await type(' More.');
    assert.equal(await ama.page.locator('.picture-frame[data-hint]').count(), 1);
    assert.deepEqual(await findings(ama.page), []);
    await ama.page.screenshot({ path: join(shots, 'pictures-asked.png') });
    await field.fill('A chart of members');
    await press('Enter');
    assert.equal(await saved(id), `Before it.\nA line of words. More.\n${sign(kFigure, '"A chart of members"')}\n\nAfter it.\n`);
    assert.equal(await field.count(), 0);
    assert.equal(await images(ama.page).first().getAttribute('alt'), 'A chart of members');
    assert.equal(await ama.page.locator('.picture-frame[data-hint]').count(), 0);
  });

  test('of several that came in, one after another is asked for', async () => {
    const id = await fresh();
    await placeCaret(ama.page, 'A line of words.');
    await pasteFiles(ama.page, [kSmall, kFigure]);
    await arrived(ama.page, 2);
    const field = ama.page.getByLabel('Alternative text');
    await until('it is asked', () => field.isVisible());
    await field.fill('First');
    await press('Enter');
    await until('the next is asked for, and has the focus', () => field.evaluate((element: HTMLInputElement) => element.value === '' && element === document.activeElement));
    await ama.page.getByLabel(/Decorative/).click();
    await until('all are', async () => (await field.count()) === 0);
    assert.match(await saved(id), /"First" 120×60\]\n\[pictures\/[0-9a-f]{6} "" 670×335\]/);
  });

  test('arrow keys go over it and select it; Enter opens its tools, Esc leaves them, Delete deletes', async () => {
    const id = await withFigure();
    await placeCaret(ama.page, 'Before it.');
    await press('ArrowRight');
    await press('ArrowRight');
    await until('it is selected', () => ama.page.locator('.picture-outline').isVisible());
    await press('ArrowRight');
    await type('The ');
    assert.equal(await saved(id), `Before it.\n${sign(kFigure, '"A chart"')}The Figure 1.\nAfter it.\n`);
    for (let at = 0; at < 5; at += 1) await press('ArrowLeft');
    await until('it is selected again', () => ama.page.locator('.picture-outline').isVisible());
    await press('Enter');
    const field = ama.page.getByLabel('Alternative text');
    await until('the field has the focus', () => field.evaluate((element) => element === document.activeElement));
    await press('Control+a');
    await type('Members by year');
    await press('Enter');
    assert.match(await saved(id), /"Members by year"/);
    await press('Enter');
    await until('the field has the focus', () => field.evaluate((element) => element === document.activeElement));
    await press('Escape');
    await until('the tools are gone', async () => (await field.count()) === 0);
    await press('Delete');
    assert.equal(await saved(id), 'Before it.\nThe Figure 1.\nAfter it.\n');
    await press('Control+z');
    assert.match(await saved(id), /"Members by year" 670×335/);
    await placeCaret(ama.page, 'The ');
    for (let at = 0; at < 5; at += 1) await press('Backspace');
    assert.match(await saved(id), /\]Figure 1/, 'who takes back a caption does not lose the picture');
    await press('Backspace');
    assert.equal(await saved(id), 'Before it.\nFigure 1.\nAfter it.\n');
  });

  test('a click opens its tools: widths, decoration, deletion', async () => {
    const id = await withFigure();
    await images(ama.page).first().click();
    await ama.page.getByRole('button', { name: 'Small' }).click();
    assert.equal(await saved(id), `Before it.\n${sign(kFigure, '"A chart"', '223×112')}Figure 1.\nAfter it.\n`);
    assert.equal(await ama.page.getByRole('button', { name: 'Small' }).getAttribute('aria-pressed'), 'true');
    await ama.page.getByLabel(/Decorative/).check();
    assert.match(await saved(id), / "" 223×112\]/);
    assert.equal(await images(ama.page).first().getAttribute('alt'), '');
    await ama.page.getByLabel(/Decorative/).uncheck();
    assert.match(await saved(id), / \? 223×112\]/);
    assert.equal(await ama.page.getByRole('link', { name: 'Open full size' }).getAttribute('href'), `/api/v1/documents/${id}/pictures/${hashOf(kFigure.bytes)}`);
    await ama.page.locator('.picture-tools').getByRole('button', { name: 'Delete' }).click();
    assert.equal(await saved(id), 'Before it.\nFigure 1.\nAfter it.\n');
  });

  test('what is typed over a selected one is plain words', async () => {
    const id = await withFigure();
    await placeCaret(ama.page, 'Before it.');
    await press('ArrowRight');
    await press('ArrowRight');
    await type('words');
    assert.deepEqual(await saved(id).then(() => contentOf(on.server.url, id)), [{ insert: 'Before it.\nwordsFigure 1.\nAfter it.\n' }]);
  });

  test('is copied within the paper as it is; from another paper with its bytes', async () => {
    const id = await withFigure();
    await ama.page.focus('.ql-editor');
    await press('Control+a');
    await press('Control+c');
    await press('Control+End');
    await press('Control+v');
    const all = `Before it.\n${sign(kFigure, '"A chart"')}Figure 1.\nAfter it.`;
    assert.equal(await saved(id), `${all}${all}\n`);
    const other = await fresh([{ insert: 'Here: \n' }]);
    const posts: string[] = [];
    ama.page.on('request', (request) => request.method() === 'POST' && posts.push(new URL(request.url()).pathname));
    await ama.page.focus('.ql-editor');
    await press('Control+End');
    await press('Control+v');
    await arrived(ama.page, 1);
    assert.deepEqual(posts.filter((path) => path.includes('/pictures')), [`/api/v1/documents/${other}/pictures`]);
    assert.equal(await saved(other), `Here: Before it.\n${sign(kFigure, '"A chart"')}Figure 1.\nAfter it.\n`);
  });

  test('is dragged to another line as words are', async () => {
    const id = await withFigure();
    await images(ama.page).first().click();
    await press('Escape');
    const picture = await images(ama.page).first().boundingBox();
    const line = await ama.page.locator('.ql-editor p').last().boundingBox();
    assert.ok(picture && line);
    await ama.page.mouse.move(picture.x + 60, picture.y + 60);
    await ama.page.mouse.down();
    await ama.page.mouse.move(picture.x + 90, picture.y + 90, { steps: 4 });
    await ama.page.mouse.move(line.x + 300, line.y + 12, { steps: 6 });
    await ama.page.mouse.up();
    assert.equal(await saved(id), `Before it.\nFigure 1.\nAfter it.${sign(kFigure, '"A chart"')}\n`);
  });

  test('a comment on words with a picture in them stays on them', async () => {
    const id = await withFigure();
    await selectWords(ama.page, 'Before it.');
    await press('Shift+ArrowDown');
    await press('Shift+ArrowDown');
    await ama.page.waitForTimeout(50); // selectionchange reaches the editor
    await press('Control+Alt+m');
    await ama.page.waitForSelector('.comment-box textarea:focus');
    await type('Is this the latest figure?');
    await press('Control+Enter');
    await ama.page.waitForSelector('.thread-card .comment-html:has-text("latest figure")');
    await placeCaret(ama.page, 'Before it.');
    await press('Home');
    await type('Long ');
    const anchors = async (): Promise<string> => {
      const answer = (await (await fetch(`${on.server.url}/api/v1/documents/${id}/threads`)).json()) as { threads: { anchor: { index: number; length: number; state: string } }[] };
      return answer.threads.map(({ anchor: { index, length, state } }) => `${index} ${length} ${state}`).join();
    };
    // "Before it.", a line's end, the picture and "Figure 1.", after five letters.
    await until('it has moved with them', async () => (await anchors()) === '5 21 anchored');
    assert.equal(await saved(id), `Long Before it.\n${sign(kFigure, '"A chart"')}Figure 1.\nAfter it.\n`);
    assert.equal(await ama.page.locator('.thread-card').count(), 1);
  });

  test('what is pasted in a cell goes below the table', async () => {
    const table = { rows: [{ insert: { id: 'r1' } }], columns: [{ insert: { id: 'c1' }, attributes: { name: 'Who' } }], cells: {} };
    const id = await fresh([{ insert: 'Before.\n' }, { insert: { 'table-embed': table } }, { insert: 'After.\n' }]);
    await ama.page.locator('.table-embed td').first().click();
    await until('one is in the cell', () => ama.page.locator('.cell-editor .cell-words').first().isVisible());
    await pasteFiles(ama.page, [kSmall], {}, '.cell-editor .cell-words');
    await arrived(ama.page, 1);
    assert.match(await saved(id), /\[pictures\/[^\]]*120×60\]\nAfter/);
  });

  test('what other programs put on the page around it does not reach the paper', async () => {
    const id = await withFigure();
    await images(ama.page).first().evaluate((image: HTMLImageElement) => {
      image.alt = 'Ein Diagramm';
      image.parentElement?.append('translated');
    });
    await placeCaret(ama.page, 'Figure 1.');
    await type(' More.');
    assert.equal(await saved(id), `Before it.\n${sign(kFigure, '"A chart"')}Figure 1. More.\nAfter it.\n`);
  });

  test('one that is not there shows what it was, and what others put on it is kept', async () => {
    const id = await fresh([{ insert: { image: `pictures/${'a'.repeat(64)}` }, attributes: { alt: 'A lost map', width: '300', height: '200' } }, { insert: '\n' }, { insert: { image: 'https://example.org/x.png' } }, { insert: '\n' }]);
    await until('it says so', async () => (await ama.page.locator('.picture-lost').textContent()) === 'Picture cannot be shown: A lost map');
    assert.equal(await ama.page.locator('.unknown-embed').textContent().then((text) => text?.replaceAll('\ufeff', '')), 'picture (not shown)');
    await ama.page.focus('.ql-editor');
    await press('Control+End');
    await type('x');
    assert.equal(await saved(id), '[pictures/aaaaaa "A lost map" 300×200]\n[https://example ? undefined×undefined]x\n');
  });
});
