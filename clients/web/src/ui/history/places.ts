/** Between places in the text as they count (UTF-16 units of the newer version) and places on the screen. */

/** Words that only explain, and words that are gone, have no place. */
const kNoPlace = '[data-outside], del';

/** The text nodes of a block, and its embeds, which count as one unit each, in order. */
function* partsOf(block: Element): Generator<Text | Element> {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (node instanceof Element) {
      if (node.matches(kNoPlace)) return NodeFilter.FILTER_REJECT;
      return node.matches('[data-embed]') ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
    }
    return node.parentElement?.closest('[data-embed]') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  });
  for (let node = walker.nextNode(); node; node = walker.nextNode()) yield node as Text | Element;
}

const lengthOf = (part: Text | Element): number => (part instanceof Text ? part.data.length : 1);

export function blockElements(root: Element): readonly Element[] {
  return [...root.querySelectorAll('[data-block]')];
}

/** The offset of a place in its block. A place in deleted words is at their former place. */
function offsetIn(block: Element, node: Node, offset: number): number {
  let units = 0;
  const range = document.createRange();
  range.setStart(block, 0);
  range.setEnd(node, offset);
  for (const part of partsOf(block)) {
    if (part === node) return units + Math.min(offset, lengthOf(part));
    const before = range.comparePoint(part, 0) === 0 && !part.contains(node);
    if (!before) break;
    units += lengthOf(part);
  }
  return units;
}

interface Placed {
  readonly start: number;
  readonly length: number;
}

/** The selected part of the text, or null if nothing of it is selected. */
export function selectedPlace(root: Element, blocks: readonly Placed[]): { readonly start: number; readonly end: number; readonly range: Range } | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  const elements = blockElements(root);
  const at = (node: Node, offset: number): number | null => {
    const element = (node instanceof Element ? node : node.parentElement)?.closest('[data-block]');
    const block = element ? blocks[elements.indexOf(element)] : undefined;
    return element && block ? block.start + Math.min(offsetIn(element, node, offset), block.length) : null;
  };
  const start = at(range.startContainer, range.startOffset);
  const end = at(range.endContainer, range.endOffset) ?? endOf(elements, blocks, range);
  return start !== null && end !== null && end > start ? { start, end, range } : null;
}

/** A selection of whole paragraphs ends between two of them. */
function endOf(elements: readonly Element[], blocks: readonly Placed[], range: Range): number | null {
  const last = elements.findLastIndex((element) => range.intersectsNode(element));
  const block = blocks[last];
  return block ? block.start + block.length : null;
}

/** The part of the screen for a part of the text; null where nothing of it is shown. */
export function rangeOf(elements: readonly Element[], blocks: readonly Placed[], start: number, end: number): Range | null {
  const range = document.createRange();
  let begun = false;
  for (const [i, block] of blocks.entries()) {
    const element = elements[i];
    if (!element || block.start + block.length <= start) continue;
    if (block.start >= end) break;
    let units = block.start;
    for (const part of partsOf(element)) {
      const length = lengthOf(part);
      if (!begun && units + length > start) {
        if (part instanceof Text) range.setStart(part, Math.max(0, start - units));
        else range.setStartBefore(part);
        begun = true;
      }
      if (begun && units < end) {
        if (part instanceof Text) range.setEnd(part, Math.min(length, end - units));
        else range.setEndAfter(part);
      }
      units += length;
    }
  }
  return begun ? range : null;
}
