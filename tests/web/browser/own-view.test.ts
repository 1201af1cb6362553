// A table as one person looks at it: kept in their browser over a reload, and there for those who may only read.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { findings } from '../support/axe.ts';
import { Visitor } from '../support/browser.ts';
import { inviteAndCome, setUp } from '../support/house.ts';
import type { Caller } from '../support/house.ts';
import { stage } from '../support/stage.ts';
import { cellAt, paperWith, shownTable } from '../support/tables.ts';
import { until } from '../support/wait.ts';

const kPeople = [['Ama', 'Civil society'], ['Li', 'Technical'], ['Noor', 'Civil society'], ['Ben', 'Business']];

describe('a view of a table of one’s own', () => {
  const on = stage({ open: false });
  let ama: Caller;
  before(async () => {
    ama = await setUp(on.server, 'Ama Boateng', 'ama@example.org');
    await ama.ask('POST', '/documents', { id: 'sheet', title: 'Sheet', content: { format: 'delta', data: paperWith(['Speaker', 'Group'], kPeople) } });
  });

  async function come(who: Caller): Promise<Visitor> {
    const visitor = await Visitor.come(on.browser, '');
    await visitor.context.addCookies([who.cookie]);
    await visitor.open(on.server.url, 'sheet');
    await until('the table is there', async () => (await visitor.page.locator('.table-embed').count()) === 1);
    return visitor;
  }

  const names = async (page: Page): Promise<string> => (await shownTable(page)).slice(1).map(([name]) => name).join();
  const reload = async ({ page }: Visitor, expected: string): Promise<void> => {
    await page.reload();
    await until(`it is shown as ${expected}`, async () => (await page.locator('.table-embed').count()) === 1 && (await names(page)) === expected);
  };

  test('is there again after a reload, until one wants the whole table', async () => {
    const visitor = await come(ama);
    const { page } = visitor;
    await cellAt(page, 1, 1).click();
    await page.click('.table-handle >> nth=1');
    await page.click('.table-menu button:text-is("Sort for me only, A to Z")');
    await page.click('.table-handle >> nth=1');
    await page.fill('.table-menu input[type="search"]', 'm'); // Ama's name
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    assert.equal(await names(page), 'Ama');
    await reload(visitor, 'Ama');
    await page.click('.table-view-bar button');
    await reload(visitor, 'Ama,Li,Noor,Ben');
    await visitor.leave();
  });

  test('who may only read has one, by mouse and by keyboard, and no tools of writers', async () => {
    const li = await inviteAndCome(on.server, ama, 'Li', 'li@example.org');
    await ama.give('sheet', li, 'reader');
    const visitor = await come(li);
    const { page } = visitor;
    await cellAt(page, 0, 1).click();
    assert.equal(await page.locator('.table-handle').count(), 1);
    assert.equal(await page.locator('.table-add').count(), 0);
    await page.click('.table-handle');
    assert.deepEqual(await page.locator('.table-menu button').allTextContents(), ['Sort for me only, A to Z', 'Sort for me only, Z to A']);
    assert.deepEqual(await findings(page), []);
    await page.click('.table-menu button:text-is("Sort for me only, Z to A")');
    assert.equal(await names(page), 'Noor,Li,Ben,Ama');
    await cellAt(page, 0, 2).focus();
    await page.keyboard.press('Enter');
    await page.fill('.table-menu input[type="search"]', 'civil');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    assert.equal(await names(page), 'Noor,Ama');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Group', 'the focus is back');
    await reload(visitor, 'Noor,Ama');
    assert.deepEqual(visitor.complaints, []);
    await visitor.leave();
  });

  test('a hundred tables are remembered, those looked at last', async () => {
    const visitor = await come(ama);
    const { page } = visitor;
    await page.evaluate(() => {
      const old = Array.from({ length: 100 }, (_, at) => ({ paper: `p${at}`, sort: { column: 'x', descending: false }, filters: [] }));
      localStorage.setItem('plenary-table-views', JSON.stringify(old));
    });
    await cellAt(page, 1, 1).click();
    await page.click('.table-handle >> nth=1');
    await page.click('.table-menu button:text-is("Sort for me only, A to Z")');
    const papers = await page.evaluate(() => (JSON.parse(localStorage.getItem('plenary-table-views') ?? '[]') as { paper: string }[]).map(({ paper }) => paper));
    assert.deepEqual([papers.length, papers[0], papers.at(-1)], [100, 'p1', 'sheet']);
    await visitor.leave();
  });
});
