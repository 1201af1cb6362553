// Comments on words inside of a cell or a footnote: they stay on their words whatever happens around them and beside them.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { makeDocument } from '../support/api.ts';
import { findings } from '../support/axe.ts';
import { Visitor, placeCaret } from '../support/browser.ts';
import { card, marks } from '../support/comments.ts';
import { inviteAndCome, setUp } from '../support/house.ts';
import type { Caller } from '../support/house.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';
import { stage } from '../support/stage.ts';
import { cellAt, clickCell, shownTable } from '../support/tables.ts';
import { until } from '../support/wait.ts';

const line = (id: string, name?: string): object => ({ insert: { id }, ...(name ? { attributes: { name } } : {}) });
const words = (insert: string): object => ({ content: [{ insert }] });
const kTable = {
  rows: [line('r1'), line('r2'), line('r3')],
  columns: [line('c1', 'Group'), line('c2', 'Proposed speaker')],
  cells: { '1:1': words('Government'), '1:2': words('Ms Diallo of Dakar'), '2:1': words('Business'), '2:2': words('Mr Chen'), '3:1': words('Academia') },
};
const kPaper = [
  { insert: 'The speakers' },
  { insert: { note: words('Chosen in Lviv by consent.') } },
  { insert: ' of the day.\n' },
  { insert: { 'table-embed': kTable } },
  { insert: 'End\n' },
];

interface Anchored {
  readonly anchor: {
    readonly state: string;
    readonly words: string;
    readonly quote: string;
    readonly cell?: object;
    readonly inside?: { readonly index: number; readonly length: number };
  };
}

/** Selects words in what one writes in, by keyboard. */
async function selectInside(page: Page, from: number, length: number): Promise<void> {
  await page.keyboard.press('Control+Home');
  for (let i = 0; i < from; i += 1) await page.keyboard.press('ArrowRight');
  for (let i = 0; i < length; i += 1) await page.keyboard.press('Shift+ArrowRight');
}

async function say(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+Alt+m');
  await page.waitForSelector('.comment-box textarea:focus');
  await page.keyboard.type(text);
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector(`.thread-card .comment-html:has-text("${text}")`);
}

