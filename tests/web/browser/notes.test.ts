// Footnotes: marks with numbers in the text, their words below it, one paper for both.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { contentOf, makeDocument } from '../support/api.ts';
import type { Component } from '../support/api.ts';
import { findings } from '../support/axe.ts';
import { Visitor, paste, placeCaret } from '../support/browser.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

const note = (text: string): object => ({ insert: { note: text === '' ? {} : { content: [{ insert: text }] } } });
const kPaper = [{ insert: 'The forum met' }, note('In Lviv.'), { insert: ' and agreed' }, note('By consent.'), { insert: '.\nNothing else was said.\n' }];

/** The words of the notes, in the order of the text. */
function notesIn(content: readonly Component[]): string[] {
  return content.flatMap(({ insert }) => {
    if (typeof insert !== 'object' || !('note' in insert)) return [];
    return [((insert['note'] as { content?: { insert: string }[] }).content ?? []).map((op) => op.insert).join('')];
  });
}

const listed = (page: Page): Promise<string[]> => page.locator('.notes li').evaluateAll((items) => items.map((item) => item.querySelector('.note-words')?.textContent ?? ''));
const numbers = (page: Page): Promise<(string | undefined)[]> => page.locator('.note-mark').evaluateAll((marks) => marks.map((mark) => (mark as HTMLElement).dataset['number']));

