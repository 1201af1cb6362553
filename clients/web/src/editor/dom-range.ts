import type Quill from 'quill/core.js';

type Leaf = ReturnType<Quill['getLeaf']>;
type LeafAt = (index: number) => Leaf;

/** `getLeaf` prefers the end of the leaf before; a range begins in the leaf that holds its first unit. */
function leafAfter(leafAt: LeafAt, index: number): Leaf {
  const here = leafAt(index);
  const [leaf, offset] = here;
  if (!leaf || offset < leaf.length()) return here;
  const [next, at] = leafAt(index + 1);
  return next && next !== leaf && at > 0 ? [next, at - 1] : here;
}

/** The units [from, to) of an editor's text in the page. */
export function domRangeOf(quill: Quill, from: number, to: number, leafAt: LeafAt = (index) => quill.getLeaf(index)): Range | null {
  const last = quill.getLength() - 1;
  const [startLeaf, startOffset] = leafAfter(leafAt, Math.min(from, last));
  const [endLeaf, endOffset] = leafAt(Math.min(to, last));
  if (!startLeaf || !endLeaf) return null;
  const range = document.createRange();
  range.setStart(...startLeaf.position(startOffset, true));
  range.setEnd(...endLeaf.position(endOffset, true));
  return range;
}
