import { kHeader } from './model.ts';
import type { CellPlace, Grid } from './model.ts';

/** Rows as they are shown, the header above the first one. */
export function shownRows({ shown }: Grid): readonly number[] {
  return [kHeader, ...shown];
}

/** The places in the rectangle between two cells, line by line. */
export function between(grid: Grid, a: CellPlace, b: CellPlace): readonly (readonly CellPlace[])[] {
  const rows = shownRows(grid);
  const [top, bottom] = [rows.indexOf(a.row), rows.indexOf(b.row)].sort((x, y) => x - y) as [number, number];
  const [left, right] = [a.column, b.column].sort((x, y) => x - y) as [number, number];
  const columns = grid.columns.slice(left, right + 1).map((_column, i) => left + i);
  return rows.slice(Math.max(0, top), bottom + 1).map((row) => columns.map((column) => ({ row, column })));
}

/** The cell so many rows and columns further; null if that is outside. `toEdge`: the last one in that direction. */
export function step(grid: Grid, from: CellPlace, by: { readonly rows: number; readonly columns: number; readonly toEdge?: boolean }): CellPlace | null {
  const rows = shownRows(grid);
  const at = rows.indexOf(from.row);
  const last = grid.columns.length - 1;
  if (by.toEdge) {
    const row = by.rows < 0 ? rows[0] : by.rows > 0 ? rows.at(-1) : from.row;
    const column = by.columns < 0 ? 0 : by.columns > 0 ? last : from.column;
    return { row: row ?? from.row, column };
  }
  const row = rows[at + by.rows];
  const column = from.column + by.columns;
  return at + by.rows < 0 || row === undefined || column < 0 || column > last ? null : { row, column };
}

/** The next cell in the order of reading; null behind the last and before the first one. */
export function next(grid: Grid, from: CellPlace, by: 1 | -1): CellPlace | null {
  const rows = shownRows(grid);
  const width = grid.columns.length;
  const number = rows.indexOf(from.row) * width + from.column + by;
  const row = rows[Math.floor(number / width)];
  return number < 0 || row === undefined ? null : { row, column: number % width };
}
