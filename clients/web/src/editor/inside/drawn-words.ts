/**
 * Places in content that is drawn in the page and not in an editor (see tables/cell-render.ts): an element for each line, in it
 * a character for each unit, and one unit between two lines.
 */
interface Point {
  readonly node: Node;
  readonly offset: number;
}

/** A range begins in the node that holds its first unit, and ends in the one that holds its last. */
type Edge = 'start' | 'end';

function pointIn(line: Element, index: number, edge: Edge): Point {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  let left = index;
  let last: Point = { node: line, offset: 0 };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = node as Text;
    last = { node, offset: Math.min(left, length) };
    if (edge === 'start' ? left < length : left <= length) break;
    left -= length;
  }
  return last;
}

const lengthOf = (line: Element): number => line.textContent?.length ?? 0;

function pointOf(lines: readonly Element[], index: number, edge: Edge): Point | null {
  let left = index;
  for (const line of lines) {
    const length = lengthOf(line);
    if (left <= length) return pointIn(line, left, edge);
    left -= length + 1;
  }
  return null;
}

/** The units [start, end) of the content that is drawn in `element`; null if it has fewer. */
export function drawnRange(element: Element, start: number, end: number): Range | null {
  const lines = [...element.children];
  const from = pointOf(lines, start, 'start');
  const to = pointOf(lines, end, 'end');
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  return range;
}

/** The unit of the content that is drawn in `element` before which a place in it is. */
export function drawnIndex(element: Element, node: Node, offset: number): number {
  const lines = [...element.children];
  const at = lines.findIndex((line) => line.contains(node));
  const line = lines[at];
  const before = lines.slice(0, line ? at : offset).reduce((sum, one) => sum + lengthOf(one) + 1, 0);
  if (!line) return Math.max(0, Math.min(before, lines.reduce((sum, one) => sum + lengthOf(one) + 1, -1)));
  const words = document.createRange();
  words.setStart(line, 0);
  words.setEnd(node, offset);
  return before + words.toString().length;
}
