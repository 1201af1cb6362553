import type { Ops } from '../../text/delta.ts';
import { kTable, standsAlone } from '../../text/embeds.ts';
import type { Table } from '../../text/embeds.ts';
import { fill } from './changes.ts';
import type { Block } from './changes.ts';
import { gridOf, kHeader, textOf } from './model.ts';
import type { CellPlace } from './model.ts';
import { fromTsv } from './tsv.ts';

/** The block in what was pasted as text; null if that is words for one place. Lines without tabs are lines of one cell. */
export function blockFromText(text: string): Block | null {
  const lines = fromTsv(text.replace(/(\r\n|\r|\n)+$/, ''));
  if (!lines.some((line) => line.length > 1)) return null;
  return lines.map((line) => line.map((cell) => (cell ? [{ insert: cell }] : [])));
}

/** Whether converted HTML is one table and no words beside it. */
export function isOneTable(ops: Ops): boolean {
  const tables = ops.filter(({ insert }) => standsAlone(insert) && kTable in insert);
  const words = ops.some(({ insert }) => typeof insert === 'string' && insert.trim() !== '');
  return tables.length === 1 && !words;
}

/** Puts a block in place of the cells from `from` on; in the header, its first line names columns. */
export function paste(table: Table, from: CellPlace, block: Block): { readonly change: Table; readonly left: number } {
  if (from.row !== kHeader) return fill(table, from, block);
  const [names = [], ...rest] = block;
  const { columns, shown } = gridOf(table);
  const first = shown[0];
  const filled = rest.length === 0 || first === undefined ? { change: {}, left: rest.length } : fill(table, { row: first, column: from.column }, rest);
  const fitting = names.slice(0, columns.length - from.column).map(textOf);
  const named = fitting.map((name) => ({ retain: 1, attributes: { name: name.trim() || null } }));
  const heads = [...(from.column > 0 ? [{ retain: from.column }] : []), ...named];
  return { change: { ...filled.change, columns: heads }, left: filled.left + names.length - fitting.length };
}
