// Tables in a paper, with the server and real pages.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gridOf } from '../../../clients/web/src/editor/tables/model.ts';
import type { Table } from '../../../clients/web/src/text/embeds.ts';
import { contentOf, makeDocument } from '../support/api.ts';
import type { Component } from '../support/api.ts';
import { findings, isTooWide } from '../support/axe.ts';
import { Visitor } from '../support/browser.ts';
import { stage } from '../support/stage.ts';
import { cellAt, clickCell, paperWith, pasteInto, shownTable, textsIn } from '../support/tables.ts';
import { until } from '../support/wait.ts';

const kShots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');
mkdirSync(kShots, { recursive: true });

/** An object of JSON with its members in one order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('tables', () => {
  const on = stage();
  let ama: Visitor;
  let made = 0;
  before(async () => {
    ama = await Visitor.come(on.browser, 'Ama Boateng', { permissions: ['clipboard-read', 'clipboard-write'] });
  });
  after(() => assert.deepEqual(ama.complaints, [], 'the browser complained about nothing'));

  const type = (text: string): Promise<void> => ama.page.keyboard.type(text);
  const press = (key: string): Promise<void> => ama.page.keyboard.press(key);

  async function fresh(data: unknown = [{ insert: '\n' }]): Promise<string> {
    const id = `tables-${(made += 1)}`;
    await makeDocument(on.server.url, { id, title: id, format: 'delta', data });
    await ama.open(on.server.url, id);
    await ama.page.focus('.ql-editor');
    await press('Control+Home');
    return id;
  }

  async function saved(id: string): Promise<readonly Component[]> {
    await ama.isSettled();
    return contentOf(on.server.url, id);
  }

  test('||| and Enter make a table, and typing fills it cell by cell', async () => {
    const id = await fresh();
    await type('|||');
    await press('Enter');
    await type('Speaker');
    await press('Tab');
    await type('Group');
    await press('Tab');
    await press('Tab');
    await type('Ama');
    await press('Tab');
    await type('Civil society');
    await press('Enter');
    await type('Second');
    assert.deepEqual(textsIn(await saved(id)), [['Speaker', 'Group', ''], ['Ama', 'Civil society', ''], ['', 'Second', '']]);
  });

  const kNames = ['Speaker', 'Group', 'Minutes'];
  const kRows = [['Ama', 'Civil society', '7'], ['Li', 'Technical', '12'], ['', '', '']];
  const into = (row: number, column: number): Promise<void> => cellAt(ama.page, row, column).click();

  test('what is typed into a cell stands there, and Esc, arrows and F2 go about', async () => {
    const id = await fresh(paperWith(kNames, kRows));
    await into(1, 1);
    await press('End');
    await type(' Boateng');
    await press('Escape');
    await press('ArrowDown');
    await press('F2');
    await type(' Ming');
    await press('Shift+Enter');
    await type('second line');
    await press('Tab');
    await type('Overwritten');
    const content = await saved(id);
    assert.deepEqual(textsIn(content), [kNames, ['Ama Boateng', 'Civil society', '7'], ['Li Ming\nsecond line', 'Overwritten', '12'], ['', '', '']]);
    assert.deepEqual(await shownTable(ama.page), textsIn(content));
  });

  test('Tab in the last cell adds one row, however long the key is held', async () => {
    const id = await fresh(paperWith(kNames, kRows));
    await into(3, 3);
    await press('Escape');
    await ama.page.keyboard.down('Tab');
    await ama.page.keyboard.down('Tab');
    await ama.page.keyboard.down('Tab');
    await ama.page.keyboard.up('Tab');
    await type('new');
    assert.deepEqual(textsIn(await saved(id)).slice(3), [['', '', ''], ['new', '', '']]);
  });

  test('Alt and an arrow move a row by its order alone', async () => {
    const id = await fresh(paperWith(kNames, kRows));
    await into(2, 1);
    await press('Alt+ArrowUp');
    await until('the row is shown first', async () => (await shownTable(ama.page))[1]?.[0] === 'Li');
    const content = await saved(id);
    assert.deepEqual(textsIn(content).slice(1, 3).map(([first]) => first), ['Ama', 'Li'], 'as they lie');
    await type('Ming');
    assert.equal(textsIn(await saved(id))[2]?.[0], 'LiMing');
    await press('Control+z');
    await press('Control+z');
    await press('Control+z');
    await ama.isSettled();
    assert.deepEqual((await shownTable(ama.page)).map(([first]) => first), ['Speaker', 'Ama', 'Li', '']);
  });

  test('Ctrl+A selects the cell, the table, the paper; formats stay where they are asked for', async () => {
    const id = await fresh(paperWith(kNames, kRows));
    await into(1, 1);
    await press('Control+a');
    await press('Control+b');
    const bold = await saved(id);
    assert.equal(bold[0]?.insert, 'Before\n');
    assert.equal(bold[0]?.attributes, undefined);
    assert.equal(JSON.stringify(bold).includes('"bold":true'), true);
    await press('Control+a');
    assert.equal(await ama.page.locator('.table-embed .is-selected').count(), 12);
    await press('Delete');
    assert.deepEqual(textsIn(await saved(id)).flat().join(''), '');
    await press('Control+z');
    assert.deepEqual(textsIn(await saved(id)), [kNames, ...kRows]);
    await press('Control+a');
    await press('Control+a');
    await press('Control+a');
    await type('x');
    assert.deepEqual((await saved(id)).map(({ insert }) => insert), ['x\n']);
    await press('Control+z');
    assert.deepEqual(textsIn(await saved(id)), [kNames, ...kRows]);
  });

  test('the keyboard goes into a table and out of it, and deletes none by the way', async () => {
    const id = await fresh(paperWith(kNames, kRows));
    await press('End');
    await press('ArrowRight');
    await press('ArrowDown');
    await type('First');
    await press('Escape');
    await press('Escape');
    await type('Then: ');
    assert.deepEqual((await saved(id)).at(-1)?.insert, 'Then: After\n');
    await press('Home');
    await press('Backspace');
    await press('Shift+Tab');
    await type('x');
    const content = await saved(id);
    assert.equal(textsIn(content)[1]?.[0], 'First');
    assert.equal(textsIn(content)[2]?.[2], 'x');
    await press('Escape');
    await press('Escape');
    await press('Control+Home');
    await press('End');
    await press('Delete');
    await press('Shift+Tab');
    await type('!');
    assert.equal((await saved(id))[0]?.insert, 'Before!\n');
  });

  test('a block of a spreadsheet fills right and down, makes rows, and is one step of undo', async () => {
    const id = await fresh(paperWith(kNames, kRows));
    await into(2, 2);
    await pasteInto(ama.page, '', 'one\ttwo\tthree\n"line 1\nline 2"\t\t\nfive\tsix\t\nseven\t8\t9\n');
    const after = textsIn(await saved(id));
    assert.deepEqual(after.slice(2), [['Li', 'one', 'two'], ['', 'line 1\nline 2', ''], ['', 'five', 'six'], ['', 'seven', '8']]);
    assert.equal(await ama.page.locator('.notice', { hasText: 'left out' }).count(), 1);
    await press('Control+z');
    assert.deepEqual(textsIn(await saved(id)), [kNames, ...kRows]);
  });

  test('a block of another table brings its formats and lines into the cells', async () => {
    const id = await fresh(paperWith(kNames, kRows));
    await into(3, 1);
    await pasteInto(ama.page, '<table><tr><td><b>one</b><br>two</td><td>three</td></tr><tr><td>4</td><td>5</td></tr></table>', 'one\ttwo');
    const content = await saved(id);
    assert.deepEqual(textsIn(content).slice(3), [['one\ntwo', 'three', ''], ['4', '5', '']]);
    assert.ok(JSON.stringify(content).includes('{"attributes":{"bold":true},"insert":"one"}'));
  });

  test('a copied block is text with tabs, and a table for other programs', async () => {
    await fresh(paperWith(kNames, kRows));
    await into(1, 1);
    await press('Escape');
    await press('Shift+ArrowDown');
    await press('Shift+ArrowRight');
    await press('Control+c');
    const copied = await ama.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return { text: await navigator.clipboard.readText(), html: await (await item?.getType('text/html'))?.text() };
    });
    assert.equal(copied.text, 'Ama\tCivil society\nLi\tTechnical');
    assert.match(copied.html ?? '', /<table>.*<td>Ama<\/td><td>Civil society<\/td>/);
  });

  test('a pasted table of another program becomes a table; its merged cells are parted, and that is said', async () => {
    const id = await fresh([{ insert: 'Words\n' }]);
    await press('Control+End');
    const html = `<p>Above</p><table><tr><td><p>Name</p></td><td colspan="2"><p><b>Both</b></p></td></tr>
      <tr><td rowspan="2"><p>Ama</p><p>Boateng</p></td><td>1</td><td><ul><li>a</li><li>b</li></ul></td></tr><tr><td>2</td><td>3</td></tr></table><p>Below</p>`;
    await pasteInto(ama.page, html, '');
    const content = await saved(id);
    assert.deepEqual(textsIn(content), [['Name', 'Both', ''], ['Ama\nBoateng', '1', 'a\nb'], ['', '2', '3']]);
    assert.equal(await ama.page.locator('.notice', { hasText: 'Merged cells' }).count(), 1);
    await press('Control+z');
    assert.deepEqual((await saved(id)).map(({ insert }) => insert), ['Words\n']);
  });

  test('a whole table is copied and pasted in the paper', async () => {
    const id = await fresh(paperWith(kNames, kRows));
    await press('Control+a');
    await press('Control+c');
    await press('Control+End');
    await press('Control+v');
    const content = await saved(id);
    assert.equal(content.filter(({ insert }) => typeof insert === 'object').length, 2);
  });

  test('words in a cell are made a link by key', async () => {
    const id = await fresh(paperWith(kNames, kRows));
    await cellAt(ama.page, 1, 1).click();
    await press('Control+a');
    await press('Control+k');
    const field = ama.page.locator('.link-form input').first();
    await field.waitFor();
    const [bubble, cell] = [await ama.page.locator('.link-bubble').boundingBox(), await cellAt(ama.page, 1, 1).boundingBox()];
    assert.ok(bubble && cell && bubble.y > cell.y && bubble.y < cell.y + cell.height + 24, `it stands at its cell: ${JSON.stringify([bubble, cell])}`);
    await type('example.org/ama');
    await press('Enter');
    await type('!');
    const table = (await saved(id)).find(({ insert }) => typeof insert === 'object')?.insert as { 'table-embed': Table };
    const content = table['table-embed'].cells?.['1:1']?.content ?? [];
    assert.equal(content[0]?.attributes?.['link'], 'https://example.org/ama');
    assert.ok(JSON.stringify(content).includes('!'), 'the keys go to the cell again');
    await press('ArrowLeft');
    await ama.page.waitForSelector('.link-preview a[href="https://example.org/ama"]');
  });

  test('a column of dates has the calendar of the browser', async () => {
    const column = (id: string, attributes: object): object => ({ insert: { id }, attributes });
    const columns = [column('c1', { name: 'Session' }), column('c2', { name: 'Day', kind: 'date' })];
    const cells = { '1:1': { content: [{ insert: 'Opening' }] }, '1:2': { content: [{ insert: 'soon' }] } };
    const id = await fresh([{ insert: { 'table-embed': { rows: [{ insert: { id: 'r1' } }], columns, cells } } }, { insert: '\n' }]);
    await cellAt(ama.page, 1, 1).click();
    assert.equal(await ama.page.locator('.table-date').count(), 0);
    await cellAt(ama.page, 1, 2).click();
    await ama.page.locator('.table-date button').click();
    await ama.page.screenshot({ path: join(kShots, 'table-date.png') });
    await ama.page.locator('.table-date input').evaluate((field: HTMLInputElement) => {
      field.value = '2026-12-14';
      field.dispatchEvent(new Event('change', { bubbles: true }));
    });
    assert.equal(textsIn(await saved(id))[1]?.[1], '2026-12-14');
    assert.deepEqual(await findings(ama.page), []);
  });

  test('the calendar opens by key where one writes a date; from cell to cell the key moves the row', async () => {
    const columns = [{ insert: { id: 'c1' }, attributes: { name: 'Day', kind: 'date' } }];
    const cells = { '1:1': { content: [{ insert: '2026-12-14' }] } };
    const id = await fresh([{ insert: { 'table-embed': { rows: [{ insert: { id: 'r1' } }, { insert: { id: 'r2' } }], columns, cells } } }, { insert: '\n' }]);
    await cellAt(ama.page, 1, 1).click();
    await press('Alt+ArrowDown');
    await press('ArrowRight');
    await press('Enter');
    await until('the day after is chosen', async () => textsIn(await saved(id))[1]?.[0] === '2026-12-15');
    assert.equal(textsIn(await saved(id))[2]?.[0], '');
    await press('Alt+ArrowDown');
    await until('the row has moved', async () => (await shownTable(ama.page)).map(([day]) => day).join() === 'Day,,2026-12-15');
  });

  test('Ctrl+A in the text selects all of a paper that begins with a table', async () => {
    const id = await fresh([...paperWith(kNames, kRows).slice(1), { insert: 'End\n' }]);
    await ama.page.click('.ql-editor > p:last-of-type');
    await press('Control+a');
    await press('Delete');
    await until('nothing is left', async () => JSON.stringify(await saved(id)) === JSON.stringify([{ insert: '\n' }]));
  });

  test('a table that is cut and pasted stays what it was', async () => {
    const id = await fresh(kinds());
    const before = (await saved(id)).find(({ insert }) => typeof insert === 'object');
    await press('Control+a');
    await press('Control+x');
    await press('Control+v');
    const after = (await saved(id)).find(({ insert }) => typeof insert === 'object');
    const inOrder = (component: unknown): string => JSON.stringify(component, (_key, value: unknown) => sorted(value));
    assert.equal(inOrder(after), inOrder(before)); // its ids, too
    await press('Control+v');
    const tables = (await saved(id)).flatMap(({ insert }) => (typeof insert === 'object' ? [gridOf(insert['table-embed'] as Table)] : []));
    const ids = tables.flatMap(({ columns, rows }) => [...columns, ...rows].map((line) => line.id));
    assert.equal(tables.length, 2);
    assert.equal(new Set(ids).size, ids.length, 'a second copy has ids of its own');
  });

  test('a cell with a note, a list and things unknown can be written in, and keeps them', async () => {
    const [before, table, behind] = paperWith(kNames, kRows) as [object, { insert: { 'table-embed': { cells: Record<string, object> } } }, object];
    const item = { attributes: { list: 'bullet' }, insert: '\n' };
    table.insert['table-embed'].cells['1:1'] = { content: [{ insert: 'See' }, { insert: { note: { content: [{ insert: 'there' }] } } }, item, { insert: 'b' }, { insert: { image: 'x' } }, item] };
    const id = await fresh([before, table, behind]);
    await cellAt(ama.page, 1, 1).click({ position: { x: 12, y: 12 } });
    await type('- ');
    await press('Control+End');
    await type('!');
    const content = JSON.stringify((await saved(id))[1]);
    for (const part of ['{"insert":"- See"}', '"note":{"content":[{"insert":"there"}]}', '"image":"x"', '{"insert":"!"}']) assert.ok(content.includes(part), `${part} in ${content}`);
    assert.equal(content.split('"list":"bullet"').length, 3);
  });

  test('formats of the whole paper are none of a table', async () => {
    const id = await fresh(paperWith(kNames, kRows));
    await press('Control+a');
    for (const keys of ['Control+b', 'Control+Alt+2', 'Control+Shift+8']) await press(keys);
    await ama.page.click('.tool[aria-label="Centre"]');
    const content = await saved(id);
    const table = content.find(({ insert }) => typeof insert === 'object');
    assert.equal(table?.attributes, undefined);
    assert.ok(content.some(({ attributes }) => attributes?.['bold'] === true && attributes['list'] !== undefined) || content.some(({ attributes }) => attributes?.['align'] === 'center'));
  });

  test('what was typed in the moment before a reload is there, once', async () => {
    const id = await fresh(paperWith(kNames, kRows));
    await into(3, 1);
    await type('kept');
    await ama.page.reload();
    await ama.isSaved();
    await into(3, 2);
    await type('!');
    assert.deepEqual(textsIn(await saved(id))[3], ['kept', '!', '']);
    assert.deepEqual(await shownTable(ama.page), textsIn(await saved(id)));
  });

  test('rows and columns come and go by the menus', async () => {
    const id = await fresh(paperWith(kNames, kRows));
    await into(1, 2);
    await ama.page.click('.table-handle >> nth=0');
    await ama.page.click('.table-menu button:text-is("Insert a row above")');
    await type('above');
    await ama.page.click('.table-handle >> nth=1');
    await ama.page.click('.table-menu button:text-is("Insert a column after")');
    await ama.page.click('.table-handle >> nth=1');
    await ama.page.selectOption('.table-menu select', 'choice');
    await ama.page.check('.table-menu input[type=checkbox]');
    await ama.page.keyboard.press('Escape');
    await ama.page.click('.table-add >> nth=0');
    await type('last');
    const content = await saved(id);
    assert.deepEqual(textsIn(content).map(([, group, added]) => [group, added]), [['Group', ''], ['above', ''], ['Civil society', ''], ['Technical', ''], ['', ''], ['last', '']]);
    assert.match(JSON.stringify(content), /"kind":"choice","name":"Group","required":true|"name":"Group","kind":"choice"/);
    await ama.page.click('.table-handle >> nth=0');
    await ama.page.click('.table-menu button:text-is("Delete the table")');
    assert.deepEqual((await saved(id)).map(({ insert }) => insert).join(''), 'Before\nAfter\n');
    await press('Control+z');
    assert.equal(textsIn(await saved(id)).length, 6);
  });

  /** A table with a column of each kind that draws itself in its own way. */
  function kinds(): object[] {
    const [before, table, behind] = paperWith(['Speaker', 'Group', 'Minutes', 'Confirmed'], [['فاطمة', 'Civil society', '7', '✓'], ['', '', '12', '']]) as [object, { insert: { 'table-embed': { columns: { attributes: object }[] } } }, object];
    const { columns } = table.insert['table-embed'];
    const given = [{ required: true, kind: 'person' }, { kind: 'choice', choices: ['Civil society', 'Government', 'Technical community'] }, { kind: 'number', width: 90 }, { kind: 'done', width: 110 }];
    given.forEach((attributes, i) => Object.assign(columns[i]?.attributes ?? {}, attributes));
    return [before, table, behind];
  }

  test('a column of choices suggests them, and takes other words as well', async () => {
    const id = await fresh(kinds());
    await into(2, 2);
    await type('gov');
    await press('ArrowDown');
    await press('Enter');
    assert.equal(textsIn(await saved(id))[2]?.[1], 'Government');
    await into(1, 2);
    await press('Control+a');
    await type('Nobody’s group');
    await press('Enter');
    assert.equal(textsIn(await saved(id))[1]?.[1], 'Nobody’s group');
    await into(2, 1);
    await ama.page.click('.table-suggestions li:text-is("Ama Boateng")');
    assert.equal(textsIn(await saved(id))[2]?.[0], 'Ama Boateng');
  });

  test('a mark is set by Space and by a click', async () => {
    const id = await fresh(kinds());
    await into(2, 4);
    assert.equal(textsIn(await saved(id))[2]?.[3], '✓');
    await press('Space');
    assert.equal(textsIn(await saved(id))[2]?.[3], '');
    await press('ArrowUp');
    await press('Space');
    assert.equal(textsIn(await saved(id))[1]?.[3], '');
  });

  for (const width of [1280, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`a page with a table has no findings, ${width} px wide, ${colorScheme}`, async () => {
        const id = await fresh(kinds());
        const reader = await Visitor.come(on.browser, 'Noor Haddad', { viewport: { width, height: 900 }, colorScheme });
        await reader.open(on.server.url, id);
        const shot = async (name: string): Promise<void> => {
          await reader.page.screenshot({ path: join(kShots, `table-${name}-${width}-${colorScheme}.png`), fullPage: true });
          assert.deepEqual(await findings(reader.page), [], name);
          assert.equal(await isTooWide(reader.page), false, `${name}: nothing is wider than the window`);
        };
        await shot('read');
        await clickCell(reader.page, 2, 2);
        await shot('written');
        await reader.page.click('.table-handle >> nth=1');
        await shot('menu');
        await reader.leave();
      });
    }
  }

  const kPeople = [['Ama', 'Civil society'], ['Li', 'Technical'], ['Noor', 'Civil society'], ['Ben', 'Business']];
  const names = async (): Promise<string> => (await shownTable(ama.page)).slice(1).map(([name]) => name).join();
  async function columnMenu(column: number): Promise<void> {
    await cellAt(ama.page, 1, column).click();
    await ama.page.click('.table-handle >> nth=1');
  }

  test('one sorts and filters for oneself: the paper knows nothing of it, and no row jumps while one writes', async () => {
    const id = await fresh(paperWith(['Speaker', 'Group'], kPeople));
    const before = await contentOf(on.server.url, id);
    await columnMenu(1);
    await ama.page.click('.table-menu button:text-is("Sort for me only, A to Z")');
    assert.equal(await names(), 'Ama,Ben,Li,Noor');
    await columnMenu(2);
    await ama.page.fill('.table-menu input[type="search"]', 'civil');
    await press('Tab');
    await press('Escape');
    assert.equal(await names(), 'Ama,Noor');
    assert.match((await ama.page.locator('.table-view-bar').textContent()) ?? '', /Only you.*sorted by Speaker, A to Z; rows with “civil” in Group\. 2 of 4 rows\./);
    assert.deepEqual(await findings(ama.page), []);
    await ama.page.screenshot({ path: join(kShots, 'table-own-view.png') });
    assert.deepEqual(await saved(id), before);
    await cellAt(ama.page, 1, 1).click();
    await press('End');
    await type('zzz');
    await cellAt(ama.page, 1, 2).click();
    await press('Control+a');
    await type('Business');
    assert.equal(await names(), 'Amazzz,Noor');
    await press('Escape');
    await press('ArrowDown');
    await press('Tab'); // behind the last row that is looked at: a new one
    await type('Eva');
    assert.equal(await names(), 'Amazzz,Noor,Eva');
    await ama.page.click('.table-view-bar button');
    assert.equal(await names(), 'Amazzz,Li,Noor,Eva,Ben');
    assert.equal(await ama.page.locator('.table-view-bar').count(), 0);
    assert.deepEqual(textsIn(await saved(id)).map(([name]) => name), ['Speaker', 'Amazzz', 'Li', 'Noor', 'Eva', 'Ben']);
  });

  test('undo shows the row that it changes, looked at or not', async () => {
    const id = await fresh(paperWith(['Speaker', 'Group'], kPeople));
    await cellAt(ama.page, 4, 1).click();
    await press('End');
    await type(' Okoro');
    await columnMenu(2);
    await ama.page.fill('.table-menu input[type="search"]', 'civil');
    await press('Tab');
    await press('Escape');
    assert.equal(await names(), 'Ama,Noor');
    await press('Control+z');
    assert.equal(await names(), 'Ama,Li,Noor,Ben');
    assert.equal(textsIn(await saved(id))[4]?.[0], 'Ben');
  });

  test('a row is dragged by its handle, and Esc lets it go', async () => {
    const id = await fresh(paperWith(['Speaker', 'Group'], kPeople));
    const drag = async (row: number, onto: number, below: boolean): Promise<void> => {
      await cellAt(ama.page, row, 1).click();
      const handle = await ama.page.locator('.table-handle').first().boundingBox();
      const target = await cellAt(ama.page, onto, 1).boundingBox();
      assert.ok(handle && target);
      await ama.page.mouse.move(handle.x + 8, handle.y + 8);
      await ama.page.mouse.down();
      await ama.page.mouse.move(handle.x + 8, target.y + (below ? target.height - 4 : 4), { steps: 5 });
    };
    await drag(1, 3, true);
    await ama.page.locator('.table-drop-line').waitFor();
    await ama.page.screenshot({ path: join(kShots, 'table-row-drag.png') });
    await ama.page.mouse.up();
    assert.equal(await names(), 'Li,Noor,Ama,Ben');
    assert.equal(await ama.page.locator('.table-menu').count(), 0);
    await drag(4, 1, false);
    await ama.page.mouse.up();
    assert.equal(await names(), 'Ben,Li,Noor,Ama');
    await drag(2, 4, true);
    await press('Escape');
    await ama.page.mouse.up();
    assert.equal(await names(), 'Ben,Li,Noor,Ama');
    await press('Control+z');
    assert.equal(await names(), 'Li,Noor,Ama,Ben');
    // Rows lie where they lay: what others type into them arrives.
    assert.deepEqual(textsIn(await saved(id)).map(([name]) => name), ['Speaker', 'Ama', 'Li', 'Noor', 'Ben']);
  });
});
