import type Quill from 'quill/core.js';
import { drawnIndex, drawnRange } from '../inside/drawn-words.ts';
import { takeCaret } from '../inside/read-words.ts';
import { placeInPaper, tableAt } from './edits.ts';
import { kHeader } from './model.ts';
import type { CellPlace } from './model.ts';
import type { TableBlot } from './table-blot.ts';

export interface ReadingEvents {
  /** One is in this cell now. */
  at(blot: TableBlot, cell: HTMLTableCellElement): void;
  /** One left the table by a key. */
  left(): void;
}

type End = 'start' | 'end';
type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Keys that the browser answers in a cell. The paper's own answers would lead out of it. */
const kOwnKeys = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'Enter', 'Backspace', 'Delete']);
/** Lines whose edges are this near are one line, in pixels. */
const kOneLine = 4;

/**
 * Goes through the cells of tables by keyboard where nobody may write. The cell that one is in takes a caret, so that its
 * words are selected by the keys that select words anywhere; at its edges arrow keys go on to the next cell.
 */
export class ReadingCells {
  readonly #quill: Quill;
  readonly #events: ReadingEvents;
  /** The cell that takes a caret. */
  #cell: HTMLTableCellElement | null = null;
  /** What was selected in it last, in units of its words: it is drawn anew when others write in it. */
  #selected: readonly [anchor: number, focus: number] = [0, 0];

  constructor(quill: Quill, events: ReadingEvents) {
    this.#quill = quill;
    this.#events = events;
    for (const type of ['keyup', 'pointerup']) quill.root.addEventListener(type, this.#remember);
    quill.on('text-change', () => this.#keep());
  }

  /** Whether the focus is in a cell. */
  get hasFocus(): boolean {
    return this.#cell !== null && document.activeElement === this.#cell;
  }

  /** Goes into a cell; to the name of a column there is the focus alone. */
  enter(blot: TableBlot, place: CellPlace, end: End = 'start'): void {
    const cell = blot.dom.cellAt(place);
    if (!cell?.isConnected) return;
    this.release();
    if (place.row === kHeader) cell.focus({ preventScroll: true });
    else {
      this.#cell = cell;
      takeCaret(cell, true);
      const at = end === 'start' ? 0 : lengthOf(cell);
      this.#select([at, at]);
    }
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.#events.at(blot, cell);
  }

  /** Goes back to the cell that one was in last, and to what was selected there. Returns false if there is none. */
  goBack(): boolean {
    if (!this.#cell?.isConnected) return false;
    this.#select(this.#selected);
    return true;
  }

  /** No cell takes a caret any more. */
  release(): void {
    if (this.#cell) takeCaret(this.#cell, false);
    this.#cell = null;
  }

  /** Answers a key that was pressed in `cell`. */
  press(event: KeyboardEvent, blot: TableBlot, cell: HTMLTableCellElement): void {
    if (event.isComposing) return;
    this.#remember();
    const place = blot.dom.placeOf(cell);
    if (place && this.#answers(event, blot, cell, place)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (kOwnKeys.has(event.key) && cell === this.#cell) event.stopPropagation();
  }

  #answers({ key, shiftKey, ctrlKey, metaKey, altKey }: Key, blot: TableBlot, cell: HTMLTableCellElement, place: CellPlace): boolean {
    if (ctrlKey || metaKey || altKey) return false;
    if (key === 'Tab') return this.#tab(blot, place, shiftKey ? -1 : 1);
    if (key === 'Escape') return this.#leave(blot, true);
    const isBack = key === 'ArrowUp' || key === 'ArrowLeft';
    const isAside = key === 'ArrowLeft' || key === 'ArrowRight';
    if (shiftKey || !(isBack || key === 'ArrowDown' || key === 'ArrowRight')) return false;
    if (!isAside) return (place.row === kHeader || isOnEdge(cell, isBack)) && this.#step(blot, place, isBack ? -1 : 1);
    const isRightToLeft = getComputedStyle(cell.firstElementChild ?? cell).direction === 'rtl';
    const by = isBack !== isRightToLeft ? -1 : 1;
    return (place.row === kHeader || isAtEnd(cell, by)) && this.#aside(blot, place, by);
  }

  /** From the name of a column the browser goes to the next one by itself; behind the last cell the table ends. */
  #tab(blot: TableBlot, place: CellPlace, by: 1 | -1): boolean {
    if (place.row !== kHeader) return this.#aside(blot, place, by, 'start');
    const isAtEnd = by < 0 ? place.column === 0 : place.column === blot.dom.grid.columns.length - 1;
    if (isAtEnd) this.#events.left();
    return false;
  }

  #step(blot: TableBlot, { row, column }: CellPlace, by: 1 | -1, end: End = by > 0 ? 'start' : 'end'): boolean {
    const { shown } = blot.dom.grid;
    const at = shown.indexOf(row) + by;
    if (at < -1 || at >= shown.length) return this.#leave(blot, by > 0);
    this.enter(blot, { row: shown[at] ?? kHeader, column }, end);
    return true;
  }

  #aside(blot: TableBlot, { row, column }: CellPlace, by: 1 | -1, end: End = by > 0 ? 'start' : 'end'): boolean {
    const { columns } = blot.dom.grid;
    const next = column + by;
    if (next < 0 || next >= columns.length) return this.#step(blot, { row, column: by > 0 ? 0 : columns.length - 1 }, by, end);
    this.enter(blot, { row, column: next }, end);
    return true;
  }

  /** To the paper before or behind the table, or into a table that is there. */
  #leave(blot: TableBlot, after: boolean): boolean {
    const index = placeInPaper(this.#quill, blot) + (after ? 1 : -1);
    const neighbour = tableAt(this.#quill, index);
    if (neighbour) {
      this.enter(neighbour, { row: after ? kHeader : (neighbour.dom.grid.shown.at(-1) ?? kHeader), column: 0 });
      return true;
    }
    if (index < 0) return true;
    this.release();
    this.#events.left();
    this.#quill.root.focus({ preventScroll: true });
    this.#quill.setSelection(index, 0, 'user');
    return true;
  }

  // ---- what is selected

  #select([anchor, focus]: readonly [anchor: number, focus: number]): void {
    const cell = this.#cell;
    if (!cell) return;
    cell.focus({ preventScroll: true });
    const [from, to] = [pointAt(cell, anchor), pointAt(cell, focus)];
    document.getSelection()?.setBaseAndExtent(...from, ...to);
    this.#selected = [anchor, focus];
  }

  #remember = (): void => {
    const selected = this.hasFocus && this.#cell ? selectedIn(this.#cell) : null;
    if (selected) this.#selected = selected;
  };

