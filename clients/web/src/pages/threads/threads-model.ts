import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { peopleOf } from '../../api/access.ts';
import type { Person as Named } from '../../api/access.ts';
import { ApiError } from '../../api/failure.ts';
import { ThreadsApi } from '../../api/threads.ts';
import { CommentDrafts } from '../../device/comment-drafts.ts';
import { strings } from '../../words/strings.ts';
import type { ThreadEvent } from '../../sync/thread-watch.ts';
import { realTimers } from '../../sync/timers.ts';
import type { Ops } from '../../text/delta.ts';
import { placeAfter } from '../../text/inside.ts';
import { ThreadBook } from '../../threads/book.ts';
import type { Loading } from '../../threads/fetcher.ts';
import type { Filter } from '../../threads/listing.ts';
import type { Active, Discussion } from '../../ui/threads/discussion.ts';
import { authorOf } from '../whoami.ts';
import { MyThreadDeeds } from './my-thread-deeds.ts';
import { MyThreadRights } from './my-thread-rights.ts';
import { ReadMarks } from './read-marks.ts';
import type { Surroundings } from './surroundings.ts';
import { ThreadDrafts } from './thread-drafts.ts';
import { ThreadNews } from './thread-news.ts';
import { ThreadTurns } from './thread-turns.ts';
import { ThreadsDrawing } from './threads-drawing.ts';
import { hasSelection, threadsAtCaret, threadsOfNote, wordsAtSelection } from './words-in-view.ts';

/** From this width on there is room for cards beside the paper. */
const kMarginWidth = '(min-width: 1180px)';

/** The discussions of an open document: which one is looked at, and how one gets there and back. */
export class ThreadsModel implements Discussion {
  readonly revision = signal(0);
  readonly loading: Signal<Loading> = signal<Loading>('loading');
  readonly active: Signal<Active | null> = signal<Active | null>(null);
  readonly focusAsked = signal(0);
  readonly listOpen = signal(false);
  readonly filter: Signal<Filter> = signal<Filter>('open');
  readonly query = signal('');
  readonly wide = signal(matchMedia(kMarginWidth).matches);
  /** The announcement for screen readers. */
  readonly news = signal('');
  readonly book: ThreadBook;
  readonly drafts: ThreadDrafts;
  readonly rights: MyThreadRights;
  readonly deeds: MyThreadDeeds;
  readonly #around: Surroundings;
  readonly #marks: ReadMarks;
  readonly #drawing: ThreadsDrawing;
  readonly #clicks = new ThreadTurns();
  readonly #keys = new ThreadTurns();
  #cleanup: (() => void)[] = [];
  #linkFollowed = false;
  #stopped = false;

