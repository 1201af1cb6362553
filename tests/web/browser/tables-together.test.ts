// Tables that several pages write in at once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { errors } from 'playwright-core';
import type { CDPSession } from 'playwright-core';
import { gridOf } from '../../../clients/web/src/editor/tables/model.ts';
import type { Table } from '../../../clients/web/src/text/embeds.ts';
import { contentOf, makeDocument } from '../support/api.ts';
import { Visitor } from '../support/browser.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';
import { stage } from '../support/stage.ts';
import { cellAt, clickCell, paperWith, pasteInto, shownTable, textsIn } from '../support/tables.ts';
import { until } from '../support/wait.ts';

const kNames = ['Speaker', 'Group', 'Minutes'];
const kRows = [['Ama', 'Civil society', '7'], ['Li', 'Technical', '12'], ['', '', '']];
/** Rounds of random work; more by the environment variable. */
const kRounds = Number(process.env.PLENARY_TABLE_ROUNDS ?? 20);

describe('a table in several pages', () => {
  const on = stage();
  const people: Visitor[] = [];
  let made = 0;
  before(async () => {
    for (const name of ['Ama Boateng', 'Li Ming', 'Noor Haddad']) people.push(await Visitor.come(on.browser, name));
  });
  after(() => assert.deepEqual(people.flatMap(({ complaints }) => complaints), [], 'the browsers complained about nothing'));

  async function fresh(data: unknown = paperWith(kNames, kRows)): Promise<{ readonly id: string; readonly ama: Visitor; readonly li: Visitor }> {
    const id = `together-${(made += 1)}`;
    await makeDocument(on.server.url, { id, title: id, format: 'delta', data });
    for (const person of people) await person.open(on.server.url, id);
    const [ama, li] = people as [Visitor, Visitor];
    return { id, ama, li };
  }

  /** The table as it lies in the paper, once all pages are saved and show it as it is to be shown. */
  async function agreed(id: string): Promise<string[][]> {
    let texts: string[][] = [];
    let said = '';
    await until(
      'all pages show the paper of the server',
      async () => {
        for (const person of people) await person.isSettled();
        const content = await contentOf(on.server.url, id);
        texts = textsIn(content);
        const table = content.flatMap(({ insert }) => (typeof insert === 'object' ? [insert['table-embed'] as Table] : []))[0] as Table;
        const lines = content.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('').split('\n').slice(0, -1);
        const expected = { rows: [texts[0], ...gridOf(table).shown.map((row) => texts[row + 1])], lines };
        const pages = await Promise.all(people.map(async ({ page }) => ({ rows: await shownTable(page), lines: await page.locator('.ql-editor > p').allTextContents() })));
        said = JSON.stringify({ expected, pages });
        return pages.every((page) => JSON.stringify(page) === JSON.stringify(expected));
      },
      15_000,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${said}`);
    });
    return texts;
  }

  test('two who fill the same empty cell at the same moment keep both texts', async () => {
    const { id, ama, li } = await fresh();
    await cellAt(ama.page, 3, 1).click();
    await cellAt(li.page, 3, 1).click();
    await Promise.all([ama.page.keyboard.type('HELLO', { delay: 15 }), li.page.keyboard.type('WORLD', { delay: 15 })]);
    const text = (await agreed(id))[3]?.[0] ?? '';
    for (const letters of ['HELLO', 'WORLD']) assert.ok([...letters].every((letter) => text.includes(letter)), text);
    assert.equal(text.length, 10);
  });

  test('two who come to an empty cell with Tab keep both texts as well', async () => {
    const { id, ama, li } = await fresh();
    for (const { page } of [ama, li]) {
      await cellAt(page, 2, 3).click();
      await page.keyboard.press('Tab');
    }
    await ama.page.keyboard.type('HELLO');
    await agreed(id);
    await li.page.keyboard.type('WORLD');
    const text = (await agreed(id))[3]?.[0] ?? '';
    assert.ok(text.includes('HELLO') && text.includes('WORLD'), text);
  });

  test('a row that is inserted above leaves the caret in its cell', async () => {
    const { id, ama, li } = await fresh();
    await cellAt(ama.page, 2, 1).click();
    await ama.page.keyboard.press('End');
    await ama.page.keyboard.type(' M');
    await cellAt(li.page, 1, 1).click();
    await li.page.click('.table-handle >> nth=0');
    await li.page.click('.table-menu button:text-is("Insert a row above")');
    await li.page.keyboard.type('Noor');
    await until('it has come', async () => (await shownTable(ama.page)).length === 5);
    await ama.page.keyboard.type('ing');
    assert.deepEqual((await agreed(id)).map(([first]) => first), ['Speaker', 'Noor', 'Ama', 'Li Ming', '']);
  });

  test('whoever types in a row that somebody deletes is told, with their words, and types into no other one', async () => {
    const { id, ama, li } = await fresh();
    await cellAt(ama.page, 2, 1).click();
    await ama.page.keyboard.press('End');
    await ama.page.keyboard.type(' Ming');
    await agreed(id);
    await cellAt(li.page, 2, 2).click();
    await li.page.click('.table-handle >> nth=0');
    await li.page.click('.table-menu button:text-is("Delete the row")');
    await ama.page.waitForSelector('.notice:has-text("deleted by somebody")');
    await ama.page.keyboard.type('next');
    assert.deepEqual((await agreed(id)).map(([first]) => first), ['Speaker', 'Ama', '']);
    await li.page.keyboard.press('Control+z');
    await until('it is back', async () => (await agreed(id)).length === 4);
    assert.equal((await agreed(id))[2]?.[0], 'Li Ming');
  });

  test('whoever is in a cell stays there when a restore lays the table anew', async () => {
    const { id, ama, li } = await fresh();
    await cellAt(li.page, 1, 1).click();
    await li.page.click('.table-handle >> nth=0');
    await li.page.click('.table-menu button:text-is("Delete the table")');
    await li.page.keyboard.press('Control+z');
    await agreed(id);
    await cellAt(ama.page, 2, 1).click();
    await ama.page.keyboard.press('End');
    await ama.page.keyboard.type(' Ming');
    await agreed(id);
    const version = 1; // with the table that was deleted
    const answer = await fetch(`${on.server.url}/api/v1/documents/${id}/restore`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ version }) });
    assert.ok(answer.ok);
    await until('it is restored', async () => (await shownTable(ama.page))[2]?.[0] === 'Li');
    await ama.page.keyboard.type('!');
    assert.equal((await agreed(id))[2]?.[0], 'Li!');
  });

  test('whoever is in a table that somebody deletes does not write into the paper', async () => {
    const { id, ama, li } = await fresh();
    await cellAt(ama.page, 2, 1).click();
    await ama.page.keyboard.press('End');
    await ama.page.keyboard.type(' Ming');
    await agreed(id);
    await cellAt(li.page, 1, 1).click();
    await li.page.click('.table-handle >> nth=0');
    await li.page.click('.table-menu button:text-is("Delete the table")');
    await ama.page.waitForSelector('.notice:has-text("deleted by somebody")');
    await ama.page.keyboard.press('Control+a');
    await ama.page.keyboard.type('gone');
    await li.page.keyboard.press('Control+z');
    await until('it is back', async () => (await shownTable(ama.page)).length === 4);
    assert.equal((await agreed(id))[2]?.[0], 'Li Ming');
    assert.ok(!JSON.stringify(await contentOf(on.server.url, id)).includes('gone'));
  });

  test('each sees in which cell the other is', async () => {
    const { ama, li } = await fresh();
    await cellAt(li.page, 2, 2).click();
    const cell = await cellAt(ama.page, 2, 2).boundingBox();
    assert.ok(cell);
    // The third person has a mark as well.
    await until('the mark of the other stands at the cell', () =>
      ama.page.locator('.cursor').evaluateAll(
        (cursors, { x, y }) =>
          cursors.some((cursor) => {
            const box = cursor.getBoundingClientRect();
            return Math.abs(box.x - x) < 3 && Math.abs(box.y - y) < 3 && cursor.textContent?.includes('Li Ming');
          }),
        cell,
      ),
    );
  });

  test('undo takes back what one did oneself', async () => {
    const { id, ama, li } = await fresh();
    await cellAt(ama.page, 3, 1).click();
    await ama.page.keyboard.type('mine');
    await agreed(id);
    await cellAt(li.page, 3, 1).click();
    await li.page.keyboard.press('End');
    await li.page.keyboard.type(' theirs');
    await agreed(id);
    await ama.page.keyboard.press('Control+z');
    assert.equal((await agreed(id))[3]?.[0], ' theirs');
    await ama.page.keyboard.press('Control+y');
    assert.equal((await agreed(id))[3]?.[0], 'mine theirs');
  });

  test('what was typed offline comes in when the network is back', async () => {
    const { id, ama, li } = await fresh();
    await cellAt(ama.page, 3, 1).click();
    await ama.context.setOffline(true);
    await ama.page.keyboard.type('offline');
    await cellAt(li.page, 3, 1).click();
    await li.page.keyboard.type('online');
    await li.page.keyboard.press('Escape');
    await li.page.keyboard.press('Alt+ArrowUp');
    await li.isSettled(); // or the other's word comes between two of these letters
    await ama.context.setOffline(false);
    const text = (await agreed(id))[3]?.[0] ?? '';
    assert.ok(text.includes('offline') && text.includes('online') && text.length === 13, text);
  });

  const compose = (cdp: CDPSession, text: string): Promise<unknown> =>
    cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });

  for (const same of [false, true]) {
    test(`a composition goes on while others write in ${same ? 'the same' : 'another'} cell`, async () => {
      const { id, ama, li } = await fresh();
      const cdp = await ama.context.newCDPSession(ama.page);
      await cellAt(ama.page, 3, 1).click();
      await compose(cdp, 'に');
      await cellAt(li.page, 3, same ? 1 : 2).click();
      await li.page.keyboard.type('abc');
      await li.isSaved();
      await compose(cdp, 'にほ');
      await compose(cdp, 'にほん');
      await cdp.send('Input.insertText', { text: '日本' });
      const row = (await agreed(id))[3] ?? [];
      assert.ok(row[0]?.includes('日本'), String(row[0]));
      assert.equal(row.join('').length, 5);
      await cdp.detach();
    });
  }

  /** What the history says of words that are gone. */
  async function fateOf(id: string, words: string): Promise<string> {
    const address = `${on.server.url}/api/v1/documents/${id}`;
    const text = async (path: string): Promise<string> => (await fetch(`${address}/${path}`)).text();
    const { version } = (await (await fetch(address)).json()) as { version: number };
    const told: string[] = [];
    for (let at = version, was = false; at > 0 && told.length < 2; at -= 1) {
      const is = (await text(`versions/${at}?format=delta`)).includes(words);
      if (is !== was && at < version) told.push(`version ${at + 1}: ${await text(`diff?from=${at}&to=${at + 1}&format=text`)}\n${await text(`diff?from=${at}&to=${at + 1}`)}`);
      was = is;
    }
    return told.join('\n') || 'no version has them';
  }

  /** Makes the paper what it was at some earlier version, while others write. */
  async function restore(id: string, random: Random): Promise<void> {
    const address = `${on.server.url}/api/v1/documents/${id}`;
    const { version } = (await (await fetch(address)).json()) as { version: number };
    const wanted = 1 + random.below(version);
    const then = await (await fetch(`${address}/versions/${wanted}?format=delta`)).text();
    if (!then.includes('table-embed')) return; // the moment between its deletion and the undo of that
    const body = JSON.stringify({ version: wanted });
    const answer = await fetch(`${address}/restore`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    assert.ok(answer.ok || answer.status === 409, await answer.text());
  }

  test(`${kRounds} random rounds leave all pages with the same table, and no one's words are lost`, async () => {
    const seed = seedFromEnvironment();
    console.log(`SEED=${seed}`);
    const random = new Random(seed);
    const { id } = await fresh();
    const sent = people.map(() => 0);
    people.forEach(({ page }, i) => page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => String(payload).includes('"a":"op"') && (sent[i] = (sent[i] ?? 0) + 1))));
    for (const person of people) await person.open(on.server.url, id);
    let token = 0;
    for (let round = 0; round < kRounds; round += 1) {
      const said = `SEED=${seed}, round ${round}`;
      const gentle = random.below(2) === 0;
      const idle = random.below(3);
      const offline = random.below(3) === 0 ? people[(idle + 1) % 3] : undefined;
      const typed: string[] = [];
      const done: string[] = [];
      const before = sent[idle];
      if (offline) await offline.context.setOffline(true);
      const restored = gentle || random.below(4) > 0 ? null : restore(id, random);
      await Promise.all(people.map(async (person, i) => {
        if (i === idle) return;
        for (let acts = 1 + random.below(3); acts > 0; acts -= 1) await act(person, random, gentle, () => {
            typed.push(`⟨${(token += 1)}⟩`);
            return typed.at(-1) as string;
          }, (what) => done.push(`${i}: ${what}`)).catch((error: unknown) => {
            // Another person has taken away what this one was about to press.
            if (!(error instanceof errors.TimeoutError)) throw error;
            done.push(`${i}: gave up`);
          });
      }));
      await restored;
      if (offline) await offline.context.setOffline(false);
      await agreed(id).catch(async (error: unknown) => {
        throw new Error(`${said}: ${String(error)}\n${done.join('\n')}\n${await fateOf(id, 'table-embed')}`);
      });
      assert.equal(sent[idle], before, `${said}: a page whose person did nothing sent nothing`);
      const there = wordsIn(JSON.stringify(await contentOf(on.server.url, id)));
      for (const words of gentle ? typed.filter((each) => !there.has(each)) : []) assert.fail(`${said}: ${words} is not there\n${await fateOf(id, words)}`);
    }
  });
});

