import { Delta } from '../../../clients/web/src/text/delta.ts';
import type { Op, Ops } from '../../../clients/web/src/text/delta.ts';
import type { Range } from '../../../clients/web/src/text/ranges.ts';
import type { Random } from './random.ts';

/** A change in normal form, biased to the same few places. */
export function randomChange(random: Random, length: number): Op[] {
  const change = new Delta();
  let left = length;
  while (left > 0 && random.below(5) > 0) {
    const part = 1 + random.below(Math.min(3, left));
    const kind = random.below(4);
    if (kind === 0) change.insert(random.pick(['x', 'yy', '😀', '\n', { divider: true }] as const));
    else if (kind === 1) change.delete(part);
    else change.retain(part, random.below(3) ? undefined : { bold: true });
    if (kind > 0) left -= part;
  }
  if (random.below(3) === 0) change.insert('end');
  return change.chop().ops;
}

/** A text whose every unit has an identity of its own. */
export class Identities {
  units: number[];
  #next: number;

  constructor(length: number) {
    this.units = Array.from({ length }, (_, i) => i);
    this.#next = length;
  }

  apply(ops: Ops): void {
    let at = 0;
    for (const op of ops) {
      if (typeof op.delete === 'number') this.units.splice(at, op.delete);
      else if (op.insert !== undefined) {
        const length = typeof op.insert === 'string' ? op.insert.length : 1;
        this.units.splice(at, 0, ...Array.from({ length }, () => this.#next++));
        at += length;
      } else at += typeof op.retain === 'number' ? op.retain : 1;
    }
  }

  /** The same edit by edit: what is inserted between `members` is of them from then on. */
  applyWith(ops: Ops, members: readonly Set<number>[]): void {
    let at = 0;
    for (const op of ops) {
      const before = at > 0 ? [{ retain: at }] : [];
      if (op.delete !== undefined || op.insert !== undefined) this.apply([...before, op]);
      if (op.delete === undefined) at += typeof op.insert === 'string' ? op.insert.length : typeof op.retain === 'number' ? op.retain : 1;
      for (const some of op.insert === undefined ? [] : members) this.#join(some);
    }
  }

  #join(members: Set<number>): void {
    const range = this.rangeOf(members);
    if (range) for (const unit of this.units.slice(range.start, range.end)) members.add(unit);
  }

  /** From the first to the last unit that is left; null if none is. */
  rangeOf(members: ReadonlySet<number>): Range | null {
    const first = this.units.findIndex((unit) => members.has(unit));
    const last = this.units.findLastIndex((unit) => members.has(unit));
    return first < 0 ? null : { start: first, end: last + 1 };
  }
}
