import type Quill from 'quill/core.js';
import type { Ops } from '../../text/delta.ts';
import type { CleanClipboard } from '../clipboard.ts';
import { isLater } from '../pictures/pasted-picture.ts';
import { picturesHome } from '../pictures/picture-blot.ts';
import { fill } from './changes.ts';
import type { InTables } from './contract.ts';
import { kHeader, textOf } from './model.ts';
import { blockFromText, isOneTable, paste } from './table-clipboard.ts';
import { blockOf, blockToHtml, blockToText } from './table-text.ts';

/** Copying, cutting and pasting where one is in a table. `leftOut` is told how many pasted cells did not fit. */
export function listenToClipboard(quill: Quill, tables: InTables, leftOut: (cells: number) => void): void {
  new CellClipboard(quill, tables, leftOut).listen(tables.editor.element);
}

class CellClipboard {
  readonly #quill: Quill;
  readonly #tables: InTables;
  readonly #leftOut: (cells: number) => void;

  constructor(quill: Quill, tables: InTables, leftOut: (cells: number) => void) {
    this.#quill = quill;
    this.#tables = tables;
    this.#leftOut = leftOut;
  }

  listen(element: HTMLElement): void {
    for (const type of ['copy', 'cut'] as const) element.addEventListener(type, (event) => this.#copy(event, type === 'cut'), { capture: true });
    element.addEventListener('paste', (event) => this.#paste(event), { capture: true });
  }

  #copy(event: ClipboardEvent, isCut: boolean): void {
    const places = this.#tables.selected();
    const isOne = places.flat().length < 2;
    if (!event.clipboardData || (isOne && this.#tables.editor.mode === 'write')) return;
    const block = blockOf(this.#tables.table, places);
    const [line = []] = block;
    event.clipboardData.setData('text/plain', isOne ? textOf(line[0] ?? []) : blockToText(block));
    event.clipboardData.setData('text/html', blockToHtml(block, places[0]?.[0]?.row === kHeader, picturesHome(this.#quill.scroll) ?? ''));
    event.preventDefault();
    event.stopPropagation();
    if (isCut) this.#tables.clear();
  }

  #paste(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const data = event.clipboardData;
    const place = this.#tables.selected()[0]?.[0];
    if (!data || !place) return;
    const html = data.getData('text/html');
    const text = data.getData('text/plain').replaceAll(/\r\n?/g, '\n');
    const clipboard = this.#quill.clipboard as CleanClipboard;
    const converted = clipboard.convert({ html, text }).ops;
    const left = converted.filter(({ insert }) => isLater(insert)).length;
    if (left > 0) clipboard.onReport({ pictures: left, files: 0, flattened: false });
    const block = html && isOneTable(converted) ? clipboard.lines : blockFromText(text);
    const isOne = !block || (block.length === 1 && block[0]?.length === 1);
    if (isOne) return this.#pasteOne(block?.[0]?.[0] ?? trimmed(converted), text);
    this.#tables.editor.settle();
    const { change, left: cells } = paste(this.#tables.table, place, block);
    this.#tables.change(change);
    if (cells > 0) this.#leftOut(cells);
  }

  /** One value, for the words of one cell or for all that are selected. */
  #pasteOne(content: Ops, text: string): void {
    const places = this.#tables.selected();
    const [first = []] = places;
    if (places.flat().length > 1 && first[0] && first[0].row !== kHeader) {
      return this.#tables.change(fill(this.#tables.table, first[0], places.map((line) => line.map(() => content))).change);
    }
    this.#quill.history.cutoff();
    this.#tables.editor.insert(this.#tables.place?.row === kHeader ? [{ insert: text.replaceAll(/\s*\n\s*/g, ' ').trim() }] : content);
    this.#quill.history.cutoff();
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
