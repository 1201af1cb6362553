import type Quill from 'quill/core.js';
import { contentLength } from '../../text/delta.ts';
import type { Ops } from '../../text/delta.ts';
import { unitsOf } from '../../text/inside.ts';
import type { CellAt, CellName, Place } from '../../text/inside.ts';
import type { Range as Units } from '../../text/ranges.ts';
import type { Lines } from '../../text/reading-order.ts';
import { blotsOf } from '../blots-of.ts';
import { domRangeOf } from '../dom-range.ts';
import { lastRange } from '../last-range.ts';
import { NoteMark } from '../note-mark.ts';
import type { Notes } from '../notes/notes.ts';
import { placeInPaper, tableAt } from '../tables/edits.ts';
import { contentOf } from '../tables/model.ts';
import { kWholeTable } from '../tables/own-view.ts';
import { TableBlot } from '../tables/table-blot.ts';
import type { Tables } from '../tables/tables.ts';
import { drawnIndex, drawnRange } from './drawn-words.ts';

/** A cell or a note as it is shown. */
interface Home {
  readonly content: Ops;
  /** The elements that show it; of a whole row or column there are several. */
  readonly drawn: readonly HTMLElement[];
  /** The editor of its words, if one is in it. */
  readonly editor: Quill | null;
}

const unit = (index: number): Units => ({ start: index, end: index + 1 });

/** The words inside of the tables and notes of a paper, as they are shown: drawn in the page, or in an editor of their own. */
export class InsideView {
  readonly #quill: Quill;
  readonly #tables: Tables;
  readonly #notes: Notes;

  constructor(quill: Quill, tables: Tables, notes: Notes) {
    this.#quill = quill;
    this.#tables = tables;
    this.#notes = notes;
  }

  /** The cell or note that one is in, and the selection or the caret in its words. A cell that is selected as a whole has none. */
  get here(): Place | null {
    const cell = this.#tables.isActive ? this.#cellHere() : null;
    return cell ?? this.#noteHere() ?? this.#cellHere();
  }

