import { Connection } from 'sharedb/lib/client/index.js';
import type { ClientError, Doc, SocketLike } from 'sharedb/lib/client/index.js';
import { opsOf } from '../text/delta.ts';
import type { Ops } from '../text/delta.ts';
import type { Person } from '../text/person.ts';
import { ChangeCounter } from './change-counter.ts';
import { Connector, noSocket } from './connector.ts';
import { DraftKeeper } from './draft-keeper.ts';
import { DraftWriter } from './draft-writer.ts';
import type { CurrentHead } from './draft-writer.ts';
import type { Draft, LateDraft } from './drafts.ts';
import { FrameHandler } from './frame-handler.ts';
import { FreshBase } from './fresh-base.ts';
import { lightRichText } from './light-type.ts';
import { OpGate } from './op-gate.ts';
import { restorePending, typedText, unacknowledged } from './pending.ts';
import { PieceSubmitter } from './pieces.ts';
import { PlaceKeeper } from './place-keeper.ts';
import { DocumentPresence } from './presence.ts';
import type { Verdict } from './refusals.ts';
import type { DocumentView, SessionEvents, SessionOptions } from './session-contract.ts';
import { StatusTeller } from './status-teller.ts';
import type { Known } from './status-teller.ts';
import { ThreadWatch } from './thread-watch.ts';
import { ViewSync } from './view-sync.ts';

export type { SocketLike };
export type { DocumentView, SessionEvents, SessionOptions } from './session-contract.ts';

/** One open document: the stock ShareDB connection, the unacknowledged changes, and their status. */
export class DocumentSession {
  readonly #options: SessionOptions;
  readonly #view: DocumentView;
  readonly #events: SessionEvents;
  readonly #connection: Connection;
  readonly #doc: Doc;
  readonly #pieces: PieceSubmitter;
  readonly #connector: Connector;
  readonly #shown: ViewSync;
  readonly #places: PlaceKeeper;
  readonly #threads: ThreadWatch;
  readonly #frames: FrameHandler;
  readonly #writer: DraftWriter;
  readonly #keeper: DraftKeeper;
  readonly #status: StatusTeller;
  #counter = new ChangeCounter();
  #presence: DocumentPresence | null = null;
  #title = '';
  #loaded = false;
  #restoring = false;
  #peoplePlanned = false;
  #stopped = false;

  constructor(options: SessionOptions, view: DocumentView, events: SessionEvents) {
    const { collection, id, timers, nextFrame } = options;
    this.#options = options;
    this.#view = view;
    this.#events = events;
    this.#connection = new Connection(noSocket);
    this.#doc = this.#connection.get(collection, id);
    this.#pieces = new PieceSubmitter(this.#doc, (error) => this.#didFail(error));
    this.#shown = new ViewSync({ view, timers, nextFrame, content: () => this.#contentKept() });
    this.#places = new PlaceKeeper(this.#doc);
    this.#threads = new ThreadWatch(this.#connection, collection, id, events.discussed);
    this.#writer = new DraftWriter(options.store, options.draftId, () => this.#head());
    this.#keeper = new DraftKeeper(this.#writer, timers);
    this.#status = new StatusTeller(timers, () => this.#known(), events.status, () => this.#connector.doubt());
    const gate = new OpGate(this.#connection, this.#writer);
    this.#connector = new Connector(this.#connection, options.open, gate.ask, timers, () => this.#stand('rights'));
    this.#frames = new FrameHandler({
      collection,
      id,
      timers,
      connector: this.#connector,
      freshBase: new FreshBase(this.#connection, this.#doc, this.#connector, timers),
      places: this.#places,
      threads: this.#threads,
      title: (title) => this.#entitle(title),
      settings: (settings) => this.#events.settings(settings),
      refused: (message) => events.refused(message, this.unsentText),
      stood: (verdict) => this.#stand(verdict),
    });
    this.#listen();
  }

