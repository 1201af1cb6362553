import { contentLength, endsWithNewline, lengthChange } from '../text/delta.ts';
import type { Ops } from '../text/delta.ts';
import { RemoteQueue } from './remote-queue.ts';
import type { DocumentView } from './session-contract.ts';
import type { Timers } from './timers.ts';

/** After this it is looked again whether view and document are equal. */
const kLookAgain = 1_500;

interface Ports {
  readonly view: DocumentView;
  readonly timers: Timers;
  readonly nextFrame: (work: () => void) => void;
  /** The document's content; null if there is none any more, "later" if it is not known at the moment. */
  content(): Promise<Ops | 'later' | null>;
}

/**
 * Keeps the view equal to the document, but for others' changes that wait for the next frame. Other positions go in
 * (the view's) and out (the document's) here, and nowhere else.
 */
export class ViewSync {
  readonly #ports: Ports;
  readonly #queue = new RemoteQueue();
  /** Of the document. */
  #length = 0;
  /** The view shows a last newline that the document does not have; it is submitted with the first local change. */
  #newlineMissing = false;
  #frameAsked = false;
  #stopped = false;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Shows the document's content in place of the shown one. */
  show(content: Ops): void {
    this.#queue.clear();
    this.#length = contentLength(content);
    this.#newlineMissing = !endsWithNewline(content);
    this.#ports.view.load(this.#newlineMissing ? [...content, { insert: '\n' }] : content);
  }

  /** Others' changes that wait are not shown any more: the document is another one now, or gone. */
  forget(): void {
    this.#queue.clear();
  }

  /** The operations on the document for a change that was made in the view, to be submitted in this order. */
  fromView(local: Ops): readonly Ops[] {
    const newline = { insert: '\n' };
    const first = this.#length ? [{ retain: this.#length }, newline] : [newline];
    const all = [...(this.#newlineMissing ? [first] : []), this.#queue.rebase(local)];
    this.#newlineMissing = false;
    return all;
  }

  /** Call with each operation that the document has taken. `fromHere`: it came from this view. */
  documentChanged(ops: Ops, fromHere: boolean): void {
    this.#length += lengthChange(ops);
    if (fromHere) return;
    this.#queue.push(ops);
    this.askFrame();
  }

  toDocument(index: number): number {
    return this.#queue.toDocument(index);
  }

  /** Whether view and document are equal, after everything that can be done for that at once. */
  settle(): boolean {
    if (!this.#ports.view.isReady) return false;
    this.#ports.view.settle();
    this.flush();
    return this.#queue.isEmpty;
  }

  /** The view can be touched again: shows in the next frame what waits. */
  viewReady(): void {
    if (!this.#queue.isEmpty) this.askFrame();
  }

  askFrame(): void {
    if (this.#frameAsked) return;
    this.#frameAsked = true;
    this.#ports.nextFrame(() => {
      this.#frameAsked = false;
      this.flush();
    });
  }

  flush(): void {
    const { view } = this.#ports;
    if (this.#stopped || !view.isReady || this.#queue.isEmpty) return;
    view.settle();
    const ops = this.#queue.take();
    if (ops) view.applyRemote(ops);
    this.#checkLength();
  }

  /** An editor that cannot show some foreign content exactly must not go on with wrong positions. */
  #checkLength(): void {
    const extra = this.#ports.view.length() - this.#length;
    if (extra === 0 || extra === 1) this.#newlineMissing = extra === 1;
    else void this.#showAgain();
  }

  async #showAgain(): Promise<void> {
    const content = await this.#ports.content();
    if (content === null || this.#stopped) return;
    if (content === 'later' || contentLength(content) !== this.#length) {
      this.#ports.timers.after(kLookAgain, () => this.#checkLength());
      return;
    }
    this.show(content);
  }
}
