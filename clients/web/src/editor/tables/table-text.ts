import type { Ops } from '../../text/delta.ts';
import type { Table } from '../../text/embeds.ts';
import { escaped, linesToHtml } from '../words-html.ts';
import type { Block } from './changes.ts';
import { contentOf, gridOf, kHeader, textOf } from './model.ts';
import type { CellPlace } from './model.ts';
import { idsOf, kColumns, kIds } from './pasted-table.ts';
import { toTsv } from './tsv.ts';

/** The contents of some cells, line by line. The header's are the names of the columns. */
export function blockOf(table: Table, places: readonly (readonly CellPlace[])[]): Block {
  const { columns } = gridOf(table);
  return places.map((line) =>
    line.map((place): Ops => {
      if (place.row !== kHeader) return contentOf(table, place);
      const name = columns[place.column]?.name ?? '';
      return name ? [{ insert: name }] : [];
    }),
  );
}

/** A whole table, header first, in the order in which it is shown. */
export function wholeBlock(table: Table): Block {
  const { columns, shown } = gridOf(table);
  return blockOf(table, [kHeader, ...shown].map((row) => columns.map((_column, column) => ({ row, column }))));
}

export function blockToText(block: Block): string {
  return toTsv(block.map((line) => line.map(textOf)));
}

/** The paper's pictures are at `home`. */
export function blockToHtml(block: Block, hasHeader: boolean, home: string): string {
  return blockWith('', block, hasHeader, home);
}

function blockWith(attributes: string, block: Block, hasHeader: boolean, home: string): string {
  const rows = block.map((line, at) => {
    const tag = hasHeader && at === 0 ? 'th' : 'td';
    return `<tr>${line.map((content) => `<${tag}>${linesToHtml(content, home)}</${tag}>`).join('')}</tr>`;
  });
  return `<table${attributes}>${rows.join('')}</table>`;
}

/** With what its columns are, and the ids, for a page of ours that pastes it. */
export function tableToHtml(table: Table, home: string): string {
  const columns = JSON.stringify((table.columns ?? []).map(({ attributes = {} }) => attributes));
  return blockWith(` ${kColumns}="${escaped(columns)}" ${kIds}="${escaped(idsOf(table))}"`, wholeBlock(table), true, home);
}

export function tableToText(table: Table): string {
  return blockToText(wholeBlock(table));
}
