import type { Block } from './blocks.ts';
import type { Change } from './changes.ts';

/** Letters in a line of the paper, about. */
const kLine = 68;

export interface MapMark {
  readonly change: number;
  readonly by: number;
  /** From the top, as a share of the whole, 0 … 1. */
  readonly top: number;
}

/** Estimates the height of a block in lines, without laying it out. */
function linesOf({ kind, segments }: Block): number {
  let letters = 0;
  for (const { runs } of segments) for (const { text } of runs) letters += text.length;
  const lines = Math.max(1, Math.ceil(letters / kLine));
  return kind === 'heading' ? lines * 1.4 + 1.6 : kind === 'item' || kind === 'code' ? lines + 0.15 : lines + 0.45;
}

/** The places of the changes in the whole text. */
export function markedMap(blocks: readonly Block[], changes: readonly Change[]): readonly MapMark[] {
  const tops: number[] = [];
  let height = 0;
  for (const block of blocks) {
    tops.push(height);
    height += linesOf(block);
  }
  if (height === 0) return [];
  return changes.map(({ id, by, block }) => ({ change: id, by, top: (tops[block] ?? 0) / height }));
}

/** The change that is nearest to a place in the map; null if there is none. */
export function nearestOn(map: readonly MapMark[], top: number): number | null {
  let nearest: MapMark | null = null;
  for (const mark of map) if (!nearest || Math.abs(mark.top - top) < Math.abs(nearest.top - top)) nearest = mark;
  return nearest?.change ?? null;
}
