import { placeOf } from '../../text/embeds.ts';
import type { Table } from '../../text/embeds.ts';
import type { Op } from '../../text/delta.ts';
import { strings } from '../../words/strings.ts';
import { renderContent } from './cell-render.ts';
import { contentOf, gridOf, kHeader, textOf } from './model.ts';
import type { CellPlace, Column, Grid } from './model.ts';
import { isWhole, kWholeTable, OwnView } from './own-view.ts';
import type { View } from './own-view.ts';
import { viewBar } from './view-bar.ts';

/** A column without a width has at least this much of the text's width, or the table is scrolled. */
const kLeastWidth = 96;
const kTextWidth = 640;

interface RowNodes {
  readonly element: HTMLTableRowElement;
  readonly cells: HTMLTableCellElement[];
}

/** A table on the page. A change draws only what it is about: all other nodes stay the ones that they were. */
export class TableDom {
  readonly element: HTMLElement;
  #value: Table = {};
  #grid: Grid = { columns: [], rows: [], shown: [] };
  readonly #table = document.createElement('table');
  readonly #columns = document.createElement('colgroup');
  readonly #header: RowNodes = { element: document.createElement('tr'), cells: [] };
  readonly #body = document.createElement('tbody');
  readonly #rows: RowNodes[] = [];
  #own: OwnView<RowNodes> | null = null;
  /** Its reader asked for the whole table again. */
  onWhole: (() => void) | undefined;
  #bar: HTMLElement | null = null;

