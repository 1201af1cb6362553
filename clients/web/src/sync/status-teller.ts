import { kBlink, kShortAbsence, kShortSilence, statusOf } from './status.ts';
import type { Facts, Status } from './status.ts';
import type { Timers } from './timers.ts';

/** What the session knows; how long it has been so is counted here. */
export interface Known extends Omit<Facts, 'awayFor' | 'unansweredFor'> {
  /** The oldest change that the server has not acknowledged; null if there is none. */
  readonly oldest: unknown;
}

/** Computes the status of my changes, and tells it whenever it may have changed. */
export class StatusTeller {
  readonly #timers: Timers;
  readonly #known: () => Known;
  readonly #tell: (status: Status) => void;
  /** Called once for each change that goes without an answer for too long. */
  readonly #silent: () => void;
  #awaySince: number | null;
  #oldest: { readonly change: unknown; readonly since: number; said: boolean } | null = null;
  readonly #planned = new Set<number>();
  #stopped = false;

  constructor(timers: Timers, known: () => Known, tell: (status: Status) => void, silent: () => void) {
    this.#timers = timers;
    this.#known = known;
    this.#tell = tell;
    this.#silent = silent;
    this.#awaySince = timers.now() - kBlink; // there was no connection yet that could come back
  }

  stop(): void {
    this.#stopped = true;
  }

  connected(): void {
    this.#awaySince = null;
    this.#oldest = null; // what is sent again has its own time
    this.tell();
  }

  /** The device has a network again: an absence counts from here. */
  online(): void {
    if (this.#awaySince !== null) this.#awaySince = this.#timers.now() - kBlink;
    this.plan();
    this.tell();
  }

  /** The connection is away: in a while that will be called otherwise. */
  away(): void {
    this.#awaySince ??= this.#timers.now();
    this.plan();
    this.tell();
  }

  plan(): void {
    this.#tellAfter(kBlink + 50);
    this.#tellAfter(kShortAbsence + 50);
  }

  tell(): void {
    if (this.#stopped) return;
    const now = this.#timers.now();
    const { oldest, ...facts } = this.#known();
    const unansweredFor = this.#waited(facts.live ? oldest : null, now);
    this.#tell(statusOf({ ...facts, unansweredFor, awayFor: this.#awaySince === null ? 0 : now - this.#awaySince }));
  }

  /** How long this change has been the oldest one. While there is one, it is looked at again. */
  #waited(change: unknown, now: number): number {
    if (change === null) {
      this.#oldest = null;
      return 0;
    }
    const known = this.#oldest;
    const oldest = known !== null && known.change === change ? known : { change, since: now, said: false };
    this.#oldest = oldest;
    const waited = now - oldest.since;
    if (waited >= kShortSilence && !oldest.said) {
      oldest.said = true;
      this.#silent();
    }
    this.#tellAfter(waited < kShortSilence ? kShortSilence + 50 : 1_000);
    return waited;
  }

  /** At most one timer for each pause is under way. */
  #tellAfter(pause: number): void {
    if (this.#planned.has(pause)) return;
    this.#planned.add(pause);
    this.#timers.after(pause, () => {
      this.#planned.delete(pause);
      this.tell();
    });
  }
}
