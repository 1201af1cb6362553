import { Delta, deltaOf } from '../text/delta.ts';
import type { Ops } from '../text/delta.ts';

/**
 * Operations of others that the document has already taken and the view does not show yet. They are shown once per
 * animation frame, and not while an input method composes.
 *
 * With V the text in the view, D the document and R the queue: D = V∘R, always. A local operation L on V goes to the
 * document as R.transform(L) and the queue becomes L.transform(R), which keeps the equation (TP1). Composing what waits
 * is safe here, and only here: what goes to the server is made on D, against no composition.
 */
export class RemoteQueue {
  #waiting: Delta | null = null;

  get isEmpty(): boolean {
    return this.#waiting === null;
  }

  push(ops: Ops): void {
    const delta = deltaOf(ops);
    this.#waiting = this.#waiting ? this.#waiting.compose(delta) : delta;
  }

  /** Returns the local operation as the document takes it. */
  rebase(local: Ops): Ops {
    const waiting = this.#waiting;
    if (!waiting) return local;
    const delta = deltaOf(local);
    this.#waiting = delta.transform(waiting, false);
    return waiting.transform(delta, true).ops;
  }

  /** Everything that waits, as one operation on the view; the queue is empty afterwards. */
  take(): Ops | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting ? waiting.ops : null;
  }

  clear(): void {
    this.#waiting = null;
  }

  /** A position of the view, in the document. */
  toDocument(index: number): number {
    return this.#waiting ? this.#waiting.transformPosition(index) : index;
  }
}