  /** With a draft: shows it at once, unacknowledged changes included, and sends those when connected. */
  start(draft: Draft | null): void {
    if (draft) this.#restore(draft);
    this.#doc.subscribe((error) => {
      if (error && !this.#loaded) this.#events.failed(error.message);
    });
    this.#connector.start();
    this.#status.plan();
  }

  /** Shows a kept copy if nothing has come from the server so far. */
  showKept(draft: Draft): void {
    if (!this.#loaded && !this.#stopped && !this.#connection.canSend) this.#restore(draft);
  }

  /** With `discard` the draft goes, too, if nothing in it is unacknowledged. */
  async stop(discard = false): Promise<void> {
    if (this.#loaded) this.#view.settle();
    const unsent = this.hasUnacknowledged;
    if (unsent) await this.#writer.written();
    this.#stopped = true;
    this.#shown.stop();
    this.#status.stop();
    this.#connector.stop();
    await this.#writer.stop(discard && !unsent);
  }

  // ---- what the page tells

  /** A change made in the view, in the view's positions. */
  submit(local: Ops): void {
    if (!this.#loaded) return;
    const now = this.#options.timers.now();
    this.#keeper.edited(now);
    this.#counter.edited(now);
    for (const ops of this.#shown.fromView(local)) this.#pieces.submit(ops);
    this.#keeper.keep(this.#doc.hasWritePending());
    this.#status.tell();
  }

  /** My selection, in the view's positions. `byMe`: I went there; else the text moved under me. `cell`: see PresenceValue. */
  select(index: number, length: number, byMe = true, cell: string | null = null): void {
    const start = this.#shown.toDocument(index);
    this.#presence?.moveTo(start, this.#shown.toDocument(index + length) - start, byMe, cell);
  }

  introduce(me: Person): void {
    this.#presence?.introduce(me);
  }

  /** The view can take changes again (an input method finished), or its unsubmitted text changed. */
  viewChanged(): void {
    this.#shown.viewReady();
    this.#status.tell();
  }

  /** A person wants it now. */
  tryNow(): void {
    this.#connector.tryNow();
  }

  networkChanged(): void {
    this.#connector.doubt();
    this.#connector.tryNow();
    if (this.#options.deviceOffline()) this.#status.tell();
    else this.#status.online();
  }

  /** Goes on after `rightsChanged`. */
  resume(): void {
    this.#connector.release();
  }

  // ---- what the page asks

  get isLoaded(): boolean {
    return this.#loaded;
  }

  /** What happened to the text that is shown since a server's version. "later": not known yet; "unknown": it is too old. */
  changesSince(version: number): readonly Ops[] | 'later' | 'unknown' {
    if (!this.#loaded || !this.#shown.settle()) return 'later';
    return this.#places.changesSince(version);
  }

  /** The version of the server that the view shows exactly; null while something is on its way in or out. */
  get settledVersion(): number | null {
    const settled = this.#loaded && this.#shown.settle() && !this.hasUnacknowledged;
    return settled ? this.#doc.version : null;
  }

  get hasUnacknowledged(): boolean {
    return this.#doc.hasWritePending() || this.#view.hasUnsubmitted;
  }

  /** My operations that the server has not acknowledged. */
  get unsentText(): string {
    return typedText(unacknowledged(this.#connection, this.#doc));
  }

  get draftId(): string {
    return this.#writer.id;
  }

  /** Resolves when all changes so far would survive a reload. */
  written(): Promise<void> {
    return this.#writer.written();
  }

  /** The draft that would be lost if the page ended at this moment. */
  unwritten(): LateDraft | null {
    return this.#writer.unwritten();
  }

  get isKept(): boolean {
    return this.#writer.isKept;
  }

  // ---- the document

  #listen(): void {
    this.#doc.on('load', () => this.#didLoad());
    this.#doc.on('create', () => this.#didLoad());
    this.#doc.on('del', () => this.#didDelete());
    this.#doc.on('op', (op, source) => this.#didOp(opsOf(op), Boolean(source)));
    this.#doc.on('error', (error) => this.#didFail(error));
    this.#doc.on('no write pending', () => this.#didAcknowledgeAll());
    this.#connection.on('state', (state) => this.#stateChanged(state));
    this.#connection.on('receive', (request) => this.#receive(request));
    this.#connection.on('error', () => this.#connector.restart());
  }

  #entitle(title: string): void {
    this.#title = title;
    this.#events.title(title);
  }

  #restore(draft: Draft): void {
    this.#writer.resume(draft.revision);
    this.#title = draft.title;
    if (draft.title) this.#events.title(draft.title);
    this.#counter = new ChangeCounter(draft.pending.length ? Math.max(1, draft.changes) : 0);
    this.#restoring = true;
    this.#doc.ingestSnapshot({ v: draft.version, data: { ops: draft.content }, type: lightRichText.uri });
    this.#restoring = false;
    restorePending(this.#doc, draft.pending, this.#options.timers.now());
  }

  #didLoad(): void {
    const content = this.#doc.data?.ops;
    if (!this.#doc.type || !content) {
      this.#shown.forget();
      if (this.#loaded) this.#didDelete();
      else this.#events.missing();
      return;
    }
    this.#loaded = true;
    this.#shown.show(content);
    if (!this.#restoring) {
      this.#counter.acknowledged();
      void this.#writer.begin(this.#draft(content));
    }
    this.#startPresence();
    this.#status.tell();
  }

  #didOp(ops: Ops, fromHere: boolean): void {
    this.#writer.note(ops);
    this.#shown.documentChanged(ops, fromHere);
    if (fromHere) return;
    this.#keeper.keep(this.#doc.hasWritePending());
    this.#events.advanced();
  }

  #didDelete(): void {
    this.#frames.deleted();
    this.#status.tell();
  }

  #didFail(error: ClientError): void {
    if (!this.#doc.type && !this.#loaded) this.#events.failed(error.message);
    this.#status.tell();
  }

  #didAcknowledgeAll(): void {
    this.#counter.acknowledged();
    this.#frames.acknowledged();
    this.#writer.note(null);
    this.#keeper.keep(this.#doc.hasWritePending());
    this.#status.tell();
    this.#events.advanced();
  }

  // ---- the draft

  #head(): CurrentHead | null {
    const version = this.#doc.version;
    if (!this.#doc.type || version === null) return null;
    return {
      title: this.#title,
      version,
      pending: unacknowledged(this.#connection, this.#doc),
      changes: this.#counter.count,
      savedAt: this.#options.timers.now(),
    };
  }

  #draft(content: Ops): Omit<Draft, 'revision'> {
    const { collection, id, draftId, author, timers } = this.#options;
    const head = { title: this.#title, version: this.#doc.version ?? 0, pending: [], changes: 0 };
    return { ...head, id: draftId, collection, document: id, author, content, savedAt: timers.now() };
  }

  /** The document's content as the draft has it. */
  async #contentKept(): Promise<Ops | 'later' | null> {
    await this.#writer.written();
    const draft = await this.#options.store.load(this.#writer.id);
    if (!draft) return null;
    return draft.version === this.#doc.version ? draft.content : 'later';
  }

  // ---- the connection

  #stateChanged(state: Connection['state']): void {
    if (state !== 'connected') return this.#status.away();
    this.#connection.send({ a: 'watch', c: this.#options.collection, d: this.#options.id });
    if (this.#options.hears()) this.#threads.connected();
    this.#status.connected();
    this.#events.connected();
  }

  #receive(request: { data: unknown }): void {
    if (this.#frames.handle(request.data)) request.data = null;
    queueMicrotask(() => this.#status.tell());
  }

  /** Not within the frame that says so: the listener may stop this session. */
  #stand(verdict: Verdict): void {
    queueMicrotask(() => {
      if (this.#stopped) return;
      if (verdict === 'rights') this.#events.rightsChanged();
      else this.#events.outdated();
    });
  }

  // ---- who is here

  #startPresence(): void {
    const { collection, id, me, timers, shows } = this.#options;
    this.#presence ??= new DocumentPresence(this.#connection, collection, id, me, timers, shows, () => this.#tellPeople());
  }

  /** With the view at the same place: their cursors are places in the document. */
  #tellPeople(): void {
    if (this.#peoplePlanned) return;
    this.#peoplePlanned = true;
    this.#options.nextFrame(() => {
      this.#peoplePlanned = false;
      this.#shown.flush();
      if (this.#presence && !this.#stopped) this.#events.people(this.#presence.others());
    });
  }

  #known(): Known {
    return {
      loaded: this.#loaded,
      live: this.#connection.canSend && this.#doc.subscribed,
      deviceOffline: this.#options.deviceOffline(),
      unacknowledged: this.hasUnacknowledged,
      oldest: this.#doc.inflightOp ?? this.#doc.pendingOps[0] ?? null,
      changes: this.#counter.count,
      kept: this.#writer.isKept,
      postponed: this.#frames.postponed,
      readOnly: this.#frames.readOnly,
    };
  }
}
