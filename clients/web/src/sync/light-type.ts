import { types } from 'sharedb/lib/client/index.js';
import { Delta, deltaOf, opsOf } from '../text/delta.ts';
import type { Op } from '../text/delta.ts';

interface Place {
  readonly index: number;
  readonly length: number;
}

const read = (value: unknown): Delta => deltaOf(opsOf(value));

/**
 * ShareDB's rich-text type with two differences. It transforms inside of tables and notes (the `rich-text` package has an
 * older quill-delta that does not). And `apply` leaves the snapshot alone: the editor holds the current text, and composing
 * every operation with a copy of the whole document again is what makes long papers slow. So `doc.data` is the content at
 * the time of loading, not the current one.
 */
export const lightRichText = {
  name: 'rich-text',
  uri: 'http://sharejs.org/types/rich-text/v1',
  create: (initial: unknown): Delta => read(initial),
  apply: (snapshot: unknown): unknown => snapshot,
  compose: (first: unknown, second: unknown): Delta => read(first).compose(read(second)),
  transform: (op: unknown, over: unknown, side: 'left' | 'right'): Delta => read(over).transform(read(op), side === 'left'),
  normalize: (op: unknown): unknown => op,
  serialize: (delta: Delta): Op[] => delta.ops,
  deserialize: (ops: unknown): Delta => read(ops),
  transformPresence(place: Place | null, op: unknown, isOwn: boolean): Place | null {
    if (!place) return null;
    const delta = read(op);
    const start = delta.transformPosition(place.index, !isOwn);
    const end = delta.transformPosition(place.index + place.length, !isOwn);
    return { ...place, index: start, length: end - start };
  },
};

export function registerTypes(): void {
  types.register(lightRichText);
}
