import type { Me } from '../api/roles.ts';

const kLast = 'plenary-last-me';

/** The identity that the server gave last, for pages that open while it does not answer. */
export function lastMe(): Me | null {
  try {
    const { kind, id, name, open } = JSON.parse(localStorage.getItem(kLast) ?? '{}') as Partial<Me>;
    if (!kind) return null;
    const nothing = { administrator: false, may_create: false, needs_set_up: false };
    return { kind, id: id ?? null, name: name ?? null, open: open === true, ...nothing };
  } catch {
    return null;
  }
}

export function rememberLastMe({ kind, id, name, open }: Me): void {
  try {
    if (kind === 'nobody') localStorage.removeItem(kLast);
    else localStorage.setItem(kLast, JSON.stringify({ kind, id, name, open }));
  } catch {
    // Then a page without a network takes nobody for granted.
  }
}
