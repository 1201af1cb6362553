import type Quill from 'quill/core.js';
import { kSheaf } from './sheaves.ts';
import { tableAt } from './tables/edits.ts';
import { piecesOf } from '../text/ranges.ts';
import type { Piece, Range } from '../text/ranges.ts';

/** Words this far outside of the window are marked and measured, so that scrolling finds them ready. */
const kNear = 900;
/** A block of the text, but for those in a list. */
const kBlock = `.ql-editor > :not(.${kSheaf}), .${kSheaf} > *`;
const kDepths = 3;
/** By priority: where two marks lie on the same words, the later one is seen. */
const kNames = ['thread-1', 'thread-2', 'thread-3', 'thread-active', 'thread-shared', 'thread-draft'] as const;
type Name = (typeof kNames)[number];

export interface Mark {
  readonly id: string;
  readonly range: Range;
  readonly look: 'open' | 'active' | 'draft';
  /** The part of the table that the range is, by the ids of its row and column. */
  readonly cell?: { readonly row: string; readonly column: string };
}

/** The part of the text that is near the window. */
export interface Near {
  readonly from: number;
  readonly to: number;
}

/** A block of the text near the window: finding a place in it does not walk over the whole paper. */
interface NearBlock {
  readonly start: number;
  readonly end: number;
  readonly blot: Parent;
}

/** The part of Quill's parent blots that is used here. */
interface Parent {
  readonly domNode: Node;
  path(index: number): [object, number][];
}

type Leaf = ReturnType<Quill['getLeaf']>;

/** Whether this browser can mark words without touching the document; without it the margin alone shows them. */
export const canHighlight = typeof Highlight === 'function' && typeof CSS !== 'undefined' && 'highlights' in CSS;

function nameOf({ depth, active }: Piece): Name {
  if (active) return depth > 1 ? 'thread-shared' : 'thread-active';
  return kNames[Math.min(depth, kDepths) - 1] as Name;
}

/** Marks the words of threads near the window, and says where on the page they are. */
export class ThreadHighlights {
  readonly #quill: Quill;
  #described: Element[] = [];
  #commented: readonly HTMLElement[] = [];
  #blocks: readonly NearBlock[] = [];

  constructor(quill: Quill) {
    this.#quill = quill;
  }

