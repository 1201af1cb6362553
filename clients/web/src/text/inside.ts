import { opLength } from './delta.ts';
import type { Ops } from './delta.ts';
import { keyOf, kNote, kTable } from './embeds.ts';
import type { Note, Table } from './embeds.ts';
import { mapRange } from './ranges.ts';
import type { Range } from './ranges.ts';

/** A part of a table by the ids of its row and column: a cell, or with one of them empty a whole column or row. */
export interface CellName {
  readonly row: string;
  readonly column: string;
}

/** A place in a paper: units of its text, or words inside of the one unit that is a table or a note. */
export interface Place {
  readonly range: Range;
  /** The part of the table that the range is. */
  readonly cell?: CellName;
  /** Words of that cell, or without a cell of the note that the range is. */
  readonly inside?: Range;
}

/** Row and column of a cell in the value of its table, from 0. */
export type CellAt = readonly [row: number, column: number];

/** Finds a cell in the table at `index` of the text that is shown; null if there is none. */
export type FindCell = (index: number, cell: CellName) => CellAt | null;

type Change = Readonly<Record<string, unknown>>;

/** The text of content, a character for each unit: an embed is one. */
export function unitsOf(content: Ops): string {
  return content.map(({ insert }) => (typeof insert === 'string' ? insert : '\ufffc')).join('');
}

/** What `ops` change inside of the embed at `index`, an index from before them. */
export function changeAt(ops: Ops, index: number): Change | null {
  let at = 0;
  for (const op of ops) {
    if (at > index) break;
    if (op.insert !== undefined) continue;
    if (at === index && typeof op.retain === 'object') return op.retain;
    at += opLength(op);
  }
  return null;
}

/** Where an item of a list was before `ops`, if it is at `place` after them; null if they inserted it. */
function placeBefore(ops: Ops, place: number): number | null {
  let after = 0;
  let before = 0;
  for (const op of ops) {
    const length = opLength(op);
    if (op.delete !== undefined) before += length;
    else {
      if (place < after + length) return op.insert === undefined ? before + place - after : null;
      after += length;
      if (op.insert === undefined) before += length;
    }
  }
  return before + place - after;
}

function cellBefore({ rows = [], columns = [] }: Table, [row, column]: CellAt): CellAt | null {
  const before = [placeBefore(rows, row), placeBefore(columns, column)] as const;
  return before[0] === null || before[1] === null ? null : [before[0], before[1]];
}

const tableIn = (change: Change): Table => (change[kTable] ?? {}) as Table;

/**
 * What each of `changes` did to the content of a cell that is at `last` after all of them. Keys of cells name places and not
 * ids, so the way back from where it is now tells where it was. Null if one of them inserted its row or column.
 */
function ofCell(changes: readonly Change[], last: CellAt): readonly Ops[] | null {
  const found: Ops[] = [];
  let at: CellAt | null = last;
  for (const change of changes.toReversed()) {
    if (at === null) return null;
    const table = tableIn(change);
    found.push(table.cells?.[keyOf(...at)]?.content ?? []);
    at = cellBefore(table, at);
  }
  return at === null ? null : found.reverse();
}

/**
 * The place after `changes`, whose text is the one that is shown. Words inside keep to the law that ranges of the text have.
 * Where they are gone with their row or column, they are empty. "unknown": their row or column came back on the way.
 */
export function placeAfter({ range, cell, inside }: Place, changes: readonly Ops[], find: FindCell): Place | 'unknown' {
  const nested: Change[] = [];
  let at = range;
  for (const ops of changes) {
    const change = inside ? changeAt(ops, at.start) : null;
    if (change) nested.push(change);
    at = mapRange(at, ops);
  }
  const place: Place = { range: at, ...(cell ? { cell } : {}) };
  if (!inside || at.end === at.start) return inside ? { ...place, inside } : place;
  if (!cell) return { ...place, inside: afterAll(inside, nested.map((change) => ((change[kNote] ?? {}) as Note).content ?? [])) };
  const now = find(at.start, cell);
  if (!now) return { ...place, inside: { start: inside.start, end: inside.start } };
  const ofIt = ofCell(nested, now);
  return ofIt ? { ...place, inside: afterAll(inside, ofIt) } : 'unknown';
}

function afterAll(range: Range, changes: readonly Ops[]): Range {
  return changes.reduce((at, ops) => (ops.length > 0 ? mapRange(at, ops) : at), range);
}

/** All words that `ops` bring in: into the text, and into and with tables and notes. */
export function wordsIn(ops: Ops): readonly string[] {
  return ops.flatMap(({ insert, retain }) => {
    if (typeof insert === 'string') return [insert];
    const embed = insert ?? retain;
    if (typeof embed !== 'object') return [];
    const { content = [] } = (embed[kNote] ?? {}) as Note;
    const cells = Object.values(tableIn(embed).cells ?? {});
    return [content, ...cells.map((one) => one.content ?? [])].flatMap(wordsIn);
  });
}
