import type Quill from 'quill/core.js';
import Delta from 'quill-delta';
import { contentLength } from '../../text/delta.ts';
import type { Ops } from '../../text/delta.ts';
import { keyOf, kTable } from '../../text/embeds.ts';
import type { Table } from '../../text/embeds.ts';
import { strings } from '../../words/strings.ts';
import type { CalmHistory } from '../calm-history.ts';
import type { CleanClipboard } from '../clipboard.ts';
import { run } from '../commands.ts';
import type { Command } from '../commands.ts';
import { isMac } from '../platform.ts';
import { keyPress } from '../shortcuts.ts';
import { between, next, step } from './area.ts';
import { CellEditor } from './cell-editor.ts';
import { addRows, changeCell, changeColumn, clearCells, fill, shiftRow } from './changes.ts';
import { addLine, changeTable, changeTableAtOnce, deleteTable, placeInPaper, tableAt, tableOfNode } from './edits.ts';
import { intentFor } from './keys.ts';
import type { Intent, Mode } from './keys.ts';
import { contentOf, kHeader, textOf } from './model.ts';
import type { CellPlace, Grid } from './model.ts';
import { isDone } from './table-dom.ts';
import type { TableBlot } from './table-blot.ts';
import { suggestionsFor } from './suggestions.ts';
import { blockFromOps, blockFromText, paste } from './table-clipboard.ts';
import { blockOf, blockToHtml, blockToText } from './table-text.ts';

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
  /** The menu of the row was asked for by keyboard. */
  menu(): void;
}

/** The cell that one is in. */
interface Current {
  readonly blot: TableBlot;
  readonly cell: HTMLTableCellElement;
}

/** Where the caret goes in a cell that is entered. */
type Caret = 'all' | 'end' | { readonly x: number; readonly y: number };

/** Working in the tables of a paper: which cell one is in, what keys do there, and what is selected. */
export class Tables {
  readonly editor: CellEditor;
  readonly #quill: Quill;
  readonly #events: TablesEvents;
  #current: Current | null = null;
  /** The cell that was pressed by somebody who may not write: they may comment on it. */
  #pointed: Current | null = null;
  /** The other corner of what is selected. */
  #anchor: HTMLTableCellElement | null = null;
  #marked: HTMLTableCellElement[] = [];
  /** The names that are suggested where a person is asked for. */
  people: () => readonly string[] = () => [];
  #suggested = -1;
  /** What happens to the table was typed here. */
  #own = false;
  /** What happens to the table was asked for here. */
  #byMe = false;
  /** The row and the column of the cell when it was last seen, as they are shown. */
  #lastSeen = { row: 0, column: 0 };
  #mayWrite = false;
  #addsRow = false;

