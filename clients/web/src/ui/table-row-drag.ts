import { useRef, useState } from 'preact/hooks';
import { moveRowTo } from '../editor/tables/changes.ts';
import { kHeader } from '../editor/tables/model.ts';
import { isWhole } from '../editor/tables/own-view.ts';
import type { Tables } from '../editor/tables/tables.ts';

/** A press that moves less than this is a press. In CSS pixels. */
const kStillPress = 5;
/** This near to the window's edge the page goes along. */
const kEdge = 48;

interface Drag {
  readonly pointer: number;
  readonly from: number;
  /** Where the row would stand among all others. */
  readonly to: number | null;
}

export interface RowDrag {
  /** How far below the window's upper edge the row would come to stand; null: nothing is dragged. */
  readonly line: number | null;
  readonly handle: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
    readonly onClickCapture: (event: Event) => void;
  };
}

/** Dragging a row by its handle, with mouse, pen or finger. Esc lets it go. */
export function useRowDrag(tables: Tables): RowDrag {
  const [line, setLine] = useState<number | null>(null);
  const drag = useRef<Drag | null>(null);
  const wasDrag = useRef(false);
  const onKeyDown = useRef((event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    end();
  });
  const end = (): void => {
    drag.current = null;
    setLine(null);
    document.removeEventListener('keydown', onKeyDown.current, { capture: true });
  };

  const onPointerDown = (event: PointerEvent): void => {
    const { place, current } = tables;
    wasDrag.current = false;
    if (event.button !== 0 || !current || !place || place.row === kHeader || !isWhole(current.blot.dom.view)) return;
    drag.current = { pointer: event.pointerId, from: event.clientY, to: null };
    document.addEventListener('keydown', onKeyDown.current, { capture: true }); // the focus is in the cell
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };

  const onPointerMove = (event: PointerEvent): void => {
    const held = drag.current;
    const row = tables.place?.row;
    if (!held || held.pointer !== event.pointerId || row === undefined) return;
    if (held.to === null && Math.abs(event.clientY - held.from) < kStillPress) return;
    wasDrag.current = true;
    if (event.clientY < kEdge) window.scrollBy(0, -12);
    else if (event.clientY > window.innerHeight - kEdge) window.scrollBy(0, 12);
    const at = placeUnder(tables, row, event.clientY);
    drag.current = { ...held, to: at.to };
    setLine(at.line);
  };

  const onPointerUp = (): void => {
    const to = drag.current?.to ?? null;
    const { place } = tables;
    end();
    if (to === null || !place) return;
    tables.change(moveRowTo(tables.table, place.row, to));
    tables.focus();
  };

  return {
    line,
    handle: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: end,
      // The end of a drag is no press of the button.
      onClickCapture: (event) => {
        if (wasDrag.current) event.stopPropagation();
        wasDrag.current = false;
      },
    },
  };
}

/** Where a row would stand if it were let go at `y`: before the first other row whose middle lies below. */
function placeUnder({ current, grid }: Tables, row: number, y: number): { readonly to: number; readonly line: number } {
  const boxes = (grid?.shown ?? []).filter((place) => place !== row).map((place) => current?.blot.dom.rowAt(place)?.getBoundingClientRect());
  const found = boxes.findIndex((box) => box !== undefined && y < box.top + box.height / 2);
  const to = found < 0 ? boxes.length : found;
  return { to, line: (found < 0 ? boxes.at(-1)?.bottom : boxes[found]?.top) ?? y };
}
