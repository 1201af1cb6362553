/** The clock and the dice, given from outside so that tests own them. */
export interface Timers {
  /** Milliseconds since 1970. */
  now(): number;
  /** Between 0 and 1. */
  random(): number;
  /** Runs `work` once after `milliseconds`; the returned function cancels it. */
  after(milliseconds: number, work: () => void): () => void;
}

export const realTimers: Timers = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};
