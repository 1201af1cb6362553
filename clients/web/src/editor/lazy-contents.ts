import Delta from 'quill-delta';

/** Changes that may wait for composing; more would make the next reader wait too long. */
const kLongestChain = 256;

/**
 * The contents of the editor after each change, composed only when somebody reads them. Quill asks for the old contents
 * at every keystroke and hardly ever looks into them; composing a paper of 150 pages each time is what made it slow.
 * A value never changes: reading later gives the contents of then.
 */
export class LazyContents {
  #resolved: Delta | null;
  #before: LazyContents | null;
  readonly #change: Delta | null;
  readonly #depth: number;

  private constructor(resolved: Delta | null, before: LazyContents | null, change: Delta | null) {
    this.#resolved = resolved;
    this.#before = before;
    this.#change = change;
    this.#depth = before && !before.#resolved ? before.#depth + 1 : 0;
  }

  static of(contents: Delta): LazyContents {
    return new LazyContents(contents, null, null);
  }

  then(change: Delta): LazyContents {
    if (this.#depth >= kLongestChain) this.get();
    return new LazyContents(null, this, change);
  }

  get(): Delta {
    if (this.#resolved) return this.#resolved;
    const changes: Delta[] = [];
    let at: LazyContents = this;
    while (!at.#resolved) {
      if (at.#change) changes.push(at.#change);
      if (!at.#before) break;
      at = at.#before;
    }
    const base = at.#resolved ?? new Delta();
    const all = changes.reverse().reduce((sum, change) => sum.compose(change), new Delta());
    this.#resolved = base.compose(all);
    this.#before = null;
    return this.#resolved;
  }

  /** Looks like a Delta to Quill; its `ops` are composed at the first look. */
  asDelta(): Delta {
    const delta = Object.create(Delta.prototype) as Delta;
    Object.defineProperty(delta, 'ops', { get: () => this.get().ops, enumerable: true });
    return delta;
  }
}
