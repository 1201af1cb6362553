import { blocksOf, isWithin, sectionAt, sectionsOf } from './blocks.ts';
import type { Block, Section } from './blocks.ts';
import { flattened, kSign } from './containers.ts';
import { lineOf, namesAbove } from './inside-texts.ts';
import type { Attributes, FlatPiece, Moment, Piece } from './types.ts';

export type ChangeKind = 'inserted' | 'deleted' | 'replaced' | 'reformatted' | 'moved-here' | 'moved-away';

/** One author's change at one place. */
export interface Change {
  readonly id: number;
  readonly kind: ChangeKind;
  /** Index in the answer's authors. */
  readonly by: number;
  /** The author of the words that were deleted. */
  readonly writtenBy: readonly number[];
  /** The beginning of the inserted (or reformatted) words, and of the deleted ones. */
  readonly inserted: string;
  readonly deleted: string;
  /** For a change of formats: the formats that differ. */
  readonly before: Attributes;
  readonly after: Attributes;
  readonly first: Moment;
  readonly last: Moment;
  /** The change at the other end of a move. */
  readonly partner: number | null;
  readonly block: number;
  readonly section: number;
  /** Where in a table or note it is; null in the text, and of whole rows and tables. */
  readonly inside: Inside | null;
}

/** A note, or a cell: the name of its column, and the number of its row as it is drawn, 0 being the header. */
export type Inside = 'note' | { readonly column: string; readonly row: number };

/** A difference as it is drawn and as it is told. */
export interface Reading {
  readonly blocks: readonly Block[];
  readonly changes: readonly Change[];
  readonly sections: readonly Section[];
}

type Changed = Exclude<FlatPiece, { kind: 'kept' }>;

/** Enough to tell it. */
const kExcerpt = 240;

const moveOf = (piece: Changed): number | undefined => (piece.kind === 'reformatted' ? undefined : piece.move);

/** Neighbours are one change if one author made both: typed in two goes, or other words in the place of some. */
function isOneWith(before: Changed, piece: Changed): boolean {
  if (before.by !== piece.by || moveOf(before) !== moveOf(piece)) return false;
  if (moveOf(piece) !== undefined) return before.kind === piece.kind;
  if (before.kind !== 'reformatted' || piece.kind !== 'reformatted') return before.kind !== 'reformatted' && piece.kind !== 'reformatted';
  return JSON.stringify([before.before, before.after]) === JSON.stringify([piece.before, piece.after]);
}

function grouped(pieces: readonly FlatPiece[]): { readonly groups: readonly (readonly Changed[])[]; readonly changeOf: readonly (number | null)[] } {
  const groups: Changed[][] = [];
  let open: Changed | null = null;
  const changeOf = pieces.map((piece) => {
    if (piece.kind === 'kept') {
      open = null;
      return null;
    }
    if (open && isOneWith(open, piece)) groups.at(-1)?.push(piece);
    else groups.push([piece]);
    open = piece;
    return groups.length - 1;
  });
  return { groups, changeOf };
}

const wordsOf = (pieces: readonly Changed[]): string => {
  let text = '';
  for (const { ops } of pieces) {
    for (const { insert } of ops) text += typeof insert === 'string' ? insert : insert && kSign in insert ? ' ' : '\ufffc';
    if (text.length > kExcerpt) break;
  }
  return text.slice(0, kExcerpt);
};

/** Of a paragraph with another form the words are named, not its end. */
function reshapedWords(group: readonly Changed[], block: Block | undefined): string {
  const words = wordsOf(group);
  return words.trim() === '' && block ? lineOf(block).slice(0, kExcerpt) || words : words;
}

function kindOf(group: readonly Changed[]): ChangeKind {
  const came = group.some(({ kind }) => kind === 'inserted');
  const went = group.some(({ kind }) => kind === 'deleted');
  const moved = group.some((piece) => moveOf(piece) !== undefined);
  if (moved) return came ? 'moved-here' : 'moved-away';
  if (came && went) return 'replaced';
  return came ? 'inserted' : went ? 'deleted' : 'reformatted';
}

/** The block in which a change can be pointed at. */
function placesOf(blocks: readonly Block[]): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (const [i, { segments, end }] of blocks.entries()) {
    for (const { mark, opens } of segments) if (mark && opens) places.set(mark.change, i);
    if (end?.opens) places.set(end.change, i);
  }
  return places;
}

