import Block, { BlockEmbed } from 'quill/blots/block.js';
import Container from 'quill/blots/container.js';
import Scroll from 'quill/blots/scroll.js';
import type Delta from 'quill-delta';
import { linesIn } from '../text/delta.ts';
import { kNote } from '../text/embeds.ts';
import type { Note } from '../text/embeds.ts';
import { NoteMark } from './note-mark.ts';
import { SoftBreak } from './soft-break.ts';
import { blockOf, plainContents } from './plain-lines.ts';
import type { PlainLine } from './plain-lines.ts';

/** So many blocks are put into a sheaf. */
const kBlocks = 80;
/** A sheaf in which more have been written is divided. */
const kMostBlocks = 2 * kBlocks;
/** A paper that gets this many lines at once, or has them already, is kept in sheaves. */
const kManyLines = 1_000;
/** In pixels and units, about: a line of the page with the room behind a block, and how much is in such a line. */
const kBlockHeight = 40;
const kLineHeight = 28;
const kLineUnits = 80;

type Blot = Parameters<Scroll['insertBefore']>[0];

/** The class by which the page knows a sheaf from a block. */
export const kSheaf = 'ql-sheaf';

/**
 * Neighbouring blocks of a long paper in one element. A browser looks at every child of the text at every key, and so does
 * the editor: with 20,000 lines that takes longer than a key may. Sheaves are few, and only those near the window are laid
 * out. They mean nothing for the text: positions, formats and what is sent are the same without them.
 */
export class Sheaf extends Container {
  static override blotName = 'sheaf';
  static override tagName = 'DIV';
  static override className = kSheaf;
  static override allowedChildren = [Block, BlockEmbed, Container];

  // Not private to the language: the parent's constructor may put blocks in, before such fields are there.
  declare private known: number | undefined;
  private guessed = 0;

  override build(): void {
    super.build();
    missNewBlocks(this);
  }

  /** As the parent's, which asks every block each time that somebody looks for a place in the paper. */
  override length(): number {
    this.known ??= super.length();
    return this.known;
  }

  /** Its length is another one, perhaps. */
  forget(): void {
    this.known = undefined;
  }

  /** Of a sheaf of new blocks: nothing is to be put around or beside them, as lists are around their items. */
  get isMadeWhole(): boolean {
    return this.children.reduce((isWhole, block) => isWhole && !wholeOf(block), true);
  }

  takes(blot: Blot): boolean {
    return this.children.length < kBlocks || areOne(this.children.tail, blot);
  }

  override checkMerge(): boolean {
    return false;
  }

  /** Without the style that the page gave this one. */
  override clone(): Blot {
    return this.scroll.create(Sheaf.blotName);
  }

  override insertBefore(blot: Blot, ref?: Blot | null): void {
    forgetAround(blot); // it may come from another sheaf, which is not told otherwise
    super.insertBefore(isBlock(blot) ? blot : inBlock(this.scroll, blot), ref);
    this.forget();
  }

  override removeChild(child: Blot): void {
    super.removeChild(child);
    this.forget();
  }

  override optimize(context: Parameters<Container['optimize']>[0]): void {
    super.optimize(context);
    if (this.children.length > kMostBlocks) this.#divide();
    this.#guessHeight();
    const { prev, next } = this;
    if (next instanceof Sheaf) this.#takeRestOfTail(next);
    if (prev instanceof Sheaf) prev.#takeRestOfTail(this);
  }

  /** For the time until it is laid out, so that the scroll bar is nearly right. */
  #guessHeight(): void {
    const height = this.children.length * kBlockHeight + (this.length() / kLineUnits) * kLineHeight;
    if (Math.abs(height - this.guessed) < this.guessed / 8) return;
    this.guessed = height;
    this.domNode.style.containIntrinsicBlockSize = `auto ${Math.round(height)}px`;
  }

  #divide(): void {
    const middle = this.children.at(kBlocks);
    if (middle?.next) this.splitAfter(middle);
  }

  /** A list or a piece of code is never divided between sheaves: its numbers count from its start. */
  #takeRestOfTail(next: Sheaf): void {
    const { head } = next.children;
    if (head && areOne(this.children.tail, head)) this.appendChild(head);
  }
}

/** The text of a paper. Of a long one, all children are sheaves; else, none is. */
export class PaperScroll extends Scroll {
  override build(): void {
    super.build();
    missNewBlocks(this);
  }

  override insertBefore(blot: Blot, ref?: Blot | null): void {
    if (!isSheaved(this) || blot instanceof Sheaf) return super.insertBefore(blot, ref);
    const before = ref ? ref.prev : this.children.tail;
    const home = before instanceof Sheaf && before.takes(blot) ? before : this.#newSheaf(ref);
    home.appendChild(blot);
  }

  /** Also of marks of notes, which stand in a line. */
  override updateEmbedAt(index: number, key: string, change: unknown): void {
    const [mark] = key === kNote ? this.descendant(NoteMark, index) : [null];
    if (mark) mark.changeNote(change as Note);
    else super.updateEmbedAt(index, key, change);
  }

