import { Delta, deltaOf } from '../../text/delta.ts';
import type { Ops } from '../../text/delta.ts';
import type { Table } from '../../text/embeds.ts';
import { toContent } from './cell-text.ts';
import { tableOf } from './model.ts';

/** What a cell keeps of pasted words. */
const kKept = new Set(['bold', 'italic', 'underline', 'strike', 'code', 'script', 'link']);

/** A pasted table would be cut here: what is larger came by accident. */
const kMostColumns = 200;
const kMostRows = 5_000;

export interface PastedTable {
  readonly table: Table;
  /** It had cells over several rows or columns. */
  readonly flattened: boolean;
}

/** Reads a table of another program: each part of a merged cell is a cell, and the words stand in the first one. */
export function pastedTable(element: HTMLTableElement, contentsOf: (cell: Element) => Ops): PastedTable | null {
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
  return filled.some((line) => line.length > 0) ? { table: tableOf(filled), flattened } : null;
}

/** The words and line ends of pasted contents, without lines at the end that are empty. */
export function cellContent(ops: Ops): Ops {
  const words = new Delta();
  for (const { insert, attributes } of ops) {
    if (typeof insert !== 'string') continue;
    words.insert(insert, Object.fromEntries(Object.entries(attributes ?? {}).filter(([name]) => kKept.has(name))));
  }
  let content = toContent(words.ops);
  for (;;) {
    const last = content.ops.at(-1);
    if (typeof last?.insert !== 'string' || !last.insert.endsWith('\n')) break;
    content = content.slice(0, content.length() - 1);
  }
  return deltaOf(content.ops).ops;
}
