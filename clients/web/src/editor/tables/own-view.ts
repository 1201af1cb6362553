import type { Table } from '../../text/embeds.ts';
import type { KeptView } from '../../text/kept-view.ts';
import { sortedPlaces } from './changes.ts';
import { contentOf, gridOf, textOf } from './model.ts';

/** How one person looks at a table, by the ids of its columns. Nobody else sees it so, and the paper says nothing of it. */
export interface View {
  readonly sort: { readonly column: string; readonly descending: boolean } | null;
  /** What the cells of a column have to have in them; "" stands for empty ones. */
  readonly filters: ReadonlyMap<string, string>;
}

export const kWholeTable: View = { sort: null, filters: new Map() };

export function isWhole({ sort, filters }: View): boolean {
  return sort === null && filters.size === 0;
}

export function withFilter(view: View, column: string, text: string | null): View {
  const filters = new Map(view.filters);
  if (text === null) filters.delete(column);
  else filters.set(column, text);
  return { ...view, filters };
}

export function toKeep({ sort, filters }: View): KeptView {
  return { sort, filters: [...filters] };
}

/** The view of `kept` that is of a table with these columns; null if there is none. */
export function keptOf(kept: readonly KeptView[], columns: readonly { readonly id: string }[]): KeptView | null {
  const ids = new Set(columns.map(({ id }) => id));
  return kept.find(({ sort, filters }) => (sort !== null && ids.has(sort.column)) || filters.some(([column]) => ids.has(column))) ?? null;
}

/** Without the columns that are gone. */
function stillThere({ sort, filters }: View, ids: readonly string[]): View {
  const kept = [...filters].filter(([column]) => ids.includes(column));
  return { sort: sort && ids.includes(sort.column) ? sort : null, filters: new Map(kept) };
}

/** The places of the rows that a view shows, in its order. */
function placesIn(table: Table, { sort, filters }: View): readonly number[] {
  const { columns, shown } = gridOf(table);
  const placeOf = (id: string): number => columns.findIndex((column) => column.id === id);
  const order = sort ? sortedPlaces(table, placeOf(sort.column), sort.descending) : shown;
  return order.filter((row) =>
    [...filters].every(([id, wanted]) => {
      const text = textOf(contentOf(table, { row, column: placeOf(id) })).trim();
      return wanted === '' ? text === '' : text.toLocaleLowerCase().includes(wanted.toLocaleLowerCase());
    }),
  );
}

/**
 * The rows of a table as a view shows them. It looks at the words once: what is typed afterwards lets no row jump or vanish
 * under its writer. Rows that come later are shown.
 */
export class OwnView<Row extends object> {
  readonly wanted: View;
  #shown: readonly Row[];
  readonly #known: WeakSet<Row>;

  constructor(wanted: View, table: Table, rows: readonly Row[]) {
    this.wanted = stillThere(wanted, gridOf(table).columns.map(({ id }) => id));
    this.#shown = placesIn(table, this.wanted).map((place) => rows[place] as Row);
    this.#known = new WeakSet(rows);
  }

  /** The places of the rows to show; `order`: those of all rows, as everybody sees them. New ones stand behind the row before them. */
  places(rows: readonly Row[], order: readonly number[]): readonly number[] {
    const placeOf = new Map(rows.map((row, place) => [row, place]));
    const shown = this.#shown.filter((row) => placeOf.has(row));
    order.forEach((place, i) => {
      const row = rows[place] as Row;
      if (this.#known.has(row)) return;
      this.#known.add(row);
      const before = i === 0 ? -1 : shown.indexOf(rows[order[i - 1] as number] as Row);
      shown.splice(i === 0 || before >= 0 ? before + 1 : shown.length, 0, row);
    });
    this.#shown = shown;
    return shown.map((row) => placeOf.get(row) as number);
  }
}
