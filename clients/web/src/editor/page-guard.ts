import Quill from 'quill/core.js';
import type { EmitterSource } from 'quill/core.js';
import type Delta from 'quill-delta';
import { opLength } from '../text/delta.ts';
import { BlockHomes } from './block-homes.ts';
import { isInPicture } from './pictures/picture-blot.ts';
import { putBack } from './put-back.ts';
import { isInTable } from './tables/table-blot.ts';

type Scroll = Quill['scroll'];

/** What becomes of a change of the page that no input of a person made. */
export type Foreign =
  /** It is taken back at once. */
  | 'undo'
  /** It stays until the text under it changes: a reader may have the page translated. */
  | 'keep';

export interface GuardMode {
  /** Whether input changes the text. If not, what an input method does to the page all the same is foreign too. */
  readonly takesInput: boolean;
  readonly foreign: Foreign;
}

const kWatched: MutationObserverInit = {
  attributes: true,
  attributeOldValue: true,
  characterData: true,
  characterDataOldValue: true,
  childList: true,
  subtree: true,
};

/** Something that changes the page again after each restoration would never let the page do anything else. */
const kRestorationsPerTask = 20;
/** Such a thing has its way for so long at a time. */
const kTruce = 1_000;

/**
 * Lets into the text only what a person's input did to the page. Translators, reading aids and highlighters change the
 * same nodes, and the editor would take their work for typing. Changes of the page are sorted by when they happen: what
 * lies between `beforeinput` and `input` (or at the end of a composition) is input; everything else is foreign, and is
 * taken back step by step, so that the nodes the editor knows are where they were.
 */
export class PageGuard {
  readonly #quill: Quill;
  readonly #scroll: Scroll;
  /** The editor's own reading: what these records did goes into the text. */
  readonly #readInput: (what?: EmitterSource | MutationRecord[]) => void;
  readonly #homes: BlockHomes;
  #mode: GuardMode = { takesInput: false, foreign: 'keep' };
  #inInput = false;
  /** Foreign changes that are still on the page, oldest first. */
  #kept: MutationRecord[] = [];
  /** What the editor itself did outside of a reading, and has still to read. */
  #own: MutationRecord[] = [];
  #restorations = 0;
  #truce = false;

