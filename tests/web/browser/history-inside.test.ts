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
import { cellAt } from '../support/tables.ts';
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

  /** Two people's work: a row that went with its words, a cell and a note that both wrote in. */
  async function worked(id: string): Promise<Visitor> {
    await makeDocument(on.server.url, { id, title: 'Speakers', format: 'delta', data: kPaper });
    const [ama, ben] = [await Visitor.come(on.browser, 'Ama Boateng'), await Visitor.come(on.browser, 'Ben Okoro')];
    await ama.open(on.server.url, id);
    await cellAt(ama.page, 1, 2).click();
    await ama.page.keyboard.press('Control+End');
    await ama.page.keyboard.type(' of Dakar');
    await ama.isSettled();
    await ben.open(on.server.url, id);
    await cellAt(ben.page, 1, 2).click();
    await ben.page.keyboard.press('Control+Home');
    for (let i = 0; i < 3; i += 1) await ben.page.keyboard.press('Delete');
    await ben.page.keyboard.press('Control+b');
    await ben.page.keyboard.type('Prof ');
    await ben.isSettled();
    await cellAt(ben.page, 1, 1).click();
    for (const key of ['Control+Home', 'Shift+End', 'Control+b']) await ben.page.keyboard.press(key);
    await ben.isSettled();
    await cellAt(ben.page, 2, 1).click();
    await ben.page.keyboard.press('Escape');
    await ben.page.keyboard.press('Shift+F10');
    await ben.page.click('.table-menu button:text-is("Delete the row")');
    await ben.isSettled();
    await ben.page.locator('.note-words').first().click();
    await ben.page.keyboard.press('Control+End');
    await ben.page.keyboard.type(' Seen.');
    await ben.isSettled();
    await ama.leave();
    return ben;
  }

  test('words of cells and notes are marked by kind and author, a deleted row stands with its words', async () => {
    const ben = await worked('marks');
    const { page } = ben;
    await page.goto(`${on.server.url}/d/marks/history?from=1`);
    await until('the table is drawn', async () => (await page.locator('.history-table tbody tr').count()) === 2);
    const marks = await page.locator('.history-text .change').evaluateAll((all) =>
      all.map((mark) => {
        const copy = mark.cloneNode(true) as Element;
        for (const part of copy.querySelectorAll('.for-readers, .by, .move-sign')) part.remove();
        return `${mark.tagName.toLowerCase()} ${copy.textContent?.replaceAll('\u00a0', ' ')} ${/ by ([^,]*)/.exec(mark.getAttribute('title') ?? '')?.[1] ?? ''}`;
      }),
    );
    assert.deepEqual(marks, ['span Government Ben Okoro', 'del Ms  Ben Okoro', 'ins Prof  Ben Okoro', 'ins  of Dakar Ama Boateng', 'del Business Ben Okoro', 'ins  Seen. Ben Okoro']);
    assert.equal(await page.locator('.history-table tr.is-gone').textContent().then((text) => text?.includes('Business')), true);
    const told = await page.locator('.change-row').allTextContents();
    assert.equal(told.some((line) => line.includes('in row 1 under “Proposed speaker”')), true, told.join('\n'));
    assert.equal(told.some((line) => line.includes('“Seen.” in a note')), true, told.join('\n'));
    assert.deepEqual(ben.complaints, []);
    await ben.leave();
  });

  test('who wrote a row and its cells is asked by keyboard, from the menu of the row and in the history', async () => {
    const ben = await worked('wrote');
    const { page } = ben;
    await cellAt(page, 1, 1).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+F10');
    await page.waitForSelector('.table-menu');
    for (let i = 0; i < 12 && (await page.evaluate(() => document.activeElement?.textContent)) !== 'Who wrote this row'; i += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const lines = async (): Promise<string[]> =>
      page.locator('.wrote-box li').evaluateAll((all) => all.map((line) => ['.wrote-where', '.wrote-words', 'b'].map((part) => line.querySelector(part)?.textContent ?? '').join(' | ')));
    await page.waitForSelector('.wrote-box li');
    const row = (await lines()).map((line) => line.replace(/\u2068|\u2069/gu, ''));
    assert.deepEqual(row.map((line) => line.split(' | ').slice(0, 2).join(' | ')), [
      'Added the row | ',
      'In the column “Group” | “Government”',
      'In the column “Proposed speaker” | “Prof”',
      'In the column “Proposed speaker” | “Diallo”',
      'In the column “Proposed speaker” | “of Dakar”',
    ]);
    assert.deepEqual([2, 4].map((at) => row[at]?.split(' | ')[2]), ['Ben Okoro', 'Ama Boateng']);
    assert.deepEqual(await findings(page), []);
    // From here on to the line with the note, by arrow keys.
    await page.keyboard.press('Escape');
    await page.locator('.wrote-button').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.wrote-box li');
    assert.equal((await lines()).some((line) => line.startsWith('In the note | “Seen.” | Ben Okoro')), true, (await lines()).join('\n'));
    assert.deepEqual(ben.complaints, []);
    await ben.leave();
  });
});
