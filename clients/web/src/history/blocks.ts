import { kUnknownEmbed } from '../text/border.ts';
import type { Op } from '../text/delta.ts';
import { startIn } from '../text/item-number.ts';
import { ListNumbers } from '../text/list-numbers.ts';
import { pictureOf } from '../text/pictures.ts';
import type { Picture } from '../text/pictures.ts';
import { quotesIn } from '../text/quotes.ts';
import { withoutBreaks } from '../text/soft-break.ts';
import { kSign } from './containers.ts';
import type { PlacedOp, Sign } from './containers.ts';
import type { Attributes, FlatPiece } from './types.ts';

/** Turns the pieces of a difference into paragraphs with their words, and finds the changes among them. */

export type MarkKind = 'inserted' | 'deleted' | 'reformatted';

/** The author and kind of the change that a run of text, or the end of a line, is part of. */
export interface Mark {
  readonly kind: MarkKind;
  /** Index of the change. */
  readonly change: number;
}

export interface Run {
  readonly text: string;
  /** The kind of an embed, or a sign of a table or a note. */
  readonly embed: 'picture' | 'other' | Sign | null;
  /** A picture of the paper. Others cannot be shown. */
  readonly picture?: Picture;
  /** Words of a note or a cell: in the paper they are no units. */
  readonly isOutside?: boolean;
  /** Of a sign that ends a cell: the number of its column in the newer version, from 1. */
  readonly column?: number;
  readonly formats: Attributes;
}

/** Neighbouring runs of one change, or of none. */
export interface Segment {
  readonly mark: Mark | null;
  /** Nothing of the change stands before this. */
  readonly opens: boolean;
  /** Nothing of the change, of this kind, stands behind this. */
  readonly closes: boolean;
  readonly runs: readonly Run[];
}

/** A row is a line whose cells end with a sign. */
export type BlockKind = 'paragraph' | 'heading' | 'item' | 'quote' | 'code' | 'divider' | 'header' | 'row';

export interface Block {
  readonly kind: BlockKind;
  /** Of a heading; 0 of all else. */
  readonly level: number;
  readonly list: 'bullet' | 'ordered' | 'checked' | 'unchecked' | null;
  /** The number that an item says. */
  readonly number: string | null;
  readonly indent: number;
  /** The first item of its list, where a quotation around it says so. */
  readonly anew: boolean;
  /** How many quotations it is in. */
  readonly quotes: number;
  readonly align: 'center' | 'right' | 'justify' | null;
  /** Of a row. A deleted one has no number; others count from 1 as they lie in the newer version. */
  readonly row?: { readonly id: string; readonly number?: number };
  readonly segments: readonly Segment[];
  /** The change of the line's end. It has a sign of its own where nothing else shows it. */
  readonly end: (Mark & { readonly sign: boolean; readonly opens: boolean }) | null;
  /** All of it came, or all of it went. */
  readonly whole: 'inserted' | 'deleted' | null;
  /** Its start and length in the newer version, in UTF-16 units. */
  readonly start: number;
  readonly length: number;
}

interface Line {
  segments: { mark: Mark | null; runs: Run[] }[];
  start: number;
  length: number;
}

const kPictureElsewhere = '{"image"';

function runOf(op: PlacedOp): Run {
  const formats = op.attributes ?? {};
  const outside = op.units === 0 ? { isOutside: true } : {};
  if (typeof op.insert === 'string') return { text: op.insert, embed: null, formats, ...outside };
  const sign = op.insert?.[kSign];
  const column = op.insert?.['column'];
  if (typeof sign === 'string') return { text: '', embed: sign as Sign, formats: {}, ...(typeof column === 'number' ? { column } : {}) };
  const picture = pictureOf(op);
  if (picture) return { text: '', embed: 'picture', picture, formats, ...outside };
  const hidden = op.insert?.[kUnknownEmbed];
  return { text: '', embed: typeof hidden === 'string' && hidden.startsWith(kPictureElsewhere) ? 'picture' : 'other', formats, ...outside };
}

const isDivider = (op: Op): boolean => typeof op.insert === 'object' && op.insert !== null && 'divider' in op.insert;

