import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { Component } from './api.ts';

/** Pastes into whatever has the focus. */
export function pasteInto(page: Page, html: string, text: string): Promise<void> {
  return page.evaluate(
    ([rich, plain]) => {
      const clipboardData = new DataTransfer();
      if (rich) clipboardData.setData('text/html', rich);
      clipboardData.setData('text/plain', plain);
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    [html, text] as const,
  );
}

export type Texts = readonly (readonly string[])[];

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

/** The cell of the shown row and column, both from 1; row 0 is the header. */
export function cellAt(page: Page, row: number, column: number): Locator {
  return page.locator(row === 0 ? `.table-embed thead th:nth-child(${column})` : `.table-embed tbody tr:nth-child(${row}) td:nth-child(${column})`);
}

/** What is shown of the first table, row by row. */
export function shownTable(page: Page): Promise<string[][]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.table-embed')]
      .slice(0, 1)
      .flatMap((table) => [...table.querySelectorAll('tr')].map((row) => [...row.children].map((cell) => [...cell.querySelectorAll('p')].map((line) => line.textContent ?? '').join('\n')))),
  );
}

/** A press of the mouse in the middle of a cell, whatever lies over it; none if the cell has just gone. */
export async function clickCell(page: Page, row: number, column: number): Promise<void> {
  const place = await page.evaluate(
    ([i, j]) => {
      const cell = document.querySelectorAll('.table-embed tr')[i]?.children[j - 1];
      cell?.scrollIntoView({ block: 'nearest' });
      const box = cell?.getBoundingClientRect();
      return box ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : null;
    },
    [row, column] as const,
  );
  if (place) await page.mouse.click(place.x, place.y);
}
