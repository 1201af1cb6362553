// Tables for those who only read: readers of a paper, the history, print.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { makeDocument } from '../support/api.ts';
import { Visitor } from '../support/browser.ts';
import { inviteAndCome, setUp } from '../support/house.ts';
import type { Caller } from '../support/house.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';
import { cellAt, clickCell, paperWith, shownTable } from '../support/tables.ts';

const kNames = ['Speaker', 'Group'];
const kRows = [['Ama', 'Civil society'], ['Li', 'Technical']];

/** The names of the fonts that each page of a printed paper draws letters with, as often as it does. */
function lettersByFont(pdf: Buffer): Record<string, number>[] {
  const pages: Record<string, number>[] = [];
  for (const { index, 0: found } of pdf.toString('latin1').matchAll(/stream\r?\n[^]*?endstream/g)) {
    let text = '';
    try {
      text = inflateSync(pdf.subarray(index + found.indexOf('\n') + 1, index + found.length - 'endstream'.length)).toString('latin1');
    } catch {
      continue;
    }
    if (!text.includes(' Tf')) continue;
    const letters: Record<string, number> = {};
    let font = '';
    for (const [, chosen, drawn] of text.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-F]+)> Tj/g)) {
      if (chosen) font = chosen;
      else if (drawn) letters[font] = (letters[font] ?? 0) + 1;
    }
    pages.push(letters);
  }
  return pages;
}

describe('tables for whoever only reads', () => {
  const on = stage({ open: false });

  /** By the button beside the cell that was pressed. */
  async function commentOnCell(page: Page, owner: Caller): Promise<void> {
    await page.click('.comment-here');
    await page.waitForSelector('.comment-box textarea:focus');
    await page.keyboard.type('Which Ama?');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.thread-card:has-text("Which Ama?")');
    const { threads } = await owner.ask<{ threads: { anchor: { quote: string; cell?: object } }[] }>('GET', '/documents/read/threads');
    assert.deepEqual(threads.map(({ anchor }) => [anchor.quote, anchor.cell]), [['Ama', { row: 'row00000', column: 'column00' }]]);
  }

  test('a reader sees the table and gets no cell to write in', async () => {
    const ama = await setUp(on.server, 'Ama Boateng', 'ama@example.org');
    const noor = await inviteAndCome(on.server, ama, 'Noor Haddad', 'noor@example.org');
    await ama.ask('POST', '/documents', { id: 'read', title: 'Read', content: { format: 'delta', data: paperWith(kNames, kRows) } });
    for (const role of ['reader', 'commenter']) {
      await ama.give('read', noor, role);
      const reader = await Visitor.come(on.browser, 'Noor Haddad');
      await reader.context.addCookies([noor.cookie]);
      await reader.page.goto(`${on.server.url}/d/read`);
      await reader.page.waitForSelector('.table-embed');
      assert.deepEqual(await shownTable(reader.page), [kNames, ...kRows]);
      await clickCell(reader.page, 1, 1);
      await reader.page.keyboard.type('x');
      assert.equal(await reader.page.locator('.cell-editor:visible, .table-add, .table-menu').count(), 0, role);
      assert.deepEqual(await shownTable(reader.page), [kNames, ...kRows]);
      if (role === 'commenter') await commentOnCell(reader.page, ama);
      else assert.equal(await reader.page.locator('.comment-here').count(), 0, 'a reader may not comment');
      assert.deepEqual(reader.complaints, []);
      await reader.leave();
    }
  });
});

describe('tables on other pages', () => {
  const on = stage();

  test('the history shows a table as it was', async () => {
    await makeDocument(on.server.url, { id: 'past', title: 'Past', format: 'delta', data: paperWith(kNames, kRows) });
    const ama = await Visitor.come(on.browser, 'Ama Boateng');
    await ama.open(on.server.url, 'past');
    await cellAt(ama.page, 2, 2).click();
    await ama.page.keyboard.press('End');
    await ama.page.keyboard.type(' community');
    await ama.isSettled();
    await ama.page.goto(`${on.server.url}/d/past/history?to=1`);
    const shown = (): Promise<(string | null)[][]> => ama.page.locator('.history-table tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
    await until('the old table is shown', async () => JSON.stringify(await shown()) === JSON.stringify([kNames, ...kRows]));
    assert.deepEqual(ama.complaints, []);
    await ama.leave();
  });

  test('a printed table repeats its header on each page', async () => {
    const rows = Array.from({ length: 80 }, (_row, i) => [`Speaker ${i + 1}`, 'A group with a rather long name that needs its lines']);
    await makeDocument(on.server.url, { id: 'print', title: 'Print', format: 'delta', data: paperWith(kNames, rows) });
    const ama = await Visitor.come(on.browser, 'Ama Boateng');
    await ama.open(on.server.url, 'print');
    const path = join(tmpdir(), `plenary-table-${process.pid}.pdf`);
    await ama.page.pdf({ path, format: 'A5' });
    const pages = lettersByFont(readFileSync(path));
    assert.ok(pages.length > 2);
    // Only the header is set in the face of the interface: twelve letters.
    assert.ok(pages.every((letters) => Object.values(letters).includes(kNames.join('').length)), JSON.stringify(pages));
    await ama.leave();
  });
});
