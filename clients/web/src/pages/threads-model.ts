import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { peopleOf } from '../api/access.ts';
import type { Ability, Me, Person as Named } from '../api/access.ts';
import { ApiError } from '../api/request.ts';
import { ThreadsApi } from '../api/threads.ts';
import { CommentDrafts } from '../device/comment-drafts.ts';
import type { QuillView } from '../editor/quill-view.ts';
import { barsHeight } from '../editor/quill-view.ts';
import { ThreadHighlights } from '../editor/thread-highlights.ts';
import type { Mark } from '../editor/thread-highlights.ts';
import { strings } from '../strings.ts';
import type { Ops } from '../sync/delta.ts';
import type { Person } from '../sync/presence.ts';
import type { DocumentSession } from '../sync/session.ts';
import { realTimers } from '../sync/timers.ts';
import { ThreadBook } from '../threads/book.ts';
import type { Loading } from '../threads/book.ts';
import type { Filter } from '../threads/listing.ts';
import type { Range } from '../threads/ranges.ts';
import type { Comment, Reaction, Revision, Thread, ThreadEvent } from '../threads/types.ts';
import { ThreadDrafts } from './thread-drafts.ts';
import { authorOf } from './whoami.ts';

/** From this width on there is room for cards beside the paper. */
export const kMarginWidth = '(min-width: 1180px)';
/** News that come together are told together. */
const kNewsDelay = 600;
const kNewsByName = 2;

/** What stands beside the text, level with its words. */
export interface Beside {
  readonly kind: 'thread' | 'draft';
  /** The thread's id or the draft's key. */
  readonly id: string;
  /** Of the words' first line, on the page. */
  readonly top: number;
}

export interface CommentHere {
  /** The middle of the selection's first line, on the page. */
  readonly top: number;
}

/** What is looked at: a thread or a draft. */
export interface Active {
  readonly kind: 'thread' | 'draft';
  readonly id: string;
}

interface Surroundings {
  readonly document: string;
  readonly view: QuillView;
  readonly session: () => DocumentSession | null;
  readonly me: Signal<Person>;
  readonly who: () => Me;
  readonly may: (what: Ability) => boolean;
  readonly say: (text: string) => void;
}

