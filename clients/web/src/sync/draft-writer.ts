import { deltaOf } from '../text/delta.ts';
import type { Ops } from '../text/delta.ts';
import type { Draft, DraftHead, DraftStore, LateDraft } from './drafts.ts';

/** The head without its revision, which the writer counts. */
export type CurrentHead = Omit<DraftHead, 'revision'>;

/** Steps after which it pays to write the content anew, when nobody types. */
const kManySteps = 100;

/**
 * Keeps one draft in step with one open document. Writes never overlap: changes noted during a write go into the
 * next one as a single step. A frame may leave only when `written()` has resolved.
 */
export class DraftWriter {
  readonly #store: DraftStore;
  readonly #id: string;
  readonly #head: () => CurrentHead | null;
  #step: ReturnType<typeof deltaOf> | null = null;
  /** The step of the write that is under way: nobody knows yet whether it succeeds. */
  #writing: { readonly revision: number; readonly ops: Ops } | null = null;
  #revision = 0;
  #noted = 0;
  #stored = 0;
  #steps = 0;
  #running: Promise<void> | null = null;
  #failed = false;
  #stopped = false;

  /** `head` is read at the moment of writing; null means that there is nothing to keep at the moment. */
  constructor(store: DraftStore, id: string, head: () => CurrentHead | null) {
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

  /** Goes on with a draft that is in the store as it is. */
  resume(revision: number): void {
    this.#revision = revision;
  }

  /** Starts from a whole draft; call before anything is noted. */
  async begin(contents: Omit<Draft, 'revision'>): Promise<void> {
    const draft = { ...contents, revision: (this.#revision += 1) };
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

  get hasManySteps(): boolean {
    return this.#steps >= kManySteps && !this.#stopped;
  }

  /** Writes the content anew, so that a reload has little to compose. Costs some frames in a long paper. */
  async compact(): Promise<void> {
    if (this.#running || this.#failed || this.#stopped) return;
    this.#steps = 0;
    this.#running = this.#attempt(async () => {
      const draft = await this.#store.load(this.#id);
      if (draft) await this.#store.put(draft);
    }).finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  /** Changes that are not stored yet, for a page that ends now; null if there are none. */
  unwritten(): LateDraft | null {
    const head = this.#head();
    if (!head || this.#stored === this.#noted) return null;
    const revision = this.#revision + 1;
    const steps = this.#writing ? [this.#writing] : [];
    const rest = this.#step ? [{ revision, ops: this.#step.ops }] : [];
    return { id: this.#id, head: { ...head, revision }, steps: [...steps, ...rest] };
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
      const revision = (this.#revision += 1);
      const ops = step ? step.ops : null;
      this.#writing = ops ? { revision, ops } : null;
      await this.#attempt(() => this.#store.advance(this.#id, { ...head, revision }, ops));
      this.#writing = null;
      if (step) this.#steps += 1;
    }
    this.#stored = noted;
  }


  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      this.#failed = true;
    }
  }
}
