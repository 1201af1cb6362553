import type Quill from 'quill/core.js';
import type { EmitterSource } from 'quill/core.js';
import Delta from 'quill-delta';
import { contentLength } from '../../text/delta.ts';
import type { InsideChange, Ops } from '../../text/delta.ts';
import { keyOf, kTable } from '../../text/embeds.ts';
import type { Table } from '../../text/embeds.ts';
import { strings } from '../../words/strings.ts';
import { blotsOf } from '../blots-of.ts';
import type { CalmHistory } from '../calm-history.ts';
import { isFrozenLine } from '../frozen-editor.ts';
import { frozenPartsHold } from '../frozen-here.ts';
import { between } from './area.ts';
import { listenToClipboard } from './cell-clipboard.ts';
import { CellEditor } from './cell-editor.ts';
import { CellKeys } from './cell-keys.ts';
import { changeCell, changeColumn, clearCells } from './changes.ts';
import type { Caret, Current, InTables, TablesEvents } from './contract.ts';
import { addLine, cellLike, changeTable, changeTableAtOnce, deleteTable, placeInPaper, tableAt, tableOfNode } from './edits.ts';
import type { Mode } from './keys.ts';
import { contentOf, kHeader, textOf } from './model.ts';
import type { CellPlace, Grid } from './model.ts';
import { ReadingCells } from './reading-cells.ts';
import { isDone } from './table-dom.ts';
import { isWhole, keptOf, kWholeTable, toKeep } from './own-view.ts';
import type { View } from './own-view.ts';
import { TableBlot } from './table-blot.ts';

/** Working in the tables of a paper: which cell one is in, what keys do there, and what is selected. */
export class Tables implements InTables {
  readonly editor: CellEditor;
  readonly keys: CellKeys;
  /** Going through the cells without writing. */
  readonly reading: ReadingCells;
  readonly #quill: Quill;
  readonly #events: TablesEvents;
  #current: Current | null = null;
  /** The cell that somebody who may not write is in, by a press or by keys: they may comment on it. */
  #pointed: Current | null = null;
  /** The other corner of what is selected. */
  #anchor: HTMLTableCellElement | null = null;
  #marked: HTMLTableCellElement[] = [];
  /** What happens to the table was typed here. */
  #own = false;
  /** What happens to the table was asked for here. */
  #byMe = false;
  /** The row and the column of the cell when it was last seen, as they are shown. */
  #lastSeen = { row: 0, column: 0 };
  #mayWrite = false;
  #mayRead = false;

