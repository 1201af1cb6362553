import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { Me } from '../api/roles.ts';
import { renameDocument } from '../api/documents.ts';
import { ApiError } from '../api/failure.ts';
import { keepLate } from '../device/late-drafts.ts';
import { me, myName, rememberName } from '../device/me.ts';
import { kLongestName } from '../text/person.ts';
import { keepCaretBlockLaidOut } from '../editor/caret-block.ts';
import { run } from '../editor/commands.ts';
import type { Command, Formats } from '../editor/commands.ts';
import { CursorLayer } from '../editor/cursor-layer.ts';
import { listenToKeys } from '../editor/keyboard.ts';
import type { PageRequest } from '../editor/keyboard.ts';
import { currentHeading, headingsIn } from '../editor/outline.ts';
import type { Heading } from '../editor/outline.ts';
import { QuillView, barsHeight } from '../editor/quill-view.ts';
import type { WhyGone } from '../ui/gone.tsx';
import { strings } from '../words/strings.ts';
import { registerTypes } from '../sync/light-type.ts';
import { hueOf, kColours } from '../text/person.ts';
import type { Present } from '../sync/presence.ts';
import type { Person } from '../text/person.ts';
import type { SessionEvents } from '../sync/session.ts';
import type { Status } from '../sync/status.ts';
import type { NoticeContent } from '../ui/notice.tsx';
import { openAddress } from '../addresses.ts';
import { LinkModel } from './link-model.ts';
import { rightsAsKept, rightsTo } from './rights.ts';
import type { Rights } from './rights.ts';
import { SessionKeeper } from './session-keeper.ts';
import type { Opening } from './session-keeper.ts';
import { ThreadsModel } from './threads/threads-model.ts';
import { authorOf, knowMe, knowMeAgain } from './whoami.ts';

/** The outline follows the text this slowly; nobody reads it while typing. */
const kOutlineDelay = 250;
/** Whoever may not edit may be allowed to later: it is asked this often while the page is looked at. */
const kLookForMore = 60_000;
/** The server did not say what is still allowed: it is asked again. */
const kAskAgain = 4_000;

export type Phase = { readonly kind: 'opening' } | { readonly kind: 'open' } | WhyGone;