/** Where in its block a change begins. */
function insideOf(blocks: readonly Block[], at: number, change: number): Inside | null {
  const block = blocks[at];
  const isRow = block?.kind === 'row' || block?.kind === 'header';
  let cell = 0;
  let isInNote = false;
  for (const { mark, opens, runs } of block?.segments ?? []) {
    if (mark?.change === change && opens) {
      if (isRow) return runs.some(({ embed }) => embed === 'cell') ? null : { column: namesAbove(blocks, at)[cell] ?? '', row: rowNumber(blocks, at) };
      return isInNote && !runs.some(({ embed }) => embed === 'note-end') ? 'note' : null;
    }
    for (const { embed } of runs) {
      if (embed === 'cell') cell += 1;
      if (embed === 'note' || embed === 'note-end') isInNote = embed === 'note';
    }
  }
  return null;
}

const rowNumber = (blocks: readonly Block[], at: number): number => at - blocks.slice(0, at + 1).findLastIndex(({ kind }) => kind === 'header');

const earlier = (a: Moment, b: Moment): Moment => (b.version < a.version ? b : a);
const later = (a: Moment, b: Moment): Moment => (b.version > a.version ? b : a);

const isWithinLine = (piece: FlatPiece): boolean => piece.ops.every(({ insert }) => typeof insert === 'string' && !insert.includes('\n'));

/** A replacement: the deleted words stand before the new ones. */
function goneFirst(pieces: readonly FlatPiece[]): readonly FlatPiece[] {
  const sorted = [...pieces];
  for (let i = 1; i < sorted.length; i += 1) {
    const [before, piece] = [sorted[i - 1], sorted[i]];
    if (before?.kind !== 'inserted' || piece?.kind !== 'deleted' || before.by !== piece.by) continue;
    if (isWithinLine(before) && isWithinLine(piece)) [sorted[i - 1], sorted[i]] = [piece, before];
  }
  return sorted;
}

export function readDifference(answered: readonly Piece[]): Reading {
  const pieces = goneFirst(flattened(answered));
  const { groups, changeOf } = grouped(pieces);
  const blocks = blocksOf(pieces, changeOf);
  const sections = sectionsOf(blocks);
  const places = placesOf(blocks);
  const changes: Change[] = [];
  for (const [id, group] of groups.entries()) {
    const [head] = group;
    if (!head) continue;
    const block = places.get(id) ?? 0;
    const reformatted = group.find((piece) => piece.kind === 'reformatted');
    changes.push({
      id,
      kind: kindOf(group),
      by: head.by,
      writtenBy: [...new Set(group.flatMap((piece) => (piece.kind === 'deleted' ? (piece.written_by ?? []) : [])))],
      inserted: reformatted ? reshapedWords(group, blocks[block]) : wordsOf(group.filter(({ kind }) => kind !== 'deleted')),
      deleted: wordsOf(group.filter(({ kind }) => kind === 'deleted')),
      before: reformatted?.before ?? {},
      after: reformatted?.after ?? {},
      first: group.map(({ first }) => first).reduce(earlier),
      last: group.map(({ last }) => last).reduce(later),
      partner: partnerOf(groups, id),
      block,
      section: sectionAt(sections, block),
      inside: insideOf(blocks, block, id),
    });
  }
  return { blocks, changes, sections };
}

function partnerOf(groups: readonly (readonly Changed[])[], id: number): number | null {
  const [head] = groups[id] ?? [];
  const move = head && moveOf(head);
  if (!head || move === undefined) return null;
  const other = groups.findIndex(([piece]) => piece !== undefined && piece.kind !== head.kind && moveOf(piece) === move);
  return other < 0 ? null : other;
}

/** The changes to look at. The others are faded. */
export interface Sieve {
  readonly shows: (by: number) => boolean;
  readonly section: number | null;
}

export function sifted({ changes, sections }: Reading, sieve: Sieve): readonly Change[] {
  const { section } = sieve;
  return changes.filter((change) => sieve.shows(change.by) && (section === null || isWithin(sections, change.section, section)));
}

/** The next (or previous) of `shown` after `current`, around the end; null if there is none. */
export function stepped(shown: readonly Change[], current: number | null, step: 1 | -1): Change | null {
  if (shown.length === 0) return null;
  if (current === null) return (step === 1 ? shown[0] : shown.at(-1)) ?? null;
  const found = step === 1 ? shown.find(({ id }) => id > current) : shown.findLast(({ id }) => id < current);
  return found ?? (step === 1 ? shown[0] : shown.at(-1)) ?? null;
}
