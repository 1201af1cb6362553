import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { ApiError } from '../../api/failure.ts';
import type { ThreadsApi } from '../../api/threads.ts';
import { newKey } from '../../device/comment-drafts.ts';
import type { CommentDraft, CommentDrafts } from '../../device/comment-drafts.ts';
import type { QuillView } from '../../editor/quill-view.ts';
import { strings } from '../../words/strings.ts';
import type { Ops } from '../../text/delta.ts';
import { withMarkup, withoutMarkup } from '../../threads/mentions.ts';
import type { Mention } from '../../threads/mentions.ts';
import type { Place } from '../../text/inside.ts';
import { PlaceTable } from '../../text/place-table.ts';
import type { Range } from '../../text/ranges.ts';
import { anchorOf, placeOf } from '../../threads/types.ts';
import type { Thread } from '../../threads/types.ts';
import type { DraftShown, Drafts } from '../../ui/threads/discussion.ts';

/** A comment that could not be sent is offered again this often. */
const kAgain = 4_000;
/** Words of a draft are looked for this far from where they were; further away they may be others. */
const kLookAround = 4_000;
const kLongestQuote = 300;

/** As the components are given it, with what the store keeps. */
type Kept = DraftShown & { readonly draft: CommentDraft };

interface Ports {
  readonly api: ThreadsApi;
  readonly store: CommentDrafts;
  readonly view: QuillView;
  /** The server's version that the view shows exactly, or null at the moment. */
  settledVersion(): number | null;
  sent(draft: CommentDraft, thread: Thread): void;
}

