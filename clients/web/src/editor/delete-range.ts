import type Quill from 'quill/core.js';
import type Block from 'quill/blots/block.js';
import type { Range } from 'quill/core/selection.js';
import Delta, { AttributeMap } from 'quill-delta';

/**
 * Deletes what is selected. The line that is left is what the first one was, as words of it are left or none at all; only
 * whole lines before the words of another one leave that one as it is.
 */
export function deleteRange(quill: Quill, range: Range): void {
  if (range.length === 0) return;
  const [first, offset] = quill.getLine(range.index) as [Block | null, number];
  const [last, inLast] = quill.getLine(range.index + range.length) as [Block | null, number];
  const change = new Delta().retain(range.index).delete(range.length);
  const isUntouched = offset === 0 && inLast === 0 && (last?.length() ?? 0) > 1;
  if (first && last && first !== last && !isUntouched && 'children' in first && 'children' in last) {
    const formats = AttributeMap.diff({ ...last.formats() }, { ...first.formats() });
    if (formats) change.retain(last.length() - 1 - inLast).retain(1, formats);
  }
  quill.updateContents(change, 'user');
  quill.setSelection(range.index, 0, 'silent');
}

/** What is typed over a selection takes its place in the same way. */
export function deleteOurWay(quill: Quill): void {
  Object.assign(quill.getModule('input') as object, { deleteRange: (range: Range) => deleteRange(quill, range) });
}
