import Quill from 'quill/core.js';

/** A composition in which nothing happens for so long is read: its words are sent. */
const kReadAfter = 4_000;
/** After so long, others' changes are shown, although that may end it. */
const kYieldAfter = 10_000;

/**
 * A phone's keyboard composes the last word until a space comes, and perhaps none ever comes. The editor reads nothing
 * before a composition ends; here, one that rests is read as it stands, and goes on with the next key.
 */
export class OpenComposition {
  readonly #quill: Quill;
  readonly #changed: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #resting = false;
  #yields = false;

  /** `changed`: what is asked here has another answer now. */
  constructor(quill: Quill, changed: () => void) {
    this.#quill = quill;
    this.#changed = changed;
    quill.on(Quill.events.COMPOSITION_START, () => queueMicrotask(() => this.#goOn()));
    quill.on(Quill.events.COMPOSITION_END, () => queueMicrotask(() => this.#end()));
    quill.root.addEventListener('beforeinput', () => this.#goOn(), { capture: true });
  }

  /** The text may be changed from elsewhere. */
  get yields(): boolean {
    return !this.#composing || this.#yields;
  }

  /** It has words that were not read. */
  get isUnread(): boolean {
    return this.#composing && !this.#resting;
  }

  /** Reads what was composed so far. */
  rest(): void {
    if (!this.isUnread) return;
    this.#resting = true;
    this.#quill.scroll.batchEnd();
  }

  get #composing(): boolean {
    return this.#quill.composition.isComposing;
  }

  #goOn(): void {
    if (!this.#composing) return;
    clearTimeout(this.#timer);
    if (this.#resting) this.#quill.scroll.batchStart();
    this.#resting = false;
    this.#yields = false;
    this.#timer = setTimeout(() => this.#wait(), kReadAfter);
    this.#changed();
  }

  #wait(): void {
    if (!this.#composing) return;
    this.rest();
    this.#changed();
    this.#timer = setTimeout(() => {
      this.#yields = true;
      this.#changed();
    }, kYieldAfter - kReadAfter);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#resting = false;
    this.#yields = false;
    this.#changed();
  }
}
