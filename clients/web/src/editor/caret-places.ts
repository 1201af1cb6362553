import type Quill from 'quill/core.js';
import type { Present } from '../sync/presence.ts';
import { TableBlot } from './tables/table-blot.ts';

/** Cursors and selections are drawn this far outside the window, so that scrolling finds them there. */
const kMargin = 400;

export interface CaretPlace {
  /** In the window's pixels. */
  readonly box: { readonly left: number; readonly top: number; readonly height: number };
  /** Pixels without any words above the caret. */
  readonly roomAbove: number;
}

const isNear = (top: number, bottom: number): boolean => bottom > -kMargin && top < window.innerHeight + kMargin;

/** Where somebody's caret is; null if that is far from the window. */
export function caretOf(quill: Quill, person: Present): CaretPlace | null {
  const end = Math.min(person.index + person.length, Math.max(0, quill.getLength() - 1));
  const [line] = quill.getLine(end);
  if (!(line?.domNode instanceof HTMLElement)) return null;
  const block = line.domNode.getBoundingClientRect();
  if (line instanceof TableBlot && person.cell && isNear(block.top, block.bottom)) return cellPlace(line, person.cell);
  const bounds = isNear(block.top, block.bottom) ? quill.selection.getBounds(end) : null;
  if (!bounds) return null;
  const box = { left: bounds.left, top: bounds.top, height: bounds.height };
  return { box, roomAbove: bounds.top - wordsAbove(line.domNode, block, bounds.top) };
}

/** At the edge of the cell; the name stands beside the table. */
function cellPlace(table: TableBlot, ids: string): CaretPlace | null {
  const cell = table.dom.cellById(ids);
  if (!cell) return null;
  const { left, top, height, bottom } = cell.getBoundingClientRect();
  return isNear(top, bottom) ? { box: { left, top, height }, roomAbove: 0 } : null;
}

/** The lower edge of whatever stands above the caret: a line of its own block, or the block before. */
function wordsAbove(element: HTMLElement, block: DOMRect, top: number): number {
  const lineHeight = parseFloat(getComputedStyle(element).lineHeight) || 28;
  if (top - block.top > lineHeight / 2) return top;
  let at: Element | null = element;
  while (at && !at.previousElementSibling && !at.classList.contains('ql-editor')) at = at.parentElement;
  return at?.previousElementSibling?.getBoundingClientRect().bottom ?? -Infinity;
}

/** The boxes of a selection near the window, line by line. */
export function selectionOf(quill: Quill, person: Present): readonly DOMRect[] {
  const last = Math.max(0, quill.getLength() - 1);
  const start = Math.min(person.index, last);
  const end = Math.min(person.index + person.length, last);
  if (end <= start) return [];
  const [startLeaf, startOffset] = quill.getLeaf(start);
  const [endLeaf, endOffset] = quill.getLeaf(end);
  if (!startLeaf || !endLeaf) return [];
  const range = document.createRange();
  range.setStart(...startLeaf.position(startOffset, true));
  range.setEnd(...endLeaf.position(endOffset, true));
  const boxes: DOMRect[] = [];
  for (const box of range.getClientRects()) {
    const before = boxes.at(-1);
    if (box.width < 1 || !isNear(box.top, box.bottom)) continue;
    const same = before && Math.abs(before.left - box.left) < 1 && Math.abs(before.top - box.top) < 1;
    if (!same || Math.abs(before.width - box.width) > 1) boxes.push(box);
  }
  return boxes;
}
