import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { openAddress } from '../../addresses.ts';
import { keepLate } from '../../device/late-drafts.ts';
import { myName } from '../../device/me.ts';
import { keepCaretBlockLaidOut } from '../../editor/caret-block.ts';
import type { Command } from '../../editor/commands.ts';
import { CursorLayer } from '../../editor/cursor-layer.ts';
import { dragWords } from '../../editor/drag-words.ts';
import { keepSelectionDirection } from '../../editor/selection-direction.ts';
import { keepCaretInItsSign } from '../../editor/steady-caret.ts';
import { listenToKeys } from '../../editor/keyboard.ts';
import type { PageRequest } from '../../editor/shortcuts.ts';
import type { PasteReport } from '../../editor/clipboard.ts';
import { QuillView } from '../../editor/quill-view.ts';
import { lastViews, rememberViews } from '../../device/last-views.ts';
import type { TableSpot } from '../../editor/tables/placement.ts';
import type { Tables } from '../../editor/tables/tables.ts';
import { registerTypes } from '../../sync/light-type.ts';
import type { Present } from '../../sync/presence.ts';
import type { SessionEvents } from '../../sync/session.ts';
import { withOneMore } from '../../sync/status.ts';
import type { Status } from '../../sync/status.ts';
import type { WhyGone } from '../../ui/gone.tsx';
import type { NoticeContent } from '../../ui/notice.tsx';
import type { TableMenu } from '../../ui/table-tools.tsx';
import { strings } from '../../words/strings.ts';
import type { Rights } from '../rights.ts';
import { ThreadsModel } from '../threads/threads-model.ts';
import { authorOf } from '../whoami.ts';
import { AroundTheCaret, scrollBelowBars } from './around-the-caret.ts';
import { MyRights } from './my-rights.ts';
import { linkClicked, listenToPage } from './page-events.ts';
import { OlderPage } from './older-page.ts';
import { PageNotices } from './page-notices.ts';
import { PictureDesk } from './picture-desk.ts';
import { pictureStore } from './picture-store.ts';
import { PaperTitle } from './paper-title.ts';
import { SessionKeeper } from './session-keeper.ts';
import type { Opening } from './session-keeper.ts';
import { TemplateModel } from './template-model.ts';
import { WhoIsHere } from './who-is-here.ts';

export type Phase = { readonly kind: 'opening' } | { readonly kind: 'open' } | WhyGone;

type Ask = (request: 'help' | 'toolbar' | 'name') => void;

function pasteWords({ pictures, files, flattened }: PasteReport): string {
  if (flattened) return strings.tables.flattened;
  return pictures > 0 ? strings.pictures.leftOut(pictures) : strings.pictures.filesLeftOut(files);
}