  /** Behind a break, the caret and whatever is drawn there are at the next line's beginning. */
  override leaf(index: number): ReturnType<Scroll['leaf']> {
    const here = super.leaf(index);
    if (!(here[0] instanceof SoftBreak) || here[1] === 0) return here;
    const [next, at] = super.leaf(index + 1);
    return next && at === 1 && next.offset(this) === index ? [next, 0] : here;
  }

  override insertContents(index: number, delta: Delta): void {
    if (!isSheaved(this) && this.children.length + linesIn(delta.ops) > kManyLines) this.#sheave();
    const isMuch = isSheaved(this) && linesIn(delta.ops) >= kBlocks && index < this.length() && this.line(index)[1] === 0;
    const plain = isMuch ? plainContents(this, delta.ops) : null;
    if (plain?.rest === '') this.#insertLines(index, plain.lines);
    else super.insertContents(index, delta);
  }

  /** As the parent's, but whole sheaves go into the page: each block in it is another thing that browser and editor look at. */
  #insertLines(index: number, lines: readonly PlainLine[]): void {
    this.batchStart();
    const [at, inside] = this.children.find(index);
    const ref = at?.split(inside) ?? null;
    const finished = new Set<Node>();
    for (const sheaf of this.#sheavesOf(lines)) {
      super.insertBefore(sheaf, ref);
      if (!sheaf.isMadeWhole) continue;
      sheaf.optimize({});
      finished.add(sheaf.domNode);
    }
    // What is finished is not looked through again, block by block.
    const isOfFinished = ({ target, addedNodes }: MutationRecord): boolean => finished.has(target) || finished.has(addedNodes[0] ?? target);
    const records = this.observer.takeRecords().filter((record) => !isOfFinished(record));
    this.batchEnd();
    this.optimize(records, {});
  }

  #sheavesOf(lines: readonly PlainLine[]): Sheaf[] {
    const sheaves: Sheaf[] = [];
    for (const line of lines) {
      const block = blockOf(this, line);
      let last = sheaves.at(-1);
      if (!last?.takes(block)) sheaves.push((last = this.create(Sheaf.blotName) as Blot as Sheaf));
      last.appendChild(block);
    }
    return sheaves;
  }

  #sheave(): void {
    const blocks = this.children.map((block) => block);
    let sheaf = this.#newSheaf(blocks[0]);
    for (const block of blocks) {
      if (!sheaf.takes(block)) sheaf = this.#newSheaf(block);
      sheaf.appendChild(block);
    }
  }

  #newSheaf(ref?: Blot | null): Sheaf {
    const sheaf = this.create(Sheaf.blotName) as Blot as Sheaf;
    super.insertBefore(sheaf, ref);
    return sheaf;
  }
}

type BlockKind = { readonly prototype: Block };

/** The methods after which a block has another length: exactly those after which it measures itself anew, and its removal. */
const kChanging = ['deleteAt', 'detach', 'formatAt', 'insertAt', 'insertBefore', 'moveChildren', 'optimize', 'removeChild', 'split'] as const;

/** Lets the blocks of these kinds, which are our own classes, tell their sheaf when their length changes. */
export function tellTheirSheaf(...kinds: readonly BlockKind[]): void {
  for (const { prototype } of kinds) {
    for (const name of kChanging) {
      const inherited = prototype[name] as (...given: unknown[]) => unknown;
      const telling = function (this: Block, ...given: unknown[]): unknown {
        forgetAround(this); // where it is before
        const answer = inherited.apply(this, given);
        forgetAround(this); // and afterwards
        return answer;
      };
      Object.defineProperty(prototype, name, { value: telling, configurable: true, writable: true });
    }
  }
}

function forgetAround(blot: Blot): void {
  for (let at: Blot | null = blot.parent; at; at = at.parent) if (at instanceof Sheaf) at.forget();
}

/** Whether blocks are directly in `node`: the text's root, or a sheaf in it. */
export function isHolder(root: Node, node: Node): boolean {
  return node === root || (node.parentNode === root && node instanceof Element && node.classList.contains(kSheaf));
}

/** No method of its class: the parent's constructor asks it, too. */
function isSheaved(scroll: Scroll): boolean {
  return scroll.children.head instanceof Sheaf;
}

/** A list of blocks is walked through for each new one, to see whether that is in it. A block without a parent is not. */
function missNewBlocks({ children }: Partial<Pick<Sheaf, 'children'>>): void {
  if (!children) return; // the parent's constructor builds the text once before it has any
  const contains = children.contains.bind(children);
  children.contains = (block) => block.parent != null && contains(block);
}

function isBlock(blot: Blot): boolean {
  return blot instanceof Block || blot instanceof BlockEmbed || blot instanceof Container;
}

function inBlock(scroll: Blot['scroll'], words: Blot): Blot {
  const block = scroll.create(Block.blotName) as Block;
  block.appendChild(words);
  return block;
}

/** Whether two neighbours are parts of one list, or of one piece of code. */
function areOne(a: Blot | null, b: Blot): boolean {
  const whole = a && wholeOf(a);
  return whole != null && whole === wholeOf(b);
}

function wholeOf(blot: Blot): unknown {
  return blot instanceof Container ? blot.statics : (blot.statics as { readonly requiredContainer?: unknown }).requiredContainer;
}
