import type Quill from 'quill/core.js';
import type Block from 'quill/blots/block.js';
import Delta from 'quill-delta';
import { kTable } from '../../text/embeds.ts';
import { lastRange } from '../last-range.ts';
import { tableAt } from './edits.ts';
import { emptyTable, kHeader } from './model.ts';
import type { TableBlot } from './table-blot.ts';
import type { Tables } from './tables.ts';

/** Lines of the caret's height or less apart are one line. */
const kOneLine = 4;

/** Keys of the paper beside tables: going in, and what would delete a table. Returns what takes them back. */
export function listenBesideTables(quill: Quill, tables: Tables): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.target !== quill.root) return;
    if (!quill.isEnabled() && !(tables.isReached && event.key.startsWith('Arrow'))) return; // without writing, one only goes in
    const range = quill.getSelection();
    if (!range || range.length > 0 || !answers(quill, tables, range.index, event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  quill.root.addEventListener('keydown', onKey, { capture: true });
  return () => quill.root.removeEventListener('keydown', onKey, { capture: true });
}

function answers(quill: Quill, tables: Tables, index: number, key: string): boolean {
  const [line, offset] = quill.getLine(index) as [Block | null, number];
  if (!line) return false;
  if (key === 'Enter') return tableFromMarks(quill, tables, line, offset, index);
  const start = index - offset;
  const before = tableAt(quill, start - 1);
  const behind = tableAt(quill, start + line.length());
  const isEmpty = 'children' in line && line.length() === 1;
  switch (key) {
    case 'ArrowRight':
    case 'Delete':
      if (!behind || offset < line.length() - 1) return false;
      if (key === 'Delete' && isEmpty) return deleteLine(quill, start, tables, behind);
      return first(tables, behind);
    case 'ArrowDown':
      return behind !== null && isOnEdge(quill, index, start + line.length() - 1) && first(tables, behind);
    case 'ArrowLeft':
    case 'Backspace':
      if (!before || offset > 0) return false;
      if (key === 'Backspace' && isEmpty && start + 1 < quill.getLength()) return deleteLine(quill, start, tables, before);
      return last(tables, before);
    case 'ArrowUp':
      return before !== null && isOnEdge(quill, index, start) && last(tables, before);
    default:
      return false;
  }
}

function first(tables: Tables, blot: TableBlot): true {
  tables.enter(blot, { row: kHeader, column: 0 });
  return true;
}

function last(tables: Tables, blot: TableBlot): true {
  tables.enter(blot, { row: blot.dom.grid.shown.at(-1) ?? kHeader, column: 0 });
  return true;
}

/** An empty line beside a table goes; a table never does by one key. */
function deleteLine(quill: Quill, start: number, tables: Tables, neighbour: TableBlot): true {
  quill.updateContents(new Delta().retain(start).delete(1), 'user');
  const at = neighbour.offset(quill.scroll);
  return at >= start ? first(tables, neighbour) : last(tables, neighbour);
}

/** Whether two places are on one line of the page. */
function isOnEdge(quill: Quill, index: number, edge: number): boolean {
  const [here, there] = [quill.getBounds(index), quill.getBounds(edge)];
  return here !== null && there !== null && Math.abs(here.top - there.top) < kOneLine;
}

/** `|||` and Enter. */
function tableFromMarks(quill: Quill, tables: Tables, line: Block, offset: number, index: number): boolean {
  if (offset !== 3 || line.length() !== 4 || quill.getText(index - 3, 3) !== '|||' || line.statics.blotName !== 'block') return false;
  quill.history.cutoff();
  insertTable(quill, tables, index - 3, 3);
  return true;
}

/** Puts a new table before the line at `index`, of whose words so many go, and goes into its first header. */
function insertTable(quill: Quill, tables: Tables, index: number, gone: number): void {
  const change = new Delta().retain(index).insert({ [kTable]: emptyTable(3, 2) }).delete(gone);
  quill.updateContents(change, 'user');
  quill.history.cutoff();
  const blot = tableAt(quill, index);
  if (blot) tables.enter(blot, { row: kHeader, column: 0 }, 'write');
}

/** A new table below the line of the caret; in place of it if it is empty. */
export function insertTableHere(quill: Quill, tables: Tables): void {
  const range = lastRange(quill);
  const current = tables.current?.blot;
  const index = current ? current.offset(quill.scroll) : range.index;
  const [line, offset] = quill.getLine(index) as [Block | null, number];
  if (!line) return;
  const start = index - offset;
  const length = line.length();
  quill.history.cutoff();
  if ('children' in line && length === 1) return insertTable(quill, tables, start, 0);
  const isLast = start + length >= quill.getLength();
  // The paper ends with a line.
  if (isLast) quill.updateContents(new Delta().retain(start + length).insert('\n'), 'user');
  insertTable(quill, tables, start + length, 0);
}
