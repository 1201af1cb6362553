import type { KeptView } from '../text/kept-view.ts';

const kKey = 'plenary-table-views';
/** Tables remembered; those that were looked at longest ago go. */
const kMost = 100;

type Kept = KeptView & { readonly paper: string };

function all(): readonly Kept[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(kKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each: Partial<Kept> | null): each is Kept => typeof each?.paper === 'string' && Array.isArray(each.filters)) : [];
  } catch {
    return [];
  }
}

/** How the tables of a paper were looked at in this browser, the last one last. */
export function lastViews(paper: string): readonly KeptView[] {
  return all().filter((each) => each.paper === paper);
}

/** Remembers `views` as those of the paper, in place of all others of it. */
export function rememberViews(paper: string, views: readonly KeptView[]): void {
  const others = all().filter((each) => each.paper !== paper);
  try {
    localStorage.setItem(kKey, JSON.stringify([...others, ...views.map((view) => ({ ...view, paper }))].slice(-kMost)));
  } catch {
    // Then a table is shown whole the next time.
  }
}
