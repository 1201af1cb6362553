import { accessTo } from '../api/access.ts';
import { kAbilities } from '../api/roles.ts';
import type { Ability, Me, Role } from '../api/roles.ts';
import { ApiError } from '../api/failure.ts';
import { lastRights, rememberLastRights } from '../device/last-rights.ts';

/** My role and abilities in one document. */
export class Rights {
  readonly role: Role | null;
  readonly #abilities: ReadonlySet<string>;

  constructor(role: Role | null, abilities: readonly string[]) {
    this.role = role;
    this.#abilities = new Set(abilities);
  }

  may(what: Ability): boolean {
    return this.#abilities.has(what);
  }

  equals(other: Rights): boolean {
    return this.role === other.role && this.#abilities.size === other.#abilities.size && [...this.#abilities].every((what) => other.#abilities.has(what));
  }
}

/** In open mode everybody may do everything, so there is nothing to share. */
export const kAllRights = new Rights(null, kAbilities.filter((what) => what !== 'manage_access' && what !== 'transfer_ownership' && what !== 'administer'));

export type RightsAnswer = Rights | 'none' | 'unreachable';

export async function rightsTo(document: string, who: Me): Promise<RightsAnswer> {
  if (who.open) return kAllRights;
  try {
    const { you } = await accessTo(document);
    rememberLastRights(document, { author: who.id ?? '', role: you.role, abilities: you.abilities });
    return new Rights(you.role, you.abilities);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { failure } = error;
    if (failure.kind === 'unreachable' || failure.status >= 500 || failure.status === 429) return 'unreachable';
    rememberLastRights(document, null);
    return 'none';
  }
}

/** The rights that the server gave last. If it never did, one may read. */
export function rightsAsKept(document: string, who: Me): Rights {
  const kept = lastRights(document);
  return kept && kept.author === (who.id ?? '') ? new Rights(kept.role as Role | null, kept.abilities) : new Rights(null, ['read_document']);
}
