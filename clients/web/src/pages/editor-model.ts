import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { SocketLike } from 'sharedb/lib/client/index.js';
import { ApiError, renameDocument } from '../api/documents.ts';
import { draftOfTab, newDraftId, openDraftStore, rememberDraftOfTab } from '../device/draft-store.ts';
import { keepLate } from '../device/late-drafts.ts';
import { me, rememberName } from '../device/me.ts';
import { keepCaretBlockLaidOut } from '../editor/caret-block.ts';
import { run } from '../editor/commands.ts';
import type { Command, Formats } from '../editor/commands.ts';
import { CursorLayer } from '../editor/cursor-layer.ts';
import { listenToKeys } from '../editor/keyboard.ts';
import type { PageRequest } from '../editor/keyboard.ts';
import { currentHeading, headingsIn } from '../editor/outline.ts';
import type { Heading } from '../editor/outline.ts';
import { QuillView, barsHeight } from '../editor/quill-view.ts';
import { strings } from '../strings.ts';
import { adopt, lockName } from '../sync/adoption.ts';
import { registerTypes } from '../sync/light-type.ts';
import { kColours } from '../sync/presence.ts';
import type { Person, Present } from '../sync/presence.ts';
import { replayWhenFree } from '../sync/replay.ts';
import { DocumentSession } from '../sync/session.ts';
import type { Status } from '../sync/status.ts';
import { realTimers } from '../sync/timers.ts';
import type { NoticeContent } from '../ui/notice.tsx';
import { LinkModel, openAddress } from './link-model.ts';
import { ThreadsModel } from './threads-model.ts';

const kCollection = 'documents';
/** If the server has not answered by then, the copy kept on this device is shown. */
const kPatience = 2_500;
/** The outline follows the text this slowly; nobody reads it while typing. */
const kOutlineDelay = 250;

export type Phase =
  | { readonly kind: 'opening' | 'open' | 'missing' }
  | { readonly kind: 'failed'; readonly message: string };

const openSocket = (): SocketLike => {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  // A WebSocket is one; its handlers are only typed with an event that we do not need.
  return new WebSocket(`${scheme}//${location.host}/sync`) as unknown as SocketLike;
};

/** While the page is hidden no frame comes, but others' changes must not pile up for hours. */
function nextFrame(work: () => void): void {
  if (document.hidden) setTimeout(work, 250);
  else requestAnimationFrame(work);
}

/** One open editor page: the view, the session, and everything that the page's parts show. */
export class EditorModel {
  readonly phase: Signal<Phase> = signal<Phase>({ kind: 'opening' });
  readonly status: Signal<Status> = signal<Status>({ kind: 'loading' });
  readonly kept = signal(true);
  readonly title = signal('');
  readonly me: Signal<Person> = signal(me());
  readonly others: Signal<readonly Present[]> = signal<readonly Present[]>([]);
  readonly formats: Signal<Formats> = signal<Formats>({});
  readonly headings: Signal<readonly Heading[]> = signal<readonly Heading[]>([]);
  readonly heading = signal(-1);
  /** Null until the text is on the screen. */
  readonly links: Signal<LinkModel | null> = signal<LinkModel | null>(null);
  readonly threads: Signal<ThreadsModel | null> = signal<ThreadsModel | null>(null);
  readonly notice: Signal<NoticeContent | null> = signal<NoticeContent | null>(null);
  readonly writable = signal(false);

  readonly #id: string;
  #view: QuillView | null = null;
  #cursors: CursorLayer | null = null;
  #session: DocumentSession | null = null;
  #cleanup: (() => void)[] = [];
  #framePlanned = false;
  #outlinePlanned = false;
  #colourChosen = false;
  #places: ReadonlyMap<string, Present> = new Map();

  constructor(id: string) {
    this.#id = id;
    registerTypes();
  }

  /** Builds the text into `container` and opens the document. `ask` is for what the page does, not the text. */
  async open(container: HTMLElement, ask: (request: 'help' | 'toolbar') => void): Promise<void> {
    const view = new QuillView(container, strings.editor.placeholder, strings.editor.textLabel, {
      change: (ops) => this.#session?.submit(ops),
      edited: (ops) => this.threads.value?.edited(ops),
      loaded: () => this.threads.value?.replaced(),
      moved: () => this.#moved(),
      composing: () => this.#session?.viewChanged(),
      pasted: ({ pictures }) => this.say({ text: strings.notices.pictures(pictures) }),
    });
    this.#view = view;
    this.#cursors = new CursorLayer(view.quill);
    this.links.value = new LinkModel(view);
    const threads = new ThreadsModel({
      document: this.#id,
      view,
      session: () => this.#session,
      me: this.me,
      say: (text) => this.say({ text }),
    });
    this.threads.value = threads;
    this.#cleanup.push(() => threads.stop());
    this.#cleanup.push(() => this.#cursors?.remove());
    this.#cleanup.push(keepCaretBlockLaidOut(view.quill));
    this.#cleanup.push(listenToKeys(view.quill, (request) => this.#asked(request, ask)));
    this.#listenToPage(view);
    await this.#openSession(view);
  }

