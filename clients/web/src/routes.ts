import type { ComponentType } from 'preact';

/** Pages that the editor does not need are fetched when they are opened. */
const kPages: Readonly<Record<string, () => Promise<ComponentType>>> = {
  '/log-in': () => import('./pages/coming/log-in.tsx').then(({ LogInPage }) => LogInPage),
  '/set-up': () => import('./pages/coming/set-up.tsx').then(({ SetUpPage }) => SetUpPage),
  '/invitation': () => import('./pages/coming/invitation.tsx').then(({ InvitationPage }) => InvitationPage),
  '/reset': () => import('./pages/coming/reset.tsx').then(({ ResetPage }) => ResetPage),
  '/s': () => import('./pages/coming/share-link.tsx').then(({ ShareLinkPage }) => ShareLinkPage),
  '/account': () => import('./pages/account/account.tsx').then(({ AccountPage }) => AccountPage),
  '/people': () => import('./pages/people/people.tsx').then(({ PeoplePage }) => PeoplePage),
};

/** The page at a path, or null if it is none of these. */
export function pageAt(path: string): (() => Promise<ComponentType>) | null {
  return kPages[path.replace(/(.)\/$/, '$1')] ?? null;
}

/** The page of a document's history. */
export const historyPage = (): Promise<ComponentType<{ readonly id: string }>> =>
  import('./pages/history/history.tsx').then(({ HistoryPage }) => HistoryPage);