  /** The units of the blocks near the window. Cost: some rectangles, whatever the length of the paper. */
  near(): Near {
    const blocks = this.#quill.root.children;
    const first = this.#blockAt(blocks, -kNear);
    const last = Math.min(blocks.length - 1, this.#blockAt(blocks, window.innerHeight + kNear));
    const found: NearBlock[] = [];
    let start = this.#offsetOf(blocks[first]);
    for (let i = first; i <= last; i += 1) {
      const block = blocks[i];
      const blot = block ? this.#quill.scroll.find(block) : null;
      const end = start + (blot?.length() ?? 0);
      if (blot && 'path' in blot) found.push({ start, end, blot: blot as unknown as Parent });
      start = end;
    }
    this.#blocks = found;
    return { from: found[0]?.start ?? 0, to: found.at(-1)?.end ?? 0 };
  }

  /** The text changed: facts about its blocks are outdated. */
  forget(): void {
    this.#blocks = [];
  }

  /** Shows exactly these. Words of several threads look different from words of one, those of the active thread from all others. */
  show(marks: readonly Mark[]): void {
    this.#showCells(marks);
    if (!canHighlight) return;
    const ranges = new Map<Name, AbstractRange[]>(kNames.map((name) => [name, []]));
    const inText = marks.filter(({ cell }) => !cell);
    const threads = inText.filter(({ look }) => look !== 'draft').map(({ range, look }) => ({ range, active: look === 'active' }));
    for (const piece of piecesOf(threads)) this.#add(ranges.get(nameOf(piece)), piece.from, piece.to);
    for (const { range, look } of inText) if (look === 'draft') this.#add(ranges.get('thread-draft'), range.start, range.end);
    kNames.forEach((name, priority) => {
      const highlight = new Highlight(...(ranges.get(name) ?? []));
      highlight.priority = priority;
      CSS.highlights.set(name, highlight);
    });
  }

  clear(): void {
    if (canHighlight) for (const name of kNames) CSS.highlights.delete(name);
    this.#showCells([]);
    this.#describe(new Map());
  }

  /** Top and height of the first line of a range, on the page, or of the cells of a table; null where it cannot be seen. */
  lineOf(range: Range, cell?: Mark['cell']): { readonly top: number; readonly height: number } | null {
    const [shown] = cell ? this.#cells(range.start, cell) : [];
    const box = shown ? shown.getBoundingClientRect() : this.#domRange(range.start, range.end)?.getClientRects()[0];
    return box ? { top: box.top + window.scrollY, height: box.height } : null;
  }

  /** Screen readers find the threads of a block through it: `ids` are of elements that tell them. */
  describe(marks: readonly { readonly range: Range; readonly element: string }[]): void {
    const wanted = new Map<Element, string[]>();
    for (const { range, element } of marks) {
      const node = this.#leaf(range.start)[0]?.domNode;
      const around = node instanceof Element ? node : node?.parentElement;
      const block = around?.closest('li') ?? around?.closest(kBlock);
      if (!block) continue;
      const ids = wanted.get(block);
      if (ids) ids.push(element);
      else wanted.set(block, [element]);
    }
    this.#describe(wanted);
  }

  /** Cells are marked as such: an empty one has no words that could be. */
  #showCells(marks: readonly Mark[]): void {
    const wanted = new Map<HTMLElement, string>();
    for (const { range, look, cell } of marks) {
      if (cell) for (const shown of this.#cells(range.start, cell)) if (wanted.get(shown) !== 'active') wanted.set(shown, look);
    }
    for (const shown of this.#commented) if (!wanted.has(shown)) delete shown.dataset['thread'];
    for (const [shown, look] of wanted) shown.dataset['thread'] = look;
    this.#commented = [...wanted.keys()];
  }

  #cells(index: number, cell: { readonly row: string; readonly column: string }): readonly HTMLElement[] {
    return tableAt(this.#quill, index)?.dom.cellsNamed(cell) ?? [];
  }

  #describe(wanted: ReadonlyMap<Element, readonly string[]>): void {
    const { root, scroll } = this.#quill;
    const gone = this.#described.filter((block) => !wanted.has(block) && block.hasAttribute('aria-details'));
    const changed = [...wanted].filter(([block, ids]) => block.getAttribute('aria-details') !== ids.join(' '));
    this.#described = [...wanted.keys()];
    if ((gone.length === 0 && changed.length === 0) || this.#quill.composition.isComposing || !root.isConnected) return;
    this.#quill.update('user'); // what is still to be read of the page is read first,
    for (const block of gone) block.removeAttribute('aria-details');
    for (const [block, ids] of changed) block.setAttribute('aria-details', ids.join(' '));
    scroll.observer.takeRecords(); // so that only our own changes are dropped here
  }

  #blockAt(blocks: HTMLCollection, y: number): number {
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const box = blocks[middle]?.getBoundingClientRect();
      if (box && box.bottom < y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #offsetOf(block: Element | undefined): number {
    const blot = block ? this.#quill.scroll.find(block) : null;
    return blot ? blot.offset(this.#quill.scroll) : this.#quill.getLength();
  }

  #add(ranges: AbstractRange[] | undefined, from: number, to: number): void {
    const range = this.#domRange(from, to);
    if (range) ranges?.push(range);
  }

  #domRange(from: number, to: number): globalThis.Range | null {
    const length = this.#quill.getLength();
    const [startLeaf, startOffset] = this.#leafAfter(Math.min(from, length - 1));
    const [endLeaf, endOffset] = this.#leaf(Math.min(to, length - 1));
    if (!startLeaf || !endLeaf) return null;
    const range = document.createRange();
    range.setStart(...startLeaf.position(startOffset, true));
    range.setEnd(...endLeaf.position(endOffset, true));
    return range;
  }

  /** `getLeaf` prefers the end of the leaf before; a range begins in the leaf that holds its first unit. */
  #leafAfter(index: number): Leaf {
    const here = this.#leaf(index);
    const [leaf, offset] = here;
    if (!leaf || offset < leaf.length()) return here;
    const [next, at] = this.#leaf(index + 1);
    return next && next !== leaf && at > 0 ? [next, at - 1] : here;
  }

  /** As Quill's, but from the block on, if it is a near one. */
  #leaf(index: number): Leaf {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#blocks[middle] as NearBlock).end <= index) low = middle + 1;
      else high = middle;
    }
    const block = this.#blocks[low];
    if (!block || block.start > index || !block.blot.domNode.isConnected) return this.#quill.getLeaf(index);
    const [leaf, offset] = block.blot.path(index - block.start).pop() ?? [null, -1];
    const isLeaf = leaf !== null && !('children' in leaf);
    return isLeaf ? ([leaf, offset] as unknown as Leaf) : this.#quill.getLeaf(index);
  }
}
