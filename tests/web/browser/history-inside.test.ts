// The history of tables and notes: what changed in which cell, drawn where it is and told in words.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { makeDocument } from '../support/api.ts';
import { findings } from '../support/axe.ts';
import { Visitor } from '../support/browser.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

const row = (id: string): object => ({ insert: { id } });
const column = (id: string, name: string): object => ({ insert: { id }, attributes: { name } });
const words = (insert: string): object => ({ content: [{ insert }] });
const kPaper = [
  { insert: 'Speakers of the session\n' },
  {
    insert: {
      'table-embed': {
        rows: [row('r1'), row('r2')],
        columns: [column('c1', 'Group'), column('c2', 'Proposed speaker')],
        cells: { '1:1': words('Government'), '1:2': words('Ms Diallo'), '2:1': words('Business') },
      },
    },
  },
  { insert: 'Agreed in Lviv' },
  { insert: { note: { content: [{ insert: 'Minutes, page 3.' }] } } },
  { insert: '.\n' },
];

describe('the history of a table and a note', () => {
  const on = stage();
  const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');

  test('shows what changed in a cell and a note, and tells it', async () => {
    await makeDocument(on.server.url, { id: 'speakers', title: 'Speakers', format: 'delta', data: kPaper });
    const ama = await Visitor.come(on.browser, 'Ama Boateng');
    const { page } = ama;
    await ama.open(on.server.url, 'speakers');
    await page.locator('.table-embed td').nth(3).click();
    await page.keyboard.type('John Frank');
    await page.keyboard.press('Escape');
    await page.locator('.note-words').first().click();
    await page.keyboard.press('End');
    await page.keyboard.type(' And 4.');
    await ama.isSettled();
    mkdirSync(shots, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 390]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${on.server.url}/d/speakers/history?from=1`);
        await until('the table is drawn', async () => (await page.locator('.history-table tbody tr').count()) === 2);
        assert.deepEqual(await page.locator('.history-text ins').evaluateAll((all) => all.map((each) => each.lastChild?.parentElement?.textContent?.includes('John Frank') || each.textContent?.includes('And 4.'))), [true, true]);
        assert.deepEqual(await findings(page), []);
        await page.screenshot({ path: join(shots, `history-inside-${width}-${colorScheme}.png`) });
      }
    }
    assert.deepEqual(ama.complaints, []);
    await ama.leave();
  });
});
