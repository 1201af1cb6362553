import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { logOut, whoAmI } from '../api/access.ts';
import type { Me } from '../api/roles.ts';
import { ApiError } from '../api/failure.ts';
import { lastMe, rememberLastMe } from '../device/last-me.ts';

/** In a page that the server does not answer, and for a server without accounts. */
const kEverybody: Me = {
  kind: 'everybody', id: null, name: null, administrator: false, may_create: true, open: true, needs_set_up: false,
};

/** The identity of this browser; null until the server has answered. */
export const me: Signal<Me | null> = signal<Me | null>(null);
let asked: Promise<Me> | null = null;

/** Asks once per page. Never rejects: without an answer it resolves with the last known identity. */
export function knowMe(): Promise<Me> {
  asked ??= whoAmI().then(
    (answer) => iAm(answer),
    (error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      me.value = lastMe() ?? kEverybody;
      return me.value;
    },
  );
  return asked;
}

/** Asks again, for example because a session may have ended. */
export function knowMeAgain(): Promise<Me> {
  asked = null;
  return knowMe();
}

export function iAm(now: Me): Me {
  rememberLastMe(now);
  me.value = now;
  asked = Promise.resolve(now);
  return now;
}

/** Ends the session and goes where one logs in. Throws ApiError. */
export async function leave(): Promise<void> {
  await logOut();
  rememberLastMe({ ...kEverybody, kind: 'nobody' });
  location.assign('/log-in');
}

/** The id under which my work is stored; empty in open mode, where everybody has one identity. */
export const authorOf = (who: Me): string => (who.open ? '' : (who.id ?? ''));
