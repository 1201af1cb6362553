import type { Ops } from '../../text/delta.ts';
import { kTable } from '../../text/embeds.ts';
import type { Table } from '../../text/embeds.ts';
import { fill } from './changes.ts';
import type { Block } from './changes.ts';
import { gridOf, kHeader, textOf } from './model.ts';
import type { CellPlace } from './model.ts';
import { wholeBlock } from './table-text.ts';
import { fromTsv } from './tsv.ts';

/** The block in what was pasted as text; null if that is words for one place. Lines without tabs are lines of one cell. */
export function blockFromText(text: string): Block | null {
  const lines = fromTsv(text.replace(/(\r\n|\r|\n)+$/, ''));
  if (!lines.some((line) => line.length > 1)) return null;
  return lines.map((line) => line.map((cell) => (cell ? [{ insert: cell }] : [])));
}

/** The block in converted HTML: that of the only table in it; null if there are words beside a table, or none. */
export function blockFromOps(ops: Ops): Block | null {
  const tables = ops.filter(({ insert }) => typeof insert === 'object' && insert !== null && kTable in insert);
  const words = ops.some(({ insert }) => typeof insert === 'string' && insert.trim() !== '');
  const [only] = tables;
  if (tables.length !== 1 || words || typeof only?.insert !== 'object') return null;
  return wholeBlock(only.insert[kTable] as Table).filter((line, at) => at > 0 || line.some((content) => content.length > 0));
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
