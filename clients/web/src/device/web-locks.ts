import type { Locks } from '../sync/adoption.ts';

/** Locks of this browser: held as long as the page lives, free the moment it is gone. */
export const webLocks: Locks = {
  tryHold(name, patience) {
    return new Promise((resolve) => {
      const hold = (lock: Lock | null): Promise<void> | undefined => {
        resolve(lock !== null);
        return lock ? new Promise<void>(() => undefined) : undefined;
      };
      const waiting =
        patience > 0
          ? navigator.locks.request(name, { signal: AbortSignal.timeout(patience) }, hold)
          : navigator.locks.request(name, { ifAvailable: true }, hold);
      waiting.catch(() => resolve(false));
    });
  },
  whenFree(name, work) {
    void navigator.locks.request(name, work).catch(() => undefined);
  },
};

/** Without locks (a page that came over plain http from another machine) no draft is shared between tabs. */
export const noLocks: Locks = {
  tryHold: () => Promise.resolve(true),
  whenFree: () => undefined,
};