/** The discussions of an open document: what is beside the text, what is looked at, and what people do with them. */
export class ThreadsModel {
  /** Grows with every change of the book. */
  readonly revision = signal(0);
  readonly loading: Signal<Loading> = signal<Loading>('loading');
  readonly beside: Signal<readonly Beside[]> = signal<readonly Beside[]>([]);
  readonly active: Signal<Active | null> = signal<Active | null>(null);
  /** Grows each time when the focus should go to what is active. */
  readonly focusAsked = signal(0);
  readonly here: Signal<CommentHere | null> = signal<CommentHere | null>(null);
  /** The thread at the caret, where no margin shows it. */
  readonly atCaret: Signal<{ readonly id: string; readonly more: number } | null> = signal<{ id: string; more: number } | null>(null);
  readonly listOpen = signal(false);
  readonly filter: Signal<Filter> = signal<Filter>('open');
  readonly query = signal('');
  readonly wide = signal(matchMedia(kMarginWidth).matches);
  /** What a screen reader is told. */
  readonly news = signal('');
  readonly book: ThreadBook;
  readonly drafts: ThreadDrafts;
  readonly #api: ThreadsApi;
  readonly #store: CommentDrafts;
  readonly #around: Surroundings;
  readonly #highlights: ThreadHighlights;
  #reactions: Readonly<Record<string, Reaction>>;
  #cleanup: (() => void)[] = [];
  #framePlanned = false;
  #toldNews: string[] = [];
  #linkFollowed = false;
  #stopped = false;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#api = new ThreadsApi(around.document, () => (around.who().open ? around.me.value.name : null));
    this.#store = new CommentDrafts(around.document, authorOf(around.who()));
    this.#reactions = this.#store.reactions();
    this.#highlights = new ThreadHighlights(around.view.quill);
    this.book = new ThreadBook({
      page: (cursor) => this.#api.page(cursor),
      thread: (id) => this.#api.thread(id).catch(nothingIfMissing),
      place: (version, range) => around.session()?.toView(version, range) ?? 'later',
      isSettled: () => (around.session()?.settledVersion ?? null) !== null,
      changed: () => this.#changed(),
      news: (before, now) => this.#heardNews(before, now),
      timers: realTimers,
    });
    this.drafts = new ThreadDrafts({
      api: this.#api,
      store: this.#store,
      view: around.view,
      settledVersion: () => around.session()?.settledVersion ?? null,
      sent: (draft, thread) => {
        this.book.take(thread);
        // The box goes; whoever was in it goes on in the thread. The focus of others stays where it is.
        const inBox = document.activeElement?.closest('.comment-box')?.getAttribute('data-key') === draft.key;
        if (inBox || this.active.value?.id === draft.key) this.look({ kind: 'thread', id: thread.id }, inBox);
      },
    });
    this.#listen();
    this.book.load();
  }

  stop(): void {
    this.#stopped = true;
    for (const work of this.#cleanup.splice(0)) work();
    this.book.stop();
    this.drafts.stop();
    this.#highlights.clear();
  }

  // ---- what the document tells

  edited(ops: Ops): void {
    this.#highlights.forget();
    this.book.edited(ops);
    this.drafts.edited(ops);
    this.redraw();
  }

  replaced(): void {
    this.#highlights.forget();
    this.book.replaced();
    this.drafts.restore();
    this.redraw();
  }

  advanced(): void {
    queueMicrotask(() => this.book.advanced());
  }

  heard(events: readonly ThreadEvent[]): void {
    this.book.heard(events);
    if (this.loading.value === 'unreachable') this.book.load();
    this.drafts.offerAll();
  }

  /** The caret, the selection or the window moved. */
  redraw = (): void => {
    if (this.#framePlanned || this.#stopped) return;
    this.#framePlanned = true;
    requestAnimationFrame(() => {
      this.#framePlanned = false;
      if (!this.#stopped) this.#draw();
    });
  };

  // ---- what a person does

  /** The id under which the server knows what I wrote. */
  get myId(): string {
    const who = this.#around.who();
    return who.open ? `n-${this.#around.me.value.name || 'Somebody'}` : (who.id ?? '');
  }

  /** Reads all anew, for example after a pause in which nothing was heard. */
  reload(): void {
    this.book.load();
  }

  get mayComment(): boolean {
    return this.#around.may('comment');
  }

  /** Labels, and who is to see to a thread. */
  get mayOrder(): boolean {
    return this.knowsPeople && this.#around.may('moderate_threads');
  }

  /** Its author, and whoever moderates. */
  mayResolve(thread: Thread): boolean {
    return this.#around.may('moderate_threads') || thread.comments[0]?.author.id === this.myId;
  }

  /** Where people are who they say they are, nobody deletes for others. */
  mayRemove(comment: Comment): boolean {
    return comment.author.id === this.myId || (this.knowsPeople && this.#around.may('moderate_threads'));
  }

  /** The server knows who is who: it can say what somebody has read, and whom a document has. */
  get knowsPeople(): boolean {
    return !this.#around.who().open;
  }

  people(query: string): Promise<readonly Named[]> {
    return this.knowsPeople ? peopleOf(this.#around.document, query) : Promise.resolve([]);
  }

  get me(): Person {
    return this.#around.me.value;
  }

  /** The name of an operation's author, where the server gave one that a person would know; else nothing. */
  nameOf(author: string): string {
    for (const thread of this.book.all()) {
      const known = thread.comments.find((comment) => comment.author.id === author);
      if (known) return known.author.name;
    }
    return '';
  }

  /** Looks at a thread or a draft; `take` the focus there. */
  look(active: Active | null, take = false): void {
    this.active.value = active;
    if (active && !this.wide.value) {
      if (!this.listOpen.value) this.#filterFor(active);
      this.listOpen.value = true;
    }
    if (take) this.focusAsked.value += 1;
    this.#seeActive();
    this.redraw();
  }

  label(thread: Thread, labels: readonly string[]): Promise<boolean> {
    return this.#do(() => this.#api.label(thread.id, labels), thread.id);
  }

  assign(thread: Thread, assignee: string | null, due: string | null): Promise<boolean> {
    return this.#do(() => this.#api.assign(thread.id, assignee, due), thread.id);
  }

  async markAllRead(): Promise<void> {
    try {
      await this.#api.markAllRead();
      this.book.read([...this.book.all()].map(({ id }) => id));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#around.say(strings.threads.unreachable);
    }
  }

  /** Back to the text, where the caret was. */
  leave(): void {
    if (!this.wide.value) this.listOpen.value = false;
    this.#around.view.quill.focus({ preventScroll: true });
  }

  toggleList(): void {
    this.listOpen.value = !this.listOpen.value;
    this.redraw();
  }

  /** A box for the words that are selected; for the paragraph, if none are. */
  comment(): void {
    if (!this.mayComment) return;
    const range = this.#wordsAtSelection();
    if (!range) {
      this.#around.say(strings.threads.selectFirst);
      return;
    }
    const draft: Active = { kind: 'draft', id: this.drafts.onWords(range) };
    if (this.wide.value) this.listOpen.value = false;
    else this.#filterFor(draft);
    this.look(draft, true);
    this.#draw(); // now: the box must have the focus before the next key
  }

  reply(thread: string): void {
    if (!this.mayComment) return;
    this.drafts.onThread(thread);
    this.look({ kind: 'thread', id: thread });
  }

  /** From the text to the thread at the caret. */
  toThread(): void {
    const [first] = this.#threadsAtCaret();
    if (!first) {
      this.#around.say(strings.threads.noneHere);
      return;
    }
    if (this.wide.value) this.listOpen.value = false;
    this.look({ kind: 'thread', id: first.id }, true);
  }

  /** Scrolls to the words of a thread and looks at it. */
  goTo(id: string, take = true): void {
    const thread = this.book.get(id);
    if (!thread) {
      this.#around.say(strings.threads.noSuch);
      return;
    }
    const range = this.book.rangeOf(id);
    if (range) this.#scrollTo(range);
    if (!range || thread.state === 'resolved') {
      this.#filterFor({ kind: 'thread', id });
      this.listOpen.value = true;
    }
    this.look({ kind: 'thread', id }, take);
  }

  addressOf(id: string): string {
    return `${location.origin}${location.pathname}#thread-${id}`;
  }

  async copyLink(id: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.addressOf(id));
      this.#around.say(strings.threads.linkCopied);
    } catch {
      history.replaceState(null, '', `#thread-${id}`);
      this.#around.say(strings.threads.linkInBar);
    }
  }

  resolve(thread: Thread, resolved: boolean): Promise<boolean> {
    return this.#do(() => this.#api.resolve(thread, resolved), thread.id);
  }

  async remove(comment: Comment): Promise<void> {
    const done = await this.#do(() => this.#api.remove(comment.thread, comment.id), comment.thread);
    if (done) this.look({ kind: 'thread', id: comment.thread }, true); // the buttons of it are gone
  }

  myReaction(comment: Comment): Reaction | null {
    return comment.reactions.mine ?? this.#reactions[comment.id] ?? null;
  }

  async react(comment: Comment, reaction: Reaction): Promise<void> {
    const wanted = this.myReaction(comment) === reaction ? null : reaction;
    if (!(await this.#do(() => this.#api.react(comment.thread, comment.id, wanted), comment.thread))) return;
    const { [comment.id]: _before, ...others } = this.#reactions;
    this.#reactions = wanted ? { ...others, [comment.id]: wanted } : others;
    this.#store.keepReactions(this.#reactions);
    this.#changed();
  }

  revisions(comment: Comment): Promise<readonly Revision[]> {
    return this.#api.revisions(comment.thread, comment.id);
  }

  // ----

  readonly #seeing = new Set<string>();

  /** What is looked at is read, if somebody is there to read it. */
  #seeActive(): void {
    const { value } = this.active;
    const thread = value?.kind === 'thread' ? this.book.get(value.id) : null;
    if (!thread?.unread || document.hidden || this.#seeing.has(thread.id)) return;
    const { id } = thread;
    this.#seeing.add(id);
    this.#api
      .markRead(id)
      .then(() => this.book.read([id]))
      .catch(() => undefined) // it is unread until it is looked at again
      .finally(() => this.#seeing.delete(id));
  }

  /** Makes the list one that has it. */
  #filterFor({ kind, id }: Active): void {
    const thread = kind === 'thread' ? this.book.get(id) : null;
    this.query.value = '';
    if (thread?.state === 'resolved') this.filter.value = 'resolved';
    else this.filter.value = thread && this.book.isOrphaned(thread) ? 'orphaned' : 'open';
  }

  #listen(): void {
    const listen = (target: EventTarget, type: string, work: (event: Event) => void): void => {
      target.addEventListener(type, work, { passive: true });
      this.#cleanup.push(() => target.removeEventListener(type, work));
    };
    const media = matchMedia(kMarginWidth);
    listen(media, 'change', () => {
      this.wide.value = media.matches;
      this.redraw();
    });
    listen(window, 'resize', this.redraw);
    listen(window, 'online', () => {
      this.drafts.offerAll();
      this.book.advanced();
    });
    listen(window, 'hashchange', () => this.#followLink());
    listen(this.#around.view.quill.root, 'click', () => this.#lookAtCaret());
    // Fonts come, blocks get their real height: words move without a change of the text.
    const sizes = new ResizeObserver(this.redraw);
    sizes.observe(this.#around.view.quill.root);
    this.#cleanup.push(() => sizes.disconnect());
    this.#cleanup.push(this.drafts.shown.subscribe(() => this.redraw()));
  }

  #changed(): void {
    this.loading.value = this.book.loading;
    this.#seeActive();
    this.revision.value += 1;
    if (!this.#linkFollowed && this.book.isComplete) {
      this.#linkFollowed = true;
      // Once the cards are there, so that the focus finds one.
      requestAnimationFrame(() => this.#followLink());
    }
    this.redraw();
  }

  #followLink(): void {
    const id = /^#thread-(\d+)$/.exec(location.hash)?.[1];
    if (id !== undefined && !this.#stopped) this.goTo(id);
  }

  /** Runs a request of mine; says why if it is refused. */
  async #do(work: () => Promise<Thread>, thread: string): Promise<boolean> {
    try {
      this.book.take(await work());
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { failure } = error;
      if (failure.kind === 'unreachable') this.#around.say(strings.threads.unreachable);
      else if (failure.status === 412) this.#around.say(strings.threads.changedMeanwhile);
      else this.#around.say(strings.threads.refused(failure.detail));
      this.book.refresh(thread);
      return false;
    }
  }

  // ---- what is drawn, once per frame

  #draw(): void {
    const near = this.#highlights.near();
    const active = this.active.value;
    const marks: Mark[] = [];
    for (const thread of this.book.within(near.from, near.to)) {
      const isActive = active?.id === thread.id;
      const range = this.book.rangeOf(thread.id);
      if (range && (thread.state === 'open' || isActive)) marks.push({ id: thread.id, range, look: isActive ? 'active' : 'open' });
    }
    for (const { draft } of this.drafts.shown.value) {
      const range = this.drafts.rangeOf(draft.key);
      if (range && range.start < near.to && range.end > near.from) marks.push({ id: draft.key, range, look: 'draft' });
    }
    marks.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
    this.#highlights.show(marks);
    this.#place(marks);
    this.#showHere();
    const [first, ...more] = this.#around.view.quill.hasFocus() ? this.#threadsAtCaret() : [];
    const atCaret = first ? { id: first.id, more: more.length } : null;
    if (JSON.stringify(atCaret) !== JSON.stringify(this.atCaret.value)) this.atCaret.value = atCaret;
  }

  #place(marks: readonly Mark[]): void {
    const placed: Beside[] = [];
    for (const { id, range, look } of marks) {
      const line = this.#highlights.lineOf(range);
      if (line) placed.push({ kind: look === 'draft' ? 'draft' : 'thread', id, top: Math.round(line.top) });
    }
    placed.sort((a, b) => a.top - b.top);
    if (JSON.stringify(placed) !== JSON.stringify(this.beside.value)) this.beside.value = placed;
    // A list may leave out what is said about words that are near.
    const isThere = (id: string): boolean => !this.listOpen.value || document.getElementById(`about-${id}`) !== null;
    this.#highlights.describe(
      marks.filter(({ id, look }) => look !== 'draft' && isThere(id)).map(({ id, range }) => ({ range, element: `about-${id}` })),
    );
  }

  /** The quiet button, level with the beginning of the selection. */
  #showHere(): void {
    const { quill } = this.#around.view;
    const range = quill.hasFocus() || !quill.isEnabled() ? quill.selection.lastRange : null;
    let here: CommentHere | null = null;
    if (this.mayComment && range && range.length > 0 && quill.getText(range.index, range.length).trim()) {
      const line = this.#highlights.lineOf({ start: range.index, end: range.index + range.length });
      if (line) here = { top: Math.round(line.top + line.height / 2) };
    }
    if (JSON.stringify(here) !== JSON.stringify(this.here.value)) this.here.value = here;
  }

  #wordsAtSelection(): Range | null {
    const { view } = this.#around;
    const selected = view.range();
    if (!selected) return null;
    const text = view.textOf(selected.index, selected.index + selected.length);
    if (text.trim()) {
      // A selection by three clicks takes the newline along; the words are meant.
      const start = selected.index + (text.length - text.trimStart().length);
      return { start, end: start + text.trim().length };
    }
    const [line, offset] = view.quill.getLine(selected.index);
    const start = selected.index - offset;
    const words = line ? view.textOf(start, start + line.length()).trimEnd() : '';
    return words ? { start, end: start + words.length } : null;
  }

  /** Threads around the caret, the one with the fewest words first. */
  #threadsAtCaret(): readonly Thread[] {
    const at = this.#around.view.range();
    if (!at) return [];
    const length = (thread: Thread): number => {
      const range = this.book.rangeOf(thread.id);
      return range ? range.end - range.start : 0;
    };
    return this.book
      .within(Math.max(0, at.index - 1), at.index + Math.max(1, at.length))
      .filter((thread) => thread.state === 'open')
      .toSorted((a, b) => length(a) - length(b));
  }

  /** Without taking the focus: whoever clicked into the text wants to write. */
  #lookAtCaret(): void {
    const selected = this.#around.view.range();
    if (!selected || selected.length > 0) return;
    const [first] = this.#threadsAtCaret();
    if (this.wide.value) this.look(first ? { kind: 'thread', id: first.id } : null);
  }

  #scrollTo(range: Range): void {
    const [line] = this.#around.view.quill.getLine(range.start);
    const block = line?.domNode;
    if (!(block instanceof HTMLElement)) return;
    block.scrollIntoView({ block: 'start', behavior: 'instant' });
    const words = this.#highlights.lineOf(range);
    const top = words ? words.top : block.getBoundingClientRect().top + window.scrollY;
    window.scrollTo({ top: Math.max(0, top - barsHeight() - window.innerHeight * 0.2), behavior: 'instant' });
    requestAnimationFrame(() => {
      // Blocks above have their real height now.
      const now = this.#highlights.lineOf(range);
      if (now) window.scrollTo({ top: Math.max(0, now.top - barsHeight() - window.innerHeight * 0.2), behavior: 'instant' });
      this.redraw();
    });
  }

  // ---- news

  #heardNews(before: Thread | null, now: Thread): void {
    const last = now.comments.at(-1);
    const isNew = now.comments.length > (before?.comments.length ?? 0);
    if (!last || !isNew || last.author.id === this.myId) return;
    const words = now.anchor.words || now.anchor.quote;
    this.#toldNews.push(strings.threads.news(last.author.name, shorten(words), before !== null));
    if (this.#toldNews.length > 1) return;
    realTimers.after(kNewsDelay, () => {
      const told = this.#toldNews.splice(0);
      this.news.value = told.length > kNewsByName ? strings.threads.manyNews(told.length) : told.join(' ');
    });
  }
}

function nothingIfMissing(error: unknown): null {
  if (error instanceof ApiError && error.failure.kind === 'refused' && error.failure.status === 404) return null;
  throw error;
}

export function shorten(text: string, most = 60): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  return line.length > most ? `${line.slice(0, most).trimEnd()}…` : line;
}
