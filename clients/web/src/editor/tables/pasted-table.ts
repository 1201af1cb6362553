import { Delta } from '../../text/delta.ts';
import type { Op, Ops } from '../../text/delta.ts';
import type { Table } from '../../text/embeds.ts';
import { opOf, pictureOf } from '../../text/pictures.ts';
import { gridOf, tableOf } from './model.ts';

/** What a cell keeps of pasted words. */
const kKept = new Set(['bold', 'italic', 'underline', 'strike', 'code', 'script', 'link']);

/** The attribute of a copied table that says what its columns are. */
export const kColumns = 'data-columns';

/** The attribute of a copied table with the ids of its rows and columns. */
export const kIds = 'data-ids';

/** A pasted table would be cut here: what is larger came by accident. */
const kMostColumns = 200;
const kMostRows = 5_000;

export interface PastedTable {
  readonly table: Table;
  /** Its cells, the first line too: in a table of the paper, that gives the columns their names, which are plain words. */
  readonly lines: readonly (readonly Ops[])[];
  /** It had cells over several rows or columns. */
  readonly flattened: boolean;
}

/** Reads a table of another program: each part of a merged cell is a cell, and the words stand in the first one. */
export function pastedTable(element: HTMLTableElement, contentsOf: (cell: Element) => Ops, isTaken: (id: string) => boolean): PastedTable | null {
  const lines: Ops[][] = [];
  const taken = new Set<string>();
  let flattened = false;
  [...element.rows].slice(0, kMostRows).forEach((row, at) => {
    const line: Ops[] = (lines[at] ??= []);
    let column = 0;
    for (const cell of row.cells) {
      while (taken.has(`${at}:${column}`)) column += 1;
      if (column >= kMostColumns) break;
      const across = Math.min(Math.max(1, cell.colSpan), kMostColumns - column);
      const down = Math.min(Math.max(1, cell.rowSpan), element.rows.length - at);
      flattened ||= across > 1 || down > 1;
      for (let i = 0; i < down; i += 1) for (let j = 0; j < across; j += 1) taken.add(`${at + i}:${column + j}`);
      line[column] = cellContent(contentsOf(cell));
      column += across;
    }
  });
  const filled = lines.map((line) => Array.from(line, (content) => content ?? []));
  return filled.some((line) => line.length > 0) ? { table: withIds(withColumns(tableOf(filled), element), element, isTaken), lines: filled, flattened } : null;
}

/** With what the columns were where the table was copied. */
function withColumns(table: Table, element: Element): Table {
  const given = readList(element.getAttribute(kColumns));
  const columns = (table.columns ?? []).map((column, at) => {
    const { kind, required, width, choices } = given[at] ?? {};
    const known = Object.fromEntries(Object.entries({ kind, required, width, choices }).filter(([, value]) => value !== undefined));
    return Object.keys(known).length > 0 ? { ...column, attributes: { ...column.attributes, ...known } } : column;
  });
  return { ...table, columns };
}

/** The ids of a table of ours, for `kIds`; the rows as they are shown. */
export function idsOf(table: Table): string {
  const { columns, rows, shown } = gridOf(table);
  return JSON.stringify([...columns, ...shown.map((row) => rows[row])].map((line) => line?.id));
}

/** With the ids that it was copied with, so that a table that is cut and pasted stays the same one. A second copy gets others. */
function withIds(table: Table, element: Element, isTaken: (id: string) => boolean): Table {
  const ids = readAny(element.getAttribute(kIds));
  const [columns, rows] = [table.columns ?? [], table.rows ?? []];
  const fits = Array.isArray(ids) && ids.length === columns.length + rows.length && new Set(ids).size === ids.length;
  if (!fits || !ids.every((id): id is string => typeof id === 'string' && /^[\w~-]{1,64}$/.test(id) && !isTaken(id))) return table;
  const named = (lines: Ops, from: number): Op[] => lines.map((line, at) => ({ ...line, insert: { id: ids[from + at] as string } }));
  return { ...table, columns: named(columns, 0), rows: named(rows, columns.length) };
}

function readList(text: string | null): readonly Readonly<Record<string, unknown>>[] {
  const list = readAny(text);
  return Array.isArray(list) ? list.map((each) => (typeof each === 'object' && each !== null ? (each as Record<string, unknown>) : {})) : [];
}

function readAny(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

/** The words, line ends and pictures of the paper in pasted contents, without lines at the end that are empty. */
export function cellContent(ops: Ops): Ops {
  const words = new Delta();
  for (const op of ops) {
    const { insert, attributes } = op;
    const picture = pictureOf(op);
    if (picture) words.push(opOf(picture));
    if (typeof insert !== 'string') continue;
    words.insert(insert, Object.fromEntries(Object.entries(attributes ?? {}).filter(([name]) => kKept.has(name))));
  }
  let content = words;
  for (;;) {
    const last = content.ops.at(-1);
    if (typeof last?.insert !== 'string' || !last.insert.endsWith('\n')) break;
    content = content.slice(0, content.length() - 1);
  }
  return content.ops;
}