/** The words ⟨1⟩, ⟨2⟩, …, also those into which somebody else has written another one: ⟨⟨2⟩1⟩. */
function wordsIn(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (let rest = text, before = ''; rest !== before; ) {
    before = rest;
    rest = rest.replaceAll(/⟨\d+⟩/g, (word) => (words.add(word), ''));
  }
  return words;
}

const kActs = ['types', 'types', 'inserts a row', 'moves a row', 'inserts a column', 'deletes a row', 'deletes a column', 'pastes', 'undoes', 'deletes the table and undoes', 'replaces a cell'];

/** One thing that a person does in the table. A gentle one takes nothing away. */
async function act({ page }: Visitor, random: Random, gentle: boolean, word: () => string, tell: (what: string) => void): Promise<void> {
  const [rows, columns] = await page.evaluate(() => [document.querySelectorAll('.table-embed tbody tr').length, document.querySelectorAll('.table-embed th').length] as const);
  /** Whether keys go into a cell now, and take the place of nothing. */
  const writes = async (): Promise<boolean> => (await page.locator('.cell-editor[data-mode="write"] .cell-words:focus').count()) > 0;
  const menu = async (which: number, label: string): Promise<void> => {
    await page.click(`.table-handle >> nth=${which}`, { timeout: 3_000 });
    await page.click(`.table-menu button:text-is("${label}")`, { timeout: 3_000 });
  };
  const { keyboard } = page;
  if (random.below(6) === 0) {
    const line = page.locator('.ql-editor > p').nth(random.below(2));
    await line.click({ timeout: 3_000 });
    if ((await page.locator('.ql-editor:focus').count()) > 0) await keyboard.insertText(word());
    return;
  }
  await clickCell(page, 1 + random.below(rows), 1 + random.below(columns));
  if (!(await writes())) return; // others have moved the table meanwhile
  await keyboard.press('End');
  const kind = random.below(gentle ? 5 : 11);
  tell(`${kActs[kind]}`);
  switch (kind) {
    case 0:
    case 1:
      await keyboard.insertText(word());
      return;
    case 2:
      await menu(0, random.below(2) === 0 ? 'Insert a row above' : 'Insert a row below');
      await keyboard.press('F2');
      if (await writes()) await keyboard.insertText(word());
      return;
    case 3:
      await keyboard.press(random.below(2) === 0 ? 'Alt+ArrowUp' : 'Alt+ArrowDown');
      return;
    case 4:
      if (columns < 5) await menu(1, 'Insert a column after');
      if (await writes()) await keyboard.insertText(word());
      return;
    case 5:
      if (rows > 2) await menu(0, 'Delete the row');
      return;
    case 6:
      if (columns > 3) await menu(1, 'Delete the column');
      return;
    case 7:
      await keyboard.press('Escape');
      await pasteInto(page, '', 'p1\tp2\np3\tp4');
      return;
    case 8:
      await keyboard.press('Control+z');
      return;
    case 9:
      // Others' changes under the pointer can make it seem that nothing was pressed.
      await menu(0, 'Delete the table').finally(() => keyboard.press('Control+z'));
      tell(`undone: keys go to ${await page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.className}`)}`);
      return;
    default:
      await keyboard.press('Control+a');
      await keyboard.insertText(word());
  }
}