const kNobodyYet: Me = {
  kind: 'nobody', id: null, name: null, administrator: false, may_create: false, open: false, needs_set_up: false,
};

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
  /** Null until they are known. */
  readonly rights: Signal<Rights | null> = signal<Rights | null>(null);

  readonly #id: string;
  #view: QuillView | null = null;
  #cursors: CursorLayer | null = null;
  #keeper: SessionKeeper | null = null;
  #who: Me = kNobodyYet;
  #closed = false;
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
  async open(container: HTMLElement, ask: (request: 'help' | 'toolbar' | 'name') => void): Promise<void> {
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
    this.#cleanup.push(() => this.#dropThreads());
    this.#cleanup.push(() => this.#cursors?.remove());
    this.#cleanup.push(keepCaretBlockLaidOut(view.quill));
    this.#cleanup.push(listenToKeys(view.quill, (request) => this.#asked(request, ask)));
    this.#listenToPage(view);
    const known = await this.#findRights();
    if (this.#closed) return;
    if (!known) {
      this.phase.value = { kind: 'missing' };
      return;
    }
    if (this.asksForName && myName() === null) ask('name');
    this.#showThreads();
    await this.#openSession(view);
  }

  close(): void {
    this.#closed = true;
    for (const work of this.#cleanup.splice(0)) work();
    void this.#keeper?.close();
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

  // ---- who I am, and what I may

  /** Where the server knows my name, nobody is asked for it. */
  get asksForName(): boolean {
    return this.#who.open;
  }

  #knowMyself(who: Me): void {
    this.#who = who;
    if (!who.open && who.name) this.me.value = { name: who.name.slice(0, kLongestName), colour: this.#colourChosen ? this.me.value.colour : hueOf(who.id ?? who.name) };
  }

  /** Finds out what I may; false if that is nothing. */
  async #findRights(): Promise<boolean> {
    this.#knowMyself(await knowMe());
    const answer = await rightsTo(this.#id, this.#who);
    if (answer === 'none') return false;
    this.rights.value = answer === 'unreachable' ? rightsAsKept(this.#id, this.#who) : answer;
    return true;
  }

  /** Something was taken away. With `afresh` the session cannot go on in any case. */
  async #rightsChanged(afresh: boolean): Promise<void> {
    const author = authorOf(this.#who);
    this.#knowMyself(await knowMeAgain());
    const answer = await rightsTo(this.#id, this.#who);
    if (this.#closed) return;
    if (answer === 'none') return this.#lost();
    if (answer === 'unreachable') {
      setTimeout(() => void this.#rightsChanged(afresh), kAskAgain);
      return;
    }
    if (author !== authorOf(this.#who)) return location.reload(); // somebody else logged in; what waits here is kept for its author
    this.#apply(answer);
    const session = this.#keeper?.session;
    const stuck = session?.hasUnacknowledged === true && !answer.may('edit_document');
    if (!afresh && !stuck) return session?.resume();
    const unsent = stuck ? session.unsentText : '';
    const kept = session?.isKept ?? false;
    await this.#keeper?.reopen(this.#opening());
    this.threads.value?.reload();
    if (unsent) this.say({ text: strings.rights.unsentHere(kept), rescue: unsent });
  }

  /** Perhaps I may more than before; what was taken away is told by the server itself. */
  async #lookForMore(): Promise<void> {
    const { phase, rights } = this;
    if (this.#who.open || document.hidden || phase.value.kind !== 'open' || rights.value?.may('edit_document')) return;
    const answer = await rightsTo(this.#id, this.#who);
    if (typeof answer === 'string' || this.#closed) return;
    this.#apply(answer);
  }

  #apply(now: Rights): void {
    const before = this.rights.value;
    if (before?.equals(now)) return;
    this.rights.value = now;
    this.#showThreads();
    this.#showWritable();
    if (now.may('edit_document') && !before?.may('edit_document')) this.#keeper?.sendWaiting();
    if (now.role && before && before.role !== now.role) this.say({ text: strings.rights.changed[now.role] });
  }

  #lost(): void {
    const session = this.#keeper?.session;
    const unsent = [session?.hasUnacknowledged ? session.unsentText : '', this.#keeper?.unsentText ?? ''].filter(Boolean).join('\n\n');
    this.phase.value = { kind: 'lost', unsent, kept: session?.isKept ?? false };
    this.#dropThreads();
    this.#view?.setMode('read');
    void this.#keeper?.close(true);
  }

  // ---- the session

  get #session(): SessionKeeper['session'] {
    return this.#keeper?.session ?? null;
  }

  #may(what: Parameters<Rights['may']>[0]): boolean {
    return this.rights.value?.may(what) ?? false;
  }

  #opening(): Opening {
    return {
      author: authorOf(this.#who),
      mayEdit: this.#may('edit_document'),
      me: this.me.value,
      hears: () => this.#may('read_threads'),
      shows: () => this.#may('show_presence'),
    };
  }

  async #openSession(view: QuillView): Promise<void> {
    const keeper = new SessionKeeper(this.#id, view, this.#sessionEvents());
    this.#keeper = keeper;
    await keeper.open(this.#opening());
    const waiting = keeper.unsentText;
    if (waiting) this.say({ text: strings.rights.unsentHere(keeper.survivesReload), rescue: waiting });
  }

  #sessionEvents(): SessionEvents {
    return {
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
      rightsChanged: () => void this.#rightsChanged(false),
      outdated: () => void this.#rightsChanged(true),
    };
  }

  #showThreads(): void {
    const view = this.#view;
    if (!view || !this.#may('read_threads')) return this.#dropThreads();
    this.threads.value ??= new ThreadsModel({
      document: this.#id,
      view,
      session: () => this.#session,
      me: this.me,
      who: () => this.#who,
      may: (what) => this.#may(what),
      say: (text) => this.say({ text }),
    });
  }

  #dropThreads(): void {
    this.threads.value?.stop();
    this.threads.value = null;
  }

  #statusChanged(status: Status): void {
    const session = this.#session;
    const before = this.status.value;
    if (JSON.stringify(before) !== JSON.stringify(status)) this.status.value = status;
    if (session) this.kept.value = session.isKept;
    if (status.kind !== 'loading' && this.phase.value.kind === 'opening') this.phase.value = { kind: 'open' };
    this.#showWritable();
  }

  #showWritable(): void {
    const { kind } = this.status.value;
    const writable = kind !== 'loading' && kind !== 'read-only' && this.#may('edit_document');
    this.writable.value = writable;
    this.#view?.setMode(writable ? 'write' : this.#may('comment') && this.phase.value.kind === 'open' ? 'select' : 'read');
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
      if (document.hidden) return;
      this.#session?.viewChanged();
      void this.#lookForMore();
    });
    const timer = setInterval(() => void this.#lookForMore(), kLookForMore);
    this.#cleanup.push(() => clearInterval(timer));
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

  #asked(request: PageRequest, ask: (request: 'help' | 'toolbar' | 'name') => void): void {
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
