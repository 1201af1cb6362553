import type Quill from 'quill/core.js';
import type Block from 'quill/blots/block.js';
import type { Range } from 'quill/core/selection.js';
import Delta from 'quill-delta';
import { isFrozen } from '../text/frozen.ts';
import { startOf } from '../text/item-number.ts';
import { marksIn, noneOf, withoutMarks } from '../text/template-marks.ts';
import { frozenPartsHold, refusesAloud } from './frozen-here.ts';

/**
 * Enter in a line of a template: the marks stay with the line, the new one has none. The number that an item says stays with its
 * first part. Before Quill's own bindings of Enter.
 */
export function breakMarkedLines(quill: Quill): void {
  const { keyboard } = quill;
  keyboard.addBinding({ key: 'Enter', shiftKey: null }, (range: Range) => !breaks(quill, range));
  const all = keyboard.bindings['Enter'];
  const added = all?.pop();
  if (added) all?.unshift(added);
}

/** False: Quill does it. */
function breaks(quill: Quill, { index, length }: Range): boolean {
  if (length > 0) return refusesAloud(quill, new Delta().retain(index).delete(length));
  const [line, offset] = quill.getLine(index) as [Block | null, number];
  const formats = line && 'children' in line ? (line.formats() as Record<string, unknown>) : {};
  const marks = marksIn(formats);
  const number = startOf(formats);
  if (!line || Object.keys({ ...marks, ...number }).length === 0) return false;
  const toEnd = line.length() - 1 - offset;
  if (isFrozen(marks) && frozenPartsHold(quill)) return breakBeside(quill, index, offset, toEnd);
  if (formats['list'] && line.length() === 1) return false; // ends the list
  const change = new Delta().retain(index);
  if (offset === 0 && toEnd > 0) {
    change.insert('\n', withoutHeader(withoutMarks(formats)));
    if (Object.keys(number).length > 0) change.retain(toEnd).retain(1, noneOf(number));
  } else {
    const taken = { ...noneOf(marks), ...noneOf(number), ...(toEnd === 0 && formats['header'] ? { header: null } : {}) };
    change.insert('\n', formats).retain(toEnd).retain(1, taken);
  }
  quill.updateContents(change, 'user');
  quill.setSelection(index + 1, 0, 'silent');
  quill.scrollSelectionIntoView();
  return true;
}

/** A frozen line stays whole: a plain one comes behind its end, or before its beginning. */
function breakBeside(quill: Quill, index: number, offset: number, toEnd: number): boolean {
  const isBehind = toEnd === 0;
  if (!isBehind && offset > 0) return refusesAloud(quill, new Delta().retain(index).insert('\n'));
  quill.updateContents(new Delta().retain(isBehind ? index + 1 : index).insert('\n'), 'user');
  quill.setSelection(index + 1, 0, 'silent');
  quill.scrollSelectionIntoView();
  return true;
}

function withoutHeader(formats: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(formats).filter(([name]) => name !== 'header'));
}