function lineFormat(attributes: Attributes): Pick<Block, 'kind' | 'level' | 'list' | 'number' | 'indent' | 'quotes' | 'align' | 'row'> {
  const { header, list, blockquote, indent, align, row, start } = attributes;
  const isRow = row === 'row' || row === 'header';
  if (isRow)
    return { kind: row, level: 0, list: null, number: null, indent: 0, quotes: 0, align: null, ...(row === 'row' ? { row: attributes['named'] as NonNullable<Block['row']> } : {}) };
  const level = typeof header === 'number' ? header : 0;
  const kind = level > 0 ? 'heading' : list ? 'item' : attributes['code-block'] ? 'code' : blockquote ? 'quote' : 'paragraph';
  return {
    kind,
    level,
    list: kind === 'item' ? (list as Block['list']) : null,
    number: list === 'ordered' ? (startIn(start) ?? null) : null,
    indent: typeof indent === 'number' ? indent : 0,
    quotes: quotesIn(blockquote),
    align: (align as Block['align']) ?? null,
  };
}

/** Builds block after block. `at` is the place in the newer version, where deleted text has no length. */
class Builder {
  readonly blocks: (Omit<Block, 'anew' | 'end' | 'segments'> & { segments: { mark: Mark | null; runs: Run[] }[]; end: Mark | null })[] = [];
  at = 0;
  #line: Line = { segments: [], start: 0, length: 0 };

  add(op: PlacedOp, mark: Mark | null): void {
    const gone = mark?.kind === 'deleted' || op.units === 0;
    if (isDivider(op)) return this.#divide(mark, gone);
    if (typeof op.insert !== 'string') return this.#put(runOf(op), mark, gone ? 0 : 1);
    const parts = op.insert.split('\n');
    for (const [i, text] of parts.entries()) {
      if (text) this.#put({ ...runOf(op), text }, mark, gone ? 0 : text.length);
      if (i < parts.length - 1) this.#endLine(op.attributes ?? {}, mark, gone ? 0 : 1);
    }
  }

  /** The segments behind the last line's end: deleted text, or the last line of a text without a final newline. */
  finish(): void {
    if (this.#line.segments.length > 0) this.#endLine({}, null, 0);
  }

  #put(run: Run, mark: Mark | null, length: number): void {
    const last = this.#line.segments.at(-1);
    if (last && last.mark?.change === mark?.change && last.mark?.kind === mark?.kind) last.runs.push(run);
    else this.#line.segments.push({ mark, runs: [run] });
    this.#advance(length);
  }

  #divide(mark: Mark | null, gone: boolean): void {
    if (this.#line.segments.length > 0) this.#endLine({}, null, 0);
    this.#put({ text: '', embed: null, formats: {} }, mark, gone ? 0 : 1);
    this.#endLine({ divider: true }, null, 0);
  }

  #endLine(attributes: Attributes, mark: Mark | null, length: number): void {
    this.#advance(length);
    const { segments, start, length: long } = this.#line;
    const format = 'divider' in attributes ? { ...lineFormat({}), kind: 'divider' as const } : lineFormat(attributes);
    const kinds = new Set(segments.map((segment) => segment.mark?.kind ?? null));
    const only = kinds.size === 1 ? [...kinds][0] : null;
    const whole = (only === 'inserted' || only === 'deleted') && (mark?.kind === only || format.kind === 'divider') ? only : null;
    this.blocks.push({ ...format, segments, end: mark, whole, start, length: long });
    this.#line = { segments: [], start: this.at, length: 0 };
  }

  #advance(length: number): void {
    this.at += length;
    this.#line.length += length;
  }
}

/** `changeOf` gives each piece's change; null for a piece that was kept. */
export function blocksOf(pieces: readonly FlatPiece[], changeOf: readonly (number | null)[]): readonly Block[] {
  const builder = new Builder();
  for (const [i, piece] of pieces.entries()) {
    const change = changeOf[i] ?? null;
    const mark = piece.kind === 'kept' || change === null ? null : { kind: piece.kind, change };
    for (const op of piece.ops) builder.add(op, mark);
  }
  builder.finish();
  return withSigns(builder.blocks, firstItems(builder.blocks));
}