  /** After others changed the paper: the caret stays in the cell, and in the paper if the cell is gone. */
  #keep(): void {
    const cell = this.#cell;
    if (!cell) return;
    if (!cell.isConnected) {
      this.release();
      this.#events.left();
      if (document.activeElement === document.body) this.#quill.focus({ preventScroll: true });
    } else if (this.hasFocus && document.getSelection()?.anchorNode === cell) this.#select(this.#selected);
  }
}

const lengthOf = (cell: Element): number => drawnIndex(cell, cell, cell.children.length);

function pointAt(cell: Element, index: number): readonly [Node, number] {
  const at = Math.min(index, lengthOf(cell));
  const range = drawnRange(cell, at, at);
  return range ? [range.startContainer, range.startOffset] : [cell, 0];
}

function selectedIn(cell: Element): readonly [anchor: number, focus: number] | null {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection() ?? {};
  if (!anchorNode || !focusNode || !cell.contains(anchorNode) || !cell.contains(focusNode)) return null;
  return [drawnIndex(cell, anchorNode, anchorOffset ?? 0), drawnIndex(cell, focusNode, focusOffset ?? 0)];
}

function isAtEnd(cell: Element, by: 1 | -1): boolean {
  const [anchor, focus] = selectedIn(cell) ?? [0, 0];
  return anchor === focus && focus === (by < 0 ? 0 : lengthOf(cell));
}

/** Whether the caret is on the first or the last line that the cell has on the page. */
function isOnEdge(cell: Element, first: boolean): boolean {
  const length = lengthOf(cell);
  const selected = selectedIn(cell);
  if (length === 0 || !selected) return true;
  const [here, edge] = [lineAt(cell, selected[1], length), lineAt(cell, first ? 0 : length, length)];
  return here === null || edge === null || Math.abs(here - edge) < kOneLine;
}

/** The top of a unit's line on the page: a caret has no box in some browsers. */
function lineAt(cell: Element, index: number, length: number): number | null {
  const start = Math.max(0, Math.min(index, length - 1));
  const box = drawnRange(cell, start, start + 1)?.getClientRects()[0];
  return box ? box.top : null;
}