  close(): void {
    for (const work of this.#cleanup.splice(0)) work();
    void this.#session?.stop();
    this.#session = null;
  }

  do(command: Command): void {
    if (this.#view && this.writable.value) run(this.#view.quill, command);
  }

  editLink(): void {
    if (this.writable.value) this.links.value?.edit();
  }

  focusText(): void {
    this.#view?.quill.focus({ preventScroll: true });
  }

  say(notice: NoticeContent | null): void {
    this.notice.value = notice;
  }

  tryNow(): void {
    this.#session?.tryNow();
  }

  rename(title: string): Promise<boolean> {
    return renameDocument(this.#id, title).then(
      (info) => {
        this.title.value = info.title;
        return true;
      },
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        this.say({ text: strings.editor.renameFailed });
        return false;
      },
    );
  }

  rememberMe(name: string): void {
    rememberName(name);
    this.me.value = { ...this.me.value, name };
    this.#session?.introduce(this.me.value);
  }

  goToPerson(person: Present): void {
    const quill = this.#view?.quill;
    const { index } = this.#places.get(person.id) ?? person;
    const [line] = quill?.getLine(Math.min(index, quill.getLength() - 1)) ?? [null];
    if (line?.domNode instanceof Element) scrollBelowBars(line.domNode, 0.35);
  }

  goToHeading(heading: Heading): void {
    scrollBelowBars(heading.element, 0);
    const quill = this.#view?.quill;
    const blot = quill?.scroll.find(heading.element);
    if (quill && blot) quill.setSelection(blot.offset(quill.scroll), 0, 'silent');
  }

  // ---- the session

  async #openSession(view: QuillView): Promise<void> {
    const { store, locks } = await openDraftStore();
    const { draft, others } = await adopt(store, locks, kCollection, this.#id, draftOfTab(this.#id));
    const draftId = draft?.id ?? newDraftId();
    await locks.tryHold(lockName(draftId), 0);
    rememberDraftOfTab(this.#id, draftId);
    for (const other of others) replayWhenFree(store, locks, other.id, openSocket, realTimers);
    const session = new DocumentSession(
      {
        collection: kCollection,
        id: this.#id,
        draftId,
        store,
        timers: realTimers,
        open: openSocket,
        nextFrame,
        deviceOffline: () => !navigator.onLine,
        me: this.me.value,
      },
      view,
      {
        status: (status) => this.#statusChanged(status),
        title: (title) => {
          this.title.value = title;
        },
        people: (people) => this.#peopleChanged(people),
        missing: () => {
          this.phase.value = { kind: 'missing' };
        },
        failed: (message) => {
          this.phase.value = { kind: 'failed', message };
        },
        refused: (message, text) =>
          this.say({ text: `${strings.notices.refused} (${message})`, ...(text ? { rescue: text } : {}) }),
        discussed: (events) => this.threads.value?.heard(events),
        advanced: () => this.threads.value?.advanced(),
      },
    );
    this.#session = session;
    session.start(draft && draft.pending.length > 0 ? draft : null);
    if (draft && !session.isLoaded) {
      setTimeout(() => session.showKept(draft), navigator.onLine ? kPatience : 0);
    }
  }

  #statusChanged(status: Status): void {
    const session = this.#session;
    const before = this.status.value;
    if (JSON.stringify(before) !== JSON.stringify(status)) this.status.value = status;
    if (session) this.kept.value = session.isKept;
    if (status.kind !== 'loading' && this.phase.value.kind === 'opening') this.phase.value = { kind: 'open' };
    const writable = status.kind !== 'loading' && status.kind !== 'read-only';
    this.writable.value = writable;
    this.#view?.setWritable(writable);
  }

  /** Cursors move all the time; the list changes only when somebody comes, goes or is called otherwise. */
  #peopleChanged(people: readonly Present[]): void {
    this.#places = new Map(people.map((person) => [person.id, person]));
    if (!samePeople(people, this.others.value)) this.others.value = people;
    this.#cursors?.show(people);
    if (!this.#colourChosen && people.length > 0) this.#chooseColour(people);
  }

  /** Whoever comes later takes a hue that nobody has. */
  #chooseColour(people: readonly Present[]): void {
    this.#colourChosen = true;
    const taken = new Set(people.map((person) => person.colour));
    if (!taken.has(this.me.value.colour)) return;
    const free = Array.from({ length: kColours }, (_, colour) => colour).filter((colour) => !taken.has(colour));
    const colour = free[Math.floor(Math.random() * free.length)];
    if (colour === undefined) return;
    this.me.value = { ...this.me.value, colour };
    this.#session?.introduce(this.me.value);
  }

