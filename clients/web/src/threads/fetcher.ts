import type { Timers } from '../sync/timers.ts';
import type { Thread, ThreadPage } from './types.ts';

/** Threads that are asked for within this many milliseconds are fetched together. */
export const kGather = 60;
/** The server's answer is asked for again after this, if it did not come. */
const kAgain = 5_000;
/** More threads than this are fetched by pages and not one by one. */
const kOneByOne = 40;
const kAtOnce = 4;

export type Loading = 'loading' | 'here' | 'unreachable';

export interface FetcherPorts {
  page(cursor: string | null): Promise<ThreadPage>;
  /** Null if there is no such thread (any more). */
  thread(id: string): Promise<Thread | null>;
  /** Nothing of mine is unacknowledged: an answer of the server knows all that is shown. */
  isSettled(): boolean;
  readonly timers: Timers;
}

/** Asks the server for all threads, and for those that have changed, until it answers. */
export class ThreadFetcher {
  readonly #ports: FetcherPorts;
  readonly #take: (thread: Thread) => void;
  readonly #done: () => void;
  readonly #stale = new Set<string>();
  #loading: Loading = 'loading';
  #mustLoad = true;
  #fetching = false;
  #planned = false;
  #stopped = false;

  /** `take` gets each answer; `done` is called after each round, whether it went well or not. */
  constructor(ports: FetcherPorts, take: (thread: Thread) => void, done: () => void) {
    this.#ports = ports;
    this.#take = take;
    this.#done = done;
  }

  get loading(): Loading {
    return this.#loading;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Fetches everything. */
  load(): void {
    this.#mustLoad = true;
    this.plan(0);
  }

  /** This one is not known as it is; it is asked for when that is planned. */
  outdate(id: string): void {
    this.#stale.add(id);
  }

  get isDue(): boolean {
    return this.#mustLoad || this.#stale.size > 0;
  }

  get hasOutdated(): boolean {
    return this.#stale.size > 0;
  }

  plan(after: number): void {
    if (this.#planned || this.#stopped) return;
    this.#planned = true;
    this.#ports.timers.after(after, () => {
      this.#planned = false;
      void this.#fetch();
    });
  }

  async #fetch(): Promise<void> {
    if (this.#fetching || this.#stopped) return;
    if (!this.#mustLoad && !this.#ports.isSettled()) return; // it is planned again when all is acknowledged
    this.#fetching = true;
    try {
      if (this.#mustLoad || this.#stale.size > kOneByOne) await this.#fetchAll();
      else await this.#fetchStale();
      this.#loading = 'here';
    } catch {
      if (this.#loading !== 'here') this.#loading = 'unreachable';
      this.#ports.timers.after(kAgain, () => this.plan(0));
    }
    this.#fetching = false;
    this.#done();
    if (this.#ports.isSettled() && this.isDue) this.plan(kGather * 4);
  }

  async #fetchAll(): Promise<void> {
    this.#mustLoad = false;
    const asked = [...this.#stale];
    this.#stale.clear();
    try {
      let cursor: string | null = null;
      do {
        const page: ThreadPage = await this.#ports.page(cursor);
        if (this.#stopped) return;
        for (const thread of page.threads) this.#take(thread);
        cursor = page.next_cursor;
      } while (cursor !== null);
    } catch (error) {
      this.#mustLoad = true;
      for (const id of asked) this.#stale.add(id);
      throw error;
    }
  }

  async #fetchStale(): Promise<void> {
    const asked = [...this.#stale];
    this.#stale.clear();
    while (asked.length > 0) {
      const some = asked.splice(0, kAtOnce);
      try {
        const threads = await Promise.all(some.map((id) => this.#ports.thread(id)));
        if (this.#stopped) return;
        for (const thread of threads) if (thread) this.#take(thread);
      } catch (error) {
        for (const id of [...some, ...asked]) this.#stale.add(id);
        throw error;
      }
    }
  }
}