  /** Where a cell is in the value of its table. */
  cellAt = (index: number, { row, column }: CellName): CellAt | null => {
    const { rows = [], columns = [] } = tableAt(this.#quill, index)?.dom.grid ?? {};
    const at = [rows.findIndex(({ id }) => id === row), columns.findIndex(({ id }) => id === column)] as const;
    return at[0] < 0 || at[1] < 0 ? null : at;
  };

  /** The rows and columns of the table at `index`, whether its reader sees them or not. */
  linesAt = (index: number): Lines | null => tableAt(this.#quill, index)?.dom.grid ?? null;

  /** The text of the words inside, a character for each unit; without words, of all. */
  textOf(place: Place): string {
    return unitsOf(this.#homeOf(place).content).slice(place.inside?.start, place.inside?.end);
  }

  /** The place of the nearest table with such a cell, or without one of the nearest note that has these words. */
  find(cell: CellName | undefined, words: string, near: number): Units | null {
    const tables = cell ? blotsOf(this.#quill, TableBlot).map((blot) => placeInPaper(this.#quill, blot)) : [];
    const notes = cell ? [] : blotsOf(this.#quill, NoteMark).filter(({ note }) => unitsOf(note.content ?? []).includes(words));
    const places = cell ? tables.filter((index) => this.#homeOf({ range: unit(index), cell }).drawn.length > 0) : notes.map((mark) => this.#notes.placeOf(mark));
    const [nearest] = places.toSorted((a, b) => Math.abs(a - near) - Math.abs(b - near));
    return nearest === undefined ? null : unit(nearest);
  }

  /** The elements that show a cell, a row, a column or a note; the one that is seen comes first. */
  elements(place: Place): readonly HTMLElement[] {
    const { drawn, editor } = this.#homeOf(place);
    return editor ? [editor.root, ...drawn] : drawn;
  }

  /** What shows a cell or a note, after showing the rows of its table that its reader had hidden from view. Null in the text. */
  reveal(place: Place): HTMLElement | null {
    const { range, cell, inside } = place;
    if (!cell && !inside) return null;
    if (cell && this.elements(place).length === 0) tableAt(this.#quill, range.start)?.dom.look(kWholeTable);
    return this.elements(place)[0] ?? null;
  }

  /** Whether the row of a cell is so near to the window. Asks the row, which is laid out where its cells need not be. */
  isNear(place: Place, margin: number): boolean {
    const box = this.#homeOf(place).drawn[0]?.closest('tr')?.getBoundingClientRect();
    return !box || (box.bottom > -margin && box.top < window.innerHeight + margin);
  }

  /** The cells of a place, as they are drawn. */
  cells(place: Place): readonly HTMLElement[] {
    return this.#homeOf(place).drawn;
  }

  /** The words inside in the page; null if they are not shown. */
  domRange(place: Place): Range | null {
    const { drawn, editor } = this.#homeOf(place);
    const { inside } = place;
    if (!inside) return null;
    if (editor) return domRangeOf(editor, inside.start, inside.end);
    return drawn[0] ? drawnRange(drawn[0], inside.start, inside.end) : null;
  }

  #homeOf({ range, cell }: Place): Home {
    if (!cell) return this.#noteHome(this.#notes.markAt(range.start));
    const blot = tableAt(this.#quill, range.start);
    const at = blot && this.cellAt(range.start, cell);
    const drawn = blot?.dom.cellsNamed(cell) ?? [];
    const isCurrent = drawn[0] !== undefined && this.#tables.current?.cell === drawn[0];
    const content = blot && at ? contentOf(blot.table, { row: at[0], column: at[1] }) : [];
    return { content, drawn, editor: isCurrent ? this.#tables.editor.quill : null };
  }

  #noteHome(mark: NoteMark | null): Home {
    const words = mark && this.#notes.list.wordsOf(mark);
    return {
      content: mark?.note.content ?? [],
      drawn: words ? [words] : [],
      editor: mark && mark === this.#notes.openMark ? this.#notes.editor.quill : null,
    };
  }

  #cellHere(): Place | null {
    const named = this.#tables.cellName;
    if (!named) return null;
    const place = { range: unit(named.index), cell: named.cell };
    const home = this.#homeOf(place);
    const hasWords = named.cell.row !== '' && home.drawn[0]?.dataset['kind'] !== 'done';
    const inside = hasWords && !(home.editor && this.#tables.editor.mode === 'move') ? selectedIn(home) : null;
    return inside ? { ...place, inside } : place;
  }

  #noteHere(): Place | null {
    const node = document.getSelection()?.anchorNode;
    const mark = this.#notes.openMark ?? (node ? this.#notes.list.noteAround(node) : null);
    const inside = mark && selectedIn(this.#noteHome(mark));
    return mark && inside ? { range: unit(this.#notes.placeOf(mark)), inside } : null;
  }
}

/** What is selected, or where the caret is, in the words of a cell or a note. */
function selectedIn({ content, drawn, editor }: Home): Units | null {
  const length = contentLength(content);
  const selected = editor ? selectedInEditor(editor) : drawn[0] ? selectedInDrawn(drawn[0], length) : null;
  return selected && { start: Math.min(selected.start, length), end: Math.min(selected.end, length) };
}

function selectedInEditor(editor: Quill): Units {
  const { index, length } = lastRange(editor);
  return { start: index, end: index + length };
}

/** Where a selection goes on behind the element, it is all that is left of it. */
function selectedInDrawn(element: HTMLElement, length: number): Units | null {
  const selection = document.getSelection();
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
  if (!range || !element.contains(range.startContainer)) return null;
  const start = drawnIndex(element, range.startContainer, range.startOffset);
  return { start, end: element.contains(range.endContainer) ? drawnIndex(element, range.endContainer, range.endOffset) : length };
}
