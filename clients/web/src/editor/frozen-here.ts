import type Quill from 'quill/core.js';
import type { Range } from 'quill/core/selection.js';
import Delta from 'quill-delta';
import { FrozenEditor, isFrozenLine } from './frozen-editor.ts';

/** Whether frozen parts would stop `change`; then it is said. An editor of a cell has none. */
export function refusesAloud(quill: Quill, change: Delta): boolean {
  return quill.editor instanceof FrozenEditor && quill.editor.refusesAloud(change);
}

export function frozenPartsHold(quill: Quill): boolean {
  return quill.editor instanceof FrozenEditor && quill.editor.holds;
}

/**
 * Deletes what is free in a range with frozen lines: the words of the others. A line stays where something is to be written:
 * with a prompt, and before a frozen line.
 */
export function freeParts(quill: Quill, { index, length }: Range): Delta {
  const { scroll } = quill;
  const change = new Delta();
  const rangeEnd = index + length;
  let done = 0;
  for (const line of quill.getLines(index, length)) {
    const start = line.offset(scroll);
    const end = start + line.length();
    const from = Math.max(start, index);
    const isCut = from > start || end > rangeEnd;
    const isOfWords = 'children' in line;
    const stays = isOfWords && (isCut || end === scroll.length() || 'prompt' in line.formats() || isFrozenAt(quill, end));
    const to = Math.min(stays ? end - 1 : end, rangeEnd);
    if (isFrozenLine(line) || to <= from) continue;
    change.retain(from - done).delete(to - from);
    done = to;
  }
  return change;
}

/** A format at the caret is no change of the text, but what is typed with it would be: in a frozen line it is refused, too. */
export function refuseFormatsAtCaret(quill: Quill): void {
  const { selection } = quill;
  const format = selection.format.bind(selection);
  selection.format = (name, value) => {
    const index = selection.lastRange?.index ?? 0;
    const isRefused = frozenPartsHold(quill) && isFrozenAt(quill, index);
    if (!isRefused) format(name, value);
    else if (quill.editor instanceof FrozenEditor) quill.editor.onRefused('');
  };
}

function isFrozenAt(quill: Quill, index: number): boolean {
  const [line] = quill.getLine(index);
  return line !== null && isFrozenLine(line);
}
