import { Connection } from 'sharedb/lib/client/index.js';
import type { ClientError, Doc, SocketLike } from 'sharedb/lib/client/index.js';
import { ChangeCounter } from './change-counter.ts';
import { Connector, noSocket } from './connector.ts';
import { contentLength, endsWithNewline, lengthChange, opsOf } from '../text/delta.ts';
import type { Ops } from '../text/delta.ts';
import { DraftWriter } from './draft-writer.ts';
import type { CurrentHead } from './draft-writer.ts';
import type { Draft, DraftStore, LateDraft } from './drafts.ts';
import { lightRichText } from './light-type.ts';
import { OpGate } from './op-gate.ts';
import { restorePending, typedText, unacknowledged } from './pending.ts';
import { PlaceKeeper } from './place-keeper.ts';
import { DocumentPresence } from './presence.ts';
import type { Present } from './presence.ts';
import type { Person } from '../text/person.ts';
import { titleIn } from './properties.ts';
import { isFinal, refusalIn, verdictIn } from './refusals.ts';
import type { Verdict } from './refusals.ts';
import { RemoteQueue } from './remote-queue.ts';
import { kShortAbsence, statusOf } from './status.ts';
import type { ReadOnlyReason, Status } from './status.ts';
import { ThreadWatch } from './thread-watch.ts';
import type { Timers } from './timers.ts';
import type { Range } from '../text/ranges.ts';
import type { ThreadEvent } from './thread-watch.ts';

export type { SocketLike };

/** How long we wait before offering a change again that the server refused for the moment. */
const kOfferAgain = 5_000;
/** While only others write, the draft follows this slowly. */
const kIdleWrite = 1_500;

/** The draft's content is written anew only when I have not typed for this long. */
const kQuiet = 4_000;

/** What shows the document. Positions and operations are those of the view. */
export interface DocumentView {
  load(content: Ops): void;
  applyRemote(ops: Ops): void;
  /** Reports everything that was typed so far through `submit` before it returns. */
  settle(): void;
  /** Length of what is shown, its last newline included. */
  length(): number;
  /** False while it must not be touched, for example because an input method composes. */
  readonly isReady: boolean;
  /** Text is in it that `submit` has not been told yet. */
  readonly hasUnsubmitted: boolean;
}

export interface SessionEvents {
  status(status: Status): void;
  /** The properties kept beside the text changed. */
  title(title: string): void;
  people(others: readonly Present[]): void;
  /** There is no such document. */
  missing(): void;
  /** The document cannot be opened. */
  failed(message: string): void;
  /** The server refused changes for good; `text` is what was typed in them. */
  refused(message: string, text: string): void;
  /** Something happened in the discussions; also called, with nothing, when the channel stands (again). */
  discussed(events: readonly ThreadEvent[]): void;
  /** The document is a version further, or nothing is unacknowledged any more. */
  advanced(): void;
  /** Something is not allowed any more. The session is silent, and keeps what is unacknowledged, until `resume` or `stop`. */
  rightsChanged(): void;
  /** The server does not go on from what this session has: another one has to open the document. This one is silent. */
  outdated(): void;
}

export interface SessionOptions {
  readonly collection: string;
  readonly id: string;
  readonly draftId: string;
  readonly store: DraftStore;
  readonly timers: Timers;
  /** Opens a socket to the server; it begins in the state "connecting". */
  readonly open: () => SocketLike;
  /** Calls back once at the next time when the view may be painted. */
  readonly nextFrame: (work: () => void) => void;
  readonly deviceOffline: () => boolean;
  readonly me: Person;
  /** Under which these drafts are kept; empty where everybody is one. */
  readonly author: string;
  /** Whether one may hear of discussions, and show where one is. */
  readonly hears: () => boolean;
  readonly shows: () => boolean;
}

/** One open document: the stock ShareDB connection, what is unacknowledged, and what is true about it. */
export class DocumentSession {
  readonly #options: SessionOptions;
  readonly #view: DocumentView;
  readonly #events: SessionEvents;
  readonly #connection: Connection;
  readonly #doc: Doc;
  readonly #connector: Connector;
  readonly #queue = new RemoteQueue();
  readonly #places: PlaceKeeper;
  readonly #threads: ThreadWatch;
  readonly #writer: DraftWriter;
  #counter = new ChangeCounter();
  #presence: DocumentPresence | null = null;
  #loaded = false;
  #length = 0;
  /** The view shows a last newline that the document does not have; it is submitted with the first local change. */
  #newlineMissing = false;
  #frameAsked = false;
  #refusal: ReadOnlyReason | null = null;
  #awaySince: number | null = null;
  #writePlanned = false;
  #title = '';
  #lastEdit = 0;
  #statusPlanned = false;
  #stopped = false;

