import Delta from 'quill-delta';
import { kStart, startIn } from '../text/item-number.ts';

/** The numbers that pasted items had where they came from, as far as these say any. */
const had = new WeakMap<Element, number>();
/** Those that are not the numbers that the items get here anyway. */
const starts = new WeakMap<Element, number>();

export function hadNumber(item: Element, number: number): void {
  if (startIn(String(number)) !== undefined) had.set(item, number);
}

/** Lists of the text count from 1, and go on after a remark in another list. Items that would get another number keep theirs. */
export function keepNumbers(document: Document): void {
  for (const list of document.querySelectorAll<HTMLOListElement>('ol[start]')) {
    const first = list.querySelector(':scope > li');
    if (first) hadNumber(first, list.start);
  }
  for (const item of document.querySelectorAll<HTMLLIElement>('ol > li[value]')) hadNumber(item, item.value);
  let counts: number[] = [];
  let before: Element | null = null;
  for (const item of document.querySelectorAll('li')) {
    const lists = listsAround(item);
    const outermost = lists.at(-1) ?? item;
    if (outermost !== before && outermost.previousElementSibling !== before) counts = [];
    before = outermost;
    const level = Math.max(lists.length - 1, 0) + Number(/\bql-indent-(\d{1,2})/.exec(item.className)?.[1] ?? 0);
    counts.length = Math.min(counts.length, level + 1);
    if (!isNumbered(item)) continue;
    const next = (counts[level] ?? 0) + 1;
    const number = had.get(item) ?? next;
    if (number !== next) starts.set(item, number);
    counts[level] = number;
  }
}

function listsAround(item: Element): Element[] {
  const lists: Element[] = [];
  for (let at = item.parentElement?.closest('ol, ul'); at; at = at.parentElement?.closest('ol, ul')) lists.push(at);
  return lists;
}

function isNumbered(item: Element): boolean {
  const list = item.getAttribute('data-list');
  return list === null ? item.parentElement?.localName === 'ol' : list === 'ordered';
}

/** The contents of an item with the number that it keeps, at the end of its first line. */
export function withNumber(item: Element, content: Delta): Delta {
  const start = starts.get(item);
  if (start === undefined) return content;
  let at = 0;
  for (const { insert } of content.ops) {
    const end = typeof insert === 'string' ? insert.indexOf('\n') : -1;
    if (end >= 0) return content.compose(new Delta().retain(at + end).retain(1, { [kStart]: String(start) }));
    at += typeof insert === 'string' ? insert.length : 1;
  }
  return content;
}
