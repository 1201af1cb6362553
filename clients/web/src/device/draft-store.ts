import type { Locks } from '../sync/adoption.ts';
import { MemoryDrafts } from '../sync/drafts.ts';
import type { DraftStore } from '../sync/drafts.ts';
import { IndexedDbDrafts } from './drafts-db.ts';
import { DraftsWithLate } from './late-drafts.ts';
import { noLocks, webLocks } from './web-locks.ts';

const kDraftOfTab = 'plenary-draft';

/**
 * Where this page keeps its drafts. Two tabs must never send the same changes, so drafts outlive the page only where
 * the browser has locks; elsewhere they live in the page, and the status says so.
 */
export async function openDraftStore(): Promise<{ readonly store: DraftStore; readonly locks: Locks }> {
  if (!('locks' in navigator)) return { store: new MemoryDrafts(), locks: noLocks };
  try {
    const store = await IndexedDbDrafts.open();
    void store.prune(Date.now()).catch(() => undefined);
    return { store: new DraftsWithLate(store), locks: webLocks };
  } catch {
    return { store: new MemoryDrafts(), locks: noLocks };
  }
}

/** The draft that this very tab used for `document` before a reload. */
export function draftOfTab(document: string): string | null {
  try {
    return sessionStorage.getItem(`${kDraftOfTab}:${document}`);
  } catch {
    return null;
  }
}

export function rememberDraftOfTab(document: string, draft: string): void {
  try {
    sessionStorage.setItem(`${kDraftOfTab}:${document}`, draft);
  } catch {
    // Then a reload finds the draft by its document alone.
  }
}

/** Random enough for names that only this browser sees; `crypto.randomUUID` needs https. */
export function newDraftId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
