import { deltaOf } from './delta.ts';
import type { Ops } from './delta.ts';
import type { Draft, DraftHead, DraftStore } from './drafts.ts';

/** Steps after which the content is written anew: a reload then composes at most this many. */
const kStepsPerContent = 200;

/**
 * Keeps one draft in step with one open document. Writes never overlap; what is noted during a write goes into the
 * next one as a single step. `written()` is what a frame waits for before it may leave.
 */
export class DraftWriter {
  readonly #store: DraftStore;
  readonly #id: string;
  readonly #head: () => DraftHead | null;
  #step: ReturnType<typeof deltaOf> | null = null;
  #noted = 0;
  #stored = 0;
  #steps = 0;
  #running: Promise<void> | null = null;
  #failed = false;
  #stopped = false;

  /** `head` is read at the moment of writing; null means that there is nothing to keep at the moment. */
  constructor(store: DraftStore, id: string, head: () => DraftHead | null) {
    this.#store = store;
    this.#id = id;
    this.#head = head;
  }

  get id(): string {
    return this.#id;
  }

  /** False once the device refused a write: from then on, changes live in this page only. */
  get isKept(): boolean {
    return this.#store.survivesReload && !this.#failed;
  }

  /** Starts from a whole draft. Call before anything is noted. */
  async begin(draft: Draft): Promise<void> {
    this.#step = null;
    this.#steps = 0;
    await this.#running;
    this.#running = this.#attempt(() => this.#store.put(draft)).finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  /** The document moved on by `ops` (any author), or, with null, only the head changed. */
  note(ops: Ops | null): void {
    this.#noted += 1;
    if (!ops) return;
    const delta = deltaOf(ops);
    this.#step = this.#step ? this.#step.compose(delta) : delta;
  }

  /** Resolves when everything noted so far is stored (or the device has refused to store). Never rejects. */
  async written(): Promise<void> {
    const target = this.#noted;
    while (this.#stored < target && !this.#stopped) {
      this.#running ??= this.#writeOnce().finally(() => {
        this.#running = null;
      });
      await this.#running;
    }
  }

  /** Writes nothing more; with `discard` also removes the draft. */
  async stop(discard: boolean): Promise<void> {
    this.#stopped = true;
    await this.#running;
    if (discard) await this.#attempt(() => this.#store.remove(this.#id));
  }

  async #writeOnce(): Promise<void> {
    const noted = this.#noted;
    const step = this.#step;
    const head = this.#head();
    this.#step = null;
    if (head && !this.#failed) {
      await this.#attempt(() => this.#store.advance(this.#id, head, step ? step.ops : null));
      if (step) this.#steps += 1;
      if (this.#steps >= kStepsPerContent) await this.#attempt(() => this.#compact());
    }
    this.#stored = noted;
  }

  async #compact(): Promise<void> {
    this.#steps = 0;
    const draft = await this.#store.load(this.#id);
    if (draft) await this.#store.put(draft);
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      this.#failed = true;
    }
  }
}
