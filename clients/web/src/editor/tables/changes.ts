import { keyOf } from '../../text/embeds.ts';
import type { Attributes, Table } from '../../text/embeds.ts';
import { contentLength } from '../../text/delta.ts';
import type { Op, Ops } from '../../text/delta.ts';
import { contentOf, gridOf, newId, textOf } from './model.ts';
import type { CellPlace } from './model.ts';
import { arrangeRows, deleteRows, insertRows, moveRow } from '../../text/row-order.ts';

/** Changes of a table's value, for `{retain:{"table-embed":…}}`. */

const past = (place: number): Op[] => (place > 0 ? [{ retain: place }] : []);

export function changeCell({ row, column }: CellPlace, content: Ops): Table {
  return { cells: { [keyOf(row, column)]: { content: [...content] } } };
}

export function changeColumn(column: number, attributes: Attributes): Table {
  return { columns: [...past(column), { retain: 1, attributes: { ...attributes } }] };
}

export function addColumn(at: number, attributes: Attributes = {}): Table {
  const has = Object.keys(attributes).length > 0;
  return { columns: [...past(at), { insert: { id: newId() }, ...(has ? { attributes: { ...attributes } } : {}) }] };
}

export function removeColumn(column: number): Table {
  return { columns: [...past(column), { delete: 1 }] };
}

/** `after`: the place of the row behind which they are shown; null: before all others. */
export function addRows(table: Table, after: number | null, count = 1): { readonly change: Table; readonly at: number } {
  const { ops, at } = insertRows(gridOf(table).rows, after, Array.from({ length: count }, newId));
  return { change: { rows: ops }, at };
}

export function removeRows(table: Table, rows: Iterable<number>): Table {
  return { rows: deleteRows(gridOf(table).rows, new Set(rows)) };
}

/** Shows a row `by` places further down; null if it is at the end. */
export function shiftRow(table: Table, row: number, by: number): Table | null {
  const { rows, shown } = gridOf(table);
  const to = shown.indexOf(row) + by;
  return to < 0 || to >= shown.length ? null : { rows: moveRow(rows, row, to) };
}

const collator = new Intl.Collator(undefined, { numeric: true });

/** By value, if both are numbers, with a comma or a point and spaces between their thousands. */
function compareNumbers(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => Number(text.replaceAll(/[\s']/g, '').replace(',', '.').replace('\u2212', '-'))) as [number, number];
  return Number.isFinite(left) && Number.isFinite(right) ? left - right : collator.compare(a, b);
}

/** Shows a row as the `to`-th one of all; null if it is there. */
export function moveRowTo(table: Table, row: number, to: number): Table | null {
  const { rows, shown } = gridOf(table);
  return shown.indexOf(row) === to ? null : { rows: moveRow(rows, row, to) };
}

/** The places of the rows in the order of a column's words, numbers by their value. Empty cells come last. */
export function sortedPlaces(table: Table, column: number, descending: boolean): readonly number[] {
  const { rows, shown, columns } = gridOf(table);
  const compare = columns[column]?.kind === 'number' ? compareNumbers : new Intl.Collator().compare;
  const words = rows.map((_row, row) => textOf(contentOf(table, { row, column })).trim());
  return [...shown].sort((a, b) => {
    const [left, right] = [words[a] as string, words[b] as string];
    if (left === '' || right === '') return Number(left === '') - Number(right === '');
    return descending ? compare(right, left) : compare(left, right);
  });
}

/** Shows the rows in the order of a column's words for everybody. */
export function orderRows(table: Table, column: number, descending: boolean): Table | null {
  const { rows, shown } = gridOf(table);
  const order = sortedPlaces(table, column, descending);
  return order.every((row, at) => row === shown[at]) ? null : { rows: arrangeRows(rows, order) };
}

/** A block of contents to put in place of others: lines from above, cells from the left. */
export type Block = readonly (readonly Ops[])[];

/** Puts a block in place of the cells from `from` on, to the right and down; rows that are missing are made. What is right of the last column is left out. */
export function fill(table: Table, from: CellPlace, block: Block): { readonly change: Table; readonly left: number } {
  const { columns, shown, rows } = gridOf(table);
  const first = shown.indexOf(from.row);
  const missing = Math.max(0, first + block.length - shown.length);
  const { ops, at } = missing > 0 ? insertRows(rows, shown.at(-1) ?? null, Array.from({ length: missing }, newId)) : { ops: [], at: 0 };
  const after = (place: number): number => (missing > 0 && place >= at ? place + missing : place);
  const targets = [...shown.slice(first).map((place) => ({ old: place, now: after(place) })), ...Array.from({ length: missing }, (_, i) => ({ old: null, now: at + i }))];
  const cells: Record<string, { content: Op[] }> = {};
  let left = 0;
  block.forEach((line, i) =>
    line.forEach((content, j) => {
      const target = targets[i];
      const column = from.column + j;
      if (!target || column >= columns.length) return void (left += 1);
      const before = target.old === null ? 0 : contentLength(contentOf(table, { row: target.old, column }));
      const change = [...content, ...(before > 0 ? [{ delete: before }] : [])];
      if (change.length > 0) cells[keyOf(target.now, column)] = { content: change };
    }),
  );
  return { change: { ...(ops.length > 0 ? { rows: ops } : {}), ...(Object.keys(cells).length > 0 ? { cells } : {}) }, left };
}

/** Empties cells. */
export function clearCells(table: Table, places: readonly CellPlace[]): Table | null {
  const cells: Record<string, { content: Op[] }> = {};
  for (const place of places) {
    const length = contentLength(contentOf(table, place));
    if (length > 0) cells[keyOf(place.row, place.column)] = { content: [{ delete: length }] };
  }
  return Object.keys(cells).length > 0 ? { cells } : null;
}
