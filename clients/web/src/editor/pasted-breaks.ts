import { kSoftBreak } from '../text/soft-break.ts';
import { kBlocks } from './pasted-spaces.ts';
import { kBreakAttribute } from './words-html.ts';

/** Where a break parts lines: cells have no other. */
const kOfLines = 'td, th, pre';

/**
 * What a pasted `br` is. Between words of one block it is a break inside of the paragraph; where several follow one another, where
 * a block ends, and between blocks, it ends a line.
 */
export function pastedBreak(element: Element): string {
  if (element.hasAttribute(kBreakAttribute)) return kSoftBreak;
  if (element.closest(kOfLines)) return '\n';
  return isWords(beside(element, 'previousSibling')) && isWords(beside(element, 'nextSibling')) ? kSoftBreak : '\n';
}

const isWords = (node: Node | null): boolean => node !== null && !(node instanceof Element && node.tagName === 'BR');

const isBlock = (node: Node): boolean => node instanceof Element && node.tagName !== 'BR' && kBlocks.has(node.tagName);

/** The words, picture or break next to `node` in its block; null at the block's edge. */
function beside(node: Node, side: 'previousSibling' | 'nextSibling'): Node | null {
  for (let at: Node = node; ; at = at.parentNode as Node) {
    for (let next = at[side]; next; next = next[side]) {
      if (isBlock(next)) return null;
      const leaf = edgeOf(next, side);
      if (leaf !== 'nothing') return leaf;
    }
    if (!at.parentNode || isBlock(at.parentNode)) return null;
  }
}

/** The first (or last) thing in `node` that is seen; null if that is a block. */
function edgeOf(node: Node, side: 'previousSibling' | 'nextSibling'): Node | null | 'nothing' {
  if (isBlock(node)) return null;
  if (node instanceof Text) return node.data === '' ? 'nothing' : node;
  if (!(node instanceof Element)) return 'nothing';
  if (node.childNodes.length === 0) return node.tagName === 'BR' || node.tagName === 'IMG' ? node : 'nothing';
  const children = side === 'nextSibling' ? [...node.childNodes] : [...node.childNodes].reverse();
  for (const child of children) {
    const found = edgeOf(child, side);
    if (found !== 'nothing') return found;
  }
  return 'nothing';
}
