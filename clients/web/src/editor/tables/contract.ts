import type { Table } from '../../text/embeds.ts';
import type { KeptView } from '../../text/kept-view.ts';
import type { CellEditor } from './cell-editor.ts';
import type { Mode } from './keys.ts';
import type { CellPlace, Grid } from './model.ts';
import type { TableBlot } from './table-blot.ts';

export interface TablesEvents {
  /** The cell that one is in is another one: its editor must lie over it before it gets a caret. */
  entered(): void;
  /** The cell that one is in, or what is selected in it, is another one. */
  moved(): void;
  composing(): void;
  /** A pasted block did not fit: so many cells were left out. */
  leftOut(cells: number): void;
  /** Somebody deleted the row or the column that one was writing in; the words of its cell. */
  cellGone(words: string): void;
  /** The menu of the row was asked for by keyboard, or that of the column. */
  menu(): void;
  /** The calendar of a cell of dates was asked for by keyboard. */
  calendar(): void;
  columnMenu(): void;
  /** How the tables of the paper were looked at in this browser. */
  kept(): readonly KeptView[];
  keep(views: readonly KeptView[]): void;
}

/** The cell that one is in. */
export interface Current {
  readonly blot: TableBlot;
  readonly cell: HTMLTableCellElement;
}

/** Where the caret goes in a cell that is entered. */
export type Caret = 'all' | 'end' | { readonly x: number; readonly y: number };

/** Where one is in the tables of a paper, for what keys and the clipboard do there. */
export interface InTables {
  readonly editor: CellEditor;
  readonly current: Current | null;
  readonly place: CellPlace | null;
  readonly grid: Grid | null;
  readonly table: Table;
  enter(blot: TableBlot, place: CellPlace, mode?: Mode, caret?: Caret): void;
  leave(): void;
  goOut(after: boolean): void;
  goTo(place: CellPlace): void;
  extend(to: CellPlace): void;
  selected(): readonly (readonly CellPlace[])[];
  change(change: Table | null): void;
  clear(): void;
  toggle(place: CellPlace): void;
}