  constructor(around: Surroundings) {
    this.#around = around;
    const api = new ThreadsApi(around.document, () => (around.who().open ? around.me.value.name : null));
    const store = new CommentDrafts(around.document, authorOf(around.who()));
    this.rights = new MyThreadRights(around);
    this.book = this.#makeBook(api);
    this.#marks = new ReadMarks(api, this.book);
    this.drafts = this.#makeDrafts(api, store);
    this.deeds = new MyThreadDeeds({
      api,
      store,
      book: this.book,
      marks: this.#marks,
      say: around.say,
      removed: ({ thread }) => this.look({ kind: 'thread', id: thread }, true),
      changed: () => this.#changed(),
    });
    this.#drawing = new ThreadsDrawing({
      view: around.view,
      book: this.book,
      drafts: this.drafts,
      active: () => this.active.value,
      listOpen: () => this.listOpen.value,
      mayComment: () => this.rights.mayComment,
    });
    this.#listen();
    this.book.load();
  }

  #makeBook(api: ThreadsApi): ThreadBook {
    const { session, view } = this.#around;
    const news = new ThreadNews(this.news, () => this.rights.myId);
    return new ThreadBook({
      page: (cursor) => api.page(cursor),
      thread: (id) => api.thread(id).catch(nothingIfMissing),
      place: (version, place) => {
        const changes = session()?.changesSince(version) ?? 'later';
        return typeof changes === 'string' ? changes : placeAfter(place, changes, view.inside.cellAt);
      },
      findCell: view.inside.cellAt,
      linesAt: view.inside.linesAt,
      isSettled: () => (session()?.settledVersion ?? null) !== null,
      changed: () => this.#changed(),
      news: (before, now) => news.hear(before, now),
      timers: realTimers,
    });
  }

  #makeDrafts(api: ThreadsApi, store: CommentDrafts): ThreadDrafts {
    const { view, session } = this.#around;
    return new ThreadDrafts({
      api,
      store,
      view,
      settledVersion: () => session()?.settledVersion ?? null,
      sent: (draft, thread) => {
        this.book.take(thread);
        // The box goes; a writer who was in it goes on in the thread. The focus of others stays where it is.
        const inBox = document.activeElement?.closest('.comment-box')?.getAttribute('data-key') === draft.key;
        if (inBox || this.active.value?.id === draft.key) this.look({ kind: 'thread', id: thread.id }, inBox);
      },
    });
  }

  stop(): void {
    this.#stopped = true;
    for (const work of this.#cleanup.splice(0)) work();
    this.book.stop();
    this.drafts.stop();
    this.#drawing.stop();
  }

  get beside(): ThreadsDrawing['beside'] {
    return this.#drawing.beside;
  }

  get here(): ThreadsDrawing['here'] {
    return this.#drawing.here;
  }

  get atCaret(): ThreadsDrawing['atCaret'] {
    return this.#drawing.atCaret;
  }

  // ---- what the document tells

  edited(ops: Ops): void {
    this.#drawing.forget();
    this.book.edited(ops);
    this.drafts.edited(ops);
    this.redraw();
  }

  replaced(): void {
    this.#drawing.forget();
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

  /** Call when the caret, the selection or the window moved. */
  redraw = (): void => this.#drawing.soon();

  /** Reads all anew, for example after a pause in which nothing was heard. */
  reload(): void {
    this.book.load();
  }

  // ---- who is who

  people(query: string): Promise<readonly Named[]> {
    return this.rights.knowsPeople ? peopleOf(this.#around.document, query) : Promise.resolve([]);
  }

  nameOf(author: string): string {
    for (const thread of this.book.all()) {
      const known = thread.comments.find((comment) => comment.author.id === author);
      if (known) return known.author.name;
    }
    return '';
  }

  // ---- the view

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

  leave(): void {
    if (!this.wide.value) this.listOpen.value = false;
    this.#around.view.focus();
  }

  toggleList(): void {
    this.listOpen.value = !this.listOpen.value;
    this.redraw();
  }

  comment(): void {
    if (!this.rights.mayComment) return;
    const words = wordsAtSelection(this.#around.view);
    if (!words) {
      this.#around.say(strings.threads.selectFirst);
      return;
    }
    const draft: Active = { kind: 'draft', id: this.drafts.onWords(words) };
    if (this.wide.value) this.listOpen.value = false;
    else this.#filterFor(draft);
    this.look(draft, true);
    this.#drawing.now(); // at once: the box must have the focus before the next key
  }

  reply(thread: string): void {
    if (!this.rights.mayComment) return;
    this.drafts.onThread(thread);
    this.look({ kind: 'thread', id: thread });
  }

  /** From the text to the thread at the caret; from the same words again, to the next one on them. */
  toThread(): void {
    const active = this.active.value?.id;
    this.#around.view.readSelection();
    const thread = this.#keys.next(threadsAtCaret(this.#around.view, this.book), active, active);
    if (!thread) {
      this.#around.say(strings.threads.noneHere);
      return;
    }
    if (this.wide.value) this.listOpen.value = false;
    this.look({ kind: 'thread', id: thread.id }, true);
  }

  goTo(id: string, take = true): void {
    const thread = this.book.get(id);
    if (!thread) {
      this.#around.say(strings.threads.noSuch);
      return;
    }
    const place = this.book.placeOf(id);
    if (place) this.#drawing.scrollTo(place);
    if (!place || thread.state === 'resolved') {
      this.#filterFor({ kind: 'thread', id });
      this.listOpen.value = true;
    }
    this.look({ kind: 'thread', id }, take);
  }

  async copyLink(id: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(`${location.origin}${location.pathname}#thread-${id}`);
      this.#around.say(strings.threads.linkCopied);
    } catch {
      history.replaceState(null, '', `#thread-${id}`);
      this.#around.say(strings.threads.linkInBar);
    }
  }

  // ----

  #seeActive(): void {
    const { value } = this.active;
    if (value?.kind === 'thread') this.#marks.see(value.id);
  }

  /** Chooses the filter of the list that shows this thread or draft. */
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
    listen(this.#around.view.quill.container, 'click', (event) => this.#lookAtCaret(event.target));
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
      // In the next frame the cards are there, and the focus finds one.
      requestAnimationFrame(() => this.#followLink());
    }
    this.redraw();
  }

  #followLink(): void {
    const id = /^#thread-(\d+)$/.exec(location.hash)?.[1];
    if (id !== undefined && !this.#stopped) this.goTo(id);
  }

  /** Takes no focus: a click into the text is the beginning of writing. */
  #lookAtCaret(target: EventTarget | null): void {
    const { view } = this.#around;
    if (!this.wide.value || hasSelection(view)) return;
    const onMark = target instanceof Element && target.closest('.note-mark') !== null;
    const found = threadsAtCaret(view, this.book);
    const thread = this.#clicks.next(onMark && found.length === 0 ? threadsOfNote(view, this.book) : found, this.active.value?.id);
    this.look(thread ? { kind: 'thread', id: thread.id } : null);
  }
}

function nothingIfMissing(error: unknown): null {
  if (error instanceof ApiError && error.failure.kind === 'refused' && error.failure.status === 404) return null;
  throw error;
}
