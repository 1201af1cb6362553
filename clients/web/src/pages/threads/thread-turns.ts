import type { Thread } from '../../threads/types.ts';

/** Threads on the same words take turns: whoever asks again at the same place gets the next one. */
export class ThreadTurns {
  #asked = '';

  /** One of `threads`, the first or `preferred` when they were not asked for just before; null if there are none. */
  next(threads: readonly Thread[], active: string | undefined, preferred?: string): Thread | null {
    const asked = threads.map(({ id }) => id).join();
    const again = asked === this.#asked;
    this.#asked = asked;
    const at = threads.findIndex(({ id }) => id === (again ? active : preferred));
    return threads[again ? (at + 1) % threads.length : Math.max(0, at)] ?? null;
  }
}
