/** Threads as the server tells them (see its description of the API). */

export interface Author {
  readonly id: string;
  readonly name: string;
}

export interface Deed {
  readonly at: string;
  readonly by: Author;
}

export type Reaction = 'agree' | 'disagree';

export interface Comment {
  readonly id: string;
  readonly thread: string;
  readonly author: Author;
  readonly created_at: string;
  /** Markdown, as it was written. */
  readonly text: string;
  /** The same, made safe by the server. */
  readonly html: string;
  readonly edited_at: string | null;
  /** The number of its earlier revisions. */
  readonly revisions: number;
  readonly deleted: Deed | null;
  /** I have not seen it. Absent where the server does not know its readers. */
  readonly unread?: boolean;
  readonly reactions: { readonly agree: number; readonly disagree: number; readonly mine: Reaction | null };
}

/** A part of a table by the ids of its row and column: a cell, or with one of them empty a whole column or row. */
export interface CellName {
  readonly row: string;
  readonly column: string;
}

export interface Anchor {
  /** The version that `index` and `length` belong to. */
  readonly version: number;
  readonly index: number;
  readonly length: number;
  /** The words that the thread began on, and those it is on now or was on last. */
  readonly quote: string;
  readonly words: string;
  readonly state: 'anchored' | 'orphaned';
  /** The part of the table that the range is. */
  readonly cell?: CellName;
  readonly removed?: { readonly version: number; readonly by: string; readonly by_name?: string | null; readonly at: string };
}

export interface Thread {
  readonly id: string;
  readonly anchor: Anchor;
  readonly state: 'open' | 'resolved';
  readonly resolved: Deed | null;
  readonly labels?: readonly string[];
  /** The id of the person who is to see to it. */
  readonly assignee?: string | null;
  readonly assignee_name?: string | null;
  readonly due?: string | null;
  readonly unread?: boolean;
  readonly updated_at: string;
  readonly etag: string;
  readonly comments: readonly Comment[];
}

export interface ThreadPage {
  readonly threads: readonly Thread[];
  readonly next_cursor: string | null;
}

export interface Revision {
  readonly at: string;
  readonly html: string;
}

/** The number of the thread's latest event: an answer with a smaller one is older. */
export function lastEventOf(thread: Thread): number {
  const number = Number(/^"t(\d+)"$/.exec(thread.etag)?.[1] ?? NaN);
  return Number.isNaN(number) ? 0 : number;
}
