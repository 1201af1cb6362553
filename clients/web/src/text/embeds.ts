import Delta from 'quill-delta';
import type { Op } from 'quill-delta';

/**
 * Embeds with content of their own: tables and notes. Their changes are composed, transformed and inverted as Quill's
 * table-embed module does it (quill/modules/tableEmbed), but what changes no rows or columns looks only at the cells that
 * it changes: a key in a table of 8,000 cells must not move 8,000 places.
 */
export const kTable = 'table-embed';
export const kNote = 'note';
/** What the page understands, as it tells the server when it opens a socket. */
export const kEmbeds: readonly string[] = [kTable, kNote];

/** Whether an insert is a note, with whatever content. */
export function isNote(insert: unknown): boolean {
  if (typeof insert !== 'object' || insert === null) return false;
  const note = (insert as Record<string, unknown>)[kNote];
  return typeof note === 'object' && note !== null && !Array.isArray(note);
}

/** Whether an embed is a line by itself. */
export function standsAlone(insert: unknown): insert is Record<string, unknown> {
  return typeof insert === 'object' && insert !== null && ('divider' in insert || kTable in insert);
}

export type Attributes = Readonly<Record<string, unknown>>;

/** A cell, or the change of one. */
export interface Cell {
  readonly content?: Op[];
  readonly attributes?: Attributes;
}

/** A table, or the change of one. Cells are named "row:column", both from 1, in the table as rows and columns leave it. */
export interface Table {
  readonly rows?: Op[];
  readonly columns?: Op[];
  readonly cells?: Readonly<Record<string, Cell>>;
}

/** A note, or the change of one. */
export interface Note {
  readonly content?: Op[];
}

type Cells = Record<string, Cell>;

/** The place after `ops` of what was at `index`; null if it was deleted. */
function placeAfter(ops: readonly Op[], index: number): number | null {
  let at = index;
  let offset = 0;
  for (const op of ops) {
    if (offset > at) break;
    if (op.delete !== undefined) {
      if (op.delete > at - offset) return null;
      at -= op.delete;
    } else if (op.insert !== undefined) {
      const length = typeof op.insert === 'string' ? op.insert.length : 1;
      at += length;
      offset += length;
    } else offset += typeof op.retain === 'number' ? op.retain : 1;
  }
  return at;
}

/** The key of a cell after rows and columns have changed; null if it is gone. */
function keyAfter(key: string, rows: readonly Op[], columns: readonly Op[]): string | null {
  const [row, column] = placeOf(key);
  const newRow = placeAfter(rows, row);
  const newColumn = placeAfter(columns, column);
  return newRow === null || newColumn === null ? null : keyOf(newRow, newColumn);
}

export function keyOf(row: number, column: number): string {
  return `${row + 1}:${column + 1}`;
}

export function placeOf(key: string): readonly [row: number, column: number] {
  const [row, column] = key.split(':');
  return [Number(row) - 1, Number(column) - 1];
}

function moved(cells: Table['cells'], rows: readonly Op[], columns: readonly Op[]): Cells {
  if (rows.length === 0 && columns.length === 0) return { ...cells };
  const result: Cells = {};
  for (const [key, cell] of Object.entries(cells ?? {})) {
    const now = keyAfter(key, rows, columns);
    if (now !== null) result[now] = cell;
  }
  return result;
}

function put(cells: Cells, key: string, content: Delta, attributes: Attributes | undefined): void {
  const hasAttributes = attributes !== undefined && Object.keys(attributes).length > 0;
  if (content.length() > 0 || hasAttributes) {
    cells[key] = { ...(content.length() > 0 ? { content: content.ops } : {}), ...(hasAttributes ? { attributes } : {}) };
  } else delete cells[key];
}

function hasMembers(value: object): boolean {
  for (const name in value) return name !== undefined;
  return false;
}

function compact(rows: Delta, columns: Delta, cells: Cells): Table {
  return {
    ...(rows.length() > 0 ? { rows: rows.ops } : {}),
    ...(columns.length() > 0 ? { columns: columns.ops } : {}),
    ...(hasMembers(cells) ? { cells } : {}),
  };
}

const { AttributeMap } = Delta;
const delta = (ops: readonly Op[] | undefined): Delta => new Delta((ops ?? []) as Op[]);
/** A thousand rows that do not change are not gone through. */
const composed = (a: readonly Op[] | undefined, b: readonly Op[] | undefined): Delta => (b?.length ? delta(a).compose(delta(b)) : delta(a));
const mutable = (attributes: Attributes | undefined): Record<string, unknown> | undefined => attributes as Record<string, unknown> | undefined;

export const tableHandler = {
  compose(a: Table, b: Table, keepNull: boolean): Table {
    const cells = moved(a.cells, b.rows ?? [], b.columns ?? []);
    for (const [key, change] of Object.entries(b.cells ?? {})) {
      const before = cells[key];
      const content = delta(before?.content).compose(delta(change.content));
      put(cells, key, content, AttributeMap.compose(mutable(before?.attributes), mutable(change.attributes), keepNull));
    }
    return compact(composed(a.rows, b.rows), composed(a.columns, b.columns), cells);
  },

  transform(a: Table, b: Table, priority: boolean): Table {
    const rows = delta(a.rows).transform(delta(b.rows), priority);
    const columns = delta(a.columns).transform(delta(b.columns), priority);
    const rowsOfA = delta(b.rows).transform(delta(a.rows), !priority);
    const columnsOfA = delta(b.columns).transform(delta(a.columns), !priority);
    const cells = moved(b.cells, rowsOfA.ops, columnsOfA.ops);
    for (const [key, mine] of Object.entries(a.cells ?? {})) {
      const now = keyAfter(key, rows.ops, columns.ops);
      const theirs = now === null ? undefined : cells[now];
      if (now === null || !theirs) continue;
      const content = delta(mine.content).transform(delta(theirs.content), priority);
      put(cells, now, content, AttributeMap.transform(mutable(mine.attributes), mutable(theirs.attributes), priority));
    }
    return compact(rows, columns, cells);
  },

  invert(change: Table, base: Table): Table {
    const rows = delta(change.rows).invert(delta(base.rows));
    const columns = delta(change.columns).invert(delta(base.columns));
    const cells = moved(change.cells, rows.ops, columns.ops);
    for (const [key, cell] of Object.entries(cells)) {
      const before = base.cells?.[key];
      const content = delta(cell.content).invert(delta(before?.content));
      put(cells, key, content, AttributeMap.invert(mutable(cell.attributes), mutable(before?.attributes)));
    }
    if (!change.rows && !change.columns) return compact(rows, columns, cells);
    // The cells that went with their row or column come back with it.
    for (const [key, cell] of Object.entries(base.cells ?? {})) {
      if (keyAfter(key, change.rows ?? [], change.columns ?? []) === null) cells[key] = cell;
    }
    return compact(rows, columns, cells);
  },
};

const note = (content: Delta): Note => (content.length() > 0 ? { content: content.ops } : {});

export const noteHandler = {
  compose: (a: Note, b: Note): Note => note(delta(a.content).compose(delta(b.content))),
  transform: (a: Note, b: Note, priority: boolean): Note => note(delta(a.content).transform(delta(b.content), priority)),
  invert: (change: Note, base: Note): Note => note(delta(change.content).invert(delta(base.content))),
};

Delta.registerEmbed(kTable, tableHandler);
Delta.registerEmbed(kNote, noteHandler);
