import type { Draft, DraftStore, DraftSummary } from './drafts.ts';

/** Locks on drafts: at most one tab holds a draft, until the tab is gone. */
export interface Locks {
  /** Takes the lock for as long as this page lives; false if another tab has it (after waiting up to `patience` ms). */
  tryHold(name: string, patience: number): Promise<boolean>;
  /** Waits for the lock, however long, does the work, and lets go. */
  whenFree(name: string, work: () => Promise<void>): void;
}

export interface Adoption {
  /** The draft to go on with, or null. */
  readonly draft: Draft | null;
  /** Drafts of other, dead or still living tabs that hold unacknowledged changes. */
  readonly others: readonly DraftSummary[];
}

/** A reload can overtake the end of the page that it replaces. */
const kPatience = 600;

export const lockName = (draftId: string): string => `plenary-draft-${draftId}`;

/** For whom drafts are looked for. */
export interface Adopter {
  /** See Draft.author. */
  readonly author: string;
  /** Without it, drafts with unacknowledged changes are not taken: they stay where they are. */
  readonly mayEdit: boolean;
}

/**
 * Chooses what this tab goes on with. A draft is taken by exactly one tab, so no change is sent by two:
 * first the one that this very tab had before a reload, else the latest of a dead tab, with unacknowledged changes first.
 */
export async function adopt(
  store: DraftStore,
  locks: Locks,
  collection: string,
  document: string,
  lastOfThisTab: string | null,
  { author, mayEdit }: Adopter,
): Promise<Adoption> {
  const found = (await store.list(collection, document)).filter((draft) => (draft.author ?? '') === author);
  const rank = (draft: DraftSummary): number =>
    (draft.id === lastOfThisTab ? 2 : 0) + (draft.pending.length > 0 ? 4 : 0);
  found.sort((a, b) => rank(b) - rank(a) || b.savedAt - a.savedAt);

  let draft: Draft | null = null;
  const others: DraftSummary[] = [];
  for (const summary of found) {
    if (!mayEdit && summary.pending.length > 0) {
      others.push(summary);
      continue;
    }
    if (draft) {
      if (summary.pending.length > 0) others.push(summary);
      else if (await locks.tryHold(lockName(summary.id), 0)) await store.remove(summary.id);
      continue;
    }
    const patience = summary.id === lastOfThisTab ? kPatience : 0;
    if (await locks.tryHold(lockName(summary.id), patience)) draft = await store.load(summary.id);
    else if (summary.pending.length > 0) others.push(summary);
  }
  return { draft, others };
}
