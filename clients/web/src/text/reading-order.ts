import type { CellName, Place } from './inside.ts';
import { shownOrder } from './row-order.ts';
import type { Row } from './row-order.ts';

/** The rows and columns of a table as they lie. */
export interface Lines {
  readonly rows: readonly Row[];
  readonly columns: readonly { readonly id: string }[];
}

/** Finds the table at an index of the text; null if there is none. */
export type LinesAt = (index: number) => Lines | null;

type Stand = readonly [row: number, column: number];

/** Numbers of rows and columns by their ids, as the paper shows them. */
interface Shown {
  readonly rows: ReadonlyMap<string, number>;
  readonly columns: ReadonlyMap<string, number>;
}

/** What is about no cell stands before the header, and the header before the first row. */
const kWhole: Stand = [-2, -1];
const kHeader = -1;

/** By the rows of a table, which are another list when they are other rows. */
const kShown = new WeakMap<readonly Row[], Shown>();

function shownIn({ rows, columns }: Lines): Shown {
  const known = kShown.get(rows);
  if (known && known.columns.size === columns.length && columns.every(({ id }, at) => known.columns.get(id) === at)) return known;
  const made = {
    rows: new Map(shownOrder(rows).map((place, number) => [rows[place]?.id ?? '', number])),
    columns: new Map(columns.map(({ id }, at) => [id, at])),
  };
  kShown.set(rows, made);
  return made;
}

/** A whole row stands before its cells, a whole column at its header. */
function standOf(cell: CellName | undefined, lines: Lines | null): Stand {
  if (!cell || !lines) return kWhole;
  const { rows, columns } = shownIn(lines);
  const row = cell.row === '' ? kHeader : (rows.get(cell.row) ?? Infinity);
  return [row, cell.column === '' ? -1 : (columns.get(cell.column) ?? Infinity)];
}

/**
 * Compares places of one text in the order in which one reads the paper: by place in the text; in a table row by row, in the
 * order in which the paper shows them; in a cell or a note by words. What is about the whole of something comes before what
 * is about a part of it.
 */
export function readingOrder(linesAt: LinesAt): (a: Place, b: Place) => number {
  return (a, b) => {
    if (a.range.start !== b.range.start) return a.range.start - b.range.start;
    const [mine, theirs] = [standOf(a.cell, linesAt(a.range.start)), standOf(b.cell, linesAt(b.range.start))];
    for (const at of [0, 1] as const) if (mine[at] !== theirs[at]) return mine[at] < theirs[at] ? -1 : 1;
    return (a.inside?.start ?? -1) - (b.inside?.start ?? -1) || endOf(a) - endOf(b);
  };
}

const endOf = ({ range, inside }: Place): number => inside?.end ?? range.end;