  constructor(options: SessionOptions, view: DocumentView, events: SessionEvents) {
    this.#options = options;
    this.#view = view;
    this.#events = events;
    this.#awaySince = options.timers.now();
    this.#connection = new Connection(noSocket);
    this.#doc = this.#connection.get(options.collection, options.id);
    this.#places = new PlaceKeeper(this.#doc);
    this.#threads = new ThreadWatch(this.#connection, options.collection, options.id, events.discussed);
    this.#writer = new DraftWriter(options.store, options.draftId, () => this.#head());
    const gate = new OpGate(this.#connection, this.#writer);
    this.#connector = new Connector(this.#connection, options.open, gate.ask, options.timers, () => this.#stand('rights'));
    this.#listen();
  }

  /** With a draft: shows it at once, unacknowledged changes included, and sends those when connected. */
  start(draft: Draft | null): void {
    if (draft) this.#restore(draft);
    this.#doc.subscribe((error) => {
      if (error && !this.#loaded) this.#events.failed(error.message);
    });
    this.#connector.start();
    this.#plan(kShortAbsence + 50);
  }

  /** Shows a kept copy if nothing has come from the server so far. */
  showKept(draft: Draft): void {
    if (!this.#loaded && !this.#stopped && !this.#connection.canSend) this.#restore(draft);
  }

  get isLoaded(): boolean {
    return this.#loaded;
  }

  /** A change made in the view, in the view's positions. */
  submit(local: Ops): void {
    if (!this.#loaded) return;
    if (this.#newlineMissing) this.#submit([{ retain: this.#length }, { insert: '\n' }].slice(this.#length ? 0 : 1));
    this.#newlineMissing = false;
    this.#lastEdit = this.#options.timers.now();
    this.#counter.edited(this.#lastEdit);
    this.#submit(this.#queue.rebase(local));
    this.#keepDraft();
    this.#refresh();
  }

  /** Where my selection is, in the view's positions. */
  select(index: number, length: number): void {
    const start = this.#queue.toDocument(index);
    this.#presence?.moveTo(start, this.#queue.toDocument(index + length) - start);
  }

  introduce(me: Person): void {
    this.#presence?.introduce(me);
  }

  /** Where a range of a server's version is in the view. "later": not known yet; "unknown": it is too old. */
  toView(version: number, range: Range): Range | 'later' | 'unknown' {
    if (!this.#loaded || !this.#viewIsDocument()) return 'later';
    return this.#places.toDocument(version, range);
  }

  /** The version of the server that the view shows exactly; null while something is on its way in or out. */
  get settledVersion(): number | null {
    const settled = this.#loaded && this.#viewIsDocument() && !this.hasUnacknowledged;
    return settled ? this.#doc.version : null;
  }

  #viewIsDocument(): boolean {
    if (!this.#view.isReady) return false;
    this.#view.settle();
    this.#flush();
    return this.#queue.isEmpty;
  }

  /** The view can take changes again (an input method finished), or its unsubmitted text changed. */
  viewChanged(): void {
    if (!this.#queue.isEmpty) this.#askFrame();
    this.#refresh();
  }

  /** The device has a network again, or a person wants it now. */
  tryNow(): void {
    this.#connector.tryNow();
  }

  networkChanged(): void {
    if (!this.#options.deviceOffline()) this.#connector.tryNow();
    this.#refresh();
  }

  /** Resolves when all changes so far would survive a reload. */
  written(): Promise<void> {
    return this.#writer.written();
  }

  /** What a page that ends at this moment has not stored yet. */
  unwritten(): LateDraft | null {
    return this.#writer.unwritten();
  }

  get isKept(): boolean {
    return this.#writer.isKept;
  }

  get hasUnacknowledged(): boolean {
    return this.#doc.hasWritePending() || this.#view.hasUnsubmitted;
  }

  /** What I typed and the server has not acknowledged. */
  get unsentText(): string {
    return typedText(unacknowledged(this.#connection, this.#doc));
  }

  get draftId(): string {
    return this.#writer.id;
  }

  /** Goes on after `rightsChanged`. */
  resume(): void {
    this.#connector.release();
  }

  /** With `discard` the draft goes, too, if nothing in it is unacknowledged. */
  async stop(discard = false): Promise<void> {
    if (this.#loaded) this.#view.settle();
    const unsent = this.hasUnacknowledged;
    if (unsent) await this.#writer.written();
    this.#stopped = true;
    this.#connector.stop();
    await this.#writer.stop(discard && !unsent);
  }

  // ---- the document

  #listen(): void {
    this.#doc.on('load', () => this.#didLoad());
    this.#doc.on('create', () => this.#didLoad());
    this.#doc.on('del', () => this.#didDelete());
    this.#doc.on('op', (op, source) => this.#didOp(opsOf(op), source));
    this.#doc.on('error', (error) => this.#didFail(error));
    this.#doc.on('no write pending', () => this.#didAcknowledgeAll());
    this.#connection.on('state', (state) => this.#stateChanged(state));
    this.#connection.on('receive', (request) => this.#receive(request));
    this.#connection.on('error', () => this.#connector.restart());
  }

  #submit(ops: Ops): void {
    this.#doc.submitOp({ ops }, {}, (error) => {
      if (error) this.#didFail(error);
    });
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

  #restoring = false;

  #didLoad(): void {
    this.#queue.clear();
    const content = this.#doc.data?.ops;
    if (!this.#doc.type || !content) {
      if (this.#loaded) this.#didDelete();
      else this.#events.missing();
      return;
    }
    this.#loaded = true;
    this.#show(content);
    if (!this.#restoring) {
      this.#counter.acknowledged();
      void this.#writer.begin(this.#draft(content));
    }
    this.#startPresence();
    this.#refresh();
  }

  #show(content: Ops): void {
    this.#length = contentLength(content);
    this.#newlineMissing = !endsWithNewline(content);
    this.#view.load(this.#newlineMissing ? [...content, { insert: '\n' }] : content);
  }

  #didOp(ops: Ops, source: unknown): void {
    this.#length += lengthChange(ops);
    this.#writer.note(ops);
    if (source) return; // mine: `submit` has put it into the view's terms already
    this.#queue.push(ops);
    this.#keepDraft();
    this.#askFrame();
    this.#events.advanced();
  }

  #didDelete(): void {
    this.#refusal = { cause: 'deleted' };
    this.#refresh();
  }

  #didFail(error: ClientError): void {
    if (!this.#doc.type && !this.#loaded) this.#events.failed(error.message);
    this.#refresh();
  }

  #didAcknowledgeAll(): void {
    this.#counter.acknowledged();
    this.#insisted = false;
    if (this.#refusal?.cause === 'server') this.#refusal = null;
    this.#writer.note(null);
    this.#keepDraft();
    this.#refresh();
    this.#events.advanced();
  }

  // ---- others' changes into the view, once per frame

  #askFrame(): void {
    if (this.#frameAsked) return;
    this.#frameAsked = true;
    this.#options.nextFrame(() => {
      this.#frameAsked = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#stopped || !this.#view.isReady || this.#queue.isEmpty) return;
    this.#view.settle();
    const ops = this.#queue.take();
    if (ops) this.#view.applyRemote(ops);
    this.#checkLength();
  }

  /** Guards D = V: an editor that cannot show some foreign content exactly must not go on with wrong positions. */
  #checkLength(): void {
    const extra = this.#view.length() - this.#length;
    if (extra === 0 || extra === 1) this.#newlineMissing = extra === 1;
    else void this.#showAgain();
  }

  async #showAgain(): Promise<void> {
    await this.#writer.written();
    const draft = await this.#options.store.load(this.#writer.id);
    if (!draft || this.#stopped) return;
    if (draft.version !== this.#doc.version || contentLength(draft.content) !== this.#length) {
      this.#options.timers.after(kIdleWrite, () => this.#checkLength());
      return;
    }
    this.#queue.clear();
    this.#show(draft.content);
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

  /** My own changes are stored at once; what only others did, after a while. */
  #keepDraft(): void {
    if (this.#doc.hasWritePending()) {
      void this.#writer.written();
      return;
    }
    if (this.#writePlanned) return;
    this.#writePlanned = true;
    this.#options.timers.after(kIdleWrite, () => {
      this.#writePlanned = false;
      void this.#writer.written().then(() => this.#compactWhenQuiet());
    });
  }

  #compactWhenQuiet(): void {
    const quiet = this.#options.timers.now() - this.#lastEdit >= kQuiet;
    if (this.#writer.hasManySteps && quiet) void this.#writer.compact();
  }

  // ---- the connection

  #stateChanged(state: Connection['state']): void {
    if (state === 'connected') {
      this.#awaySince = null;
      this.#connection.send({ a: 'watch', c: this.#options.collection, d: this.#options.id });
      if (this.#options.hears()) this.#threads.connected();
    } else {
      this.#awaySince ??= this.#options.timers.now();
      this.#plan(kShortAbsence + 50);
    }
    this.#refresh();
  }

  #receive(request: { data: unknown }): void {
    const { collection, id } = this.#options;
    const title = titleIn(request.data, collection, id);
    if (title !== undefined) {
      request.data = null;
      if (title !== null) {
        this.#title = title;
        this.#events.title(title);
      }
      return;
    }
    if (this.#threads.take(request.data)) {
      request.data = null;
      return;
    }
    const verdict = verdictIn(request.data, collection, id);
    if (verdict === 'outdated' || (verdict && !this.#insisted)) {
      request.data = null; // the stock client would take the edit back
      this.#insisted = verdict === 'rights'; // if it is said again although one may, it is about the edit itself
      this.#connector.hold();
      this.#stand(verdict);
      return;
    }
    const refusal = refusalIn(request.data, collection, id);
    const frame = opFrame(request.data, collection, id);
    if (frame && !refusal) this.#places.note(frame);
    if (refusal && refusal.code !== 'ERR_NO_OP') {
      if (isFinal(refusal)) {
        this.#events.refused(refusal.message, typedText(unacknowledged(this.#connection, this.#doc)));
      } else {
        request.data = null; // the operation stays in flight, under its old (src, seq)
        this.#refusal = { cause: 'server', message: refusal.message };
        this.#options.timers.after(kOfferAgain, () => this.#connector.restart());
      }
    }
    queueMicrotask(() => this.#refresh());
  }

  #insisted = false;

  /** Not within the frame that says so: whoever hears it may stop this session. */
  #stand(verdict: Verdict): void {
    queueMicrotask(() => {
      if (this.#stopped) return;
      if (verdict === 'rights') this.#events.rightsChanged();
      else this.#events.outdated();
    });
  }

  #startPresence(): void {
    const { collection, id, me, timers, shows } = this.#options;
    this.#presence ??= new DocumentPresence(this.#connection, collection, id, me, timers, shows, () => this.#tellPeople());
  }

  #peoplePlanned = false;

  #tellPeople(): void {
    if (this.#peoplePlanned) return;
    this.#peoplePlanned = true;
    this.#options.nextFrame(() => {
      this.#peoplePlanned = false;
      this.#flush();
      if (this.#presence && !this.#stopped) this.#events.people(this.#presence.others());
    });
  }

  // ---- the status

  #plan(after: number): void {
    if (this.#statusPlanned) return;
    this.#statusPlanned = true;
    this.#options.timers.after(after, () => {
      this.#statusPlanned = false;
      this.#refresh();
    });
  }

  #refresh(): void {
    if (this.#stopped) return;
    const away = this.#awaySince;
    this.#events.status(
      statusOf({
        loaded: this.#loaded,
        live: this.#connection.canSend && this.#doc.subscribed,
        deviceOffline: this.#options.deviceOffline(),
        unacknowledged: this.hasUnacknowledged,
        changes: this.#counter.count,
        kept: this.#writer.isKept,
        awayFor: away === null ? 0 : this.#options.timers.now() - away,
        refusal: this.#refusal,
      }),
    );
  }
}

function opFrame(frame: unknown, collection: string, id: string): object | null {
  if (typeof frame !== 'object' || frame === null) return null;
  const { a, c, d } = frame as Readonly<Record<string, unknown>>;
  return a === 'op' && c === collection && d === id ? frame : null;
}
