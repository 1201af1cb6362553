import { kShortAbsence, statusOf } from './status.ts';
import type { Facts, Status } from './status.ts';
import type { Timers } from './timers.ts';

/** Computes the status of my changes, and tells it whenever it may have changed. */
export class StatusTeller {
  readonly #timers: Timers;
  readonly #facts: () => Omit<Facts, 'awayFor'>;
  readonly #tell: (status: Status) => void;
  #awaySince: number | null;
  #planned = false;
  #stopped = false;

  constructor(timers: Timers, facts: () => Omit<Facts, 'awayFor'>, tell: (status: Status) => void) {
    this.#timers = timers;
    this.#facts = facts;
    this.#tell = tell;
    this.#awaySince = timers.now();
  }

  stop(): void {
    this.#stopped = true;
  }

  connected(): void {
    this.#awaySince = null;
    this.tell();
  }

  /** The connection is away: in a while that will be called otherwise. */
  away(): void {
    this.#awaySince ??= this.#timers.now();
    this.plan();
    this.tell();
  }

  plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    this.#timers.after(kShortAbsence + 50, () => {
      this.#planned = false;
      this.tell();
    });
  }

  tell(): void {
    if (this.#stopped) return;
    const since = this.#awaySince;
    this.#tell(statusOf({ ...this.#facts(), awayFor: since === null ? 0 : this.#timers.now() - since }));
  }
}
