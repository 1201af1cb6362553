import type { QuillView } from '../../editor/quill-view.ts';
import type { Range } from '../../text/ranges.ts';
import type { ThreadBook } from '../../threads/book.ts';
import type { CellName, Thread } from '../../threads/types.ts';

/** The words to comment on: the selection without spaces around it, or the whole paragraph; null if it is empty. Of a table it is the cell that one is in. */
export function wordsAtSelection(view: QuillView): (Range & { readonly cell?: CellName }) | null {
  const inCell = view.tables.cellName;
  if (inCell) return { start: inCell.index, end: inCell.index + 1, cell: inCell.cell };
  const selected = view.range();
  if (!selected) return null;
  const text = view.textOf(selected.index, selected.index + selected.length);
  if (text.trim()) {
    // A selection by three clicks takes the newline along; the words are meant.
    const start = selected.index + (text.length - text.trimStart().length);
    return { start, end: start + text.trim().length };
  }
  const [line, offset] = view.quill.getLine(selected.index);
  const start = selected.index - offset;
  const words = line ? view.textOf(start, start + line.length()).trimEnd() : '';
  return words ? { start, end: start + words.length } : null;
}

const isCell = (a: CellName | undefined, b: CellName): boolean => a?.row === b.row && a.column === b.column;

/** Open threads around the caret, the one with the fewest words first. */
export function threadsAtCaret(view: QuillView, book: ThreadBook): readonly Thread[] {
  const inCell = view.tables.cellName;
  if (inCell) {
    return book.within(inCell.index, inCell.index + 1).filter(({ state, anchor }) => state === 'open' && isCell(anchor.cell, inCell.cell));
  }
  const at = view.range();
  if (!at) return [];
  const length = (thread: Thread): number => {
    const range = book.rangeOf(thread.id);
    return range ? range.end - range.start : 0;
  };
  return book
    .within(Math.max(0, at.index - 1), at.index + Math.max(1, at.length))
    .filter((thread) => thread.state === 'open')
    .toSorted((a, b) => length(a) - length(b));
}
