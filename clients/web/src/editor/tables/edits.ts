import type Quill from 'quill/core.js';
import Delta from 'quill-delta';
import { kTable } from '../../text/embeds.ts';
import type { Table } from '../../text/embeds.ts';
import { blotsOf } from '../blots-of.ts';
import { kHeader } from './model.ts';
import type { CellPlace, Grid } from './model.ts';
import { TableBlot } from './table-blot.ts';

/** Changes of tables as changes of the paper: they are sent, undone and shown like any other. */

export function placeInPaper(quill: Quill, blot: TableBlot): number {
  return blot.offset(quill.scroll);
}

export function changeTable(quill: Quill, blot: TableBlot, change: Table): void {
  quill.updateContents(new Delta().retain(placeInPaper(quill, blot)).retain({ [kTable]: change }), 'user');
}

/** Does it as one step of undo. */
export function changeTableAtOnce(quill: Quill, blot: TableBlot, change: Table): void {
  quill.history.cutoff();
  changeTable(quill, blot, change);
  quill.history.cutoff();
}

export function deleteTable(quill: Quill, blot: TableBlot): void {
  const index = placeInPaper(quill, blot);
  quill.history.cutoff();
  quill.updateContents(new Delta().retain(index).delete(1), 'user');
  quill.history.cutoff();
  quill.setSelection(index, 0, 'user');
}

/** The table at a place of the paper. */
export function tableAt(quill: Quill, index: number): TableBlot | null {
  if (index < 0 || index >= quill.getLength()) return null;
  const [line] = quill.getLine(index) as [unknown, number];
  return line instanceof TableBlot ? line : null;
}

/** The ids of the rows and columns of all tables in the paper. */
export function idsIn(quill: Quill): ReadonlySet<string> {
  const grids = blotsOf(quill, TableBlot).map(({ dom }) => dom.grid);
  return new Set(grids.flatMap(({ columns, rows }) => [...columns, ...rows].map(({ id }) => id)));
}

/** The cell in a table of the paper with the ids of a cell that may be gone. */
export function cellLike(quill: Quill, grid: Grid | null, place: CellPlace | null): { readonly blot: TableBlot; readonly place: CellPlace } | null {
  if (!grid || !place) return null;
  const row = grid.rows[place.row]?.id;
  const column = grid.columns[place.column]?.id;
  for (const blot of blotsOf(quill, TableBlot)) {
    const { columns, rows } = blot.dom.grid;
    const at = { row: rows.findIndex(({ id }) => id === row), column: columns.findIndex(({ id }) => id === column) };
    if (at.column >= 0 && (at.row >= 0 || place.row === kHeader)) return { blot, place: place.row === kHeader ? { ...at, row: kHeader } : at };
  }
  return null;
}

/** The table in whose element `node` is. */
export function tableOfNode(quill: Quill, node: Node): TableBlot | null {
  const element = (node instanceof Element ? node : node.parentElement)?.closest('.table-embed');
  if (!element || !quill.root.contains(element)) return null;
  const blot = quill.scroll.find(element);
  return blot instanceof TableBlot ? blot : null;
}

/** An empty line beside a table, and the caret in it. */
export function addLine(quill: Quill, blot: TableBlot, after: boolean): void {
  const index = placeInPaper(quill, blot) + (after ? 1 : 0);
  quill.updateContents(new Delta().retain(index).insert('\n'), 'user');
  quill.setSelection(index, 0, 'user');
}
