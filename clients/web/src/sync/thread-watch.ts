import type { Connection } from 'sharedb/lib/client/index.js';

/** One event of the live channel. It holds no words: the thread is fetched over HTTP. */
export interface ThreadEvent {
  readonly number: number;
  readonly thread: string;
  readonly is: string;
  readonly by: { readonly id: string; readonly name: string };
}

/** Later than any event: "only what happens from now on". */
const kFromNow = Number.MAX_SAFE_INTEGER;

/** Hears over the document's socket what happens in its discussions, without a gap across reconnections. */
export class ThreadWatch {
  readonly #connection: Connection;
  readonly #collection: string;
  readonly #id: string;
  readonly #heard: (events: readonly ThreadEvent[]) => void;
  #next: number | null = null;

  constructor(
    connection: Connection,
    collection: string,
    id: string,
    heard: (events: readonly ThreadEvent[]) => void,
  ) {
    this.#connection = connection;
    this.#collection = collection;
    this.#id = id;
    this.#heard = heard;
  }

  /** Call each time when the connection is there. */
  connected(): void {
    this.#connection.send({ a: 'threads', c: this.#collection, d: this.#id, from: this.#next ?? kFromNow });
  }

  /** Whether the frame was one of these; then the stock client must not see it. */
  take(frame: unknown): boolean {
    if (typeof frame !== 'object' || frame === null) return false;
    const { a, c, d, to, events } = frame as Readonly<Record<string, unknown>>;
    if (a !== 'threads' && a !== 'threads_end') return false;
    if (c !== this.#collection || d !== this.#id || typeof to !== 'number' || !Array.isArray(events)) return true;
    const next = this.#next ?? 0;
    const fresh = events.map(readEvent).filter((event) => event !== null && event.number >= next);
    this.#next = Math.max(next, to);
    this.#heard(fresh as readonly ThreadEvent[]);
    return true;
  }
}

function readEvent(value: unknown): ThreadEvent | null {
  if (typeof value !== 'object' || value === null) return null;
  const { number, thread, is, by } = value as Readonly<Record<string, unknown>>;
  if (typeof number !== 'number' || (typeof thread !== 'number' && typeof thread !== 'string')) return null;
  const { id, name } = (by ?? {}) as Readonly<Record<string, unknown>>;
  const word = (part: unknown): string => (typeof part === 'string' ? part : '');
  return { number, thread: String(thread), is: word(is), by: { id: word(id), name: word(name) } };
}