  constructor(quill: Quill) {
    const { scroll } = quill;
    this.#quill = quill;
    this.#scroll = scroll;
    this.#homes = new BlockHomes(scroll.domNode);
    this.#readInput = (scroll.update as (what?: EmitterSource | MutationRecord[]) => void).bind(scroll);
    scroll.update = (what?: EmitterSource | MutationRecord[]) => {
      // In a batch, what happened to the page is the editor's own work.
      if (!Array.isArray(what) && !scroll.batch) this.#sort();
      this.#readInput(what);
    };
    scroll.observer.disconnect();
    scroll.observer = new MutationObserver((records) => this.#take(records));
    scroll.observer.observe(scroll.domNode, kWatched);
    this.#ownCursor();
    this.#listen();
  }

  setMode(mode: GuardMode): void {
    this.#sort();
    this.#mode = mode;
    if (mode.foreign === 'undo') this.restore();
  }

  /** Takes back every foreign change that is still on the page. */
  restore(): void {
    this.#undo(this.#kept.splice(0));
  }

  /** Takes back what is foreign in the blocks that `change` touches, and in their neighbours. */
  restoreFor(change: Delta): void {
    this.#sort();
    if (this.#kept.length === 0) return;
    const root = this.#scroll.domNode;
    const homes = this.#kept.map(({ target }) => this.#homes.of(target) ?? root);
    // Blocks that were added or removed as a whole cannot be told from one another afterwards.
    if (homes.includes(root)) return this.restore();
    const touched = this.#blocksOf(change);
    const all = this.#kept;
    const concerned = (_record: MutationRecord, at: number): boolean => touched.has(homes[at] ?? root);
    this.#kept = all.filter((record, at) => !concerned(record, at));
    this.#undo(all.filter(concerned));
  }

  #listen(): void {
    const { root } = this.#quill;
    const close = (): void => {
      this.#inInput = false;
    };
    const open = (): void => {
      this.#sort();
      this.#inInput = this.#mode.takesInput;
      setTimeout(close, 0); // for input that does nothing in the end
    };
    const capture = { capture: true };
    root.addEventListener('beforeinput', (event) => event.isTrusted && open(), capture);
    root.addEventListener('beforeinput', (event) => event.defaultPrevented && close());
    root.addEventListener(
      'input',
      (event) => {
        if (!event.isTrusted) return;
        // A command of the page (execCommand) says only this, after its work.
        this.#inInput = this.#mode.takesInput;
        this.#sort();
        close();
      },
      capture,
    );
    // WebKit changes the page after this event; the editor reads it before its own event.
    root.addEventListener('compositionend', open, capture);
    this.#quill.on(Quill.events.COMPOSITION_END, () => {
      this.#readInput(this.#scroll.observer.takeRecords()); // the editor's own: it has put away its cursor
      close();
    });
  }

  /**
   * The sign that holds a format at the caret goes when the caret leaves it: the editor does that while it looks at the
   * selection, and reads it a moment later. Taken for foreign it would be put back, and what is typed into it were lost.
   */
  #ownCursor(): void {
    const { cursor } = this.#quill.selection;
    const restore = cursor.restore.bind(cursor);
    // Deleted by the browser with the words before it, it must not be put away later, among words that are gone as well.
    const detach = cursor.detach.bind(cursor);
    cursor.detach = () => {
      detach();
      cursor.parent = null as never;
    };
    cursor.restore = () => {
      if (this.#scroll.batch) return restore();
      this.#sort();
      const range = restore();
      this.#own.push(...this.#scroll.observer.takeRecords());
      if (this.#own.length > 0) queueMicrotask(() => this.#sort());
      return range;
    };
  }

  /** Looks at everything that happened to the page so far. */
  #sort(): void {
    this.#take(this.#scroll.observer.takeRecords());
  }

  #take(all: MutationRecord[]): void {
    const own = this.#own.splice(0);
    if (own.length > 0) this.#readInput(own);
    // Tables and pictures draw themselves from their values: nothing that happens inside of them is text.
    const records = all.filter(({ target }) => !isInTable(target) && !isInPicture(target));
    if (records.length > 0 && this.#inInput) this.#readInput(records);
    else if (records.length > 0) this.#refuse(records);
  }

  #refuse(records: readonly MutationRecord[]): void {
    const root = this.#scroll.domNode;
    // The root's attributes mean nothing for the text, and the page sets some of them itself.
    const foreign = records.filter(({ type, target }) => type !== 'attributes' || target !== root);
    this.#homes.note(foreign);
    this.#kept.push(...foreign);
    if (this.#mode.foreign === 'undo' && !this.#truce) this.#restoreAtOnce();
  }

  #restoreAtOnce(): void {
    if (this.#restorations === 0) setTimeout(() => (this.#restorations = 0), 0);
    this.#restorations += 1;
    if (this.#restorations <= kRestorationsPerTask) return this.restore();
    this.#truce = true;
    setTimeout(() => {
      this.#truce = false;
      if (this.#mode.foreign === 'undo') this.restore();
    }, kTruce);
  }

  #undo(records: readonly MutationRecord[]): void {
    if (records.length === 0) return;
    const caret = this.#caretIn(records);
    for (const record of records.toReversed()) putBack(record);
    this.#scroll.observer.takeRecords();
    if (caret) this.#quill.setSelection(caret.index, caret.length, 'silent');
  }

  /** The selection, if the records' changes may have moved it. An input method keeps its own. */
  #caretIn(records: readonly MutationRecord[]): { readonly index: number; readonly length: number } | null {
    const quill = this.#quill;
    if (!quill.hasFocus() || quill.composition.isComposing || !this.#mode.takesInput) return null;
    const focus = document.getSelection()?.focusNode;
    const home = focus ? this.#homes.of(focus) : null;
    const moved = records.some(({ type, target }) => {
      if (type === 'attributes') return false;
      const there = this.#homes.of(target);
      return there === home || there === this.#scroll.domNode || home === this.#scroll.domNode;
    });
    return moved ? quill.selection.lastRange : null;
  }

  #blocksOf(change: Delta): ReadonlySet<Node> {
    const blocks = new Set<Node>();
    const scroll = this.#scroll;
    let index = 0;
    for (const op of change.ops) {
      const covers = op.insert === undefined ? opLength(op) : 0;
      if (typeof op.retain !== 'number' || op.attributes) {
        const start = Math.max(0, index - 1);
        for (const line of scroll.lines(start, index + covers + 2 - start)) {
          const home = this.#homes.of(line.domNode);
          if (home) blocks.add(home);
        }
      }
      index += covers;
    }
    return blocks;
  }
}
