import type { CellPlace, Column } from './model.ts';
import { kHeader } from './model.ts';
import type { Tables } from './tables.ts';

/** In pixels from the left upper corner of the paper. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where one is in a table, for what stands around it. */
export interface TableSpot {
  readonly place: CellPlace;
  /** The number of the row as it is shown, from 1; 0: the header. */
  readonly rowNumber: number;
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly table: Box;
  readonly row: Box;
  readonly header: Box;
  readonly cell: Box;
  readonly suggestions: Tables['keys']['suggestions'];
}

/** Keeps the editor of a cell over its cell, frame by frame while there is one, and tells where that is. */
export class Placement {
  readonly #tables: Tables;
  readonly #home: HTMLElement;
  readonly #tell: (spot: TableSpot | null) => void;
  #asked = false;
  #last = 'null';

  constructor(tables: Tables, home: HTMLElement, tell: (spot: TableSpot | null) => void) {
    this.#tables = tables;
    this.#home = home;
    this.#tell = tell;
  }

  /** Puts it right at once, and follows from now on. */
  follow = (): void => {
    this.#place();
    if (this.#asked || !this.#tables.seen) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.follow();
    });
  };

  #place(): void {
    const spot = this.#spot();
    const said = JSON.stringify(spot);
    if (said === this.#last) return;
    this.#last = said;
    this.#tell(spot);
  }

  #spot(): TableSpot | null {
    const { seen, current, editor } = this.#tables;
    const place = seen?.blot.dom.placeOf(seen.cell);
    if (!seen || !place) return null;
    const { grid } = seen.blot.dom;
    const paper = this.#home.offsetParent ?? this.#home;
    const origin = paper.getBoundingClientRect();
    const text = this.#home.getBoundingClientRect();
    const boxOf = (element: Element | null): Box => {
      const { left, top, width, height } = (element ?? seen.cell).getBoundingClientRect();
      return { left: left - origin.left - paper.clientLeft, top: top - origin.top - paper.clientTop, width, height };
    };
    if (current) {
      const cell = current.cell.getBoundingClientRect();
      const { style } = editor.element;
      style.transform = `translate(${cell.left - text.left}px, ${cell.top - text.top}px)`;
      style.width = `${cell.width}px`;
      style.minHeight = `${cell.height}px`;
    }
    const { dom } = seen.blot;
    return {
      place,
      rowNumber: place.row === kHeader ? 0 : grid.shown.indexOf(place.row) + 1,
      rows: grid.shown.length,
      columns: grid.columns,
      table: boxOf(dom.body),
      row: boxOf(dom.rowAt(place.row)),
      cell: boxOf(seen.cell),
      suggestions: this.#tables.keys.suggestions,
      header: boxOf(dom.cellAt({ row: kHeader, column: place.column })),
    };
  }
}
