import type Quill from 'quill/core.js';
import type Block from 'quill/blots/block.js';
import type { Range } from 'quill/core/selection.js';
import Delta, { AttributeMap } from 'quill-delta';
import { freeParts, refusesAloud } from './frozen-here.ts';

/** Deletes what is selected; of a selection with frozen lines, what is free in it. */
export function deleteRange(quill: Quill, range: Range): void {
  if (range.length === 0) return;
  const change = deletionOf(quill, range);
  if (refusesAloud(quill, change)) {
    quill.history.cutoff(); // one undo brings all of it back
    quill.updateContents(freeParts(quill, range), 'user');
    quill.history.cutoff();
  } else quill.updateContents(change, 'user');
  quill.setSelection(range.index, 0, 'silent');
}

/**
 * The line that is left is what the first one was, as words of it are left or none at all; only whole lines before the words of
 * another one leave that one as it is.
 */
function deletionOf(quill: Quill, range: Range): Delta {
  const [first, offset] = quill.getLine(range.index) as [Block | null, number];
  const [last, inLast] = quill.getLine(range.index + range.length) as [Block | null, number];
  const change = new Delta().retain(range.index).delete(range.length);
  const isUntouched = offset === 0 && inLast === 0 && (last?.length() ?? 0) > 1;
  if (first && last && first !== last && !isUntouched && 'children' in first && 'children' in last) {
    const formats = AttributeMap.diff({ ...last.formats() }, { ...first.formats() });
    if (formats) change.retain(last.length() - 1 - inLast).retain(1, formats);
  }
  return change;
}

interface Input {
  deleteRange(range: Range): void;
  replaceText(range: Range, text?: string): boolean;
}

/** What is typed over a selection takes its place in the same way. Over frozen lines nothing can be typed, and nothing goes. */
export function deleteOurWay(quill: Quill): void {
  const input = quill.getModule('input') as Input;
  const replaceText = input.replaceText.bind(input);
  input.deleteRange = (range) => deleteRange(quill, range);
  input.replaceText = (range, text = '') => (range.length > 0 && refusesAloud(quill, deletionOf(quill, range))) || replaceText(range, text);
}