/** Waits until exactly these words are marked, by whichever marks. */
async function marked(page: Page, ...wanted: readonly string[]): Promise<void> {
  let found: readonly string[] = [];
  await until(
    `marked: ${wanted.join(', ')}`,
    async () => {
      found = Object.values(await marks(page)).flat();
      return found.toSorted().join('|') === wanted.toSorted().join('|');
    },
    8_000,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}; it was ${JSON.stringify(found)}`);
  });
}

/**
 * One act of somebody in the table, in the note or in the text before them. `letter` was in no text so far: a letter that is
 * typed again may be one that comes back, which a page learns from the server only.
 */
async function doSomething(random: Random, page: Page, letter: string): Promise<void> {
  const kind = random.below(9);
  const row = 1 + random.below(Math.max(1, await page.locator('.table-embed tbody tr').count()));
  if (kind === 0) await placeCaret(page, 'The speakers');
  else if (kind === 1) await page.locator('.note-words').first().click({ timeout: 1_000 }).catch(() => undefined); // open already, or gone
  else await clickCell(page, row, kind < 7 ? 2 : 1);
  const { keyboard } = page;
  if (kind === 7) {
    await keyboard.press('Escape');
    await keyboard.press(random.pick(['Alt+ArrowDown', 'Alt+ArrowUp']));
  } else if (kind === 8) {
    await keyboard.press('Shift+F10');
    const button = page.locator(`.table-menu button:text-is("${random.pick(['Insert a row above', 'Delete the row'])}")`);
    const isThere = await button.isEnabled({ timeout: 1_000 }).catch(() => false);
    if (isThere) await button.click();
    else await keyboard.press('Escape');
    if (isThere && random.below(2)) await keyboard.press('Control+z');
  } else {
    if (kind > 0) await selectInside(page, random.below(8), random.below(4));
    if (kind > 0 && random.below(3) === 0) await keyboard.press(random.pick(['Backspace', 'Delete']));
    else await keyboard.type(letter);
  }
}

async function leave(...visitors: readonly Visitor[]): Promise<void> {
  for (const visitor of visitors) {
    assert.deepEqual(visitor.complaints, []);
    await visitor.leave();
  }
}

describe('comments on words inside', () => {
  const on = stage();
  const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');

  async function open(id: string, ...names: readonly string[]): Promise<readonly Visitor[]> {
    await makeDocument(on.server.url, { id, title: 'Speakers', format: 'delta', data: kPaper });
    const come = names.map(async (name) => {
      const visitor = await Visitor.come(on.browser, name);
      await visitor.open(on.server.url, id);
      return visitor;
    });
    return Promise.all(come);
  }

  async function threads(id: string): Promise<readonly Anchored['anchor'][]> {
    const answer = await fetch(`${on.server.url}/api/v1/documents/${id}/threads`);
    return ((await answer.json()) as { threads: readonly Anchored[] }).threads.map(({ anchor }) => anchor);
  }

  /** Ama comments on “Diallo” in the first row. */
  async function commented(page: Page, row = 1): Promise<void> {
    await clickCell(page, row, 2);
    await selectInside(page, 3, 6);
    await say(page, 'Has she agreed?');
  }

  test('of a cell are marked for all, and follow what is typed before, inside and behind them', async () => {
    const [ama, ben] = (await open('cell', 'Ama Boateng', 'Ben Okoro')) as [Visitor, Visitor];
    await commented(ama.page);
    await marked(ama.page, 'Diallo');
    await marked(ben.page, 'Diallo');
    assert.deepEqual((await threads('cell')).map(({ cell, inside, words: now }) => ({ cell, inside, now })), [
      { cell: { row: 'r1', column: 'c2' }, inside: { index: 3, length: 6 }, now: 'Diallo' },
    ]);
    assert.match((await card(ben.page, 'Has she').getAttribute('aria-label')) ?? '', /on “Diallo”/);
    await clickCell(ben.page, 1, 2);
    const { keyboard } = ben.page;
    await keyboard.press('Control+Home');
    await keyboard.type('Also ');
    for (let i = 0; i < 6; i += 1) await keyboard.press('ArrowRight');
    await keyboard.type('--');
    await keyboard.press('Control+End');
    await keyboard.type('!');
    for (const { page } of [ama, ben]) await marked(page, 'Dia--llo');
    await ben.isSettled();
    assert.equal((await threads('cell'))[0]?.words, 'Dia--llo');
    await keyboard.press('Escape');
    await keyboard.press('ArrowUp');
    await marked(ben.page, 'Dia--llo');
    await leave(ama, ben);
  });

  test('stay on them when their row moves, leave with their row and come back with it', async () => {
    const [ama, ben] = (await open('row', 'Ama Boateng', 'Ben Okoro')) as [Visitor, Visitor];
    await commented(ama.page);
    await marked(ben.page, 'Diallo');
    await clickCell(ben.page, 1, 1);
    await ben.page.keyboard.press('Escape');
    await ben.page.keyboard.press('Alt+ArrowDown');
    await until('the row is moved', async () => (await cellAt(ama.page, 2, 2).textContent()) === 'Ms Diallo of Dakar');
    for (const { page } of [ama, ben]) await marked(page, 'Diallo');
    await ben.page.keyboard.press('Shift+F10');
    await ben.page.click('.table-menu button:text-is("Delete the row")');
    await ben.isSettled();
    for (const { page } of [ama, ben]) await marked(page);
    const [gone] = await threads('row');
    assert.equal(gone?.state, 'orphaned');
    assert.equal(gone?.quote, 'Diallo');
    await ben.page.keyboard.press('Control+z');
    await ben.isSettled();
    for (const { page } of [ama, ben]) await marked(page, 'Diallo');
    assert.equal((await threads('row'))[0]?.state, 'anchored');
    await leave(ama, ben);
  });

  test('whose words are deleted lose their place, say what they were about, and find it again', async () => {
    const [ama, ben] = (await open('gone', 'Ama Boateng', 'Ben Okoro')) as [Visitor, Visitor];
    await commented(ama.page);
    await marked(ben.page, 'Diallo');
    await clickCell(ben.page, 1, 2);
    await selectInside(ben.page, 2, 8);
    await ben.page.keyboard.press('Delete');
    await ben.isSettled();
    for (const { page } of [ama, ben]) await marked(page);
    await ama.page.click('.threads-button');
    await ama.page.click('.list-filters button:has-text("Orphaned")');
    await until('its words are quoted', async () => (await card(ama.page, 'Has she').locator('blockquote').textContent()) === 'Diallo');
    await until('the server says when they went', async () => (await card(ama.page, 'Has she').textContent())?.includes('Its words were deleted, just now') === true);
    await ben.page.keyboard.press('Control+z');
    await ben.isSettled();
    for (const { page } of [ama, ben]) await marked(page, 'Diallo');
    await leave(ama, ben);
  });

  test('two in one cell are told apart, by the caret and by the marks; one of the cell stays beside them', async () => {
    const [ama] = (await open('two', 'Ama Boateng')) as [Visitor];
    const { page } = ama;
    await commented(page);
    await page.keyboard.press('Escape');
    await clickCell(page, 1, 2);
    await selectInside(page, 13, 5);
    await say(page, 'In person?');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await say(page, 'The whole cell');
    await marked(page, 'Diallo', 'Dakar');
    await until('the cell is marked as well', async () => (await cellAt(page, 1, 2).getAttribute('data-thread')) === 'active');
    await clickCell(page, 1, 2);
    await selectInside(page, 5, 0);
    await page.keyboard.press('Control+Shift+e');
    await until('the one at the caret', () => card(page, 'Has she').evaluate((it) => it.classList.contains('is-active')));
    assert.deepEqual((await marks(page))['thread-active'], ['Diallo']);
    await page.keyboard.press('Escape');
    await page.keyboard.press('End');
    await page.keyboard.press('Control+Shift+e');
    await until('the other one', () => card(page, 'In person').evaluate((it) => it.classList.contains('is-active')));
    const details = (await cellAt(page, 1, 2).getAttribute('aria-details')) ?? '';
    assert.equal(details.split(' ').length, 3, details);
    await leave(ama);
  });

  test('clicking the words opens their card, the card in the list leads to them', async () => {
    const [ama, ben] = (await open('click', 'Ama Boateng', 'Ben Okoro')) as [Visitor, Visitor];
    await commented(ama.page);
    await marked(ben.page, 'Diallo');
    const box = await ben.page.evaluate(() => {
      const [range] = [...(CSS.highlights.get('thread-1') ?? [])] as Range[];
      const { left, top, width, height } = range?.getBoundingClientRect() ?? new DOMRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    await ben.page.mouse.click(box.x, box.y);
    await until('the card is open', () => card(ben.page, 'Has she').evaluate((it) => it.classList.contains('is-active')));
    await marked(ben.page, 'Diallo');
    await placeCaret(ben.page, 'End');
    await ben.page.click('.threads-button');
    await ben.page.setViewportSize({ width: 1280, height: 300 });
    await card(ben.page, 'Has she').click();
    await ben.page.click('.thread-card button:has-text("Show its words")');
    await until('the cell is in view', () =>
      cellAt(ben.page, 1, 2).evaluate((cell) => {
        const { top, bottom } = cell.getBoundingClientRect();
        return top >= 0 && bottom <= window.innerHeight;
      }),
    );
    await leave(ama, ben);
  });

  test('a draft on words of a cell survives a reload, and follows others before it is sent', async () => {
    const [ama, ben] = (await open('draft', 'Ama Boateng', 'Ben Okoro')) as [Visitor, Visitor];
    const { page } = ama;
    await clickCell(page, 1, 2);
    await selectInside(page, 3, 6);
    await page.keyboard.press('Control+Alt+m');
    await page.waitForSelector('.comment-box textarea:focus');
    await page.keyboard.type('Has she agreed?');
    assert.deepEqual(await marks(page), { 'thread-draft': ['Diallo'] });
    await page.reload();
    await ama.isSaved();
    await marked(page, 'Diallo');
    await clickCell(ben.page, 1, 2);
    await ben.page.keyboard.press('Control+Home');
    await ben.page.keyboard.type('Perhaps ');
    await ben.isSettled();
    await until('it is here', async () => (await cellAt(page, 1, 2).textContent()) === 'Perhaps Ms Diallo of Dakar');
    await marked(page, 'Diallo');
    await page.click('.thread-card.is-draft button:has-text("Go on writing")');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.thread-card .comment-html:has-text("Has she agreed?")');
    assert.deepEqual((await threads('draft')).map(({ inside }) => inside), [{ index: 11, length: 6 }]);
    await leave(ama, ben);
  });

  test('of a note stand beside it, mark its mark, and follow what others do', async () => {
    const [ama, ben] = (await open('note', 'Ama Boateng', 'Ben Okoro')) as [Visitor, Visitor];
    const { page } = ama;
    await page.locator('.note-words').first().click();
    await selectInside(page, 10, 4);
    await say(page, 'Not in Kyiv?');
    for (const visitor of [ama, ben]) await marked(visitor.page, 'Lviv');
    assert.deepEqual((await threads('note')).map(({ cell, inside, words: now }) => ({ cell, inside, now })), [
      { cell: undefined, inside: { index: 10, length: 4 }, now: 'Lviv' },
    ]);
    await until('the mark says so', async () => (await ben.page.locator('.note-mark').getAttribute('data-thread')) === 'open');
    await until('it stands beside the note', async () => {
      const [noteBox, cardBox] = [await ben.page.locator('.notes li').boundingBox(), await card(ben.page, 'Kyiv').boundingBox()];
      return !!noteBox && !!cardBox && Math.abs(noteBox.y - cardBox.y) < 60;
    });
    await ben.page.locator('.note-words').first().click();
    await ben.page.keyboard.press('Control+Home');
    await ben.page.keyboard.type('Well: ');
    for (const visitor of [ama, ben]) await marked(visitor.page, 'Lviv');
    await ben.page.keyboard.press('Escape');
    for (const visitor of [ama, ben]) await marked(visitor.page, 'Lviv');
    // The note goes, and comes back with the comment on it.
    await placeCaret(ben.page, 'The speakers');
    await ben.page.keyboard.press('Delete');
    await ben.isSettled();
    for (const visitor of [ama, ben]) await marked(visitor.page);
    assert.equal((await threads('note'))[0]?.state, 'orphaned');
    await ben.page.keyboard.press('Control+z');
    await ben.isSettled();
    for (const visitor of [ama, ben]) await marked(visitor.page, 'Lviv');
    await leave(ama, ben);
  });

  test('a note without a selection is commented on as a whole; its mark leads to the comment', async () => {
    const [ama] = (await open('whole', 'Ama Boateng')) as [Visitor];
    const { page } = ama;
    await page.locator('.note-words').first().click();
    await say(page, 'Says who?');
    await marked(page, 'Chosen in Lviv by consent.');
    await placeCaret(page, 'End');
    await page.locator('.ql-editor').click({ position: { x: 5, y: 5 } });
    await page.locator('.note-mark').click();
    await until('its card is open', () => card(page, 'Says who').evaluate((it) => it.classList.contains('is-active')));
    await leave(ama);
  });

  test('whatever two people do, both pages mark the words that the server says', async () => {
    const seed = seedFromEnvironment();
    console.log(`seed ${seed}`);
    const random = new Random(seed);
    const both = (await open('random', 'Ama Boateng', 'Ben Okoro')) as [Visitor, Visitor];
    for (const row of [1, 2]) {
      await clickCell(both[0].page, row, 2);
      await selectInside(both[0].page, 3, 4);
      await say(both[0].page, `On row ${row}`);
      await both[0].page.keyboard.press('Escape');
    }
    await both[0].page.locator('.note-words').first().click();
    await selectInside(both[0].page, 10, 4);
    await say(both[0].page, 'On the note');
    await both[0].page.keyboard.press('Escape');
    for (let round = 0; round < 6; round += 1) {
      for (let act = 0; act < 5; act += 1) {
        const visitor = random.pick(both);
        await doSomething(random, visitor.page, String.fromCharCode(0x3b1 + round * 5 + act));
        await visitor.isSettled(); // acts of one person that are on their way together are one operation
      }
      const wanted = (await threads('random')).filter(({ state }) => state === 'anchored').map((anchor) => anchor.words);
      for (const { page } of both) await marked(page, ...wanted).catch((error: unknown) => Promise.reject(new Error(`SEED=${seed}, round ${round}: ${String(error)}`)));
    }
    await leave(...both);
  });

  test('look right, and a screen reader finds its way', async () => {
    const [ama] = (await open('looks', 'Ama Boateng')) as [Visitor];
    const { page } = ama;
    await commented(page);
    await page.keyboard.press('Escape');
    await page.locator('.note-words').first().click();
    await selectInside(page, 10, 4);
    await say(page, 'Not in Kyiv?');
    mkdirSync(shots, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 390]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await page.reload();
        await ama.isSaved();
        await marked(page, 'Diallo', 'Lviv');
        assert.deepEqual(await findings(page), []);
        await page.screenshot({ path: join(shots, `comment-inside-${width}-${colorScheme}.png`) });
        await clickCell(page, 1, 2);
        await selectInside(page, 5, 0);
        await page.keyboard.press('Control+Shift+e');
        await page.waitForSelector('.thread-card.is-active');
        await page.waitForTimeout(300);
        assert.deepEqual(await findings(page), []);
        await page.screenshot({ path: join(shots, `comment-inside-open-${width}-${colorScheme}.png`) });
      }
    }
    await leave(ama);
  });
});

describe('comments on words inside by those who may only comment', () => {
  const on = stage({ open: false });

  let ama: Caller;
  let li: Caller;
  before(async () => {
    ama = await setUp(on.server, 'Ama Mensah', 'ama@example.org');
    li = await inviteAndCome(on.server, ama, 'Li Ming', 'li@example.org');
  });

  /** Li, who may only comment, at a paper of Ama's. */
  async function come(id: string): Promise<Visitor> {
    await ama.ask('POST', '/documents', { id, title: 'Speakers', content: { format: 'delta', data: kPaper } });
    await ama.give(id, li, 'commenter');
    const visitor = await Visitor.come(on.browser, '');
    await visitor.context.addCookies([li.cookie]);
    await visitor.open(on.server.url, id);
    return visitor;
  }

  const anchors = async (id: string): Promise<readonly Anchored['anchor'][]> =>
    (await ama.ask<{ threads: readonly Anchored[] }>('GET', `/documents/${id}/threads`)).threads.map(({ anchor }) => anchor);

  test('words are selected with the mouse in a cell and in a note; a cell without a selection is meant as a whole', async () => {
    const visitor = await come('only');
    const { page } = visitor;
    const twice = async (words: string): Promise<void> => {
      const at = await page.evaluate((wanted) => {
        const walker = document.createTreeWalker(document.querySelector('.ql-container') as Node, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const start = (node.textContent ?? '').indexOf(wanted);
          const range = document.createRange();
          if (start < 0) continue;
          range.setStart(node, start);
          range.setEnd(node, start + wanted.length);
          const { left, top, width, height } = range.getBoundingClientRect();
          return { x: left + width / 2, y: top + height / 2 };
        }
        throw new Error(`not there: ${wanted}`);
      }, words);
      await page.mouse.dblclick(at.x, at.y);
    };
    await twice('Diallo');
    await page.click('.comment-here');
    await page.waitForSelector('.comment-box textarea:focus');
    await page.keyboard.type('Has she agreed?');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.thread-card .comment-html:has-text("Has she agreed?")');
    await marked(page, 'Diallo');
    await twice('Lviv');
    await page.keyboard.press('Control+Alt+m');
    await page.waitForSelector('.comment-box textarea:focus');
    await page.keyboard.type('Not in Kyiv?');
    await page.keyboard.press('Control+Enter');
    await marked(page, 'Diallo', 'Lviv');
    await clickCell(page, 2, 2);
    await say(page, 'The whole cell');
    assert.deepEqual((await anchors('only')).map(({ cell, inside, words: now }) => ({ cell, inside, now })).toSorted((a, b) => (a.now < b.now ? -1 : 1)), [
      { cell: { row: 'r1', column: 'c2' }, inside: { index: 3, length: 6 }, now: 'Diallo' },
      { cell: undefined, inside: { index: 10, length: 4 }, now: 'Lviv' },
      { cell: { row: 'r2', column: 'c2' }, inside: undefined, now: 'Mr Chen' },
    ]);
    assert.deepEqual(visitor.complaints, []);
    await visitor.leave();
  });

  /** Presses keys one after the other. */
  async function press(page: Page, ...keys: readonly string[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key);
  }
  const times = (count: number, key: string): readonly string[] => Array.from({ length: count }, () => key);
  const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');

  test('words of a cell and of a note are reached and selected by keyboard alone', async () => {
    const visitor = await come('keys');
    const { page } = visitor;
    await placeCaret(page, ' of the day.');
    await press(page, 'ArrowDown');
    await until('the first column', async () => (await focused(page)) === 'Group');
    await press(page, 'ArrowRight', 'ArrowDown', ...times(3, 'ArrowRight'), ...times(6, 'Shift+ArrowRight'));
    await say(page, 'Has she agreed?');
    await marked(page, 'Diallo');
    await press(page, 'Escape');
    await until('back in the cell', async () => (await focused(page)) === 'Ms Diallo of Dakar');
    // At its end the key goes on to the next cell, down to the row below; nothing that is typed goes in.
    await press(page, 'End', 'ArrowRight', 'ArrowDown', 'x', 'Delete', 'Enter', 'Control+x', 'Control+v');
    await until('the cell below', async () => (await focused(page)) === 'Academia');
    await say(page, 'Which one?');
    await press(page, 'Escape', 'Shift+Tab', 'Shift+Control+ArrowRight');
    await say(page, 'Not she?');
    await marked(page, 'Diallo', 'Mr');
    await press(page, 'Escape', 'Escape');
    await until('behind the table', () => page.evaluate(() => document.getSelection()?.anchorNode?.textContent === 'End'));
    await press(page, 'Control+Home', ...times(12, 'ArrowRight'), 'Control+Alt+f');
    await until('in the note', async () => (await focused(page)) === 'Chosen in Lviv by consent.');
    await press(page, ...times(10, 'ArrowRight'), ...times(4, 'Shift+ArrowRight'), 'y');
    await say(page, 'Not in Kyiv?');
    await marked(page, 'Diallo', 'Mr', 'Lviv');
    await press(page, 'Escape');
    await until('back in the note', async () => (await focused(page)) === 'Chosen in Lviv by consent.');
    await press(page, 'Escape');
    await until('back in the text', () => page.evaluate(() => document.activeElement?.classList.contains('ql-editor') === true));
    await say(page, 'On the line');
    assert.deepEqual((await anchors('keys')).map(({ cell, inside, words: now }) => ({ cell, inside, now })).toSorted((a, b) => (a.now < b.now ? -1 : 1)), [
      { cell: { row: 'r3', column: 'c1' }, inside: undefined, now: 'Academia' },
      { cell: { row: 'r1', column: 'c2' }, inside: { index: 3, length: 6 }, now: 'Diallo' },
      { cell: undefined, inside: { index: 10, length: 4 }, now: 'Lviv' },
      { cell: { row: 'r2', column: 'c2' }, inside: { index: 0, length: 2 }, now: 'Mr' },
      { cell: undefined, inside: undefined, now: 'The speakers of the day.' },
    ]);
    assert.deepEqual(await shownTable(page), [['Group', 'Proposed speaker'], ['Government', 'Ms Diallo of Dakar'], ['Business', 'Mr Chen'], ['Academia', '']]);
    assert.deepEqual(await findings(page), []);
    assert.deepEqual(visitor.complaints, []);
    await visitor.leave();
  });

  test('what is selected in a cell stays while others write elsewhere and in it; a row that goes leaves the caret in the paper', async () => {
    const visitor = await come('others');
    const { page } = visitor;
    const owner = await Visitor.come(on.browser, '');
    await owner.context.addCookies([ama.cookie]);
    await owner.open(on.server.url, 'others');
    await placeCaret(page, ' of the day.');
    await press(page, 'ArrowDown', 'ArrowRight', 'ArrowDown', ...times(3, 'ArrowRight'), ...times(6, 'Shift+ArrowRight'));
    const selected = (): Promise<string> => page.evaluate(() => String(document.getSelection()));
    await until('the name is selected', async () => (await selected()) === 'Diallo');
    await clickCell(owner.page, 2, 2);
    await press(owner.page, 'Control+End', '!');
    await until('it is here', async () => (await cellAt(page, 2, 2).textContent()) === 'Mr Chen!');
    assert.equal(await selected(), 'Diallo');
    await clickCell(owner.page, 1, 2);
    await press(owner.page, 'Control+End', '!');
    await until('it is here', async () => (await cellAt(page, 1, 2).textContent()) === 'Ms Diallo of Dakar!');
    await until('the name is still selected', async () => (await selected()) === 'Diallo');
    await press(owner.page, 'Escape', 'Shift+F10');
    await owner.page.click('.table-menu button:text-is("Delete the row")');
    await until('the row is gone', async () => (await page.locator('.table-embed tbody tr').count()) === 2);
    await until('the caret is in the text', () => page.evaluate(() => document.activeElement?.classList.contains('ql-editor') === true));
    await leave(owner, visitor);
  });
});
