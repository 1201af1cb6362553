import type { SocketLike } from 'sharedb/lib/client/index.js';

/**
 * A socket whose frames can be made to wait, in order, until something else has happened: an operation leaves only
 * after the draft that can resend it is stored.
 */
export class GatedSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: string }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onclose: ((event: unknown) => void) | null = null;
  readonly #inner: SocketLike;
  readonly #gate: () => Promise<void> | null;
  #queue: string[] = [];
  #holds = 0;

  /** `gate` is asked at each send: null lets the frame leave at once. */
  constructor(inner: SocketLike, gate: () => Promise<void> | null) {
    this.#inner = inner;
    this.#gate = gate;
    inner.onopen = () => this.onopen?.();
    inner.onmessage = (event) => this.onmessage?.(event);
    inner.onerror = (event) => this.onerror?.(event);
    inner.onclose = (event) => this.onclose?.(event);
  }

  get readyState(): number {
    return this.#inner.readyState;
  }

  send(text: string): void {
    const wait = this.#gate();
    if (!wait && this.#holds === 0) {
      this.#inner.send(text);
      return;
    }
    this.#queue.push(text);
    if (wait) void this.#hold(wait);
  }

  close(): void {
    this.#queue = [];
    this.#inner.close();
  }

  /** Frames behind a waiting one wait too, until no wait is left. */
  async #hold(wait: Promise<void>): Promise<void> {
    this.#holds += 1;
    await wait;
    this.#holds -= 1;
    if (this.#holds > 0) return;
    const frames = this.#queue;
    this.#queue = [];
    if (this.#inner.readyState !== 1) return;
    for (const frame of frames) this.#inner.send(frame);
  }
}