  constructor(quill: Quill, events: TablesEvents) {
    this.#quill = quill;
    this.#events = events;
    this.editor = new CellEditor(quill.container, { typed: (ops) => this.#typed(ops), composing: events.composing, selected: events.moved });
    (quill.history as CalmHistory).showsInside.push((done) => this.#showStep(done));
    this.keys = new CellKeys(quill, this, events);
    this.reading = new ReadingCells(quill, {
      at: (blot, cell) => this.#pointAt({ blot, cell }),
      left: () => this.#pointAt(null),
    });
    listenToClipboard(quill, this, events.leftOut);
    this.#listen();
  }

  get isActive(): boolean {
    return this.#current !== null;
  }

  get current(): Current | null {
    return this.#current;
  }

  /** The cell that one is in, also without writing. */
  get seen(): Current | null {
    return this.#current ?? (this.#pointed?.cell.isConnected ? this.#pointed : null);
  }

  get mayWrite(): boolean {
    return this.#mayWrite;
  }

  get place(): CellPlace | null {
    const { blot, cell } = this.#current ?? {};
    return cell && blot ? blot.dom.placeOf(cell) : null;
  }

  /** The ids of the cell that one is in, and the place of its table in the paper. Of a header the whole column. */
  get cellName(): { readonly index: number; readonly cell: { readonly row: string; readonly column: string } } | null {
    const { blot, cell } = this.#current ?? this.#pointed ?? {};
    const place = cell && blot ? blot.dom.placeOf(cell) : null;
    const column = place && blot?.dom.grid.columns[place.column];
    if (!blot || !place || !column || !blot.domNode.isConnected) return null;
    const row = place.row === kHeader ? '' : (blot.dom.grid.rows[place.row]?.id ?? '');
    return { index: placeInPaper(this.#quill, blot), cell: { row, column: column.id } };
  }

  /** Where others see me: the place of the table, and the ids of row and column. The header's row has none. */
  get inPaper(): { readonly index: number; readonly cell: string } | null {
    const named = this.#current ? this.cellName : null;
    return named && { index: named.index, cell: `${named.cell.row}/${named.cell.column}` };
  }

  get grid(): Grid | null {
    return this.#current?.blot.dom.grid ?? null;
  }

  /** Whether one goes through the cells by keyboard. */
  get isReached(): boolean {
    return this.#mayWrite || this.#mayRead;
  }

  /** `mayRead`: who may not write goes through the cells by keyboard, to comment on them. */
  setMayWrite(mayWrite: boolean, mayRead: boolean): void {
    this.#mayWrite = mayWrite;
    this.#mayRead = mayRead;
    if (!mayWrite) this.leave();
    if (!mayRead) this.reading.release();
    this.#reachColumns();
  }

  /** Whether the columns of the table that one is in belong to a template. */
  get columnsAreFrozen(): boolean {
    const { blot } = this.#current ?? {};
    return blot !== undefined && frozenPartsHold(this.#quill) && isFrozenLine(blot);
  }

  /** Goes into a cell of a table. */
  enter(blot: TableBlot, place: CellPlace, mode: Mode = 'move', caret: Caret = mode === 'move' ? 'all' : 'end'): void {
    if (this.#mayRead) return this.reading.enter(blot, place);
    const cell = blot.dom.cellAt(place);
    if (!cell || !this.#mayWrite) return;
    if (!cell.isConnected) blot.dom.look(kWholeTable); // a row that is not looked at, as after undo
    if (cell !== this.#current?.cell) {
      this.#forget();
      this.#quill.history.cutoff();
      this.#current = { blot, cell };
      blot.listener = (change) => this.#changed(change);
      cell.classList.add('is-current');
      this.#show(place);
    }
    this.#see(place);
    this.keys.entered();
    this.#anchor = null;
    this.#mark();
    this.editor.setMode(mode);
    this.#events.entered();
    this.editor.focus(caret);
    this.#scrollTo(cell);
    this.#events.moved();
  }

  #see({ row, column }: CellPlace): void {
    this.#lastSeen = { row: this.grid?.shown.indexOf(row) ?? 0, column };
  }

  /** Is in no cell any more. */
  leave(): void {
    if (!this.#current) return;
    this.#forget();
    this.#events.moved();
  }

  /** Leaves the table for the paper before or behind it. */
  goOut(after: boolean): void {
    const { blot } = this.#current ?? {};
    if (!blot) return;
    const index = placeInPaper(this.#quill, blot) + (after ? 1 : -1);
    const neighbour = tableAt(this.#quill, index);
    if (neighbour) {
      const { shown } = neighbour.dom.grid;
      return this.enter(neighbour, { row: after ? kHeader : (shown.at(-1) ?? kHeader), column: 0 });
    }
    if (index < 0) return;
    this.leave();
    this.#quill.setSelection(index, 0, 'user');
  }

  /** The cells that are selected, line by line: at least the one that one is in. */
  selected(): readonly (readonly CellPlace[])[] {
    const { place, grid, anchor } = this;
    return place && grid ? between(grid, anchor ?? place, place) : [];
  }

  /** Changes the table that one is in, as one step. */
  change(change: Table | null): void {
    const { blot } = this.#current ?? {};
    if (!blot || !change) return;
    this.#byMe = true;
    changeTableAtOnce(this.#quill, blot, change);
    this.#byMe = false;
  }

  /** Goes to a cell of the same table. */
  goTo(place: CellPlace): void {
    if (this.#current) this.enter(this.#current.blot, place, 'move');
  }

  /** Goes there, and selects everything between where the selection began and there. */
  extend(to: CellPlace): void {
    const { blot, cell } = this.#current ?? {};
    if (!blot || !cell) return;
    const anchor = this.#anchor ?? cell;
    this.enter(blot, to, 'move');
    this.#anchor = anchor;
    this.#mark();
    this.#events.moved();
  }

  /** Empties what is selected; a column loses its name. */
  clear(): void {
    const places = this.selected().flat();
    const cells = clearCells(this.table, places.filter(({ row }) => row !== kHeader));
    const named = places.filter(({ row }) => row === kHeader).map(({ column }) => column);
    const columns = this.grid?.columns.map((_column, at) => (named.includes(at) ? { retain: 1, attributes: { name: null } } : { retain: 1 }));
    const change = { ...cells, ...(named.length > 0 && columns ? { columns: new Delta(columns).chop().ops } : {}) };
    if (Object.keys(change).length > 0) this.change(change);
  }

  /** Sets or takes away a mark. */
  toggle(place: CellPlace): void {
    const content = contentOf(this.table, place);
    const length = contentLength(content);
    const done = isDone(textOf(content));
    this.change(changeCell(place, [...(done ? [] : [{ insert: '✓' }]), ...(length > 0 ? [{ delete: length }] : [])]));
  }

  /** Shows the table that one is at so, to oneself. */
  look(view: View): void {
    const { blot, cell } = this.seen ?? {};
    blot?.dom.look(view);
    if (cell && !cell.isConnected) this.leave();
    this.#mark();
    this.#events.moved();
    if (blot) this.#keep(blot);
  }

  /** Shows the tables as they were looked at before. Who may not write gets to the columns with Tab. */
  loaded(): void {
    const kept = this.#events.kept();
    for (const blot of blotsOf(this.#quill, TableBlot)) {
      const view = keptOf(kept, blot.dom.grid.columns);
      if (view) blot.dom.look({ sort: view.sort, filters: new Map(view.filters) });
      blot.dom.onWhole = () => this.#keep(blot);
    }
    this.#reachColumns();
  }

  /** Remembers how a table is looked at. */
  #keep(blot: TableBlot): void {
    blot.dom.onWhole = () => this.#keep(blot);
    const { view, grid } = blot.dom;
    const before = this.#events.kept();
    const others = before.filter((each) => each !== keptOf(before, grid.columns));
    this.#events.keep(isWhole(view) ? others : [...others, toKeep(view)]);
  }

  #reachColumns(): void {
    for (const head of this.#quill.root.querySelectorAll<HTMLElement>('.table-embed th')) {
      if (this.#mayWrite) head.removeAttribute('tabindex');
      else head.tabIndex = 0;
    }
  }

  /** A key of somebody who may not write. */
  #keyPressed(event: KeyboardEvent): void {
    if (this.#mayWrite) return;
    this.#headPressed(event);
    const cell = event.target instanceof Element ? event.target.closest<HTMLTableCellElement>('.table-embed td, .table-embed th') : null;
    const blot = cell && this.#mayRead && !event.defaultPrevented ? tableOfNode(this.#quill, cell) : null;
    if (cell && blot) return this.reading.press(event, blot, cell);
    // Keys that move the caret of the paper lead away from a cell that was pressed, unless it is its words that are selected.
    const isAway = event.target === this.#quill.root && !this.#pointed?.cell.contains(document.getSelection()?.anchorNode ?? null);
    if (this.#pointed && isAway && /^(Arrow|Page|Home|End)/u.test(event.key)) this.#pointAt(null);
  }

  /** The name of a column got the focus. */
  #focused(target: EventTarget | null): void {
    const head = this.#mayRead && target instanceof Element ? target.closest('th') : null;
    if (head && head !== this.#pointed?.cell) this.#point(head);
  }

  /** Enter at the name of a column, of somebody who may not write. */
  #headPressed(event: KeyboardEvent): void {
    const head = event.target instanceof Element ? event.target.closest('th') : null;
    if (this.#mayWrite || !head || event.key !== 'Enter') return;
    event.preventDefault();
    this.#point(head);
    if (this.#pointed) this.#events.columnMenu();
  }

  deleteTable(): void {
    const { blot } = this.#current ?? {};
    if (blot) deleteTable(this.#quill, blot);
  }

  /** A new line before or behind the table, with the caret. */
  writeBeside(after: boolean): void {
    const { blot } = this.#current ?? {};
    if (!blot) return;
    this.leave();
    addLine(this.#quill, blot, after);
  }

  get table(): Table {
    return this.#current?.blot.table ?? {};
  }

  settle(): void {
    this.editor.settle();
  }

  /** Puts the focus back where keys go. */
  focus(): void {
    if (this.#current) this.editor.quill.root.focus({ preventScroll: true });
    else this.seen?.cell.focus({ preventScroll: true });
  }

  // ---- the cell

  #show(place: CellPlace): void {
    const { grid } = this;
    const column = grid?.columns[place.column];
    if (!grid || !column) return;
    const isHeader = place.row === kHeader;
    const content = isHeader ? (column.name ? [{ insert: column.name }] : []) : contentOf(this.table, place);
    const label = isHeader ? strings.tables.header(column.name) : strings.tables.cell(column.name, grid.shown.indexOf(place.row) + 1);
    this.editor.element.dataset['kind'] = isHeader ? 'header' : column.kind;
    this.editor.show(content, label);
  }

  #typed(ops: Ops): void {
    const { blot } = this.#current ?? {};
    const { place } = this;
    if (!blot || !place) return;
    if (this.editor.mode === 'move') this.editor.setMode('write');
    this.#own = true;
    const name = this.editor.quill.getText().replaceAll('\n', ' ').trim();
    changeTable(this.#quill, blot, place.row === kHeader ? changeColumn(place.column, { name: name || null }) : changeCell(place, ops));
    this.#own = false;
    if (place.row === kHeader && this.columnsAreFrozen) this.#renamed(place); // the name is still the old one
  }

  /** The table that one is in has changed. */
  #changed(change: Table): void {
    const { place } = this;
    if (!place) return this.#moveOn();
    this.#see(place);
    this.#mark();
    if (this.#own) return this.#events.moved();
    if (place.row === kHeader) this.#renamed(place);
    else {
      const ops = change.cells?.[keyOf(place.row, place.column)]?.content;
      if (ops) this.editor.change(ops, contentOf(this.table, place));
    }
    this.#events.moved();
  }

  #renamed(place: CellPlace): void {
    const name = this.grid?.columns[place.column]?.name ?? '';
    const { quill } = this.editor;
    const shown = quill.getText().slice(0, -1);
    if (shown.trim() !== name) this.editor.change([{ insert: name }, { delete: shown.length }], name ? [{ insert: name }] : []);
  }

  /** The row or the column of the cell was deleted. What I go on to type must not get into another cell. */
  #moveOn(): void {
    const { blot } = this.#current ?? {};
    const { shown, columns } = blot?.dom.grid ?? { shown: [], columns: [] };
    const had = this.editor.hasFocus;
    const words = this.editor.quill.getText().trim();
    if (!blot || !this.#byMe || columns.length === 0) {
      this.leave();
      if (had) this.#events.cellGone(words);
      return;
    }
    const row = shown[Math.min(this.#lastSeen.row, shown.length - 1)] ?? kHeader;
    this.enter(blot, { row, column: Math.min(this.#lastSeen.column, columns.length - 1) });
  }

  #forget(): void {
    const { blot, cell } = this.#current ?? {};
    if (!blot || !cell) return;
    this.editor.hide(); // what was not read of it is read first
    blot.listener = undefined;
    cell.classList.remove('is-current');
    this.#current = null;
    this.#anchor = null;
    this.#mark();
  }

  get anchor(): CellPlace | null {
    return this.#anchor && this.#current ? this.#current.blot.dom.placeOf(this.#anchor) : null;
  }

  #mark(): void {
    for (const cell of this.#marked) cell.classList.remove('is-selected');
    const places = this.#anchor && this.anchor ? this.selected().flat() : [];
    this.#marked = places.flatMap((place) => this.#current?.blot.dom.cellAt(place) ?? []);
    for (const cell of this.#marked) cell.classList.add('is-selected');
  }

  #scrollTo(cell: HTMLElement): void {
    const { top, bottom, left, right } = cell.getBoundingClientRect();
    const bars = document.querySelector('.bars')?.getBoundingClientRect().bottom ?? 0;
    if (top < bars || bottom > window.innerHeight || left < 0 || right > window.innerWidth) cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** After undo and redo: the cell that changed. */
  #showStep({ index, change }: InsideChange): boolean {
    const blot = tableAt(this.#quill, index);
    if (!blot) return false;
    const [key] = Object.keys((change[kTable] as Table | undefined)?.cells ?? {});
    const [row, column] = (key?.split(':').map((each) => Number(each) - 1) ?? []) as [number?, number?];
    const current = this.#current?.blot === blot ? this.place : null;
    if (current && (key === undefined || (current.row === row && current.column === column))) this.focus();
    else this.enter(blot, { row: row ?? kHeader, column: column ?? 0 });
    return true;
  }

  // ---- what happens on the page

  #listen(): void {
    const { root } = this.#quill;
    const { element } = this.editor;
    element.addEventListener('beforeinput', (event) => this.#beforeInput(event), { capture: true });
    element.addEventListener('pointerdown', () => this.editor.mode === 'move' && this.#current && this.editor.setMode('write'));
    root.addEventListener('pointerdown', (event) => this.#pressed(event), { capture: true });
    root.addEventListener('keydown', (event) => this.#keyPressed(event), { capture: true });
    root.addEventListener('focusin', ({ target }) => this.#focused(target));
    root.addEventListener('mousedown', (event) => {
      // The paper's caret stays where it is.
      if (this.#mayWrite && event.button === 0 && event.target instanceof Element && event.target.closest('.table-embed td, .table-embed th')) event.preventDefault();
    });
    root.addEventListener('focus', () => {
      this.leave();
      this.reading.release();
    });
    this.#quill.on('text-change', (_change: unknown, _before: unknown, source: EmitterSource) => {
      if (this.#current && !this.#current.blot.domNode.isConnected) this.#gone(source === 'user');
    });
  }

  /**
   * The table was deleted. Where it was laid anew, as a restore may do it, I stay in my cell. Else what I go on to type must
   * not get into the paper, unless it was I who deleted it.
   */
  #gone(byMe: boolean): void {
    const had = this.editor.hasFocus;
    const words = this.editor.quill.getText().trim();
    const again = cellLike(this.#quill, this.grid, this.place);
    this.leave();
    if (!had) return;
    if (again) this.enter(again.blot, again.place, this.editor.mode);
    else if (byMe) this.#quill.focus({ preventScroll: true });
    else this.#events.cellGone(words);
  }

  #beforeInput(event: InputEvent): void {
    if (event.inputType === 'historyUndo' || event.inputType === 'historyRedo') {
      event.preventDefault();
      event.stopPropagation();
      this.keys.do({ do: event.inputType === 'historyUndo' ? 'undo' : 'redo' });
    } else if (this.editor.mode === 'move' && event.isTrusted) this.editor.setMode('write');
  }

  #point(target: Node): void {
    const blot = this.#mayWrite ? null : tableOfNode(this.#quill, target);
    const place = blot?.dom.placeOf(target);
    const cell = blot && place ? blot.dom.cellAt(place) : null;
    if (cell !== this.#pointed?.cell) this.reading.release();
    this.#pointAt(blot && cell ? { blot, cell } : null);
  }

  #pointAt(pointed: Current | null): void {
    this.#pointed = pointed;
    if (!this.#mayWrite) this.#events.moved();
  }

  #pressed(event: PointerEvent): void {
    const target = event.target as Node;
    this.#point(target);
    if (!this.#mayWrite || event.button !== 0) return;
    const blot = tableOfNode(this.#quill, target);
    const place = blot?.dom.placeOf(target);
    if (!blot || !place || place.column < 0) return;
    if (event.ctrlKey && target instanceof Element && target.closest('a')) return;
    event.preventDefault();
    const isSame = this.#current?.blot === blot;
    if (event.shiftKey && isSame) return this.extend(place);
    const isMark = place.row !== kHeader && blot.dom.grid.columns[place.column]?.kind === 'done';
    if (!isMark) return this.enter(blot, place, 'write', { x: event.clientX, y: event.clientY });
    this.enter(blot, place);
    this.toggle(place);
  }
}
