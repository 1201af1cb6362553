import type Quill from 'quill/core.js';
import { kSheaf } from './sheaves.ts';
import type { Place } from '../text/inside.ts';
import { piecesOf } from '../text/ranges.ts';
import type { Piece, Range } from '../text/ranges.ts';
import { unitAt } from './blots-of.ts';
import { domRangeOf } from './dom-range.ts';
import type { InsideView } from './inside/inside-view.ts';
import { NoteMark } from './note-mark.ts';
import { QuietAttribute } from './quiet-attribute.ts';

/** Words this far outside of the window are marked and measured, so that scrolling finds them ready. */
export const kNear = 900;
/** A block of the text, but for those in a list. */
const kBlock = `.ql-editor > :not(.${kSheaf}), .${kSheaf} > *`;
const kDepths = 3;
/** By priority: where two marks lie on the same words, the later one is seen. */
const kNames = ['thread-1', 'thread-2', 'thread-3', 'thread-active', 'thread-shared', 'thread-draft'] as const;
type Name = (typeof kNames)[number];

export interface Mark {
  readonly id: string;
  readonly place: Place;
  readonly look: 'open' | 'active' | 'draft';
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

const isInEmbed = ({ cell, inside }: Place): boolean => cell !== undefined || inside !== undefined;

/** The words of a place, in the units of its own text. */
const wordsOf = ({ range, inside }: Place): Range => inside ?? range;

/** A piece of the text that `place` is in. */
function within({ range, cell, inside }: Place, { from, to }: Piece): Place {
  const piece = { start: from, end: to };
  return inside ? { range, ...(cell ? { cell } : {}), inside: piece } : { range: piece };
}

/** Marks of words by the text that they are in: the paper's, or that of a cell or a note. */
function textsOf(marks: readonly Mark[]): Iterable<readonly [Mark, ...Mark[]]> {
  const texts = new Map<string, [Mark, ...Mark[]]>();
  for (const mark of marks) {
    const { range, cell, inside } = mark.place;
    if (cell && !inside) continue;
    const name = inside ? JSON.stringify([range.start, cell?.row, cell?.column]) : '';
    const text = texts.get(name);
    if (text) text.push(mark);
    else texts.set(name, [mark]);
  }
  return texts.values();
}

/** Marks the words of threads near the window, and says where on the page they are. */
export class ThreadHighlights {
  readonly #quill: Quill;
  readonly #inside: InsideView;
  readonly #details: QuietAttribute;
  /** On the marks of notes: which of them have threads. */
  readonly #noteMarks: QuietAttribute;
  #commented: readonly HTMLElement[] = [];
  #blocks: readonly NearBlock[] = [];

  constructor(quill: Quill, inside: InsideView) {
    this.#quill = quill;
    this.#inside = inside;
    this.#details = new QuietAttribute(quill, 'aria-details');
    this.#noteMarks = new QuietAttribute(quill, 'data-thread');
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
    this.#noteMarks.show(this.#marksOfNotes(marks));
    if (!canHighlight) return;
    const ranges = new Map<Name, AbstractRange[]>(kNames.map((name) => [name, []]));
    const add = (name: Name, range: globalThis.Range | null): void => void (range && ranges.get(name)?.push(range));
    for (const text of textsOf(marks)) {
      const threads = text.filter(({ look }) => look !== 'draft').map(({ place, look }) => ({ range: wordsOf(place), active: look === 'active' }));
      for (const piece of piecesOf(threads)) add(nameOf(piece), this.#domRange(within(text[0].place, piece)));
      for (const { place, look } of text) if (look === 'draft') add('thread-draft', this.#domRange(place));
    }
    kNames.forEach((name, priority) => {
      const highlight = new Highlight(...(ranges.get(name) ?? []));
      highlight.priority = priority;
      CSS.highlights.set(name, highlight);
    });
  }

  clear(): void {
    if (canHighlight) for (const name of kNames) CSS.highlights.delete(name);
    this.#showCells([]);
    this.#noteMarks.show(new Map());
    this.#details.show(new Map());
  }

  /** Top and height of the first line of a place, on the page; of a cell that is not there (any more), of its table. Null where it cannot be seen. */
  lineOf(place: Place): { readonly top: number; readonly height: number } | null {
    const words = place.cell && !place.inside ? undefined : this.#domRange(place)?.getClientRects()[0];
    const home = words ?? (isInEmbed(place) ? this.#inside.elements(place)[0]?.getBoundingClientRect() : undefined);
    const box = home ?? this.#domRange({ range: place.range })?.getClientRects()[0];
    return box ? { top: box.top + window.scrollY, height: box.height } : null;
  }

  /** Screen readers find the threads of a block, a cell or a note through it: `ids` are of elements that tell them. */
  describe(marks: readonly { readonly place: Place; readonly element: string }[]): void {
    const wanted = new Map<Element, string>();
    for (const { place, element } of marks) {
      for (const home of this.#homesOf(place)) wanted.set(home, wanted.has(home) ? `${wanted.get(home)} ${element}` : element);
    }
    this.#details.show(wanted);
  }

  /** The elements through which a place is found. */
  #homesOf(place: Place): readonly Element[] {
    const inside = isInEmbed(place) ? this.#inside.elements(place) : [];
    if (place.cell) return inside;
    const node = this.#leaf(place.range.start)[0]?.domNode;
    const around = node instanceof Element ? node : node?.parentElement;
    const block = around?.closest('li') ?? around?.closest(kBlock);
    return block ? [...inside, block] : inside;
  }

  /** Cells are marked as such: an empty one has no words that could be. */
  #showCells(marks: readonly Mark[]): void {
    const wanted = new Map<HTMLElement, string>();
    for (const { place, look } of marks) {
      if (!place.cell || (place.inside && canHighlight)) continue;
      for (const shown of this.#inside.cells(place)) if (wanted.get(shown) !== 'active') wanted.set(shown, look);
    }
    for (const shown of this.#commented) if (!wanted.has(shown)) delete shown.dataset['thread'];
    for (const [shown, look] of wanted) shown.dataset['thread'] = look;
    this.#commented = [...wanted.keys()];
  }

  /** The words of a note may be far from its mark. */
  #marksOfNotes(marks: readonly Mark[]): ReadonlyMap<Element, string> {
    const wanted = new Map<Element, string>();
    for (const { place, look } of marks) {
      const mark = place.inside && !place.cell ? unitAt(this.#quill, place.range.start, NoteMark)?.domNode : null;
      if (mark instanceof Element && wanted.get(mark) !== 'active') wanted.set(mark, look);
    }
    return wanted;
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

  #domRange(place: Place): globalThis.Range | null {
    if (place.inside) return this.#inside.domRange(place);
    return domRangeOf(this.#quill, place.range.start, place.range.end, (index) => this.#leaf(index));
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
