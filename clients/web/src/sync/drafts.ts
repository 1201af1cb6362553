import { deltaOf } from '../text/delta.ts';
import type { Delta, Ops } from '../text/delta.ts';

/** A change that the server has not acknowledged. `src` and `seq` are set once its frame may have left. */
export interface PendingOp {
  readonly op: Ops;
  readonly src?: string;
  readonly seq?: number;
}

/**
 * The knowledge of one tab about one document: enough to send unacknowledged changes exactly once after a reload.
 * `content` is the text with all of `pending` in it, `version` the version of the server that `pending` starts from.
 */
export interface Draft {
  readonly id: string;
  readonly collection: string;
  readonly document: string;
  /** The author's id, since several people may use one browser. Absent in open mode. */
  readonly author?: string;
  readonly title: string;
  readonly version: number;
  readonly content: Ops;
  readonly pending: readonly PendingOp[];
  /** The number of changes in `pending`, as a person would count them. */
  readonly changes: number;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** Counts the writes of this draft, by which steps that came late find their place. */
  readonly revision: number;
}

export type DraftHead = Pick<Draft, 'title' | 'version' | 'pending' | 'changes' | 'savedAt' | 'revision'>;
export type DraftSummary = Omit<Draft, 'content'>;

/** Writes that a page could not finish before it ended: the steps after some revision, and the head after all of them. */
export interface LateDraft {
  readonly id: string;
  readonly head: DraftHead;
  readonly steps: readonly { readonly revision: number; readonly ops: Ops }[];
}

/** The draft with the late steps that it does not have yet. */
export function withLate(draft: Draft, late: LateDraft): Draft {
  const missing = late.steps.filter((step) => step.revision > draft.revision).map((step) => step.ops);
  if (late.head.revision <= draft.revision) return draft;
  return { ...draft, ...late.head, content: fold(draft.content, missing) };
}

/** A store of drafts. Every function either happens whole or rejects. */
export interface DraftStore {
  /** False if a reload loses the drafts. */
  readonly survivesReload: boolean;
  list(collection: string, document: string): Promise<readonly DraftSummary[]>;
  load(id: string): Promise<Draft | null>;
  /** Creates or replaces. */
  put(draft: Draft): Promise<void>;
  /** Replaces the head and, with `step`, moves the content on by it. Cheap: does not rewrite the content. */
  advance(id: string, head: DraftHead, step: Ops | null): Promise<void>;
  remove(id: string): Promise<void>;
}

/** The content after the steps, in order. */
export function fold(content: Ops, steps: readonly Ops[]): Ops {
  const all = composed(steps, 0, steps.length);
  return all ? deltaOf(content).compose(all).ops : content;
}

/** Neighbours first: thousands of small steps cost n log n and not n². */
function composed(steps: readonly Ops[], from: number, to: number): Delta | null {
  if (from >= to) return null;
  const only = steps[from];
  if (only && to - from === 1) return deltaOf(only);
  const middle = (from + to) >> 1;
  const left = composed(steps, from, middle);
  const right = composed(steps, middle, to);
  return left && right ? left.compose(right) : (left ?? right);
}

/** For tests, and for browsers that refuse storage. */
export class MemoryDrafts implements DraftStore {
  readonly survivesReload = false;
  readonly #drafts = new Map<string, Draft>();

  list(collection: string, document: string): Promise<readonly DraftSummary[]> {
    const found = [...this.#drafts.values()].filter(
      (draft) => draft.collection === collection && draft.document === document,
    );
    return Promise.resolve(found);
  }

  load(id: string): Promise<Draft | null> {
    return Promise.resolve(this.#drafts.get(id) ?? null);
  }

  put(draft: Draft): Promise<void> {
    this.#drafts.set(draft.id, structuredClone(draft));
    return Promise.resolve();
  }

  advance(id: string, head: DraftHead, step: Ops | null): Promise<void> {
    const draft = this.#drafts.get(id);
    if (!draft) return Promise.reject(new Error('no such draft'));
    const content = step ? fold(draft.content, [step]) : draft.content;
    this.#drafts.set(id, structuredClone({ ...draft, ...head, id, content }));
    return Promise.resolve();
  }

  remove(id: string): Promise<void> {
    this.#drafts.delete(id);
    return Promise.resolve();
  }
}
