import type { Ops } from '../text/delta.ts';
import { wordsIn } from '../text/inside.ts';
import type { Anchor } from './types.ts';

/** Fewer characters than that in a row are typing, not words that come back. */
const kFewest = 3;

/** Whether the words of an anchor that has lost some may be among what `ops` insert: an undone deletion, a move. */
export function mayComeBack(ops: Ops): (anchor: Anchor) => boolean {
  const parts = wordsIn(ops);
  const all = parts.join('');
  const bringsEmbed = ops.some(({ insert }) => typeof insert === 'object');
  return ({ words, quote }) => {
    const lost = words || quote;
    if (lost === '') return bringsEmbed; // an empty cell comes back with its table
    return all.includes(lost) || parts.some((part) => part.length >= kFewest && (lost.includes(part) || quote.includes(part)));
  };
}
