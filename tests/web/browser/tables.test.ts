// Tables in a paper, with the server and real pages.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { contentOf, makeDocument } from '../support/api.ts';
import type { Component } from '../support/api.ts';
import { Visitor } from '../support/browser.ts';
import { stage } from '../support/stage.ts';

type Texts = readonly (readonly string[])[];

/** A paper of one table between two lines. */
export function paperWith(names: readonly string[], rows: Texts): readonly object[] {
  const cells: Record<string, object> = {};
  rows.forEach((row, i) => row.forEach((text, j) => text && (cells[`${i + 1}:${j + 1}`] = { content: [{ insert: text }] })));
  const columns = names.map((name, i) => ({ insert: { id: `column0${i}` }, attributes: { name } }));
  return [
    { insert: 'Before\n' },
    { insert: { 'table-embed': { rows: rows.map((_row, i) => ({ insert: { id: `row0000${i}` } })), columns, ...(Object.keys(cells).length ? { cells } : {}) } } },
    { insert: 'After\n' },
  ];
}

/** The texts of the first table: the header, then the rows as they lie. */
export function textsIn(content: readonly Component[]): string[][] {
  const table = content.flatMap(({ insert }) => (typeof insert === 'object' && 'table-embed' in insert ? [insert['table-embed']] : []))[0] as {
    rows?: object[];
    columns?: { attributes?: { name?: string } }[];
    cells?: Record<string, { content?: { insert: string }[] }>;
  };
  assert.ok(table, 'there is a table');
  const names = (table.columns ?? []).map(({ attributes }) => attributes?.name ?? '');
  const texts = (table.rows ?? []).map((_row, i) => names.map((_name, j) => (table.cells?.[`${i + 1}:${j + 1}`]?.content ?? []).map(({ insert }) => insert).join('')));
  return [names, ...texts];
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
});
