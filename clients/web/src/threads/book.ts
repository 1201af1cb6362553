import type { Ops } from '../text/delta.ts';
import { kTable } from '../text/embeds.ts';
import type { Table } from '../text/embeds.ts';
import type { FindCell, Place } from '../text/inside.ts';
import { readingOrder } from '../text/reading-order.ts';
import type { LinesAt } from '../text/reading-order.ts';
import { PlaceTable } from '../text/place-table.ts';
import type { Range } from '../text/ranges.ts';
import { mayComeBack } from './coming-back.ts';
import { kGather, ThreadFetcher } from './fetcher.ts';
import type { FetcherPorts, Loading } from './fetcher.ts';
import { byAge, lastEventOf, placeOf } from './types.ts';
import type { Thread } from './types.ts';
import type { ThreadEvent } from '../sync/thread-watch.ts';

/** When words come that an orphan may belong to, the server is asked after each of these delays. */
const kLookAfter = [300, 2_000] as const;

export interface BookPorts extends FetcherPorts {
  /** The place in the shown text of a place of the server's version. */
  place(version: number, place: Place): Place | 'later' | 'unknown';
  /** In the text that is shown. */
  readonly findCell: FindCell;
  readonly linesAt: LinesAt;
  /** Called, at most once per turn of the event loop, when comments changed, or a thread lost or regained its words, or rows of a table stand elsewhere (not when words moved). */
  changed(): void;
  /** A thread came or changed through others; `before` is null if it is new. */
  news(before: Thread | null, now: Thread): void;
}

/** All threads of a document and where they are in the text that is shown. No DOM, no network of its own. */
export class ThreadBook {
  readonly #ports: BookPorts;
  readonly #threads = new Map<string, Thread>();
  readonly #slots = new Map<string, number>();
  readonly #ids: string[] = [];
  readonly #places: PlaceTable;
  /** Threads that the server has at a version that is not here yet. */
  readonly #unplaced = new Set<string>();
  readonly #inNews = new Set<string>();
  readonly #fetcher: ThreadFetcher;
  #tellPlanned = false;
  #stopped = false;

  constructor(ports: BookPorts) {
    this.#ports = ports;
    this.#places = new PlaceTable(ports.findCell);
    this.#fetcher = new ThreadFetcher(ports, (thread) => this.take(thread), () => this.#tell());
  }

  stop(): void {
    this.#stopped = true;
    this.#fetcher.stop();
  }

  get loading(): Loading {
    return this.#fetcher.loading;
  }

  get size(): number {
    return this.#threads.size;
  }

  get(id: string): Thread | null {
    return this.#threads.get(id) ?? null;
  }

  all(): IterableIterator<Thread> {
    return this.#threads.values();
  }

  /** The thread's place in the shown text; null for an orphan, and until it is known. */
  placeOf(id: string): Place | null {
    const slot = this.#slots.get(id);
    return slot === undefined ? null : this.#places.get(slot);
  }

  /** The units of the text that it is on, or in one of which its words are. */
  rangeOf(id: string): Range | null {
    return this.placeOf(id)?.range ?? null;
  }

