/** Views that are kept, so that going back and forth asks nobody. */
const kKept = 24;
/** An answer that is not here by then is not waited for if another view is wanted. */
const kPatience = 300;

interface Running {
  readonly key: string;
  readonly abort: AbortController;
  readonly since: number;
}

export interface Fetched<View> {
  readonly from: number;
  readonly to: number;
  readonly view: View;
}

interface Options<View> {
  readonly fetch: (from: number, to: number, signal: AbortSignal) => Promise<View>;
  readonly now: () => number;
  readonly shown: (fetched: Fetched<View>) => void;
  readonly busy: (busy: boolean) => void;
  readonly failed: (error: unknown) => void;
}

const keyOf = (from: number, to: number): string => `${from}/${to}`;

/**
 * Fetches the view that was asked for last. While one answer is under way the next request waits for it a moment, then
 * replaces it. In quiet moments it fetches views that may be wanted next.
 */
export class ViewLoader<View> {
  readonly #options: Options<View>;
  readonly #kept = new Map<string, Fetched<View>>();
  #wanted: { readonly from: number; readonly to: number } | null = null;
  #running: Running | null = null;
  #ahead: Running | null = null;
  #queue: readonly (readonly [number, number])[] = [];

  constructor(options: Options<View>) {
    this.#options = options;
  }

  /** Shows it now if it is here, else as soon as it comes. */
  show(from: number, to: number): void {
    this.#queue = [];
    const found = this.#find(from, to);
    if (found) {
      this.#wanted = null;
      this.#stop();
      this.#options.busy(false);
      this.#options.shown(found);
      return;
    }
    this.#wanted = { from, to };
    this.#options.busy(true);
    const { now } = this.#options;
    if (this.#running && this.#running.key !== keyOf(from, to) && now() - this.#running.since < kPatience) return;
    this.#start();
  }

  /** Views that may be wanted next: each is fetched when nothing else is under way. */
  expect(views: readonly (readonly [number, number])[]): void {
    this.#queue = views.filter(([from, to]) => from <= to && !this.#kept.has(keyOf(from, to)));
    this.#lookAhead();
  }

  /** Nothing that is kept is true any more. */
  forget(): void {
    this.#kept.clear();
  }

  close(): void {
    this.#wanted = null;
    this.#queue = [];
    this.#stop();
  }

  #stop(): void {
    this.#running?.abort.abort();
    this.#running = null;
    this.#ahead?.abort.abort();
    this.#ahead = null;
  }

  #start(): void {
    const wanted = this.#wanted;
    if (!wanted) return;
    const key = keyOf(wanted.from, wanted.to);
    if (this.#running?.key === key) return;
    this.#stop();
    const abort = new AbortController();
    const running: Running = { key, abort, since: this.#options.now() };
    this.#running = running;
    this.#options.fetch(wanted.from, wanted.to, abort.signal).then(
      (view) => {
        const fetched = this.#keep(wanted.from, wanted.to, view);
        if (this.#running !== running) return;
        this.#running = null;
        const settled = this.#wanted !== null && keyOf(this.#wanted.from, this.#wanted.to) === key;
        if (settled) this.#wanted = null;
        this.#options.busy(!settled);
        this.#options.shown(fetched); // on the way to the wanted view it is better than nothing
        this.#start();
        this.#lookAhead();
      },
      (error: unknown) => {
        if (this.#running !== running) return;
        this.#running = null;
        const settled = this.#wanted !== null && keyOf(this.#wanted.from, this.#wanted.to) === key;
        if (!settled) return this.#start();
        this.#wanted = null;
        this.#options.busy(false);
        this.#options.failed(error);
      },
    );
  }

  #lookAhead(): void {
    if (this.#running || this.#ahead || this.#wanted) return;
    const [next, ...rest] = this.#queue;
    if (!next) return;
    this.#queue = rest;
    const [from, to] = next;
    if (this.#kept.has(keyOf(from, to))) return this.#lookAhead();
    const ahead: Running = { key: keyOf(from, to), abort: new AbortController(), since: this.#options.now() };
    this.#ahead = ahead;
    const done = (): void => {
      if (this.#ahead !== ahead) return;
      this.#ahead = null;
      this.#lookAhead();
    };
    this.#options.fetch(from, to, ahead.abort.signal).then((view) => (this.#keep(from, to, view), done()), done);
  }

  #find(from: number, to: number): Fetched<View> | null {
    const key = keyOf(from, to);
    const found = this.#kept.get(key);
    if (!found) return null;
    this.#kept.delete(key); // the one used last stands last
    this.#kept.set(key, found);
    return found;
  }

  #keep(from: number, to: number, view: View): Fetched<View> {
    const fetched = { from, to, view };
    this.#kept.set(keyOf(from, to), fetched);
    for (const key of this.#kept.keys()) {
      if (this.#kept.size <= kKept) break;
      this.#kept.delete(key);
    }
    return fetched;
  }
}
