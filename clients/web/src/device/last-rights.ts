const kKey = 'plenary-last-rights';
/** Documents remembered; the oldest go. */
const kMost = 100;

export interface KeptRights {
  readonly author: string;
  readonly role: string | null;
  readonly abilities: readonly string[];
}

function all(): Readonly<Record<string, KeptRights>> {
  try {
    return JSON.parse(localStorage.getItem(kKey) ?? '{}') as Record<string, KeptRights>;
  } catch {
    return {};
  }
}

/** The rights that the server gave last. A document that opens offline allows no more than that. */
export function lastRights(document: string): KeptRights | null {
  return all()[document] ?? null;
}

export function rememberLastRights(document: string, rights: KeptRights | null): void {
  const { [document]: _before, ...others } = all();
  const entries = Object.entries(others).slice(-(kMost - 1));
  try {
    localStorage.setItem(kKey, JSON.stringify(Object.fromEntries(rights ? [...entries, [document, rights]] : entries)));
  } catch {
    // Then nothing can be typed offline until the server has answered.
  }
}