describe('footnotes', () => {
  const on = stage();
  const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');
  let ama: Visitor;
  let made = 0;
  before(async () => {
    ama = await Visitor.come(on.browser, 'Ama Boateng', { permissions: ['clipboard-read', 'clipboard-write'] });
  });
  after(() => assert.deepEqual(ama.complaints, [], 'the browser complained about nothing'));

  const type = (text: string): Promise<void> => ama.page.keyboard.type(text);
  const press = (key: string): Promise<void> => ama.page.keyboard.press(key);

  async function fresh(data: unknown = kPaper): Promise<string> {
    const id = `notes-${(made += 1)}`;
    await makeDocument(on.server.url, { id, title: 'A paper with notes', format: 'delta', data });
    await ama.open(on.server.url, id);
    return id;
  }

  async function saved(id: string): Promise<readonly Component[]> {
    await ama.isSettled();
    return contentOf(on.server.url, id);
  }

  test('are numbered by their place and listed below the text', async () => {
    await fresh();
    await until('they are listed', async () => (await listed(ama.page)).length === 2);
    assert.deepEqual(await listed(ama.page), ['In Lviv.', 'By consent.']);
    assert.deepEqual(await numbers(ama.page), ['1', '2']);
    assert.equal(await ama.page.locator('.note-mark').first().getAttribute('aria-label'), 'Note 1: In Lviv.');
  });

  test('one is made by a key, written, and left for the text', async () => {
    const id = await fresh();
    await placeCaret(ama.page, 'Nothing');
    await press('Control+Alt+f');
    await type('As far as the minutes say.');
    await press('Escape');
    await type('Indeed');
    const content = await saved(id);
    assert.deepEqual(notesIn(content), ['In Lviv.', 'By consent.', 'As far as the minutes say.']);
    assert.match(JSON.stringify(content), /Nothing"\},\{"insert":\{"note":[^}]*\}\]\}\}\},\{"insert":"Indeed else was said/);
    assert.deepEqual(await numbers(ama.page), ['1', '2', '3']);
  });

  test('[^ makes one; what was typed comes back with one undo each', async () => {
    const id = await fresh([{ insert: 'Words \n' }]);
    await ama.page.focus('.ql-editor');
    await press('Control+End');
    await type('here[^');
    await until('it is open', () => ama.page.locator('.notes li.is-open').isVisible());
    await type('why');
    assert.deepEqual(notesIn(await saved(id)), ['why']);
    await press('Control+z');
    assert.deepEqual(notesIn(await saved(id)), ['']);
    await press('Control+z');
    assert.deepEqual((await saved(id)).map(({ insert }) => insert).join(''), 'Words here[^\n');
  });

  test('go with their words when they are deleted, and come back with them', async () => {
    const id = await fresh();
    await placeCaret(ama.page, 'The forum met');
    await press('Delete');
    assert.deepEqual(notesIn(await saved(id)), ['By consent.']);
    assert.deepEqual(await numbers(ama.page), ['1']);
    await press('Control+z');
    assert.deepEqual(notesIn(await saved(id)), ['In Lviv.', 'By consent.']);
    await until('both are listed', async () => (await listed(ama.page)).length === 2);
  });

  test('are copied and pasted with their words', async () => {
    const id = await fresh();
    await ama.page.focus('.ql-editor');
    await press('Control+Home');
    await press('Shift+End');
    await press('Control+c');
    await press('Control+End');
    await press('Control+v');
    assert.deepEqual(notesIn(await saved(id)), ['In Lviv.', 'By consent.', 'In Lviv.', 'By consent.']);
    await press('Control+a');
    await press('Control+x');
    await press('Control+v');
    assert.deepEqual(notesIn(await saved(id)), ['In Lviv.', 'By consent.', 'In Lviv.', 'By consent.']);
  });

  test('that a page from elsewhere brings have words and no more', async () => {
    const id = await fresh([{ insert: '\n' }]);
    const bring = (value: string): string => `<p>x<sup data-plenary-note="${encodeURIComponent(value)}">*</sup></p>`;
    const odd = ['{"content":[{"insert":"A","attributes":{"link":"javascript:alert(1)","evil":1}},{"insert":{"image":"y"}}]}', '{', '[]', '{"content":7}', 'null', '%'];
    await ama.page.focus('.ql-editor');
    await paste(ama.page, { 'text/html': odd.map(bring).join('') });
    const content = await saved(id);
    assert.deepEqual(notesIn(content), ['A', '']);
    assert.doesNotMatch(JSON.stringify(content), /javascript|evil|image/);
  });

  test('an empty one goes with a backspace', async () => {
    const id = await fresh();
    await placeCaret(ama.page, 'Nothing');
    await press('Control+Alt+f');
    await press('Backspace');
    assert.deepEqual(notesIn(await saved(id)), ['In Lviv.', 'By consent.']);
    await type('!');
    assert.match(JSON.stringify(await saved(id)), /Nothing! else/);
  });

  test('two people write in one note, and both texts stay; undo takes back one’s own', async () => {
    const id = await fresh();
    const ben = await Visitor.come(on.browser, 'Ben Okoro');
    await ben.open(on.server.url, id);
    for (const { page } of [ama, ben]) await page.locator('.note-words').first().click();
    await press('End');
    await type(' Ama was there.');
    await ben.page.keyboard.press('Home');
    await ben.page.keyboard.type('Perhaps: ');
    await ben.isSettled();
    await saved(id);
    await until('all see both', async () => notesIn(await contentOf(on.server.url, id))[0] === 'Perhaps: In Lviv. Ama was there.');
    await ben.page.keyboard.press('Control+z');
    await ben.isSettled();
    await until('only his are gone', async () => notesIn(await contentOf(on.server.url, id))[0] === 'In Lviv. Ama was there.');
    for (const { page } of [ama, ben]) await page.keyboard.press('Escape');
    for (const { page } of [ama, ben]) {
      await until('it is listed so', async () => (await listed(page))[0] === 'In Lviv. Ama was there.');
    }
    assert.deepEqual(ben.complaints, []);
    await ben.leave();
  });

  test('a note that another person deletes while it is written is left', async () => {
    const id = await fresh();
    const ben = await Visitor.come(on.browser, 'Ben Okoro');
    await ben.open(on.server.url, id);
    await ama.page.locator('.note-words').first().click();
    await placeCaret(ben.page, 'The forum met');
    await ben.page.keyboard.press('Delete');
    await ama.page.waitForSelector('.notice:has-text("deleted by somebody")');
    assert.equal((await listed(ama.page)).length, 1);
    await ama.page.keyboard.press('Control+a');
    await ama.page.keyboard.type('x');
    assert.deepEqual(notesIn(await saved(id)), ['By consent.']);
    assert.ok(!JSON.stringify(await contentOf(on.server.url, id)).includes('x'));
    await ben.leave();
  });

  test('whoever goes into a note has left the cell that they were in, and the other way round', async () => {
    const table = { rows: [{ insert: { id: 'r1' } }], columns: [{ insert: { id: 'c1' } }], cells: { '1:1': { content: [{ insert: 'Cell' }] } } };
    const id = await fresh([...kPaper, { insert: { 'table-embed': table } }, { insert: 'End\n' }]);
    const goIn = async (selector: string, kind: 'td' | 'li'): Promise<void> => {
      await ama.page.locator(selector).first().click();
      await until('it is open', async () => (await ama.page.locator(`${kind}.is-current, ${kind}.is-open`).count()) === 1);
      assert.equal(await ama.page.locator('.cell-editor:not([hidden])').count(), 1);
      await press('Control+a');
      await ama.page.getByRole('button', { name: 'Bold', exact: true }).click();
    };
    await goIn('.table-embed td', 'td');
    await goIn('.note-words', 'li');
    assert.match(JSON.stringify(await saved(id)), /"attributes":\{"bold":true\},"insert":"In Lviv\."|"insert":"In Lviv\.","attributes":\{"bold":true\}/);
    await goIn('.table-embed td', 'td');
    assert.doesNotMatch(JSON.stringify((await saved(id)).at(-2)), /bold/, 'twice is not at all');
  });

  test('words of a note are made a link by key', async () => {
    const id = await fresh();
    await ama.page.locator('.note-words').first().click();
    await ama.page.keyboard.press('Control+a');
    await ama.page.keyboard.press('Control+k');
    await ama.page.locator('.link-form input').first().waitFor();
    await type('example.org');
    await ama.page.keyboard.press('Enter');
    await ama.isSettled();
    assert.ok(JSON.stringify(await contentOf(on.server.url, id)).includes('"link":"https://example.org'));
  });

  test('look right, and a screen reader finds its way', async () => {
    mkdirSync(shots, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 390]) {
        await ama.page.emulateMedia({ colorScheme });
        await ama.page.setViewportSize({ width, height: 900 });
        await fresh();
        await ama.page.locator('.note-words').first().click();
        assert.deepEqual(await findings(ama.page), []);
        await ama.page.screenshot({ path: join(shots, `notes-${width}-${colorScheme}.png`) });
      }
    }
    await ama.page.emulateMedia({ colorScheme: 'light' });
    await ama.page.setViewportSize({ width: 1280, height: 900 });
  });
});
