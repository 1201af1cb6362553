import { toView } from '../text/border.ts';
import { keyOf, kNote, kTable } from '../text/embeds.ts';
import type { Note, Table } from '../text/embeds.ts';
import { shownOrder } from '../text/row-order.ts';
import type { Op, Ops } from '../text/delta.ts';
import type { FlatPiece, Inside, Piece } from './types.ts';

/**
 * Tables and notes in a difference, as lines: a row is a line whose cells are parted by signs, a note stands in its line
 * between two signs. So their changes are read, drawn and told like all others. In the paper a table or a note is one unit,
 * whatever is in it.
 */
export const kSign = 'sign';
export type Sign = 'cell' | 'note' | 'note-end';
export type RowKind = 'header' | 'row';
/** An op with a length in the paper of its own. */
export type PlacedOp = Op & { readonly units?: number };

const sign = (kind: Sign): PlacedOp => ({ insert: { [kSign]: kind }, units: 0 });
/** `column`: its number in the newer version. */
const cellEnd = (column: number | undefined): PlacedOp => ({ insert: { [kSign]: 'cell', ...(column === undefined ? {} : { column }) }, units: 0 });
const rowEnd = (kind: RowKind, named: object = {}): PlacedOp => ({ insert: '\n', attributes: { row: kind, named }, units: 0 });

/** The pieces, with what is in their tables and notes among them. Their ops can be shown as they are. */
export function flattened(pieces: readonly Piece[]): readonly FlatPiece[] {
  return pieces.flatMap((piece) => {
    if (piece.kind === 'edited') return insideOf(piece.inside);
    const isPlain = piece.ops.every(({ insert }) => contentOf(insert) === null);
    return isPlain ? [{ ...piece, ops: toView(piece.ops) }] : piece.ops.flatMap((op) => opAsPieces(piece, op));
  });
}

function contentOf(insert: Op['insert']): { readonly note: Note } | { readonly table: Table } | null {
  if (typeof insert !== 'object' || insert === null) return null;
  const { [kNote]: note, [kTable]: table } = insert;
  if (typeof note === 'object' && note !== null) return { note: note as Note };
  return typeof table === 'object' && table !== null ? { table: table as Table } : null;
}

/** A table or note that came, went or stayed as a whole: so did all that is in it. */
function opAsPieces(piece: FlatPiece, op: Op): readonly FlatPiece[] {
  const content = contentOf(op.insert);
  const like: Like = (ops) => ({ ...piece, ops });
  if (content === null) return [like(toView([op]))];
  if ('note' in content) return noteAsPieces(like, [like(content.note.content ?? [])]);
  const { rows = [], columns = [], cells = {} } = content.table;
  const contents = Object.entries(cells).map(([key, cell]) => [key, [like(cell.content ?? [])]] as const);
  return tableAsPieces(like, [like(rows)], [like(columns)], new Map(contents));
}

/** A table or note of which something changed. */
function insideOf(inside: Inside): readonly FlatPiece[] {
  const like: Like = (ops) => ({ kind: 'kept', ops });
  if ('content' in inside) return noteAsPieces(like, inside.content);
  const contents = inside.cells.map(({ row, column, pieces }) => [keyOf(row - 1, column - 1), pieces] as const);
  return tableAsPieces(like, inside.rows, inside.columns, new Map(contents));
}

/** Without a length in the paper. */
function unplaced(pieces: readonly Piece[]): readonly FlatPiece[] {
  return flattened(pieces).map((piece) => ({ ...piece, ops: piece.ops.map((op) => ({ ...op, units: 0 })) }));
}

/** Inside of a line: its own lines are parted by spaces. */
function inLine(pieces: readonly Piece[]): readonly FlatPiece[] {
  const joined = (op: Op): Op => (typeof op.insert === 'string' ? { ...op, insert: op.insert.replaceAll('\n', ' ') } : op);
  return unplaced(pieces).map((piece) => ({ ...piece, ops: piece.ops.map(joined) }));
}

type Like = (ops: Ops) => FlatPiece;

/** One of the signs of a table or note has the one unit that it has in the paper. */
const asUnit = (op: PlacedOp): PlacedOp => ({ ...op, units: 1 });

function noteAsPieces(like: Like, content: readonly Piece[]): readonly FlatPiece[] {
  return [like([sign('note')]), ...inLine(content), like([asUnit(sign('note-end'))])];
}

/** A row or a column, and the piece that it is in. */
interface Line {
  readonly op: Op;
  readonly piece: Piece;
}

const linesOf = (pieces: readonly Piece[]): readonly Line[] => pieces.flatMap((piece) => piece.ops.map((op) => ({ op, piece })));

function orderOf({ op }: Line): { readonly order: string | null } {
  const order = op.attributes?.['order'];
  return { order: typeof order === 'string' ? order : null };
}

/** The same change, or none, for other words. */
const likeLine = ({ piece }: Line): Like => (ops) => (piece.kind === 'edited' ? { kind: 'kept', ops } : { ...piece, ops });

function tableAsPieces(like: Like, rows: readonly Piece[], columns: readonly Piece[], cells: ReadonlyMap<string, readonly Piece[]>): readonly FlatPiece[] {
  const [lines, heads] = [linesOf(rows), linesOf(columns)];
  const shown = shownOrder(lines.map(orderOf));
  const [rowNumbers, columnNumbers] = [numbersOf(lines), numbersOf(heads)];
  const pieces: FlatPiece[] = heads.flatMap((head, column) => [likeLine(head)([{ insert: nameOf(head), units: 0 } as PlacedOp, cellEnd(columnNumbers[column])])]);
  pieces.push(like([asUnit(rowEnd('header'))]));
  for (const row of shown) {
    const own = likeLine(lines[row] as Line);
    heads.forEach((_head, column) => pieces.push(...inLine(cells.get(keyOf(row, column)) ?? []), own([cellEnd(columnNumbers[column])])));
    const number = rowNumbers[row];
    pieces.push(own([rowEnd('row', { id: idOf(lines[row] as Line), ...(number === undefined ? {} : { number }) })]));
  }
  return pieces;
}

/** Their numbers in the newer version, from 1; a deleted one has none. */
function numbersOf(lines: readonly Line[]): readonly (number | undefined)[] {
  let number = 0;
  return lines.map(({ piece }) => (piece.kind === 'deleted' ? undefined : (number += 1)));
}

function idOf({ op: { insert } }: Line): string {
  const id = typeof insert === 'object' && insert !== null ? insert['id'] : null;
  return typeof id === 'string' ? id : '';
}

function nameOf({ op }: Line): string {
  const name = op.attributes?.['name'];
  return typeof name === 'string' && name !== '' ? name.replaceAll('\n', ' ') : ' ';
}
