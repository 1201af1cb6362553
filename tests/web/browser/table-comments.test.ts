// Comments on cells of a table: made where one is, marked, and still there when the row is gone.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { makeDocument } from '../support/api.ts';
import { findings } from '../support/axe.ts';
import { Visitor } from '../support/browser.ts';
import { stage } from '../support/stage.ts';
import { clickCell } from '../support/tables.ts';
import { until } from '../support/wait.ts';

const line = (id: string, name?: string): object => ({ insert: { id }, ...(name ? { attributes: { name } } : {}) });
const words = (insert: string): object => ({ content: [{ insert }] });
const kTable = {
  rows: [line('r1'), line('r2')],
  columns: [line('c1', 'Group'), line('c2', 'Proposed speaker')],
  cells: { '1:1': words('Government'), '1:2': words('Ms Diallo'), '2:1': words('Business') },
};
const kPaper = [{ insert: 'Speakers\n' }, { insert: { 'table-embed': kTable } }, { insert: 'End\n' }];

const marked = (page: Page): Promise<string[]> => page.locator('.table-embed [data-thread]').evaluateAll((cells) => cells.map((cell) => `${cell.textContent}: ${(cell as HTMLElement).dataset['thread']}`));

describe('comments on a table', () => {
  const on = stage();
  const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');

  async function commented(id: string): Promise<Visitor> {
    await makeDocument(on.server.url, { id, title: 'Speakers', format: 'delta', data: kPaper });
    const ama = await Visitor.come(on.browser, 'Ama Boateng');
    const { page } = ama;
    await ama.open(on.server.url, id);
    await page.locator('.table-embed td').nth(1).click();
    await page.keyboard.press('Control+Alt+m');
    await page.keyboard.type('Has she agreed?');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.thread-card:has-text("Has she agreed?")');
    return ama;
  }

  test('one on a cell marks it, quotes it and leads back to it', async () => {
    const ama = await commented('cell');
    const { page } = ama;
    await until('it is the active one', async () => (await marked(page)).join() === 'Ms Diallo: active');
    const card = page.locator('.thread-card');
    assert.match((await card.getAttribute('aria-label')) ?? '', /on “Ms Diallo”/);
    await until('it stands beside its cell', async () => {
      const [cell, beside] = [await page.locator('.table-embed td').nth(1).boundingBox(), await card.boundingBox()];
      return !!cell && !!beside && Math.abs(cell.y - beside.y) < 60;
    });
    await page.keyboard.press('Escape');
    await page.keyboard.press('End');
    await page.keyboard.type('!');
    await ama.isSettled();
    assert.equal(await page.locator('.table-embed td').nth(1).textContent(), 'Ms Diallo!');
    assert.deepEqual(ama.complaints, []);
    await ama.leave();
  });

  test('two cells have their own; at one of them the key leads to its thread', async () => {
    const ama = await commented('two');
    const { page } = ama;
    await page.keyboard.press('Escape');
    await page.locator('.table-embed td').nth(2).click();
    await page.keyboard.press('Shift+F10');
    await page.click('.table-menu button:text-is("Comment on this cell")');
    await page.waitForSelector('.comment-box textarea:focus');
    await page.keyboard.type('Which one?');
    await page.keyboard.press('Control+Enter');
    await until('both are marked', async () => (await marked(page)).length === 2);
    await page.locator('.table-embed td').nth(1).click();
    await page.keyboard.press('Control+Shift+e');
    await until('the first is active', async () => (await marked(page)).join() === 'Ms Diallo: active,Business: open');
    await ama.leave();
  });

  test('those of one table stand row by row, as the paper shows them, beside the text and in the list', async () => {
    await makeDocument(on.server.url, { id: 'order', title: 'Speakers', format: 'delta', data: kPaper });
    const ama = await Visitor.come(on.browser, 'Ama Boateng');
    const { page } = ama;
    await ama.open(on.server.url, 'order');
    for (const [at, text] of [[3, 'fourth'], [1, 'second'], [2, 'third'], [0, 'first'], [0, 'first too']] as const) {
      await clickCell(page, 1 + Math.floor(at / 2), 1 + (at % 2));
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Alt+m');
      await page.waitForSelector('.comment-box textarea:focus');
      await page.keyboard.type(text);
      await page.keyboard.press('Control+Enter');
      await page.waitForSelector(`.thread-card .comment-html:has-text("${text}")`);
      await page.keyboard.press('Escape');
    }
    const shown = async (...wanted: readonly string[]): Promise<void> =>
      until(`in the order ${wanted.join()}`, async () => (await page.locator('.thread-card .comment-html').allTextContents()).map((text) => text.trim()).join() === wanted.join());
    await shown('first', 'first too', 'second', 'third', 'fourth');
    await page.click('.threads-button');
    await page.waitForSelector('.list-filters');
    await shown('first', 'first too', 'second', 'third', 'fourth');
    await clickCell(page, 1, 1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+ArrowDown');
    await ama.isSettled();
    await shown('third', 'fourth', 'first', 'first too', 'second');
    await page.click('.threads-button');
    await shown('third', 'fourth', 'first', 'first too', 'second');
    assert.deepEqual(await findings(page), []);
    await ama.leave();
  });

  test('it stays with the table when its row is deleted', async () => {
    const ama = await commented('row');
    const { page } = ama;
    const ben = await Visitor.come(on.browser, 'Ben Okoro');
    await ben.open(on.server.url, 'row');
    await ben.page.waitForSelector('.thread-card:has-text("Has she agreed?")');
    const { origin } = new URL(on.server.url);
    const threads = async (): Promise<{ anchor: { state: string; cell: object } }[]> => ((await (await fetch(`${origin}/api/v1/documents/row/threads`)).json()) as { threads: { anchor: { state: string; cell: object } }[] }).threads;
    assert.deepEqual((await threads()).map(({ anchor }) => anchor.cell), [{ row: 'r1', column: 'c2' }]);
    await page.locator('.table-embed td').nth(0).click();
    await page.keyboard.press('Shift+F10');
    await page.click('.table-menu button:text-is("Delete the row")');
    await ama.isSettled();
    await until('the row is gone', async () => (await ben.page.locator('.table-embed tbody tr').count()) === 1);
    assert.equal((await threads())[0]?.anchor.state, 'anchored');
    assert.ok(await ben.page.locator('.thread-card').isVisible());
    await ben.leave();
    await ama.leave();
  });

  test('looks right', async () => {
    const ama = await commented('looks');
    mkdirSync(shots, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 390]) {
        await ama.page.emulateMedia({ colorScheme });
        await ama.page.setViewportSize({ width, height: 900 });
        await ama.page.waitForTimeout(100);
        assert.deepEqual(await findings(ama.page), []);
        await ama.page.screenshot({ path: join(shots, `table-comment-${width}-${colorScheme}.png`) });
      }
    }
    await ama.leave();
  });
});
