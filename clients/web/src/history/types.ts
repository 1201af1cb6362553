import type { Ops } from '../text/delta.ts';

/** The history of a document as the server tells it (see its description of the API). */

/** A version, and when the operation came that made it. The empty document, version 0, has no time. */
export interface Moment {
  readonly version: number;
  readonly time: string | null;
}

export interface HistoryAuthor {
  readonly id: string;
  /** Null where nobody is known by a name. */
  readonly name: string | null;
  readonly groups: readonly string[];
}

export type Attributes = Readonly<Record<string, unknown>>;

export interface KeptPiece {
  readonly kind: 'kept';
  readonly ops: Ops;
}

interface ChangedPiece {
  readonly ops: Ops;
  /** Index in the answer's authors. */
  readonly by: number;
  readonly first: Moment;
  readonly last: Moment;
}

export interface InsertedPiece extends ChangedPiece {
  readonly kind: 'inserted';
  /** Equal at both ends of a move. */
  readonly move?: number;
}

export interface DeletedPiece extends ChangedPiece {
  readonly kind: 'deleted';
  readonly written_by?: readonly number[];
  readonly move?: number;
}

export interface ReformattedPiece extends ChangedPiece {
  readonly kind: 'reformatted';
  readonly before: Attributes;
  readonly after: Attributes;
}

/** What changed inside of a note, or of a table: its rows and columns are those of both versions together. */
export type Inside =
  | { readonly content: readonly Piece[] }
  | { readonly rows: readonly Piece[]; readonly columns: readonly Piece[]; readonly cells: readonly CellPieces[] };

/** Row and column count from 1. */
export interface CellPieces {
  readonly row: number;
  readonly column: number;
  readonly pieces: readonly Piece[];
}

/** A table or a note of which something changed. */
export interface EditedPiece extends ChangedPiece {
  readonly kind: 'edited';
  readonly inside: Inside;
}

/** Words and their changes; those inside of tables and notes among them. */
export type FlatPiece = KeptPiece | InsertedPiece | DeletedPiece | ReformattedPiece;
export type Piece = FlatPiece | EditedPiece;

/** In UTF-16 units. */
export interface Counts {
  readonly inserted: number;
  readonly deleted: number;
  readonly reformatted: number;
}

export interface Summary extends Counts {
  readonly moves: number;
  readonly by: readonly (Counts & { readonly by: number })[];
}

/** The difference between two versions. If they are the same, every piece is of kind "kept". */
export interface Difference {
  readonly from: Moment;
  readonly to: Moment;
  readonly head: number;
  readonly authors: readonly HistoryAuthor[];
  readonly pieces: readonly Piece[];
  readonly summary: Summary;
}

export interface UndoPreview {
  readonly head: number;
  readonly authors: readonly HistoryAuthor[];
  readonly pieces: readonly Piece[];
  readonly summary: Summary;
}

export interface BlameRun {
  readonly index: number;
  readonly length: number;
  readonly by: number;
  readonly first: Moment;
  readonly last: Moment;
}

/** The authors of one text inside of the table or note at `index`. Each unit of rows and columns is one of them. */
export interface BlameInside {
  readonly index: number;
  readonly part: 'note' | 'rows' | 'columns' | 'cell';
  /** Of a cell, from 1. */
  readonly row?: number;
  readonly column?: number;
  readonly runs: readonly BlameRun[];
}

export interface Blame {
  readonly version: number;
  readonly authors: readonly HistoryAuthor[];
  readonly runs: readonly BlameRun[];
  readonly inside: readonly BlameInside[];
  readonly share: readonly { readonly by: number; readonly units: number }[];
  readonly groups: readonly { readonly name: string; readonly units: number }[];
  readonly units: number;
}

/** One author's work without a long pause. Sessions of several authors overlap. */
export interface Session extends Counts {
  readonly from: number;
  readonly to: number;
  readonly start: string;
  readonly end: string;
  readonly by: number;
  readonly ops: number;
}

export type LandmarkKind = 'created' | 'milestone' | 'restore' | 'undo' | 'deleted';

export interface Landmark {
  readonly kind: LandmarkKind;
  readonly version: number;
  readonly time: string | null;
  readonly by?: number | null;
  readonly name?: string;
  readonly note?: string;
  /** Its id, where it is a milestone. */
  readonly milestone?: string;
  /** The version that was restored. */
  readonly restores?: number;
  /** The author whose work was undone. */
  readonly undone?: number;
}

export interface DayCount {
  /** "2026-11-22", in UTC. */
  readonly day: string;
  readonly ops: number;
  readonly inserted: number;
  readonly deleted: number;
}

export interface SessionPage {
  readonly head: number;
  readonly authors: readonly HistoryAuthor[];
  readonly sessions: readonly Session[];
  /** With the first page only. */
  readonly landmarks?: readonly Landmark[];
  readonly days?: readonly DayCount[];
  readonly next: string | null;
}

export interface HistoryFacts {
  readonly head: number;
  /** False of data, whose versions have no words. */
  readonly text?: boolean;
  readonly time: string | null;
  readonly created: string | null;
}

export interface Milestone {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly note: string;
}