  constructor(quill: Quill, events: TablesEvents) {
    this.#quill = quill;
    this.#events = events;
    this.editor = new CellEditor(quill.container, { typed: (ops) => this.#typed(ops), composing: events.composing });
    (quill.history as CalmHistory).showInTable = (delta) => this.#showStep(delta);
    this.#listen();
  }

  get isActive(): boolean {
    return this.#current !== null;
  }

  get current(): Current | null {
    return this.#current;
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
    const { place, grid } = this;
    if (!this.#current || !place || !grid) return null;
    return { index: placeInPaper(this.#quill, this.#current.blot), cell: `${grid.rows[place.row]?.id ?? ''}/${grid.columns[place.column]?.id ?? ''}` };
  }

  get grid(): Grid | null {
    return this.#current?.blot.dom.grid ?? null;
  }

  setMayWrite(mayWrite: boolean): void {
    this.#mayWrite = mayWrite;
    if (!mayWrite) this.leave();
  }

  /** Goes into a cell of a table. */
  enter(blot: TableBlot, place: CellPlace, mode: Mode = 'move', caret: Caret = mode === 'move' ? 'all' : 'end'): void {
    const cell = blot.dom.cellAt(place);
    if (!cell || !this.#mayWrite) return;
    if (cell !== this.#current?.cell) {
      this.#forget();
      this.#quill.history.cutoff();
      this.#current = { blot, cell };
      blot.listener = (change) => this.#changed(change);
      cell.classList.add('is-current');
      this.#show(place);
    }
    this.#see(place);
    this.#suggested = -1;
    this.#anchor = null;
    this.#mark();
    this.#setMode(mode);
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

  /** What may be picked for the cell that one writes in, and which of it the arrows are at (-1: none). */
  get suggestions(): { readonly all: readonly string[]; readonly at: number } {
    const { place, grid } = this;
    const column = place && place.row !== kHeader ? grid?.columns[place.column] : undefined;
    if (!column || this.editor.mode !== 'write') return { all: [], at: -1 };
    const all = suggestionsFor(column, this.editor.quill.getText(), this.people());
    return { all, at: Math.min(this.#suggested, all.length - 1) };
  }

  /** Puts a suggestion in place of the cell's words. */
  pick(text: string): void {
    const { place } = this;
    if (!place) return;
    this.editor.settle();
    const length = contentLength(contentOf(this.table, place));
    this.change(changeCell(place, [{ insert: text }, ...(length > 0 ? [{ delete: length }] : [])]));
    this.#goTo(place);
  }

  /** Changes the table that one is in, as one step. */
  change(change: Table | null): void {
    const { blot } = this.#current ?? {};
    if (!blot || !change) return;
    this.#byMe = true;
    changeTableAtOnce(this.#quill, blot, change);
    this.#byMe = false;
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
  }

  do(intent: Intent): void {
    const { place, grid } = this;
    const blot = this.#current?.blot;
    if (!place || !grid || !blot) return;
    switch (intent.do) {
      case 'step':
        return this.#step(intent, place, grid);
      case 'tab':
        return this.#tab(intent.by, place, grid);
      case 'shift-row':
        return place.row === kHeader ? undefined : this.change(shiftRow(blot.table, place.row, intent.by));
      case 'commit':
        return this.#goTo(step(grid, place, { rows: 1, columns: 0 }) ?? place);
      case 'write':
        return this.enter(blot, place, 'write');
      case 'stop':
        return this.enter(blot, place, 'move');
      case 'leave':
        return this.goOut(true);
      case 'newline':
        return this.#newline(place);
      case 'clear':
        return this.#clear();
      case 'all':
        return this.#selectAll();
      case 'undo':
        return this.#quill.history.undo();
      case 'redo':
        return this.#quill.history.redo();
      case 'toggle':
        return this.#toggle(place);
      case 'format':
        return this.format(intent.format);
      case 'menu':
        return this.#events.menu();
    }
  }

  /** What the toolbar can do to a cell: formats of words, and undo. */
  run(command: Command): void {
    if (command.kind === 'undo' || command.kind === 'redo') return this.do({ do: command.kind });
    if (command.kind === 'toggle' && command.format !== 'blockquote' && command.format !== 'code-block') return this.format(command.format);
    if (command.kind === 'script' || command.kind === 'clear') {
      if (this.place?.row !== kHeader) run(this.editor.quill, command);
    }
  }

  format(format: string): void {
    if (this.place?.row === kHeader) return;
    const { quill } = this.editor;
    quill.format(format, !quill.getFormat()[format], 'user');
  }

  // ---- keys

  #step({ rows, columns, extend, toEdge }: Extract<Intent, { do: 'step' }>, place: CellPlace, grid: Grid): void {
    const to = step(grid, place, { rows, columns, toEdge });
    if (to) return extend ? this.#extend(to) : this.#goTo(to);
    const isFirst = place.row === kHeader && place.column === 0;
    const isLast = place.row === (grid.shown.at(-1) ?? kHeader) && place.column === grid.columns.length - 1;
    if (extend) return;
    if (rows < 0 || (columns < 0 && isFirst)) this.goOut(false);
    else if (rows > 0 || (columns > 0 && isLast)) this.goOut(true);
  }

  #tab(by: 1 | -1, place: CellPlace, grid: Grid): void {
    const to = next(grid, place, by);
    if (to) this.#goTo(to);
    else if (by < 0) this.goOut(false);
    else this.#addsRow = true; // when the key comes up: a key that is held down would make many
  }

  #keyUp(): void {
    const { blot } = this.#current ?? {};
    if (!this.#addsRow || !blot) return;
    this.#addsRow = false;
    const { change, at } = addRows(blot.table, blot.dom.grid.shown.at(-1) ?? null);
    this.change(change);
    this.enter(blot, { row: at, column: 0 });
  }

  #goTo(place: CellPlace): void {
    if (this.#current) this.enter(this.#current.blot, place, 'move');
  }

  #extend(to: CellPlace): void {
    const { blot, cell } = this.#current ?? {};
    if (!blot || !cell) return;
    const anchor = this.#anchor ?? cell;
    this.enter(blot, to, 'move');
    this.#anchor = anchor;
    this.#mark();
    this.#events.moved();
  }

  #newline(place: CellPlace): void {
    const { quill } = this.editor;
    if (place.row === kHeader) return;
    if (this.editor.mode === 'move') this.do({ do: 'write' });
    const range = quill.getSelection(true);
    quill.updateContents(new Delta().retain(range.index).insert('\n').delete(range.length), 'user');
    quill.setSelection(range.index + 1, 0, 'silent');
  }

  #clear(): void {
    const places = this.selected().flat();
    const cells = clearCells(this.table, places.filter(({ row }) => row !== kHeader));
    const named = places.filter(({ row }) => row === kHeader).map(({ column }) => column);
    const columns = this.grid?.columns.map((_column, at) => (named.includes(at) ? { retain: 1, attributes: { name: null } } : { retain: 1 }));
    const change = { ...cells, ...(named.length > 0 && columns ? { columns: new Delta(columns).chop().ops } : {}) };
    if (Object.keys(change).length > 0) this.change(change);
  }

  /** First the cell, then the table, then the paper. */
  #selectAll(): void {
    const { blot } = this.#current ?? {};
    const { grid, editor } = this;
    if (!blot || !grid) return;
    if (editor.mode === 'write' && !editor.isAllSelected) return editor.focus('all');
    const all = grid.columns.length * (grid.shown.length + 1);
    if (this.selected().flat().length < all) {
      this.enter(blot, { row: kHeader, column: 0 }, 'move');
      return this.#extend({ row: grid.shown.at(-1) ?? kHeader, column: grid.columns.length - 1 });
    }
    this.leave();
    this.#quill.setSelection(0, this.#quill.getLength(), 'user');
  }

  #toggle(place: CellPlace): void {
    const content = contentOf(this.table, place);
    const length = contentLength(content);
    const done = isDone(textOf(content));
    this.change(changeCell(place, [...(done ? [] : [{ insert: '✓' }]), ...(length > 0 ? [{ delete: length }] : [])]));
  }

  // ---- the clipboard

  #copy(event: ClipboardEvent, isCut: boolean): void {
    const places = this.selected();
    const isOne = places.flat().length < 2;
    if (!event.clipboardData || (isOne && this.editor.mode === 'write')) return;
    const block = blockOf(this.table, places);
    const [line = []] = block;
    event.clipboardData.setData('text/plain', isOne ? textOf(line[0] ?? []) : blockToText(block));
    event.clipboardData.setData('text/html', blockToHtml(block, places[0]?.[0]?.row === kHeader));
    event.preventDefault();
    event.stopPropagation();
    if (isCut) this.#clear();
  }

  #paste(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const data = event.clipboardData;
    const place = this.selected()[0]?.[0];
    if (!data || !place) return;
    const html = data.getData('text/html');
    const text = data.getData('text/plain').replaceAll(/\r\n?/g, '\n');
    const converted = (this.#quill.clipboard as CleanClipboard).convert({ html, text }).ops;
    const block = (html ? blockFromOps(converted) : null) ?? blockFromText(text);
    const isOne = !block || (block.length === 1 && block[0]?.length === 1);
    if (isOne) return this.#pasteOne(block?.[0]?.[0] ?? trimmed(converted), text);
    this.editor.settle();
    const { change, left } = paste(this.table, place, block);
    this.change(change);
    if (left > 0) this.#events.leftOut(left);
  }

  /** One value, for the words of one cell or for all that are selected. */
  #pasteOne(content: Ops, text: string): void {
    const places = this.selected();
    const [first = []] = places;
    if (places.flat().length > 1 && first[0] && first[0].row !== kHeader) {
      return this.change(fill(this.table, first[0], places.map((line) => line.map(() => content))).change);
    }
    this.#quill.history.cutoff();
    this.editor.insert(this.place?.row === kHeader ? [{ insert: text.replaceAll(/\s*\n\s*/g, ' ').trim() }] : content);
    this.#quill.history.cutoff();
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
    if (this.editor.mode === 'move') this.#setMode('write');
    this.#own = true;
    const name = this.editor.quill.getText().replaceAll('\n', ' ').trim();
    changeTable(this.#quill, blot, place.row === kHeader ? changeColumn(place.column, { name: name || null }) : changeCell(place, ops));
    this.#own = false;
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

  #setMode(mode: Mode): void {
    this.editor.setMode(mode);
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
  #showStep(delta: Delta): boolean {
    let index = 0;
    for (const { insert, retain, delete: gone } of delta.ops) {
      if (typeof retain === 'object') {
        const blot = tableAt(this.#quill, index);
        if (!blot) return false;
        const change = retain[kTable] as Table | undefined;
        const [key] = Object.keys(change?.cells ?? {});
        const [row, column] = (key?.split(':').map((each) => Number(each) - 1) ?? []) as [number?, number?];
        const current = this.#current?.blot === blot ? this.place : null;
        if (current && (key === undefined || (current.row === row && current.column === column))) this.focus();
        else this.enter(blot, { row: row ?? kHeader, column: column ?? 0 });
        return true;
      }
      if (gone === undefined) index += typeof retain === 'number' ? retain : typeof insert === 'string' ? insert.length : 1;
    }
    return false;
  }

  // ---- what happens on the page

  #listen(): void {
    const { root } = this.#quill;
    const { element } = this.editor;
    element.addEventListener('keydown', (event) => this.#keyDown(event), { capture: true });
    element.addEventListener('keyup', (event) => event.key === 'Tab' && this.#keyUp(), { capture: true });
    for (const type of ['copy', 'cut'] as const) element.addEventListener(type, (event) => this.#copy(event, type === 'cut'), { capture: true });
    element.addEventListener('paste', (event) => this.#paste(event), { capture: true });
    element.addEventListener('beforeinput', (event) => this.#beforeInput(event), { capture: true });
    element.addEventListener('pointerdown', () => this.editor.mode === 'move' && this.#current && this.#setMode('write'));
    root.addEventListener('pointerdown', (event) => this.#pressed(event), { capture: true });
    root.addEventListener('mousedown', (event) => {
      // The paper's caret stays where it is.
      if (this.#mayWrite && event.button === 0 && event.target instanceof Element && event.target.closest('.table-embed td, .table-embed th')) event.preventDefault();
    });
    root.addEventListener('focus', () => this.leave());
    this.#quill.on('text-change', () => {
      if (this.#current && !this.#current.blot.domNode.isConnected) this.#gone();
    });
  }

  /** The table was deleted. */
  #gone(): void {
    const had = this.editor.hasFocus;
    this.leave();
    if (had) this.#quill.focus({ preventScroll: true });
  }

  #keyDown(event: KeyboardEvent): void {
    const { place, grid } = this;
    if (!place || !grid) return;
    const kind = place.row === kHeader ? 'text' : (grid.columns[place.column]?.kind ?? 'text');
    if (this.#answersSuggestions(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const intent = intentFor(keyPress(event), this.editor.mode, isMac, kind);
    if (!intent) return;
    event.preventDefault();
    event.stopPropagation();
    if (!(intent.do === 'tab' && event.repeat && this.#addsRow)) this.do(intent);
  }

  /** Arrows go through the suggestions, Enter takes the one that they are at. */
  #answersSuggestions(event: KeyboardEvent): boolean {
    const { all, at } = this.suggestions;
    if (all.length === 0 || event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    const picked = all[at];
    if (event.key === 'Enter' && picked !== undefined) this.pick(picked);
    else if (event.key === 'ArrowDown') this.#suggested = Math.min(at + 1, all.length - 1);
    else if (event.key === 'ArrowUp') this.#suggested = Math.max(at - 1, -1);
    else return false;
    this.#events.moved();
    return true;
  }

  #beforeInput(event: InputEvent): void {
    if (event.inputType === 'historyUndo' || event.inputType === 'historyRedo') {
      event.preventDefault();
      event.stopPropagation();
      this.do({ do: event.inputType === 'historyUndo' ? 'undo' : 'redo' });
    } else if (this.editor.mode === 'move' && event.isTrusted) this.#setMode('write');
  }

  #point(target: Node): void {
    const blot = this.#mayWrite ? null : tableOfNode(this.#quill, target);
    const place = blot?.dom.placeOf(target);
    const cell = blot && place ? blot.dom.cellAt(place) : null;
    this.#pointed = blot && cell ? { blot, cell } : null;
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
    if (event.shiftKey && isSame) return this.#extend(place);
    const isMark = place.row !== kHeader && blot.dom.grid.columns[place.column]?.kind === 'done';
    if (!isMark) return this.enter(blot, place, 'write', { x: event.clientX, y: event.clientY });
    this.enter(blot, place);
    this.#toggle(place);
  }
}

/** Without line ends at the end. */
function trimmed(ops: Ops): Ops {
  const last = ops.at(-1);
  if (typeof last?.insert !== 'string') return ops;
  const insert = last.insert.replace(/\n+$/, '');
  const rest = ops.slice(0, -1);
  return insert === '' ? (rest.length > 0 && last.insert !== '\n' ? trimmed(rest) : rest) : [...rest, { ...last, insert }];
}
