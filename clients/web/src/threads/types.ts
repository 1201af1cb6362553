import type { CellName, Place } from '../text/inside.ts';

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

export interface Span {
  readonly index: number;
  readonly length: number;
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
  /** Words of that cell, or without a cell of the note that the range is. */
  readonly inside?: Span;
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

/** Where an anchor is, in the text of its version. */
export function placeOf({ index, length, cell, inside }: Span & Pick<Anchor, 'cell' | 'inside'>): Place {
  return {
    range: { start: index, end: index + length },
    ...(cell ? { cell } : {}),
    ...(inside ? { inside: { start: inside.index, end: inside.index + inside.length } } : {}),
  };
}

/** The members of an anchor that say where it is. */
export function anchorOf({ range, cell, inside }: Place): Span & Pick<Anchor, 'cell' | 'inside'> {
  return {
    index: range.start,
    length: range.end - range.start,
    ...(cell ? { cell } : {}),
    ...(inside ? { inside: { index: inside.start, length: inside.end - inside.start } } : {}),
  };
}

/** Compares ids of threads, which are numbers in the order in which the threads began. */
export function byAge(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** The number of the thread's latest event: an answer with a smaller one is older. */
export function lastEventOf(thread: Thread): number {
  const number = Number(/^"t(\d+)"$/.exec(thread.etag)?.[1] ?? NaN);
  return Number.isNaN(number) ? 0 : number;
}
