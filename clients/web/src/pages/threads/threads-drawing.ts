import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { QuillView } from '../../editor/quill-view.ts';
import { barsHeight } from '../../editor/quill-view.ts';
import { ThreadHighlights } from '../../editor/thread-highlights.ts';
import type { Mark } from '../../editor/thread-highlights.ts';
import type { Range } from '../../text/ranges.ts';
import type { ThreadBook } from '../../threads/book.ts';
import type { Active, Beside, CommentHere } from '../../ui/threads/discussion.ts';
import type { ThreadDrafts } from './thread-drafts.ts';
import type { CellName } from '../../threads/types.ts';
import { cellOf } from './thread-drafts.ts';
import { threadsAtCaret } from './words-in-view.ts';

interface Ports {
  readonly view: QuillView;
  readonly book: ThreadBook;
  readonly drafts: ThreadDrafts;
  active(): Active | null;
  listOpen(): boolean;
  mayComment(): boolean;
}

/** Draws the marks in the text and places the cards beside it, at most once per frame. */
export class ThreadsDrawing {
  readonly beside: Signal<readonly Beside[]> = signal<readonly Beside[]>([]);
  readonly here: Signal<CommentHere | null> = signal<CommentHere | null>(null);
  readonly atCaret: Signal<{ readonly id: string; readonly more: number } | null> = signal<{ id: string; more: number } | null>(null);
  readonly #ports: Ports;
  readonly #highlights: ThreadHighlights;
  #framePlanned = false;
  #stopped = false;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#highlights = new ThreadHighlights(ports.view.quill);
  }

  stop(): void {
    this.#stopped = true;
    this.#highlights.clear();
  }

  /** The text changed: measured places are wrong now. */
  forget(): void {
    this.#highlights.forget();
  }

  soon(): void {
    if (this.#framePlanned || this.#stopped) return;
    this.#framePlanned = true;
    requestAnimationFrame(() => {
      this.#framePlanned = false;
      if (!this.#stopped) this.now();
    });
  }

  now(): void {
    const { view, book } = this.#ports;
    const marks = this.#marks();
    this.#highlights.show(marks);
    this.#place(marks);
    this.#showHere();
    const [first, ...more] = view.quill.hasFocus() || view.tables.cellName ? threadsAtCaret(view, book) : [];
    replace(this.atCaret, first ? { id: first.id, more: more.length } : null);
  }

  /** Scrolls to words. Their place is corrected in the next frame, when the blocks above have their real height. */
  scrollTo(range: Range): void {
    const [line] = this.#ports.view.quill.getLine(range.start);
    const block = line?.domNode;
    if (!(block instanceof HTMLElement)) return;
    block.scrollIntoView({ block: 'start', behavior: 'instant' });
    const words = this.#highlights.lineOf(range);
    scrollBelowBars(words ? words.top : block.getBoundingClientRect().top + window.scrollY);
    requestAnimationFrame(() => {
      const corrected = this.#highlights.lineOf(range);
      if (corrected) scrollBelowBars(corrected.top);
      this.soon();
    });
  }

  /** The marked ranges near the window, in the order of the text. */
  #marks(): readonly Mark[] {
    const { book, drafts } = this.#ports;
    const near = this.#highlights.near();
    const active = this.#ports.active();
    const marks: Mark[] = [];
    for (const thread of book.within(near.from, near.to)) {
      const isActive = active?.id === thread.id;
      const range = book.rangeOf(thread.id);
      if (range && (thread.state === 'open' || isActive)) marks.push({ id: thread.id, range, look: isActive ? 'active' : 'open', ...inCell(thread.anchor.cell) });
    }
    for (const { draft } of drafts.shown.value) {
      const range = drafts.rangeOf(draft.key);
      if (range && range.start < near.to && range.end > near.from) marks.push({ id: draft.key, range, look: 'draft', ...inCell(cellOf(draft)) });
    }
    return marks.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  }

  #place(marks: readonly Mark[]): void {
    const placed: Beside[] = [];
    for (const { id, range, look, cell } of marks) {
      const line = this.#highlights.lineOf(range, cell);
      if (line) placed.push({ kind: look === 'draft' ? 'draft' : 'thread', id, top: Math.round(line.top) });
    }
    placed.sort((a, b) => a.top - b.top);
    replace(this.beside, placed);
    // A list may leave out threads about words that are near.
    const isThere = (id: string): boolean => !this.#ports.listOpen() || document.getElementById(`about-${id}`) !== null;
    this.#highlights.describe(
      marks.filter(({ id, look }) => look !== 'draft' && isThere(id)).map(({ id, range }) => ({ range, element: `about-${id}` })),
    );
  }

  /** The quiet button, level with the beginning of the selection. */
  #showHere(): void {
    const { quill } = this.#ports.view;
    const inTable = this.#ports.view.tables.cellName;
    const range = !inTable && (quill.hasFocus() || !quill.isEnabled()) ? quill.selection.lastRange : null;
    let here: CommentHere | null = null;
    // Who may write has it in the menu of the row: a button would lie on what they write.
    if (inTable && !this.#ports.view.tables.isActive && this.#ports.mayComment()) {
      const line = this.#highlights.lineOf({ start: inTable.index, end: inTable.index + 1 }, inTable.cell);
      if (line) here = { top: Math.round(line.top + Math.min(line.height, 40) / 2) };
    }
    if (this.#ports.mayComment() && range && range.length > 0 && quill.getText(range.index, range.length).trim()) {
      const line = this.#highlights.lineOf({ start: range.index, end: range.index + range.length });
      if (line) here = { top: Math.round(line.top + line.height / 2) };
    }
    replace(this.here, here);
  }
}

const inCell = (cell: CellName | undefined): { readonly cell?: CellName } => (cell ? { cell } : {});

/** Sets a signal if its value is another: an equal one would draw the page again. */
function replace<T>(target: Signal<T>, value: T): void {
  if (JSON.stringify(value) !== JSON.stringify(target.value)) target.value = value;
}

function scrollBelowBars(top: number): void {
  window.scrollTo({ top: Math.max(0, top - barsHeight() - window.innerHeight * 0.2), behavior: 'instant' });
}
