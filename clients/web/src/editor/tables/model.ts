import { keyOf } from '../../text/embeds.ts';
import type { Attributes, Table } from '../../text/embeds.ts';
import type { Op, Ops } from '../../text/delta.ts';
import { shownOrder } from '../../text/row-order.ts';
import type { Row } from '../../text/row-order.ts';

export const kKinds = ['text', 'long', 'choice', 'person', 'date', 'number', 'link', 'done'] as const;
/** A kind helps with input. Any text may stand in any cell. */
export type Kind = (typeof kKinds)[number];

export interface Column {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly required: boolean;
  /** In CSS pixels; null: what is left. */
  readonly width: number | null;
  readonly choices: readonly string[];
}

/** A table as it is shown. */
export interface Grid {
  readonly columns: readonly Column[];
  /** As they lie. */
  readonly rows: readonly Row[];
  /** The places of the rows, as they are shown. */
  readonly shown: readonly number[];
}

/** A cell by its place in the table's value; row `kHeader` is the header. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

export const kHeader = -1;

const idOf = (op: Op): string => {
  const id = typeof op.insert === 'object' && op.insert !== null ? op.insert['id'] : undefined;
  return typeof id === 'string' ? id : '';
};

function columnOf(op: Op): Column {
  const { name, kind, required, width, choices } = (op.attributes ?? {}) as Attributes;
  return {
    id: idOf(op),
    name: typeof name === 'string' ? name : '',
    kind: kKinds.find((known) => known === kind) ?? 'text',
    required: required === true,
    width: typeof width === 'number' && width >= 24 && width <= 2_000 ? width : null,
    choices: Array.isArray(choices) ? choices.filter((choice): choice is string => typeof choice === 'string') : [],
  };
}

function rowOf(op: Op): Row {
  const order = op.attributes?.['order'];
  return { id: idOf(op), order: typeof order === 'string' ? order : null };
}

export function gridOf(table: Table): Grid {
  const rows = (table.rows ?? []).map(rowOf);
  return { columns: (table.columns ?? []).map(columnOf), rows, shown: shownOrder(rows) };
}

export function contentOf(table: Table, { row, column }: CellPlace): Ops {
  return table.cells?.[keyOf(row, column)]?.content ?? [];
}

export function textOf(content: Ops): string {
  return content.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
}

const kLetters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A new id of a row or a column. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => kLetters[byte % kLetters.length]).join('');
}

/** A new, empty table. */
export function emptyTable(columns: number, rows: number): Table {
  const line = (length: number): Op[] => Array.from({ length }, () => ({ insert: { id: newId() } }));
  return { rows: line(rows), columns: line(columns) };
}

/** A table of these texts, whose first line gives the columns their names. */
export function tableOf(lines: readonly (readonly Ops[])[]): Table {
  const width = Math.max(1, ...lines.map((line) => line.length));
  const [header = [], ...body] = lines;
  const columns = Array.from({ length: width }, (_, at) => {
    const name = textOf(header[at] ?? []).replaceAll(/\s+/g, ' ').trim();
    return { insert: { id: newId() }, ...(name ? { attributes: { name } } : {}) };
  });
  const cells: Record<string, { content: Op[] }> = {};
  body.forEach((line, row) =>
    line.forEach((content, column) => {
      if (content.length > 0) cells[keyOf(row, column)] = { content: [...content] };
    }),
  );
  const rows = body.map(() => ({ insert: { id: newId() } }));
  return { rows, columns, ...(Object.keys(cells).length > 0 ? { cells } : {}) };
}