  // ---- the page around

  #listenToPage(view: QuillView): void {
    const listen = (target: EventTarget, type: string, work: (event: Event) => void): void => {
      target.addEventListener(type, work);
      this.#cleanup.push(() => target.removeEventListener(type, work));
    };
    listen(window, 'online', () => this.#session?.networkChanged());
    listen(window, 'offline', () => this.#session?.networkChanged());
    listen(document, 'visibilitychange', () => {
      if (!document.hidden) this.#session?.viewChanged();
    });
    listen(window, 'scroll', () => {
      this.#planFrame();
      this.threads.value?.redraw();
    });
    listen(window, 'pagehide', () => {
      view.settle();
      const late = this.#session?.unwritten();
      if (late && this.#session?.isKept) keepLate(late);
    });
    listen(window, 'beforeunload', (event) => {
      const session = this.#session;
      if (session?.hasUnacknowledged && !session.isKept) event.preventDefault();
    });
    listen(view.quill.root, 'click', (event) => this.#clicked(event as MouseEvent));
  }

  #clicked(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const address = link.getAttribute('href');
    if (address) openAddress(address);
  }

  #asked(request: PageRequest, ask: (request: 'help' | 'toolbar') => void): void {
    switch (request) {
      case 'help':
      case 'toolbar':
        return ask(request);
      case 'link':
        return this.editLink();
      case 'open-link':
        return this.links.value?.follow();
      case 'save':
        return this.answerSave();
      case 'comment':
        return this.threads.value?.comment();
      case 'to-thread':
        return this.threads.value?.toThread();
    }
  }

  /** Ctrl+S asks whether it is saved; the answer is the truth. */
  answerSave(): void {
    const { kind } = this.status.value;
    const { alreadySaved, savingNow, offlineSave, offlineSaveUnkept } = strings.notices;
    if (kind === 'saved') this.say({ text: alreadySaved });
    else if (kind === 'saving') this.say({ text: savingNow });
    else this.say({ text: this.kept.value ? offlineSave : offlineSaveUnkept });
  }

  #moved(): void {
    const view = this.#view;
    if (!view) return;
    this.#planFrame();
    this.#planOutline();
    this.threads.value?.redraw();
    const range = view.quill.selection.lastRange;
    if (range) this.#session?.select(range.index, range.length);
  }

  #planFrame(): void {
    if (this.#framePlanned) return;
    this.#framePlanned = true;
    requestAnimationFrame(() => {
      this.#framePlanned = false;
      const formats = this.#view?.formats() ?? {};
      if (JSON.stringify(formats) !== JSON.stringify(this.formats.value)) this.formats.value = formats;
      this.heading.value = currentHeading(this.headings.value, readingLine());
      this.links.value?.moved();
    });
  }

  #planOutline(): void {
    if (this.#outlinePlanned) return;
    this.#outlinePlanned = true;
    setTimeout(() => {
      this.#outlinePlanned = false;
      const root = this.#view?.quill.root;
      if (!root) return;
      const headings = headingsIn(root);
      if (!sameHeadings(headings, this.headings.value)) this.headings.value = headings;
      this.heading.value = currentHeading(headings, readingLine());
    }, kOutlineDelay);
  }
}

function samePeople(a: readonly Present[], b: readonly Present[]): boolean {
  return (
    a.length === b.length &&
    a.every((person, i) => person.id === b[i]?.id && person.name === b[i]?.name && person.colour === b[i]?.colour)
  );
}

function sameHeadings(a: readonly Heading[], b: readonly Heading[]): boolean {
  return (
    a.length === b.length &&
    a.every((heading, i) => heading.element === b[i]?.element && heading.text === b[i]?.text && heading.level === b[i]?.level)
  );
}

/** A heading above this line of the window is the one being read. */
function readingLine(): number {
  return barsHeight() + (window.innerHeight - barsHeight()) * 0.3;
}

/** Scrolls so that `element` stands below the bars, `share` of the free height further down. */
function scrollBelowBars(element: Element, share: number): void {
  const top = barsHeight() + 24 + (window.innerHeight - barsHeight()) * share;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const far = Math.abs(element.getBoundingClientRect().top - top) > window.innerHeight * 2;
  window.scrollBy({ top: element.getBoundingClientRect().top - top, behavior: calm || far ? 'instant' : 'smooth' });
}
