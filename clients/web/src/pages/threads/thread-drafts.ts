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
import { RangeTable } from '../../text/ranges.ts';
import type { Range } from '../../text/ranges.ts';
import type { CellName, Thread } from '../../threads/types.ts';
import type { DraftShown, Drafts } from '../../ui/threads/discussion.ts';

/** A comment that could not be sent is offered again this often. */
const kAgain = 4_000;
/** Words of a draft are looked for this far from where they were; further away they may be others. */
const kLookAround = 4_000;
const kLongestQuote = 300;

/** The part of a table that a draft is about. */
export function cellOf({ about }: CommentDraft): CellName | undefined {
  return about.kind === 'words' ? about.cell : undefined;
}

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
  readonly #ranges = new RangeTable();
  readonly #slots = new Map<string, number>();
  #next = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
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

  /** The range of a draft's words now; null if they are gone. */
  rangeOf(key: string): Range | null {
    const slot = this.#slots.get(key);
    const range = slot === undefined ? null : this.#ranges.get(slot);
    return range && range.end > range.start ? range : null;
  }

  edited(ops: Ops): void {
    this.#ranges.apply(ops);
  }

  /** The text is shown anew: the words of drafts are looked for where they were. */
  replaced(): void {
    for (const { draft } of this.shown.value) {
      if (draft.about.kind !== 'words') continue;
      const before = this.rangeOf(draft.key);
      this.#setRange(draft.key, this.#find(draft.about.quote, before?.start ?? draft.about.index, draft.about.length));
    }
  }

  /** Opens a box for these words; the one that is open for them already, if there is. */
  onWords(range: Range, cell?: CellName): string {
    const same = this.shown.value.find(({ draft }) => {
      const there = this.rangeOf(draft.key);
      return there?.start === range.start && there.end === range.end && JSON.stringify(cellOf(draft)) === JSON.stringify(cell);
    });
    if (same) return this.open(same.draft.key);
    const length = range.end - range.start;
    const quote = this.#ports.view.textOf(range.start, range.start + Math.min(length, kLongestQuote));
    const key = this.#begin({ kind: 'words', index: range.start, length, quote, ...(cell ? { cell } : {}) }, '');
    this.#setRange(key, range);
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
    const range = this.rangeOf(key);
    const { about } = shown.draft;
    const draft: CommentDraft = {
      ...shown.draft,
      text,
      ...(isNew ? { mentions: [...mentions, named] } : {}),
      about: about.kind === 'words' && range ? { ...about, index: range.start, length: range.end - range.start } : about,
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
    if (slot !== undefined) this.#ranges.set(slot, null);
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

  #setRange(key: string, range: Range | null): void {
    const slot = this.#slots.get(key) ?? this.#next++;
    this.#slots.set(key, slot);
    this.#ranges.set(slot, range);
  }

  #find(quote: string, near: number, length: number): Range | null {
    const from = Math.max(0, near - kLookAround);
    const text = this.#ports.view.textOf(from, near + kLookAround + length);
    let best = -1;
    for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
      if (best < 0 || Math.abs(from + at - near) < Math.abs(from + best - near)) best = at;
    }
    return best < 0 || !quote ? null : { start: from + best, end: from + best + length };
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
    const range = this.rangeOf(key);
    if (!range) return 'gone';
    return api.start({ version, index: range.start, length: range.end - range.start, ...(about.cell ? { cell: about.cell } : {}) }, text, key);
  }
}
