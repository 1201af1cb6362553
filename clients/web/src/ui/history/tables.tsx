import type { JSX, VNode } from 'preact';
import type { Block, Segment } from '../../history/blocks.ts';

/** A table in its history: the header, and the rows of both versions. */
export function HistoryTable({ rows: [header, ...rows] }: { readonly rows: readonly VNode[] }): JSX.Element {
  return (
    <div class="history-table">
      <table>
        <thead>{header}</thead>
        <tbody>{rows}</tbody>
      </table>
    </div>
  );
}

interface CellsProps {
  readonly block: Block;
  /** Draws what is in one cell, given as a line of its own. */
  readonly inside: (cell: Block) => JSX.Element;
}

/** The cells of a row. In the paper the whole table is one unit: the words in it have no places. */
export function Cells({ block, inside }: CellsProps): JSX.Element {
  const cells = cellsOf(block.segments);
  const Tag = block.kind === 'header' ? 'th' : 'td';
  return (
    <>
      {cells.map((segments, at) => (
        <Tag key={at} dir="auto" data-outside scope={block.kind === 'header' ? 'col' : undefined}>
          {inside({ ...block, kind: 'paragraph', segments, end: at === cells.length - 1 ? block.end : null })}
        </Tag>
      ))}
    </>
  );
}

/** Parts the segments of a row at the signs by which its cells end. */
function cellsOf(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  const cells: Segment[][] = [[]];
  for (const segment of segments) {
    let { opens } = segment;
    let runs: Segment['runs'][number][] = [];
    const put = (closes: boolean): void => {
      const words = runs.filter(({ text, embed }) => embed !== null || text.trim() !== '');
      if (words.length > 0) cells.at(-1)?.push({ ...segment, runs, opens, closes });
      if (words.length > 0) opens = false;
      runs = [];
    };
    for (const run of segment.runs) {
      if (run.embed !== 'cell') runs.push(run);
      else {
        put(false);
        cells.push([]);
      }
    }
    put(segment.closes);
  }
  return cells.slice(0, -1);
}