  /** Its words are gone, as far as the server or this page knows. */
  isOrphaned(thread: Thread): boolean {
    if (this.#unplaced.has(thread.id)) return false;
    return this.rangeOf(thread.id) === null;
  }

  /** In the order in which one reads the paper; those at one place by age. Orphans come at the end, the latest first. */
  inOrder(threads: Iterable<Thread>): readonly Thread[] {
    const byPlace = readingOrder(this.#ports.linesAt);
    return [...threads]
      .map((thread) => ({ thread, place: this.placeOf(thread.id) }))
      .sort((a, b) => {
        if (a.place && b.place) return byPlace(a.place, b.place) || byAge(a.thread.id, b.thread.id);
        if (a.place || b.place) return a.place ? -1 : 1;
        return a.thread.updated_at < b.thread.updated_at ? 1 : -1;
      })
      .map(({ thread }) => thread);
  }

  /** Everything is here, and where it is in the text is known. */
  get isComplete(): boolean {
    return this.loading === 'here' && this.#unplaced.size === 0;
  }

  /** The threads on any of the units [from, to). */
  within(from: number, to: number): readonly Thread[] {
    return this.#inSlots(this.#places.overlapping(from, to));
  }

  /** The threads on words of notes. */
  inNotes(): readonly Thread[] {
    return this.#inSlots(this.#places.inNotes());
  }

  #inSlots(slots: readonly number[]): readonly Thread[] {
    return slots.map((slot) => this.#threads.get(this.#ids[slot] ?? '')).filter((thread) => thread !== undefined);
  }

  /** Fetches everything. */
  load(): void {
    this.#fetcher.load();
  }

  /** Events of the live channel. */
  heard(events: readonly ThreadEvent[]): void {
    for (const { thread } of events) {
      this.#fetcher.outdate(thread);
      this.#inNews.add(thread);
    }
    if (events.length > 0) this.#fetcher.plan(kGather);
  }

  /** I have seen these. */
  read(ids: Iterable<string>): void {
    for (const id of ids) {
      const thread = this.#threads.get(id);
      if (!thread?.unread) continue;
      const comments = thread.comments.map((comment) => ({ ...comment, unread: false }));
      this.#threads.set(id, { ...thread, comments, unread: false });
    }
    this.#tell();
  }

  refresh(id: string): void {
    this.#fetcher.outdate(id);
    this.#fetcher.plan(kGather);
  }

  /** The text that is shown changed by `ops`. */
  edited(ops: Ops): void {
    const emptied = this.#places.apply(ops);
    for (const slot of emptied) this.#fetcher.outdate(this.#ids[slot] ?? '');
    if (this.#fetcher.hasOutdated) this.#fetcher.plan(kLookAfter[0]);
    if (emptied.length > 0 || rearranges(ops)) this.#tell();
    const back = this.#comingBack(ops);
    for (const after of back.length > 0 ? kLookAfter : []) {
      this.#ports.timers.after(after, () => {
        for (const id of back) this.#fetcher.outdate(id);
        this.#fetcher.plan(0);
      });
    }
  }

  /** The text is shown anew: places are asked for again. */
  replaced(): void {
    this.#places.clear();
    for (const id of this.#threads.keys()) this.#unplaced.add(id);
    queueMicrotask(() => this.advanced());
  }

  /** The document is further than before: what waited for that may be placed. */
  advanced(): void {
    if (this.#unplaced.size > 0) this.#placeAll();
    if (this.#ports.isSettled()) this.#placeCut();
    if (this.#fetcher.isDue) this.#fetcher.plan(kGather);
  }

  /** Takes an answer of the server, unless a later one is here. */
  take(thread: Thread): void {
    const known = this.#threads.get(thread.id) ?? null;
    const newer = known ? lastEventOf(thread) - lastEventOf(known) : 1;
    const further = known ? thread.anchor.version - known.anchor.version : 1;
    if (newer < 0 || (newer === 0 && further < 0)) return;
    this.#threads.set(thread.id, thread);
    if (!this.#slots.has(thread.id)) {
      this.#slots.set(thread.id, this.#ids.length);
      this.#ids.push(thread.id);
    }
    this.#unplaced.add(thread.id);
    this.#place(thread, further > 0);
    if (this.#inNews.delete(thread.id) && known?.etag !== thread.etag) this.#ports.news(known, thread);
    this.#tell();
  }

  // ---- places

  /** `further`: the answer knows more of the text than the one before, so it is worth asking again. */
  #place(thread: Thread, further: boolean): void {
    const slot = this.#slots.get(thread.id);
    if (slot === undefined) return;
    const { version, state } = thread.anchor;
    if (state === 'orphaned') {
      this.#unplaced.delete(thread.id);
      this.#places.set(slot, null);
      return;
    }
    const place = this.#ports.place(version, placeOf(thread.anchor));
    if (place === 'later') return;
    this.#unplaced.delete(thread.id);
    if (place === 'unknown') {
      this.refresh(thread.id);
      return;
    }
    this.#places.set(slot, place);
    if (this.#places.get(slot) === null && further) this.#fetcher.outdate(thread.id); // the server knows who removed the words
  }

  /**
   * Changes that are on their way together are one operation for the server, and that may leave an edge elsewhere than they did
   * one by one: who types over the last of the words has written in them. So what lost units is placed by the operations.
   */
  #placeCut(): void {
    for (const slot of this.#places.takeCut()) {
      const thread = this.#threads.get(this.#ids[slot] ?? '');
      const before = this.#places.get(slot);
      if (!thread || !before || this.#unplaced.has(thread.id)) continue;
      const place = this.#ports.place(thread.anchor.version, placeOf(thread.anchor));
      if (typeof place === 'string' || JSON.stringify(place) === JSON.stringify(before)) continue;
      this.#places.move(slot, place);
      this.#tell();
    }
  }

  #placeAll(): void {
    for (const id of [...this.#unplaced]) {
      const thread = this.#threads.get(id);
      if (thread) this.#place(thread, true);
    }
    this.#tell();
  }

  /** Threads that lost words which `ops` may have brought back (an undone deletion, a move). */
  #comingBack(ops: Ops): readonly string[] {
    if (!ops.some(({ insert, retain }) => insert !== undefined || typeof retain === 'object')) return [];
    const isBack = mayComeBack(ops);
    const found: string[] = [];
    for (let slot = 0; slot < this.#ids.length; slot += 1) {
      const thread = this.#places.hasLost(slot) ? this.#threads.get(this.#ids[slot] ?? '') : undefined;
      if (thread && isBack(thread.anchor)) found.push(thread.id);
    }
    return found;
  }

  #tell(): void {
    if (this.#tellPlanned) return;
    this.#tellPlanned = true;
    queueMicrotask(() => {
      this.#tellPlanned = false;
      if (!this.#stopped) this.#ports.changed();
    });
  }
}

/** Whether rows or columns of a table came, went or moved, and with them the order of its threads. */
function rearranges(ops: Ops): boolean {
  return ops.some(({ retain }) => {
    const table = typeof retain === 'object' ? (retain[kTable] as Table | undefined) : undefined;
    return table?.rows !== undefined || table?.columns !== undefined;
  });
}
