import type { QuillView } from '../../editor/quill-view.ts';
import type { CellName, Place } from '../../text/inside.ts';
import type { Range } from '../../text/ranges.ts';
import type { ThreadBook } from '../../threads/book.ts';
import type { Thread } from '../../threads/types.ts';

/** Without the spaces around them; null if nothing is left. A selection by three clicks takes the newline along; the words are meant. */
function trimmed(text: string, from: number): Range | null {
  const words = text.trim();
  const start = from + (text.length - text.trimStart().length);
  return words ? { start, end: start + words.length } : null;
}

/** The words to comment on: the selection, or the whole paragraph, cell or note; null if there are none. */
export function wordsAtSelection(view: QuillView): Place | null {
  view.readSelection();
  const { here } = view.inside;
  if (here) return wordsInside(view, here);
  const selected = view.range();
  if (!selected) return null;
  const words = trimmed(view.textOf(selected.index, selected.index + selected.length), selected.index);
  if (words) return { range: words };
  const [line, offset] = view.quill.getLine(selected.index);
  const start = selected.index - offset;
  const paragraph = line ? view.textOf(start, start + line.length()).trimEnd() : '';
  return paragraph ? { range: { start, end: start + paragraph.length } } : null;
}

function wordsInside(view: QuillView, here: Place): Place | null {
  const { range, cell } = here;
  const selected = here.inside ? trimmed(view.inside.textOf(here), here.inside.start) : null;
  if (selected) return { ...here, inside: selected };
  if (cell) return { range, cell };
  const all = trimmed(view.inside.textOf({ range }), 0);
  return all && { range, inside: all };
}

const isSame = (a: CellName | undefined, b: CellName | undefined): boolean => a?.row === b?.row && a?.column === b?.column;
const lengthOf = ({ range, cell, inside }: Place): number => (inside ? inside.end - inside.start : cell ? Infinity : range.end - range.start);

/** Open threads around the caret, the one with the fewest words first. */
export function threadsAtCaret(view: QuillView, book: ThreadBook): readonly Thread[] {
  const { here } = view.inside;
  if (here) return threadsOn(book, here.range, (place) => isSame(place.cell, here.cell) && isAt(place, here));
  const at = view.range();
  return at ? threadsOn(book, { start: Math.max(0, at.index - 1), end: at.index + Math.max(1, at.length) }, () => true) : [];
}

/** Open threads on any words of the note that one is in. */
export function threadsOfNote(view: QuillView, book: ThreadBook): readonly Thread[] {
  const { here } = view.inside;
  return here && !here.cell ? threadsOn(book, here.range, () => true) : [];
}

/** Whether more than a caret is selected where one is. */
export function hasSelection(view: QuillView): boolean {
  const { here } = view.inside;
  if (here) return here.inside !== undefined && here.inside.end > here.inside.start;
  return (view.range()?.length ?? 1) > 0;
}

/** Open threads on the cell, note or words at `range`. */
function threadsOn(book: ThreadBook, range: Range, fits: (place: Place) => boolean): readonly Thread[] {
  const found = book.within(range.start, range.end).flatMap((thread) => {
    const place = thread.state === 'open' ? book.placeOf(thread.id) : null;
    return place && fits(place) ? [{ thread, length: lengthOf(place) }] : [];
  });
  return found.sort((a, b) => a.length - b.length).map(({ thread }) => thread);
}

/** Whether a place of the same cell or note is where the caret there is. A cell is everywhere in itself. */
function isAt({ inside }: Place, { inside: at }: Place): boolean {
  return !inside || !at || (inside.start < Math.max(at.start + 1, at.end) && inside.end > at.start - 1);
}