/** One open editor page: puts the view, the session, rights, people and discussions together. */
export class EditorModel {
  readonly phase: Signal<Phase> = signal<Phase>({ kind: 'opening' });
  readonly status: Signal<Status> = signal<Status>({ kind: 'loading' });
  /** True if unacknowledged changes would survive a reload. */
  readonly kept = signal(true);
  readonly title: PaperTitle;
  readonly threads: Signal<ThreadsModel | null> = signal<ThreadsModel | null>(null);
  readonly notices = new PageNotices();
  readonly writable = signal(false);
  readonly caret = new AroundTheCaret();
  /** Where one is in a table. */
  readonly table: Signal<TableSpot | null> = signal<TableSpot | null>(null);
  /** The menu that is open there. */
  /** Opens the calendar that stands beside the cell of dates. */
  openCalendar: () => void = () => undefined;
  readonly tableMenu: Signal<TableMenu> = signal<TableMenu>(null);
  readonly pictures = new PictureDesk(() => this.#view?.pictures ?? null);
  readonly people = new WhoIsHere((me) => this.#session?.introduce(me));
  readonly rights: MyRights;
  readonly template: TemplateModel;

  readonly #id: string;
  readonly #older = new OlderPage((notice) => this.say(notice));
  #view: QuillView | null = null;
  #cursors: CursorLayer | null = null;
  #keeper: SessionKeeper | null = null;
  #reported: Status = { kind: 'loading' };
  #closed = false;
  #cleanup: (() => void)[] = [];

  get document(): string {
    return this.#id;
  }

  constructor(id: string) {
    this.#id = id;
    this.template = new TemplateModel(id);
    this.rights = new MyRights(id, {
      known: (who) => this.people.know(who),
      changed: (now, before) => this.#rightsChanged(now, before),
      lost: () => this.#lost(),
    });
    this.title = new PaperTitle({
      document: id,
      author: () => authorOf(this.rights.who),
      refused: () => this.say({ text: strings.editor.renameFailed }),
      changed: () => this.#showStatus(),
    });
    registerTypes();
  }

  /** Builds the text into `container` and opens the document. `ask` is for what the page does, not the text. */
  async open(container: HTMLElement, ask: Ask): Promise<void> {
    const view = this.#build(container, ask);
    const known = await this.rights.find();
    if (this.#closed) return;
    if (!known) {
      this.phase.value = { kind: 'missing' };
      return;
    }
    if (this.asksForName && myName() === null) ask('name');
    this.#showThreads();
    await this.#openSession(view);
    this.rights.watch();
    if (this.rights.may('rename_document')) this.title.resume();
  }

  close(): void {
    this.#closed = true;
    this.rights.close();
    this.title.close();
    this.#older.stop();
    for (const work of this.#cleanup.splice(0)) work();
    void this.#keeper?.close();
  }

  // ---- what a person does

  do(command: Command): void {
    if (this.writable.value) this.#view?.run(command);
  }

  editLink(): void {
    if (this.writable.value) this.caret.links.value?.edit();
  }

  /** Whether one is in a cell or a footnote, whose keys the paper does not get. */
  get isInside(): boolean {
    return this.#view !== null && (this.#view.tables.isActive || this.#view.notes.isActive);
  }

  get tables(): Tables | null {
    return this.#view?.tables ?? null;
  }

  focusText(): void {
    this.#view?.focus();
  }

  say(notice: NoticeContent): void {
    this.notices.say(notice);
  }

  #sayGone(text: string, words: string): void {
    this.say({ text, ...(words ? { rescue: words } : {}) });
  }

  tryNow(): void {
    this.#session?.tryNow();
    this.title.tryNow();
  }

  goToPerson(person: Present): void {
    const quill = this.#view?.quill;
    const index = this.people.placeOf(person);
    const [line] = quill?.getLine(Math.min(index, quill.getLength() - 1)) ?? [null];
    if (line?.domNode instanceof Element) scrollBelowBars(line.domNode, 0.35);
    this.#cursors?.point(person.id);
  }

  /** Ctrl+S asks whether it is saved; the answer is the truth. */
  answerSave(): void {
    const { kind } = this.status.value;
    const { alreadySaved, savingNow, waitingSave, unansweredSave, offlineSave, offlineSaveUnkept } = strings.notices;
    if (kind === 'saved') this.say({ text: alreadySaved });
    else if (kind === 'saving') this.say({ text: savingNow });
    else if (kind === 'waiting') this.say({ text: waitingSave });
    else if (kind === 'unanswered') this.say({ text: this.kept.value ? unansweredSave : offlineSaveUnkept });
    else this.say({ text: this.kept.value ? offlineSave : offlineSaveUnkept });
  }

  /** Only in open mode; elsewhere the server knows my name. */
  get asksForName(): boolean {
    return this.rights.who.open;
  }

  // ---- the view

  #build(container: HTMLElement, ask: Ask): QuillView {
    const view = new QuillView(container, strings.editor.placeholder, strings.editor.textLabel, pictureStore(this.#id), {
      change: (ops) => this.#session?.submit(ops),
      edited: (ops) => {
        this.threads.value?.edited(ops);
        this.template.edited();
      },
      loaded: () => {
        this.threads.value?.replaced();
        this.template.edited();
      },
      moved: (byMe) => this.#moved(byMe),
      composing: () => this.#session?.viewChanged(),
      pasted: (report) => this.say({ text: pasteWords(report) }),
      inTable: (spot) => (this.table.value = spot),
      leftOut: (cells) => this.say({ text: strings.tables.leftOut(cells) }),
      cellGone: (words) => this.#sayGone(strings.tables.cellGone, words),
      noteGone: (words) => this.#sayGone(strings.footnotes.gone, words),
      frozen: (words) => this.#sayGone(strings.templates.refused, words.trim().length > 1 ? words : ''),
      calendar: () => this.openCalendar(),
      tableMenu: (menu) => (this.tableMenu.value = menu),
      keptViews: () => lastViews(this.#id),
      keepViews: (views) => rememberViews(this.#id, views),
      pictures: (spots) => this.pictures.show(spots),
      pictureInserted: () => this.pictures.inserted(),
    });
    const cursors = new CursorLayer(view.quill, () => this.people.letters.value);
    this.#view = view;
    this.#cursors = cursors;
    this.caret.follow(view);
    this.template.follow(view);
    view.tables.keys.people = () => [...new Set([this.people.me.value, ...this.people.others.value].flatMap(({ name }) => name || []))];
    this.#cleanup.push(
      () => this.#dropThreads(),
      () => this.template.close(),
      () => cursors.remove(),
      keepCaretBlockLaidOut(view.quill),
      dragWords(view.quill),
      keepSelectionDirection(view.quill),
      keepCaretInItsSign(view.quill),
      listenToKeys(view.quill, (request) => this.#asked(request, ask), (command) => view.run(command)),
      this.#listenToPage(view),
    );
    return view;
  }

  #listenToPage(view: QuillView): () => void {
    return listenToPage(view.quill.root, {
      networkChanged: () => {
        this.#session?.networkChanged();
        this.title.tryNow();
      },
      shown: () => {
        this.#session?.viewChanged();
        if (this.phase.value.kind === 'open') void this.rights.lookForMore();
      },
      scrolled: () => {
        this.caret.scrolled();
        this.threads.value?.redraw();
      },
      hidden: () => {
        view.settle();
        const late = this.#session?.unwritten();
        if (late && this.#session?.isKept) keepLate(late);
      },
      wouldLose: () => this.pictures.wouldLose || (this.#session?.hasUnacknowledged === true && !this.#session.isKept),
      clicked: (event) => {
        const address = linkClicked(event);
        if (address) openAddress(address);
      },
    });
  }

  #asked(request: PageRequest, ask: Ask): void {
    switch (request) {
      case 'help':
      case 'toolbar':
        return ask(request);
      case 'link':
        return this.editLink();
      case 'open-link':
        return this.caret.links.value?.follow();
      case 'save':
        return this.answerSave();
      case 'comment':
        return this.threads.value?.comment();
      case 'to-thread':
        return this.threads.value?.toThread();
    }
  }

  #moved(byMe: boolean): void {
    this.caret.moved();
    this.threads.value?.redraw();
    const { tables } = this;
    const at = tables?.inPaper;
    if (at) return this.#session?.select(at.index, 0, byMe, at.cell);
    const range = this.#view?.quill.selection.lastRange;
    if (range) this.#session?.select(range.index, range.length, byMe);
  }

  // ---- the session

  get #session(): SessionKeeper['session'] {
    return this.#keeper?.session ?? null;
  }

  #opening(): Opening {
    return {
      author: authorOf(this.rights.who),
      mayEdit: this.rights.may('edit_document'),
      me: this.people.me.value,
      hears: () => this.rights.may('read_threads'),
      shows: () => this.rights.may('show_presence'),
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
      connected: () => {
        this.#older.connected();
        this.#view?.pictures.connected();
      },
      title: (title) => this.title.heard(title),
      settings: (settings) => this.template.heard(settings),
      people: (people) => {
        this.people.moved(people);
        this.#cursors?.show(people);
      },
      missing: () => {
        this.phase.value = { kind: 'missing' };
      },
      failed: (message) => {
        this.phase.value = { kind: 'failed', message };
      },
      refused: (message, text) =>
        this.say({ text: `${strings.notices.refused} (${message})`, ...(text ? { rescue: text } : {}) }),
      leftBehind: (text) => this.say({ text: strings.notices.leftBehind, rescue: text }),
      discussed: (events) => this.threads.value?.heard(events),
      advanced: () => this.threads.value?.advanced(),
      rightsChanged: () => void this.#goOn(false),
      outdated: () => void this.#goOn(true),
    };
  }

  /** The session stands still. It goes on with the present rights; with `afresh`, another one opens the document. */
  async #goOn(afresh: boolean): Promise<void> {
    if (!(await this.rights.askAgain())) return;
    const session = this.#session;
    const stuck = session?.hasUnacknowledged === true && !this.rights.may('edit_document');
    if (!afresh && !stuck) return session?.resume();
    const unsent = stuck ? session.unsentText : '';
    const kept = session?.isKept ?? false;
    await this.#keeper?.reopen(this.#opening());
    this.threads.value?.reload();
    if (unsent) this.say({ text: strings.rights.unsentHere(kept), rescue: unsent });
  }