  constructor(element: HTMLElement) {
    this.element = element;
    const head = document.createElement('thead');
    this.#table.setAttribute('role', 'table');
    head.setAttribute('role', 'rowgroup');
    this.#body.setAttribute('role', 'rowgroup');
    this.#header.element.setAttribute('role', 'row');
    head.append(this.#header.element);
    this.#table.append(this.#columns, head, this.#body);
    this.#table.setAttribute('aria-label', strings.tables.label);
    element.replaceChildren(this.#table);
  }

  get grid(): Grid {
    return this.#grid;
  }

  /** Shows `value`. With `change`, by which it came from the value before, only what that touches is drawn. */
  show(value: Table, change: Table | null = null): void {
    this.#value = value;
    if (change && !change.rows && !change.columns) return this.#drawCells(Object.keys(change.cells ?? {}));
    const before = this.#grid.columns;
    this.#grid = gridOf(value);
    const fresh = change === null;
    if (fresh) {
      this.#own = null;
      this.#rows.length = 0;
      this.#header.cells.length = 0;
    }
    this.#spliceColumns(change?.columns ?? (fresh ? (value.columns ?? []) : []));
    this.#spliceRows(change?.rows ?? (fresh ? (value.rows ?? []) : []));
    if (fresh || change?.columns) this.#nameColumns(before);
    this.#arrange();
    this.#drawCells(Object.keys((fresh ? value.cells : change?.cells) ?? {}));
  }

  /** The table itself, without what is said above it. */
  get body(): HTMLElement {
    return this.#table;
  }

  /** How its reader looks at it. */
  get view(): View {
    return this.#own?.wanted ?? kWholeTable;
  }

  /** Shows it so, until it is asked for something else. The grid has the rows that are shown. */
  look(view: View): void {
    const own = new OwnView(view, this.#value, this.#rows);
    this.#own = isWhole(own.wanted) ? null : own;
    this.#grid = gridOf(this.#value);
    this.#arrange();
  }

  /** The element of a cell; null if there is no such cell (any more). */
  cellAt({ row, column }: CellPlace): HTMLTableCellElement | null {
    return (row === kHeader ? this.#header : this.#rows[row])?.cells[column] ?? null;
  }

  /** The cells of a row, of a column, or of both, by their ids; an empty one means all. */
  cellsNamed({ row, column }: { readonly row: string; readonly column: string }): readonly HTMLTableCellElement[] {
    const { rows, columns } = this.grid;
    const place = rows.findIndex(({ id }) => id === row);
    const inRows = row === '' ? [kHeader] : place < 0 ? [] : [place];
    const inColumns = columns.flatMap(({ id }, at) => (column === '' || id === column ? [at] : []));
    const cells = inRows.flatMap((at) => (column === '' ? inColumns : inColumns.slice(0, 1)).flatMap((to) => this.cellAt({ row: at, column: to }) ?? []));
    return cells.filter((cell) => this.element.contains(cell)); // others may be in rows that are not looked at
  }

  /** The cell of a row and a column by their ids, "row/column"; of several with one id, the first. */
  cellById(ids: string): HTMLTableCellElement | null {
    const [row = '', column = ''] = ids.split('/');
    return this.cellsNamed({ row, column })[0] ?? null;
  }

  rowAt(row: number): HTMLElement | null {
    return (row === kHeader ? this.#header : this.#rows[row])?.element ?? null;
  }

  /** The place of the cell in which `node` is. */
  placeOf(node: Node): CellPlace | null {
    const cell = (node instanceof Element ? node : node.parentElement)?.closest('td, th');
    if (!cell || !this.element.contains(cell)) return null;
    const column = [...(cell.parentElement?.children ?? [])].indexOf(cell);
    const row = this.#rows.findIndex(({ element }) => element === cell.parentElement);
    return { row, column };
  }

  #makeCell(tag: 'td' | 'th'): HTMLTableCellElement {
    const cell = document.createElement(tag);
    if (tag === 'th') cell.setAttribute('scope', 'col');
    cell.setAttribute('role', tag === 'th' ? 'columnheader' : 'cell');
    if (tag === 'td') cell.classList.add('is-empty');
    return cell;
  }

  #makeRow(): RowNodes {
    const element = document.createElement('tr');
    element.setAttribute('role', 'row');
    const cells = this.#grid.columns.map(() => this.#makeCell('td'));
    element.append(...cells);
    return { element, cells };
  }

  #spliceRows(ops: readonly Op[]): void {
    const gone = splice(this.#rows, ops, () => this.#makeRow());
    for (const { element } of gone) element.remove();
  }

  #spliceColumns(ops: readonly Op[]): void {
    if (ops.length === 0) return;
    for (const { element, cells } of [this.#header, ...this.#rows]) {
      const gone = splice(cells, ops, () => this.#makeCell(cells === this.#header.cells ? 'th' : 'td'));
      for (const cell of gone) cell.remove();
      if (element.children.length !== cells.length || cells.some((cell, at) => element.children[at] !== cell)) element.replaceChildren(...cells);
    }
  }

  #nameColumns(before: readonly Column[]): void {
    const { columns } = this.#grid;
    this.#columns.replaceChildren(
      ...columns.map(({ width }) => {
        const column = document.createElement('col');
        if (width !== null) column.style.width = `${width}px`;
        return column;
      }),
    );
    const least = columns.reduce((sum, { width }) => sum + (width ?? kLeastWidth), 0);
    this.element.classList.toggle('is-wide', least > kTextWidth);
    this.element.style.setProperty('--least', `${least}px`);
    this.element.style.setProperty('--columns', columns.map(({ width, kind }) => (width === null ? `minmax(0, ${kind === 'long' ? 2 : 1}fr)` : `${width}px`)).join(' '));
    columns.forEach((column, at) => {
      const cell = this.#header.cells[at];
      if (cell) renderContent(cell, column.name ? [{ insert: column.name }] : []);
      cell?.classList.toggle('is-required', column.required);
      if (cell) cell.dataset['kind'] = column.kind;
      if (JSON.stringify(before[at]) !== JSON.stringify(column) || before.length !== columns.length) for (const row of this.#rows) this.#dress(row.cells[at], column);
    });
  }

  #dress(cell: HTMLTableCellElement | undefined, { name, kind, required }: Column): void {
    if (!cell) return;
    cell.dataset['kind'] = kind;
    cell.dataset['name'] = name;
    if (required) cell.dataset['needed'] = strings.tables.required(name);
    else delete cell.dataset['needed'];
  }

  /** Rows in the order in which they are shown. Those that stand right stay where they are. */
  #arrange(): void {
    if (this.#own) this.#grid = { ...this.#grid, shown: this.#own.places(this.#rows, this.#grid.shown) };
    this.#showBar();
    let next = this.#body.firstChild;
    for (const place of this.#grid.shown) {
      const row = this.#rows[place];
      if (!row) continue;
      if (row.element === next) next = next.nextSibling;
      else {
        row.cells.forEach((cell, at) => this.#dress(cell, this.#grid.columns[at] as Column));
        this.#body.insertBefore(row.element, next);
      }
    }
    while (next) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
  }

  #showBar(): void {
    this.#bar?.remove();
    this.#bar = this.#own && viewBar(this.#own.wanted, this.#grid, () => {
      this.look(kWholeTable);
      this.onWhole?.();
    });
    if (this.#bar) this.element.prepend(this.#bar);
  }

  #drawCells(keys: readonly string[]): void {
    for (const key of keys) {
      const [row, column] = placeOf(key);
      const cell = this.#rows[row]?.cells[column];
      if (!cell) continue;
      const content = contentOf(this.#value, { row, column });
      const text = textOf(content);
      renderContent(cell, content);
      cell.classList.toggle('is-empty', content.length === 0);
      if (cell.dataset['kind'] === 'done') cell.dataset['done'] = String(isDone(text));
    }
  }
}

/** Any mark but a plain no means "done". */
export function isDone(text: string): boolean {
  return !['', 'no', 'false', '0', '☐', '[ ]'].includes(text.trim().toLowerCase());
}

/** Does to a list what `ops` do to a delta of embeds. Returns what it took out. */
function splice<T>(items: T[], ops: readonly Op[], make: () => T): readonly T[] {
  const gone: T[] = [];
  let at = 0;
  for (const op of ops) {
    if (op.insert !== undefined) items.splice(at++, 0, make());
    else if (op.delete !== undefined) gone.push(...items.splice(at, op.delete));
    else at += typeof op.retain === 'number' ? op.retain : 1;
  }
  return gone;
}