/** Where items are quoted, those that are the first of their list. What is gone has no number. */
function firstItems(drafts: Builder['blocks']): ReadonlySet<object> {
  if (!drafts.some(({ kind, quotes }) => kind === 'item' && quotes > 0)) return new Set();
  const numbers = new ListNumbers();
  const first = drafts.filter(({ kind, list, number, indent, quotes, whole }) => {
    if (whole === 'deleted') return false;
    const counted = kind !== 'item' ? null : list === 'ordered' ? 'ordered' : 'other';
    return numbers.next({ list: counted, indent, quotes, start: number === null ? null : Number(number) }) === 1 && number === null;
  });
  return new Set(first);
}

const isAll = (segments: readonly { readonly mark: Mark | null }[], kind: MarkKind): boolean =>
  segments.length > 0 && segments.every(({ mark }) => mark?.kind === kind);

/** An end of a line says by a sign that it came or went, unless the words beside it say so. */
function withSigns(drafts: Builder['blocks'], firsts: ReadonlySet<object>): readonly Block[] {
  const worded = new Set<number>();
  for (const { segments } of drafts) for (const { mark } of segments) if (mark) worded.add(mark.change);
  const opened = new Set<number>();
  const first = (change: number): boolean => !opened.has(change) && Boolean(opened.add(change));
  const lastOf = lastSegments(drafts);
  return drafts.map((draft, i) => {
    const segments = draft.segments.map((segment) => ({
      ...segment,
      opens: segment.mark !== null && first(segment.mark.change),
      closes: segment.mark !== null && lastOf.get(`${segment.mark.change}/${segment.mark.kind}`) === segment,
    }));
    const anew = firsts.has(draft);
    if (!draft.end) return { ...draft, anew, segments, end: null };
    const { kind, change } = draft.end;
    const next = drafts[i + 1]?.segments ?? [];
    const said = isAll(draft.segments, kind) || isAll(next, kind);
    const sign = kind === 'reformatted' || !said || (!worded.has(change) && !opened.has(change));
    return { ...draft, anew, segments, end: { kind, change, sign, opens: sign && first(change) } };
  });
}

function lastSegments(drafts: Builder['blocks']): ReadonlyMap<string, object> {
  const last = new Map<string, object>();
  for (const { segments } of drafts) for (const segment of segments) if (segment.mark) last.set(`${segment.mark.change}/${segment.mark.kind}`, segment);
  return last;
}

/** Whether a line begins with a picture: the words behind it are its caption. */
export function isFigure({ kind, segments }: Block): boolean {
  return kind === 'paragraph' && segments[0]?.runs[0]?.picture !== undefined;
}

/** The words of a block as they are in the newer version. */
export function textOf(block: Block): string {
  return block.segments
    .filter(({ mark }) => mark?.kind !== 'deleted')
    .flatMap(({ runs }) => runs.map(({ text, embed }) => (embed ? '\ufffc' : text)))
    .join('');
}

export interface Section {
  readonly title: string;
  readonly level: number;
  /** Its heading. */
  readonly block: number;
}

/** The headings of the newer version, in order. */
export function sectionsOf(blocks: readonly Block[]): readonly Section[] {
  const found: Section[] = [];
  for (const [block, { kind, level, whole, ...rest }] of blocks.entries()) {
    if (kind !== 'heading' || whole === 'deleted') continue;
    const title = withoutBreaks(textOf({ kind, level, whole, ...rest })).trim();
    if (title) found.push({ title, level, block });
  }
  return found;
}

/** The number of the section that holds a block: 0 before the first heading, else the heading's number. */
export function sectionAt(sections: readonly Section[], block: number): number {
  let number = 0;
  for (const [i, section] of sections.entries()) if (section.block <= block) number = i + 1;
  return number;
}

/** Whether section `inner` is `outer` or under it. */
export function isWithin(sections: readonly Section[], inner: number, outer: number): boolean {
  if (inner === outer) return true;
  const top = sections[outer - 1];
  if (!top || inner < outer) return false;
  return sections.slice(outer, inner).every(({ level }) => level > top.level);
}