/** Comments that are being written or are on their way; they survive a reload, and arrive once. */
export class ThreadDrafts implements Drafts {
  readonly shown: Signal<readonly Kept[]> = signal<readonly Kept[]>([]);
  readonly #ports: Ports;
  readonly #places: PlaceTable;
  readonly #slots = new Map<string, number>();
  #next = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#places = new PlaceTable(ports.view.inside.cellAt);
  }

  /** Finds the drafts from before a reload, once the text is there. */
  restore(): void {
    const known = new Set(this.shown.value.map(({ draft }) => draft.key));
    const found = this.#ports.store.all().filter(({ key }) => !known.has(key));
    this.shown.value = [
      ...this.shown.value,
      ...found.map((draft): Kept => ({ draft, open: false, state: draft.sent ? 'waiting' : 'writing', problem: '', kept: true })),
    ];
    this.replaced();
    if (found.some(({ sent }) => sent)) this.#offerSoon(0);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  get(key: string): Kept | null {
    return this.shown.value.find(({ draft }) => draft.key === key) ?? null;
  }

  forThread(thread: string): Kept | null {
    return this.shown.value.find(({ draft }) => draft.about.kind === 'thread' && draft.about.thread === thread) ?? null;
  }

  forComment(comment: string): Kept | null {
    return this.shown.value.find(({ draft }) => draft.about.kind === 'comment' && draft.about.comment === comment) ?? null;
  }

  /** The place of a draft's words now; null if they are gone. */
  placeOf(key: string): Place | null {
    const slot = this.#slots.get(key);
    return slot === undefined ? null : this.#places.get(slot);
  }

  edited(ops: Ops): void {
    this.#places.apply(ops);
  }

  /** The text is shown anew: the words of drafts are looked for where they were. */
  replaced(): void {
    for (const { draft } of this.shown.value) {
      if (draft.about.kind !== 'words') continue;
      const before = this.placeOf(draft.key) ?? placeOf(draft.about);
      this.#setPlace(draft.key, before.cell || before.inside ? this.#findInside(draft.about.quote, before) : this.#find(draft.about.quote, before));
    }
  }

  /** Opens a box for these words; the one that is open for them already, if there is. */
  onWords(place: Place): string {
    const anchor = anchorOf(place);
    const same = this.shown.value.find(({ draft }) => {
      const there = this.placeOf(draft.key);
      return there && JSON.stringify(anchorOf(there)) === JSON.stringify(anchor);
    });
    if (same) return this.open(same.draft.key);
    const { view } = this.#ports;
    const { start, end } = place.range;
    const isInside = place.cell !== undefined || place.inside !== undefined;
    const quote = (isInside ? view.inside.textOf(place) : view.textOf(start, Math.min(end, start + kLongestQuote))).slice(0, kLongestQuote);
    const key = this.#begin({ kind: 'words', ...anchor, quote }, '');
    this.#setPlace(key, place);
    return key;
  }

  onThread(thread: string): string {
    const known = this.forThread(thread);
    return known ? this.open(known.draft.key) : this.#begin({ kind: 'thread', thread }, '');
  }

  onComment(thread: string, comment: string, text: string): string {
    const known = this.forComment(comment);
    if (known) return this.open(known.draft.key);
    const said = withoutMarkup(text);
    return this.#begin({ kind: 'comment', thread, comment }, said.text, said.mentions);
  }

  open(key: string): string {
    this.#change(key, { open: true });
    return key;
  }

  /** `named`: somebody who was chosen from the people of the document. */
  write(key: string, text: string, named: Mention | null = null): void {
    const shown = this.get(key);
    if (!shown) return;
    const { mentions = [] } = shown.draft;
    const isNew = named !== null && !mentions.some(({ id }) => id === named.id);
    const place = this.placeOf(key);
    const { about } = shown.draft;
    const draft: CommentDraft = {
      ...shown.draft,
      text,
      ...(isNew ? { mentions: [...mentions, named] } : {}),
      about: about.kind === 'words' && place ? { ...about, ...anchorOf(place) } : about,
    };
    this.#change(key, { draft, kept: this.#ports.store.keep(draft), state: 'writing', problem: '' });
  }

  /** Closes the box. The draft is kept, unless it is empty. */
  close(key: string): void {
    if (this.get(key)?.draft.text.trim()) this.#change(key, { open: false });
    else this.drop(key);
  }

  drop(key: string): void {
    this.#ports.store.drop(key);
    const slot = this.#slots.get(key);
    if (slot !== undefined) this.#places.set(slot, null);
    this.#slots.delete(key);
    this.#tries.delete(key);
    this.shown.value = this.shown.value.filter(({ draft }) => draft.key !== key);
  }

  send(key: string): void {
    const shown = this.get(key);
    if (!shown?.draft.text.trim() || shown.state === 'sending') return;
    const draft = { ...shown.draft, sent: true };
    const kept = this.#ports.store.keep(draft);
    this.#change(key, { draft, kept, state: 'sending', problem: '' });
    void this.#offer(key);
  }

  /** The server may be there again. */
  offerAll(): void {
    for (const { draft, state } of this.shown.value) if (state === 'waiting') void this.#offer(draft.key);
  }

  // ----

  #begin(about: CommentDraft['about'], text: string, mentions: readonly Mention[] = []): string {
    const draft: CommentDraft = { key: newKey(), about, text, mentions, sent: false };
    this.shown.value = [...this.shown.value, { draft, open: true, state: 'writing', problem: '', kept: true }];
    return draft.key;
  }

  #change(key: string, change: Partial<Kept>): void {
    this.shown.value = this.shown.value.map((shown) => (shown.draft.key === key ? { ...shown, ...change } : shown));
  }

  #setPlace(key: string, place: Place | null): void {
    const slot = this.#slots.get(key) ?? this.#next++;
    this.#slots.set(key, slot);
    this.#places.set(slot, place);
  }

  #find(quote: string, { range }: Place): Place | null {
    const from = Math.max(0, range.start - kLookAround);
    const found = nearest(quote, this.#ports.view.textOf(from, range.end + kLookAround), from, range);
    return found && { range: found };
  }

  /** In the cell or the note that it was in, wherever that is now. */
  #findInside(quote: string, { range, cell, inside }: Place): Place | null {
    const view = this.#ports.view.inside;
    const embed = view.find(cell, quote, range.start);
    const place = embed && { range: embed, ...(cell ? { cell } : {}) };
    if (!place || !inside) return place;
    const words = nearest(quote, view.textOf(place), 0, inside);
    return words && { ...place, inside: words };
  }

  #offerSoon(after: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.offerAll(), after);
  }

  async #offer(key: string): Promise<void> {
    const shown = this.get(key);
    if (!shown) return;
    const wait = (least = 0): void => {
      this.#change(key, { state: 'waiting' });
      this.#offerSoon(Math.max(kAgain, least));
    };
    try {
      const answer = this.#post(shown.draft);
      if (answer === 'later') {
        // My own words are still on their way: the server would not know the place yet.
        if (navigator.onLine && shown.state === 'sending') {
          await new Promise((resolve) => setTimeout(resolve, 100));
          if (this.#patience(key)) return void this.#offer(key);
        }
        return wait();
      }
      if (answer === 'gone') return this.#change(key, { state: 'refused', problem: strings.threads.wordsGone, open: true });
      this.#change(key, { state: 'sending' });
      const thread = await answer;
      this.drop(key);
      this.#ports.sent(shown.draft, thread);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { failure } = error;
      if (failure.kind === 'unreachable') return wait();
      if (failure.status >= 500 || failure.status === 429) return wait((failure.retryAfter ?? 0) * 1_000);
      const draft = { ...shown.draft, sent: false };
      this.#ports.store.keep(draft);
      this.#change(key, { draft, state: 'refused', problem: strings.threads.refused(failure.detail), open: true });
    }
  }

  readonly #tries = new Map<string, number>();

  /** A second of waiting for my own words to be saved, then it is said that the comment waits. */
  #patience(key: string): boolean {
    const tries = (this.#tries.get(key) ?? 0) + 1;
    if (tries > 10) this.#tries.delete(key);
    else this.#tries.set(key, tries);
    return tries <= 10;
  }

  #post({ key, about, text: written, mentions = [] }: CommentDraft): Promise<Thread> | 'later' | 'gone' {
    const { api } = this.#ports;
    const text = withMarkup(written, mentions);
    if (about.kind === 'thread') return api.reply(about.thread, text, key);
    if (about.kind === 'comment') return api.edit(about.thread, about.comment, text);
    const version = this.#ports.settledVersion();
    if (version === null) return 'later';
    const place = this.placeOf(key);
    return place ? api.start({ version, ...anchorOf(place) }, text, key) : 'gone';
  }
}

/** The units that begin with `quote` in a text that begins at `from`, as long as `range` and as near to it as there are any. */
function nearest(quote: string, text: string, from: number, range: Range): Range | null {
  let best = -1;
  const distance = (at: number): number => Math.abs(from + at - range.start);
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) if (best < 0 || distance(at) < distance(best)) best = at;
  return best < 0 || !quote ? null : { start: from + best, end: from + best + (range.end - range.start) };
}
