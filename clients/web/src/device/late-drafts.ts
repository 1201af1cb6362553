import { withLate } from '../sync/drafts.ts';
import type { Draft, DraftHead, DraftStore, DraftSummary, LateDraft } from '../sync/drafts.ts';
import type { Ops } from '../text/delta.ts';

const kPrefix = 'plenary-late:';
/** Characters; more than this at the very end of a page is not typing, and would make its end slow. */
const kLargest = 500_000;

/** Writes the last changes of a page that ends to localStorage: IndexedDB takes longer than the page may live. */
export function keepLate(late: LateDraft): void {
  const text = JSON.stringify(late);
  if (text.length > kLargest) return;
  try {
    localStorage.setItem(kPrefix + late.id, text);
  } catch {
    // No room: the last keystrokes before the reload are lost.
  }
}

function readLate(id: string): LateDraft | null {
  try {
    const text = localStorage.getItem(kPrefix + id);
    return text === null ? null : (JSON.parse(text) as LateDraft);
  } catch {
    return null;
  }
}

function dropLate(id: string): void {
  try {
    localStorage.removeItem(kPrefix + id);
  } catch {
    // It is ignored by its revision anyway.
  }
}

/** A store in which the late steps of ended pages are where they belong. */
export class DraftsWithLate implements DraftStore {
  readonly survivesReload = true;
  readonly #inner: DraftStore;

  constructor(inner: DraftStore) {
    this.#inner = inner;
  }

  async list(collection: string, document: string): Promise<readonly DraftSummary[]> {
    const found = await this.#inner.list(collection, document);
    return found.map((summary) => {
      const late = readLate(summary.id);
      return late && late.head.revision > summary.revision ? { ...summary, ...late.head } : summary;
    });
  }

  async load(id: string): Promise<Draft | null> {
    const draft = await this.#inner.load(id);
    const late = draft && readLate(id);
    if (!draft || !late) return draft;
    const whole = withLate(draft, late);
    await this.#inner.put(whole);
    dropLate(id);
    return whole;
  }

  put(draft: Draft): Promise<void> {
    return this.#inner.put(draft);
  }

  advance(id: string, head: DraftHead, step: Ops | null): Promise<void> {
    return this.#inner.advance(id, head, step);
  }

  remove(id: string): Promise<void> {
    dropLate(id);
    return this.#inner.remove(id);
  }
}
