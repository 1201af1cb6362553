import type { DraftWriter } from './draft-writer.ts';
import type { Timers } from './timers.ts';

/** While only others write, the draft follows this slowly. */
const kIdleWrite = 1_500;
/** The draft's content is written anew only when I have not typed for this long. */
const kQuiet = 4_000;

/** Decides when the draft is written: at once for my own changes, after a while for changes of others. */
export class DraftKeeper {
  readonly #writer: DraftWriter;
  readonly #timers: Timers;
  #lastEdit = 0;
  #planned = false;

  constructor(writer: DraftWriter, timers: Timers) {
    this.#writer = writer;
    this.#timers = timers;
  }

  /** I typed. */
  edited(now: number): void {
    this.#lastEdit = now;
  }

  /** The document changed. `mine`: something of my own is unacknowledged. */
  keep(mine: boolean): void {
    if (mine) {
      void this.#writer.written();
      return;
    }
    if (this.#planned) return;
    this.#planned = true;
    this.#timers.after(kIdleWrite, () => {
      this.#planned = false;
      void this.#writer.written().then(() => this.#compactWhenQuiet());
    });
  }

  #compactWhenQuiet(): void {
    const quiet = this.#timers.now() - this.#lastEdit >= kQuiet;
    if (this.#writer.hasManySteps && quiet) void this.#writer.compact();
  }
}