  #statusChanged(status: Status): void {
    const session = this.#session;
    this.#reported = status;
    this.#showStatus();
    if (session) this.kept.value = session.isKept;
    if (status.kind !== 'loading' && this.phase.value.kind === 'opening') this.phase.value = { kind: 'open' };
    this.#showWritable();
  }

  /** As the session reports it, for the text; the title counts as well. */
  #showStatus(): void {
    const status = this.title.waits ? withOneMore(this.#reported) : this.#reported;
    if (JSON.stringify(this.status.value) !== JSON.stringify(status)) this.status.value = status;
  }

  // ---- what my rights mean for the page

  #rightsChanged(now: Rights, before: Rights | null): void {
    this.#showThreads();
    this.#showWritable();
    if (now.may('edit_document') && !before?.may('edit_document')) this.#keeper?.sendWaiting();
    if (now.role && before && before.role !== now.role) this.say({ text: strings.rights.changed[now.role] });
  }

  #lost(): void {
    const session = this.#session;
    const unsent = [session?.hasUnacknowledged ? session.unsentText : '', this.#keeper?.unsentText ?? ''].filter(Boolean).join('\n\n');
    this.phase.value = { kind: 'lost', unsent, kept: session?.isKept ?? false };
    this.#dropThreads();
    this.#view?.setMode('read');
    void this.#keeper?.close(true);
  }

  #showWritable(): void {
    const { kind } = this.status.value;
    const writable = kind !== 'loading' && kind !== 'read-only' && this.rights.may('edit_document');
    this.writable.value = writable;
    this.#view?.setMode(writable ? 'write' : this.rights.may('comment') && this.phase.value.kind === 'open' ? 'select' : 'read');
  }

  #showThreads(): void {
    const view = this.#view;
    if (!view || !this.rights.may('read_threads')) return this.#dropThreads();
    this.threads.value ??= new ThreadsModel({
      document: this.#id,
      view,
      session: () => this.#session,
      me: this.people.me,
      who: () => this.rights.who,
      may: (what) => this.rights.may(what),
      say: (text) => this.say({ text }),
    });
  }

  #dropThreads(): void {
    this.threads.value?.stop();
    this.threads.value = null;
  }
}
