import { insideChange } from './delta.ts';
import type { Ops } from './delta.ts';
import { placeAfter } from './inside.ts';
import type { CellName, FindCell, Place } from './inside.ts';
import { RangeTable } from './ranges.ts';
import type { Range } from './ranges.ts';

interface Inside {
  readonly cell: CellName | undefined;
  readonly words: Range;
  /** Units of them were deleted since they were set. */
  readonly shrunk: boolean;
}

const isEmpty = ({ start, end }: Range): boolean => end <= start;
const lengthOf = ({ start, end }: Range): number => end - start;

/** Many places that follow one text as it is shown. Slots are small whole numbers that the caller gives. */
export class PlaceTable {
  readonly #ranges = new RangeTable();
  readonly #cells = new Map<number, CellName>();
  readonly #inside = new Map<number, Inside>();
  readonly #moved = new Set<number>();
  readonly #find: FindCell;

  /** `find` is asked about the text after the change that is applied. */
  constructor(find: FindCell) {
    this.#find = find;
  }

  /** `null` takes the place out of the text. */
  set(slot: number, place: Place | null): void {
    this.#ranges.set(slot, place?.range ?? null);
    if (place?.cell) this.#cells.set(slot, place.cell);
    else this.#cells.delete(slot);
    if (place?.inside) this.#inside.set(slot, { cell: place.cell, words: place.inside, shrunk: false });
    else this.#inside.delete(slot);
  }

  /** Sets a place anew after changes that are known better now. What it has lost stays known. */
  move(slot: number, { range, inside }: Place): void {
    this.#ranges.move(slot, range);
    const known = this.#inside.get(slot);
    if (known && inside) this.#inside.set(slot, { ...known, words: inside });
  }

  /** The slots of places that lost units, or whose cell or note changed, since this was asked last. */
  takeCut(): readonly number[] {
    const slots = new Set([...this.#ranges.takeCut(), ...this.#moved]);
    this.#moved.clear();
    return [...slots];
  }

  /** Null if it is not in the text, or nothing of it is left. */
  get(slot: number): Place | null {
    const range = this.#ranges.get(slot);
    const cell = this.#cells.get(slot);
    const inside = this.#inside.get(slot);
    if (!range || isEmpty(range) || (inside && isEmpty(inside.words))) return null;
    return { range, ...(cell ? { cell } : {}), ...(inside ? { inside: inside.words } : {}) };
  }

  /** Some or all of its units are not in the text any more. */
  hasLost(slot: number): boolean {
    const inside = this.#inside.get(slot);
    return this.#ranges.hasLost(slot) || (inside !== undefined && (inside.shrunk || isEmpty(inside.words)));
  }

  clear(): void {
    this.#ranges.clear();
    this.#cells.clear();
    this.#inside.clear();
    this.#moved.clear();
  }

  /** The slots of places that hold a unit of [from, to), or are inside of one. */
  overlapping(from: number, to: number): readonly number[] {
    return this.#ranges.overlapping(from, to);
  }

  /** The slots of words of notes. */
  inNotes(): readonly number[] {
    return [...this.#inside].flatMap(([slot, { cell }]) => (cell ? [] : [slot]));
  }

  /** Moves all places past `ops`. Returns the slots of those that lost their last unit. */
  apply(ops: Ops): readonly number[] {
    const before = this.#inside.size > 0 && insideChange(ops) ? [...this.#inside.keys()].map((slot) => [slot, this.#ranges.get(slot)] as const) : [];
    const emptied = [...this.#ranges.apply(ops)];
    for (const [slot, range] of before) if (range && this.#follow(slot, range, ops)) emptied.push(slot);
    return emptied;
  }

  /** Moves words inside of the embed that was at `range`. Returns whether the last of them is gone. */
  #follow(slot: number, range: Range, ops: Ops): boolean {
    const { cell, words, shrunk } = this.#inside.get(slot) as Inside;
    if (isEmpty(words) || isEmpty(this.#ranges.get(slot) ?? range)) return false;
    const place = placeAfter({ range, ...(cell ? { cell } : {}), inside: words }, [ops], this.#find);
    const now = place === 'unknown' ? { start: words.start, end: words.start } : (place.inside ?? words);
    if (now.start !== words.start || now.end !== words.end) this.#moved.add(slot);
    this.#inside.set(slot, { cell, words: now, shrunk: shrunk || lengthOf(now) < lengthOf(words) });
    return isEmpty(now);
  }
}
