import type Quill from 'quill/core.js';
import Delta from 'quill-delta';
import { contentLength } from '../../text/delta.ts';
import { run } from '../commands.ts';
import type { Command } from '../commands.ts';
import { isMac } from '../platform.ts';
import { keyPress } from '../shortcuts.ts';
import { next, step } from './area.ts';
import { addRows, changeCell, shiftRow } from './changes.ts';
import type { InTables, TablesEvents } from './contract.ts';
import { isWhole } from './own-view.ts';
import { intentFor } from './keys.ts';
import type { Intent } from './keys.ts';
import { contentOf, kHeader } from './model.ts';
import type { CellPlace, Grid } from './model.ts';
import { suggestionsFor } from './suggestions.ts';

/** Does what keys and the toolbar ask for in a table. */
export class CellKeys {
  readonly #quill: Quill;
  readonly #tables: InTables;
  readonly #events: TablesEvents;
  /** The names that are suggested where a person is asked for. */
  people: () => readonly string[] = () => [];
  #suggested = -1;
  #addsRow = false;

  constructor(quill: Quill, tables: InTables, events: TablesEvents) {
    this.#quill = quill;
    this.#tables = tables;
    this.#events = events;
    const { element } = tables.editor;
    element.addEventListener('keydown', (event) => this.#keyDown(event), { capture: true });
    element.addEventListener('keyup', (event) => event.key === 'Tab' && this.#keyUp(), { capture: true });
  }

  /** One is in another cell: nothing of its suggestions is chosen. */
  entered(): void {
    this.#suggested = -1;
  }

  /** What may be picked for the cell that one writes in, and which of it the arrows are at (-1: none). */
  get suggestions(): { readonly all: readonly string[]; readonly at: number } {
    const { place, grid } = this.#tables;
    const column = place && place.row !== kHeader ? grid?.columns[place.column] : undefined;
    if (!column || this.#tables.editor.mode !== 'write') return { all: [], at: -1 };
    const all = suggestionsFor(column, this.#tables.editor.quill.getText(), this.people());
    return { all, at: Math.min(this.#suggested, all.length - 1) };
  }

  /** Puts a suggestion in place of the cell's words. */
  pick(text: string): void {
    const { place } = this.#tables;
    if (!place) return;
    this.#tables.editor.settle();
    const length = contentLength(contentOf(this.#tables.table, place));
    this.#tables.change(changeCell(place, [{ insert: text }, ...(length > 0 ? [{ delete: length }] : [])]));
    this.#tables.goTo(place);
  }

  do(intent: Intent): void {
    const { place, grid } = this.#tables;
    const blot = this.#tables.current?.blot;
    if (!place || !grid || !blot) return;
    switch (intent.do) {
      case 'step':
        return this.#step(intent, place, grid);
      case 'tab':
        return this.#tab(intent.by, place, grid);
      case 'shift-row':
        return place.row === kHeader || !isWhole(blot.dom.view) ? undefined : this.#tables.change(shiftRow(blot.table, place.row, intent.by));
      case 'commit':
        return this.#tables.goTo(step(grid, place, { rows: 1, columns: 0 }) ?? place);
      case 'write':
        return this.#tables.enter(blot, place, 'write');
      case 'stop':
        return this.#tables.enter(blot, place, 'move');
      case 'leave':
        return this.#tables.goOut(true);
      case 'newline':
        return this.#newline(place);
      case 'clear':
        return this.#tables.clear();
      case 'all':
        return this.#selectAll();
      case 'undo':
        return this.#quill.history.undo();
      case 'redo':
        return this.#quill.history.redo();
      case 'toggle':
        return this.#tables.toggle(place);
      case 'format':
        return this.format(intent.format);
      case 'calendar':
        return this.#events.calendar();
      case 'menu':
        return this.#events.menu();
    }
  }

  /** What the toolbar can do to a cell: formats of words, and undo. */
  run(command: Command): void {
    if (command.kind === 'undo' || command.kind === 'redo') return this.do({ do: command.kind });
    if (command.kind === 'toggle' && command.format !== 'blockquote' && command.format !== 'code-block') return this.format(command.format);
    if (command.kind === 'script' || command.kind === 'clear') {
      if (this.#tables.place?.row !== kHeader) run(this.#tables.editor.quill, command);
    }
  }

  format(format: string): void {
    if (this.#tables.place?.row === kHeader) return;
    const { quill } = this.#tables.editor;
    quill.format(format, !quill.getFormat()[format], 'user');
  }

  #step({ rows, columns, extend, toEdge }: Extract<Intent, { do: 'step' }>, place: CellPlace, grid: Grid): void {
    const to = step(grid, place, { rows, columns, toEdge });
    if (to) return extend ? this.#tables.extend(to) : this.#tables.goTo(to);
    const isFirst = place.row === kHeader && place.column === 0;
    const isLast = place.row === (grid.shown.at(-1) ?? kHeader) && place.column === grid.columns.length - 1;
    if (extend) return;
    if (rows < 0 || (columns < 0 && isFirst)) this.#tables.goOut(false);
    else if (rows > 0 || (columns > 0 && isLast)) this.#tables.goOut(true);
  }

  #tab(by: 1 | -1, place: CellPlace, grid: Grid): void {
    const to = next(grid, place, by);
    if (to) this.#tables.goTo(to);
    else if (by < 0) this.#tables.goOut(false);
    else this.#addsRow = true; // when the key comes up: a key that is held down would make many
  }

  #keyUp(): void {
    const { blot } = this.#tables.current ?? {};
    if (!this.#addsRow || !blot) return;
    this.#addsRow = false;
    const { change, at } = addRows(blot.table, blot.dom.grid.shown.at(-1) ?? null);
    this.#tables.change(change);
    this.#tables.enter(blot, { row: at, column: 0 });
  }

  #newline(place: CellPlace): void {
    const { quill } = this.#tables.editor;
    if (place.row === kHeader) return;
    if (this.#tables.editor.mode === 'move') this.do({ do: 'write' });
    const range = quill.getSelection(true);
    quill.updateContents(new Delta().retain(range.index).insert('\n').delete(range.length), 'user');
    quill.setSelection(range.index + 1, 0, 'silent');
  }

  /** First the cell, then the table, then the paper. */
  #selectAll(): void {
    const { blot } = this.#tables.current ?? {};
    const { grid, editor } = this.#tables;
    if (!blot || !grid) return;
    if (editor.mode === 'write' && !editor.isAllSelected) return editor.focus('all');
    const all = grid.columns.length * (grid.shown.length + 1);
    if (this.#tables.selected().flat().length < all) {
      this.#tables.enter(blot, { row: kHeader, column: 0 }, 'move');
      return this.#tables.extend({ row: grid.shown.at(-1) ?? kHeader, column: grid.columns.length - 1 });
    }
    this.#tables.leave();
    this.#quill.setSelection(0, this.#quill.getLength(), 'user');
  }

  #keyDown(event: KeyboardEvent): void {
    const { place, grid } = this.#tables;
    if (!place || !grid) return;
    const kind = place.row === kHeader ? 'text' : (grid.columns[place.column]?.kind ?? 'text');
    if (this.#answersSuggestions(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const intent = intentFor(keyPress(event), this.#tables.editor.mode, isMac, kind);
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
}
