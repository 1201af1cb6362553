/** Edits closer together than this are one change to a person. */
const kOneChange = 1_000;

/** Counts the unacknowledged changes the way a person would: a burst of typing is one. */
export class ChangeCounter {
  #count: number;
  #last = -Infinity;

  constructor(initial = 0) {
    this.#count = initial;
  }

  get count(): number {
    return this.#count;
  }

  edited(now: number): void {
    if (this.#count === 0 || now - this.#last >= kOneChange) this.#count += 1;
    this.#last = now;
  }

  acknowledged(): void {
    this.#count = 0;
    this.#last = -Infinity;
  }
}
