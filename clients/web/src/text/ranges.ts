import { opLength } from './delta.ts';
import type { Ops } from './delta.ts';

/** The units [start, end) of a text, in UTF-16 units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Not in the text, or not placed yet. */
const kNowhere = -1;

/** Inserts (`length` > 0) and deletions (`length` < 0), each at a place of the text as those before it left it. */
interface Edit {
  readonly at: number;
  readonly length: number;
}

function editsOf(ops: Ops): readonly Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  for (const op of ops) {
    const length = opLength(op);
    if (typeof op.delete === 'number') edits.push({ at, length: -length });
    else {
      if (op.insert !== undefined) edits.push({ at, length });
      at += length;
    }
  }
  return edits;
}

/**
 * Where a range is after `ops`, by the rule that the server has (protocol/anchor/range.hpp): what is inserted at an
 * edge stays outside; a range whose units are all deleted becomes empty.
 */
export function mapRange(range: Range, ops: Ops): Range {
  const table = new RangeTable();
  table.set(0, range);
  table.apply(ops);
  return table.get(0) ?? range;
}

/** Many ranges that follow one text: numbers in typed arrays, one pass over them for each edit. */
export class RangeTable {
  #starts = new Int32Array(64).fill(kNowhere);
  #ends = new Int32Array(64).fill(kNowhere);
  /** Units of it were deleted since it was set: undoing that may give them back. */
  #shrunk = new Uint8Array(64);
  readonly #cut = new Set<number>();
  #size = 0;

  /** Slots are small whole numbers that the caller gives; `null` takes the range out of the text. */
  set(slot: number, range: Range | null): void {
    this.move(slot, range);
    this.#shrunk[slot] = 0;
  }

  /** The same of a range that may have lost units before: that stays known. */
  move(slot: number, range: Range | null): void {
    this.#grow(slot + 1);
    this.#starts[slot] = range ? range.start : kNowhere;
    this.#ends[slot] = range ? Math.max(range.start, range.end) : kNowhere;
    this.#cut.delete(slot);
  }

  /** The slots of ranges that lost units since this was asked last. */
  takeCut(): readonly number[] {
    const slots = [...this.#cut];
    this.#cut.clear();
    return slots;
  }

  get(slot: number): Range | null {
    const start = this.#starts[slot] ?? kNowhere;
    return start === kNowhere ? null : { start, end: this.#ends[slot] ?? start };
  }

  /** Some or all of its units are not in the text any more. */
  hasLost(slot: number): boolean {
    return this.#shrunk[slot] === 1 || (this.#ends[slot] ?? kNowhere) <= (this.#starts[slot] ?? kNowhere);
  }

  clear(): void {
    this.#starts.fill(kNowhere);
    this.#ends.fill(kNowhere);
    this.#shrunk.fill(0);
    this.#cut.clear();
  }

  /** The slots of ranges that hold a unit of [from, to). */
  overlapping(from: number, to: number): readonly number[] {
    const found: number[] = [];
    for (let slot = 0; slot < this.#size; slot += 1) {
      const start = this.#starts[slot] ?? kNowhere;
      const end = this.#ends[slot] ?? kNowhere;
      if (start < to && end > from && end > start) found.push(slot);
    }
    return found;
  }

  /** Moves all ranges past `ops`. Returns the slots of the ranges that lost their last unit. */
  apply(ops: Ops): readonly number[] {
    const emptied: number[] = [];
    for (const { at, length } of editsOf(ops)) {
      if (length > 0) this.#insert(at, length);
      else this.#delete(at, -length, emptied);
    }
    return emptied;
  }

  #insert(at: number, length: number): void {
    const starts = this.#starts;
    const ends = this.#ends;
    for (let slot = 0; slot < this.#size; slot += 1) {
      const start = starts[slot] as number;
      const end = ends[slot] as number;
      if (start >= at) {
        starts[slot] = start + length;
        ends[slot] = end > at ? end + length : start + length;
      } else if (end > at) {
        ends[slot] = end + length;
      }
    }
  }

  #delete(at: number, length: number, emptied: number[]): void {
    const starts = this.#starts;
    const ends = this.#ends;
    for (let slot = 0; slot < this.#size; slot += 1) {
      const start = starts[slot] as number;
      const end = ends[slot] as number;
      if (end <= at) continue;
      const newStart = start > at ? Math.max(at, start - length) : start;
      const newEnd = Math.max(at, end - length);
      starts[slot] = newStart;
      ends[slot] = newEnd;
      if (newEnd - newStart === end - start) continue;
      this.#shrunk[slot] = 1;
      this.#cut.add(slot);
      if (newEnd === newStart) emptied.push(slot);
    }
  }

  #grow(size: number): void {
    this.#size = Math.max(this.#size, size);
    if (size <= this.#starts.length) return;
    const room = Math.max(size, this.#starts.length * 2);
    const starts = new Int32Array(room).fill(kNowhere);
    const ends = new Int32Array(room).fill(kNowhere);
    const shrunk = new Uint8Array(room);
    starts.set(this.#starts);
    ends.set(this.#ends);
    shrunk.set(this.#shrunk);
    this.#starts = starts;
    this.#ends = ends;
    this.#shrunk = shrunk;
  }
}

/** A part of the text with the same ranges on all of it. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** The number of ranges on it. */
  readonly depth: number;
  /** One of them is an active one. */
  readonly active: boolean;
}

/** Cuts ranges that may overlap into pieces that do not. */
export function piecesOf(marks: readonly { readonly range: Range; readonly active?: boolean }[]): readonly Piece[] {
  const edges = marks.flatMap(({ range, active = false }) => [
    { at: range.start, by: 1, active: active ? 1 : 0 },
    { at: range.end, by: -1, active: active ? -1 : 0 },
  ]);
  edges.sort((a, b) => a.at - b.at || a.by - b.by);
  const pieces: Piece[] = [];
  let depth = 0;
  let actives = 0;
  let from = 0;
  for (const edge of edges) {
    if (depth > 0 && edge.at > from) {
      const piece = { from, to: edge.at, depth, active: actives > 0 };
      const last = pieces.at(-1);
      const goesOn = last?.to === from && last.depth === depth && last.active === piece.active;
      if (goesOn) pieces[pieces.length - 1] = { ...last, to: edge.at };
      else pieces.push(piece);
    }
    from = edge.at;
    depth += edge.by;
    actives += edge.active;
  }
  return pieces;
}
