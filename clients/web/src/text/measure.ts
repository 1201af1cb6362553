import type { Op, Ops } from './delta.ts';
import { kNote, kTable, placeOf } from './embeds.ts';
import type { Cell, Note, Table } from './embeds.ts';
import { kEmbedSign, sizeOf } from './text-size.ts';

/** How much stands in a line, a footnote, a cell or a table. */
export interface Amount {
  readonly words: number;
  /** Of the page. */
  readonly lines: number;
  readonly hasPictures: boolean;
}

/** Places in a line of the page. */
const kLineWidth = 90;
const kMostPictureLines = 40;
const kUnknownPictureLines = 20;
/** The lines of a picture that is as high as wide. */
const kSquarePictureLines = 30;
/** Beyond it a number is no size of a picture. */
const kMostPixels = 1_000_000;

const kNothing: Amount = { words: 0, lines: 0, hasPictures: false };

const sum = (a: Amount, b: Amount): Amount => ({ words: a.words + b.words, lines: a.lines + b.lines, hasPictures: a.hasPictures || b.hasPictures });

/** The text of a line's components, an embed as a sign. */
export function textOfLine(ops: Ops): string {
  return ops.map(({ insert }) => (typeof insert === 'string' ? insert : kEmbedSign)).join('');
}

/** The amount of a line of text, from its components without its end. */
export function amountOfLine(ops: Ops, width = kLineWidth): Amount {
  const text = sizeOf(textOfLine(ops));
  const embeds = ops.reduce((all, op) => (typeof op.insert === 'object' ? sum(all, amountOfEmbed(op)) : all), kNothing);
  return { ...embeds, words: embeds.words + text.words, lines: Math.max(1, embeds.lines + Math.ceil(text.width / width)) };
}

function amountOfEmbed({ insert, attributes }: Op): Amount {
  if (typeof insert !== 'object') return kNothing;
  if ('image' in insert) return { words: 0, lines: pictureLines(attributes), hasPictures: true };
  const note = insert[kNote];
  return typeof note === 'object' && note !== null ? amountOf((note as Note).content ?? [], kLineWidth) : kNothing;
}

function pictureLines(attributes: Op['attributes']): number {
  const [width, height] = [pixels(attributes?.['width']), pixels(attributes?.['height'])];
  return width > 0 && height > 0 ? Math.min(kMostPictureLines, Math.ceil((kSquarePictureLines * height) / width)) : kUnknownPictureLines;
}

/** A width or height, as a number or as its digits; 0 if it makes no sense. */
function pixels(value: unknown): number {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 && number <= kMostPixels ? number : 0;
}

/** A content of lines of this width. Behind a last line end no further line begins. */
function amountOf(content: Ops, width: number): Amount {
  let all = kNothing;
  let line: Op[] = [];
  for (const op of content) {
    const [first = '', ...others] = typeof op.insert === 'string' ? op.insert.split('\n') : [''];
    if (typeof op.insert === 'object') line.push(op);
    if (first !== '') line.push({ insert: first });
    for (const part of others) {
      all = sum(all, amountOfLine(line, width));
      line = part === '' ? [] : [{ insert: part }];
    }
  }
  return line.length > 0 ? sum(all, amountOfLine(line, width)) : all;
}

/** By its value, which never changes: of a large table only the cells that changed are counted again. */
const counted = new WeakMap<Cell, { readonly width: number; readonly amount: Amount }>();

function amountOfCell(cell: Cell, width: number): Amount {
  const known = counted.get(cell);
  if (known?.width === width) return known.amount;
  const amount = amountOf(cell.content ?? [], width);
  counted.set(cell, { width, amount });
  return amount;
}

/** Its names of columns and its rows, each with the lines of its longest cell. */
export function amountOfTable(table: Table): Amount {
  const columns = table.columns ?? [];
  const width = Math.max(1, Math.floor(kLineWidth / Math.max(1, columns.length)));
  const names = columns.map(({ attributes }) => (typeof attributes?.['name'] === 'string' ? attributes['name'] : ''));
  const heading = Math.max(1, ...names.map((name) => Math.ceil(sizeOf(name).width / width)));
  const rows = (table.rows ?? []).map(() => 1);
  let all = kNothing;
  for (const [key, cell] of Object.entries(table.cells ?? {})) {
    const amount = amountOfCell(cell, width);
    const [row] = placeOf(key);
    all = sum(all, amount);
    rows[row] = Math.max(rows[row] ?? 1, amount.lines);
  }
  return { ...all, lines: rows.reduce((lines, row) => lines + row, heading) };
}

export function tableIn(insert: Op['insert']): Table | null {
  const table = typeof insert === 'object' ? insert[kTable] : null;
  return typeof table === 'object' && table !== null ? (table as Table) : null;
}
