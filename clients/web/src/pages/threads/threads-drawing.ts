import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { QuillView } from '../../editor/quill-view.ts';
import { barsHeight } from '../../editor/quill-view.ts';
import { kNear, ThreadHighlights } from '../../editor/thread-highlights.ts';
import type { Mark } from '../../editor/thread-highlights.ts';
import type { Place } from '../../text/inside.ts';
import { readingOrder } from '../../text/reading-order.ts';
import type { ThreadBook } from '../../threads/book.ts';
import { byAge } from '../../threads/types.ts';
import type { Active, Beside, CommentHere } from '../../ui/threads/discussion.ts';
import type { ThreadDrafts } from './thread-drafts.ts';
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
    this.#highlights = new ThreadHighlights(ports.view.quill, ports.view.inside);
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
    const [first, ...more] = view.quill.hasFocus() || view.inside.here ? threadsAtCaret(view, book) : [];
    replace(this.atCaret, first ? { id: first.id, more: more.length } : null);
  }

  /** Scrolls to words. Their place is corrected in the next frame, when the blocks above have their real height. */
  scrollTo(place: Place): void {
    const { view } = this.#ports;
    const [line] = view.quill.getLine(place.range.start);
    const block = view.inside.reveal(place) ?? line?.domNode;
    if (!(block instanceof HTMLElement)) return;
    block.scrollIntoView({ block: 'start', inline: 'nearest', behavior: 'instant' });
    const words = this.#highlights.lineOf(place);
    scrollBelowBars(words ? words.top : block.getBoundingClientRect().top + window.scrollY);
    requestAnimationFrame(() => {
      const corrected = this.#highlights.lineOf(place);
      if (corrected) scrollBelowBars(corrected.top);
      this.soon();
    });
  }

  /** The marked places near the window, in the order of the text. Words of notes stand below it, and are all looked at. */
  #marks(): readonly Mark[] {
    const { book, drafts } = this.#ports;
    const near = this.#highlights.near();
    const active = this.#ports.active();
    const marks: Mark[] = [];
    for (const thread of new Set([...book.within(near.from, near.to), ...book.inNotes()])) {
      const isActive = active?.id === thread.id;
      const place = book.placeOf(thread.id);
      if (place && (thread.state === 'open' || isActive)) marks.push({ id: thread.id, place, look: isActive ? 'active' : 'open' });
    }
    for (const { draft } of drafts.shown.value) {
      const place = drafts.placeOf(draft.key);
      if (place && (isInNote(place) || (place.range.start < near.to && place.range.end > near.from))) marks.push({ id: draft.key, place, look: 'draft' });
    }
    const shown = marks.filter(({ place }) => !place.cell || this.#ports.view.inside.isNear(place, kNear));
    const byPlace = readingOrder(this.#ports.view.inside.linesAt);
    return shown.sort((a, b) => byPlace(a.place, b.place) || (a.look === 'draft' || b.look === 'draft' ? 0 : byAge(a.id, b.id)));
  }

  #place(marks: readonly Mark[]): void {
    const placed: Beside[] = [];
    for (const { id, place, look } of marks) {
      const line = this.#highlights.lineOf(place);
      if (line && (!isInNote(place) || isNear(line))) placed.push({ kind: look === 'draft' ? 'draft' : 'thread', id, top: Math.round(line.top) });
    }
    placed.sort((a, b) => a.top - b.top);
    replace(this.beside, placed);
    // A list may leave out threads about words that are near.
    const isThere = (id: string): boolean => !this.#ports.listOpen() || document.getElementById(`about-${id}`) !== null;
    this.#highlights.describe(
      marks.filter(({ id, look }) => look !== 'draft' && isThere(id)).map(({ id, place }) => ({ place, element: `about-${id}` })),
    );
  }

  /** The quiet button, level with the beginning of the selection. */
  #showHere(): void {
    const place = this.#ports.mayComment() ? this.#selected() : null;
    const line = place && this.#highlights.lineOf(place);
    replace(this.here, line ? { top: Math.round(line.top + Math.min(line.height, 40) / 2) } : null);
  }

  /** What is selected of the paper, a cell or a note. */
  #selected(): Place | null {
    const { quill, inside, tables, notes } = this.#ports.view;
    const { here } = inside;
    // Who writes there has the cell as a whole in the menu of the row: a button would lie on what they write.
    if (here) return (isSelection(here) && inside.textOf(here).trim()) || !(tables.isActive || notes.isActive) ? here : null;
    const range = quill.hasFocus() || !quill.isEnabled() ? quill.selection.lastRange : null;
    if (!range || !quill.getText(range.index, range.length).trim()) return null;
    return { range: { start: range.index, end: range.index + range.length } };
  }
}

const isInNote = ({ cell, inside }: Place): boolean => inside !== undefined && !cell;
const isSelection = ({ inside }: Place): boolean => inside !== undefined && inside.end > inside.start;

/** Whether a line is so near to the window that its card may be seen. */
function isNear({ top }: { readonly top: number }): boolean {
  const fromWindow = top - window.scrollY;
  return fromWindow > -window.innerHeight && fromWindow < 2 * window.innerHeight;
}

/** Sets a signal if its value is another: an equal one would draw the page again. */
function replace<T>(target: Signal<T>, value: T): void {
  if (JSON.stringify(value) !== JSON.stringify(target.value)) target.value = value;
}

function scrollBelowBars(top: number): void {
  window.scrollTo({ top: Math.max(0, top - barsHeight() - window.innerHeight * 0.2), behavior: 'instant' });
}
