import type { SocketLike } from 'sharedb/lib/client/index.js';
import { draftOfTab, newDraftId, openDraftStore, rememberDraftOfTab } from '../../device/draft-store.ts';
import { adopt, lockName } from '../../sync/adoption.ts';
import type { Adopter, Locks } from '../../sync/adoption.ts';
import type { Draft, DraftStore, DraftSummary } from '../../sync/drafts.ts';
import { typedText } from '../../sync/pending.ts';
import { kEmbeds } from '../../text/embeds.ts';
import type { Person } from '../../text/person.ts';
import { replay, replayWhenFree } from '../../sync/replay.ts';
import { DocumentSession } from '../../sync/session.ts';
import type { DocumentView, SessionEvents } from '../../sync/session.ts';
import { realTimers } from '../../sync/timers.ts';

const kCollection = 'documents';
/** If the server has not answered by then, the copy kept on this device is shown. */
const kPatience = 2_500;

const openSocket = (): SocketLike => {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  // A WebSocket is one; its handlers are only typed with an event that we do not need.
  return new WebSocket(`${scheme}//${location.host}/sync?embeds=${kEmbeds.join(',')}`) as unknown as SocketLike;
};

/** While the page is hidden no frame comes, but others' changes must not pile up for hours. */
function nextFrame(work: () => void): void {
  if (document.hidden) setTimeout(work, 250);
  else requestAnimationFrame(work);
}

/** The parameters of a new session. */
export interface Opening extends Adopter {
  readonly me: Person;
  readonly hears: () => boolean;
  readonly shows: () => boolean;
}

/** The session of an open page, and the drafts of this device that belong to its document. */
export class SessionKeeper {
  readonly #id: string;
  readonly #view: DocumentView;
  readonly #events: SessionEvents;
  /** Drafts whose locks this page has: nobody else will send them. */
  readonly #held = new Set<string>();
  #storage: { readonly store: DraftStore; readonly locks: Locks } | null = null;
  #unsent: readonly DraftSummary[] = [];
  session: DocumentSession | null = null;

  constructor(id: string, view: DocumentView, events: SessionEvents) {
    this.#id = id;
    this.#view = view;
    this.#events = events;
  }

  /** Changes that I typed here before and may not send. */
  get unsentText(): string {
    return this.#unsent.map(({ pending }) => typedText(pending)).filter(Boolean).join('\n\n');
  }

  get survivesReload(): boolean {
    return this.#storage?.store.survivesReload ?? false;
  }

  /** Opens the document with what this device has of it. */
  async open(opening: Opening): Promise<void> {
    this.#storage ??= await openDraftStore();
    const { store, locks } = this.#storage;
    // A session that is opened anew does not go on from the draft of the one before: that is sent beside it.
    const free: Locks = { ...locks, tryHold: (name, patience) => (this.#holds(name) ? Promise.resolve(false) : locks.tryHold(name, patience)) };
    const { draft, others } = await adopt(store, free, kCollection, this.#id, draftOfTab(this.#id), opening);
    const draftId = draft?.id ?? newDraftId();
    await this.#hold(draftId);
    rememberDraftOfTab(this.#id, draftId);
    this.#unsent = opening.mayEdit ? [] : others;
    if (opening.mayEdit) this.#send(others);
    this.#start(draftId, draft, opening);
  }

  /** Ends the session and opens another one, that begins from what the server has now. */
  async reopen(opening: Opening): Promise<void> {
    await this.close(true);
    await this.open(opening);
  }

  /** I may edit again: what waited here goes to the server, and comes back to this page as anybody's. */
  sendWaiting(): void {
    this.#send(this.#unsent);
    this.#unsent = [];
  }

  async close(discard = false): Promise<void> {
    const { session } = this;
    this.session = null;
    await session?.stop(discard);
  }

  #holds(lock: string): boolean {
    return [...this.#held].some((draft) => lockName(draft) === lock);
  }

  async #hold(draft: string): Promise<void> {
    this.#held.add(draft);
    await this.#storage?.locks.tryHold(lockName(draft), 0);
  }

  #send(drafts: readonly DraftSummary[]): void {
    const { store, locks } = this.#storage ?? {};
    if (!store || !locks) return;
    for (const { id } of drafts) {
      if (this.#held.has(id)) void replay(store, id, openSocket, realTimers, this.#events);
      else replayWhenFree(store, locks, id, openSocket, realTimers, this.#events);
    }
  }

  #start(draftId: string, draft: Draft | null, { me, author, hears, shows }: Opening): void {
    const { store } = this.#storage ?? {};
    if (!store) return;
    const session = new DocumentSession(
      {
        collection: kCollection,
        id: this.#id,
        draftId,
        author,
        store,
        timers: realTimers,
        open: openSocket,
        nextFrame,
        deviceOffline: () => !navigator.onLine,
        me,
        hears,
        shows,
      },
      this.#view,
      this.#events,
    );
    this.session = session;
    session.start(draft && draft.pending.length > 0 ? draft : null);
    if (draft && !session.isLoaded) {
      setTimeout(() => session.showKept(draft), navigator.onLine ? kPatience : 0);
    }
  }
}
