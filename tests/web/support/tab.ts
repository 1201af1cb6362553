import { adopt, lockName } from '../../../clients/web/src/sync/adoption.ts';
import type { Locks } from '../../../clients/web/src/sync/adoption.ts';
import { deltaOf } from '../../../clients/web/src/text/delta.ts';
import type { Ops } from '../../../clients/web/src/text/delta.ts';
import type { DraftStore } from '../../../clients/web/src/sync/drafts.ts';
import { replayWhenFree } from '../../../clients/web/src/sync/replay.ts';
import { DocumentSession } from '../../../clients/web/src/sync/session.ts';
import type { Status } from '../../../clients/web/src/sync/status.ts';
import { realTimers } from '../../../clients/web/src/sync/timers.ts';
import type { FlakyLink } from './flaky-link.ts';
import { MemoryView } from './memory-view.ts';

/** The locks of one browser: each tab has its own view of them. */
export class BrowserLocks {
  readonly #owners = new Map<string, object>();
  #waiting: { name: string; owner: object; work: () => Promise<void> }[] = [];

  of(owner: object): Locks {
    return {
      tryHold: (name) => {
        const holder = this.#owners.get(name);
        if (holder !== undefined && holder !== owner) return Promise.resolve(false);
        this.#owners.set(name, owner);
        return Promise.resolve(true);
      },
      whenFree: (name, work) => {
        this.#waiting.push({ name, owner, work });
        this.#serve();
      },
    };
  }

  release(owner: object): void {
    for (const [name, holder] of this.#owners) if (holder === owner) this.#owners.delete(name);
    this.#waiting = this.#waiting.filter((request) => request.owner !== owner);
    this.#serve();
  }

  #serve(): void {
    for (const request of [...this.#waiting]) {
      if (this.#owners.has(request.name)) continue;
      this.#waiting = this.#waiting.filter((other) => other !== request);
      this.#owners.set(request.name, request);
      void request.work().finally(() => {
        this.#owners.delete(request.name);
        this.#serve();
      });
    }
  }
}

let made = 0;

/** One browser tab with one document open, without a browser. */
export class Tab {
  readonly view = new MemoryView();
  status: Status = { kind: 'loading' };
  title = '';
  refusedText: string | null = null;
  missing = false;
  rightsChanged = 0;
  outdated = false;
  draftId = '';
  readonly #locks: BrowserLocks;
  #session: DocumentSession | null = null;
  #dead = false;

  private constructor(locks: BrowserLocks) {
    this.#locks = locks;
  }

  static async open(
    store: DraftStore,
    locks: BrowserLocks,
    link: FlakyLink,
    id: string,
    last: string | null = null,
  ): Promise<Tab> {
    const tab = new Tab(locks);
    const mine = locks.of(tab);
    const { draft, others } = await adopt(store, mine, 'documents', id, last, { author: '', mayEdit: true });
    tab.draftId = draft?.id ?? `draft-${(made += 1)}`;
    await mine.tryHold(lockName(tab.draftId), 0);
    for (const other of others) replayWhenFree(store, mine, other.id, link.open, realTimers);
    tab.#session = new DocumentSession(
      {
        collection: 'documents',
        id,
        draftId: tab.draftId,
        store,
        timers: realTimers,
        open: link.open,
        nextFrame: (work) => setTimeout(work, 2),
        deviceOffline: () => false,
        me: { name: 'Ama', colour: 1 },
        author: '',
        hears: () => true,
        shows: () => true,
      },
      tab.view,
      {
        status: (status) => (tab.status = status),
        title: (title) => (tab.title = title),
        settings: () => undefined,
        people: () => undefined,
        missing: () => (tab.missing = true),
        failed: () => undefined,
        refused: (_message, text) => (tab.refusedText = text),
        leftBehind: () => undefined,
        discussed: () => undefined,
        advanced: () => undefined,
        rightsChanged: () => (tab.rightsChanged += 1),
        connected: () => undefined,
        outdated: () => (tab.outdated = true),
      },
    );
    tab.#session.start(draft && draft.pending.length > 0 ? draft : null);
    return tab;
  }

  get session(): DocumentSession {
    if (!this.#session) throw new Error('not open');
    return this.#session;
  }

  get isSaved(): boolean {
    return this.status.kind === 'saved';
  }

  edit(ops: Ops): void {
    this.view.content = this.view.content.compose(deltaOf(ops));
    this.session.submit(ops);
  }

  type(index: number, text: string): void {
    this.edit(index > 0 ? [{ retain: index }, { insert: text }] : [{ insert: text }]);
  }

  /** The page is gone at once, whatever was under way; its locks are free. */
  die(link: FlakyLink): void {
    this.#dead = true;
    link.cut();
    void this.session.stop();
    this.#locks.release(this);
  }

  get isDead(): boolean {
    return this.#dead;
  }
}
