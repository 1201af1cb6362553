import type { ClientError, Doc, SubmittedOp } from 'sharedb/lib/client/index.js';
import { opLength, opsOf } from '../text/delta.ts';
import type { Op, Ops } from '../text/delta.ts';
import { kTable } from '../text/embeds.ts';
import type { Cell, Table } from '../text/embeds.ts';

/**
 * The server takes frames of 1 MiB and closes a socket that sends more, so a larger change would never arrive. It is
 * sent as several operations of about so many characters of JSON, which are 390 kB at most, whatever the script.
 */
const kPieceCharacters = 100_000;
/** Of one inserted string. */
const kInsertUnits = 30_000;

/** Operations that together do what `ops` does, each for the text that the ones before it leave. */
export function piecesOf(ops: Ops): Ops[] {
  if (sizeOf(ops) <= kPieceCharacters) return [ops];
  const pieces: Op[][] = [];
  let piece: Op[] = [];
  let size = 0;
  let done = 0; // units of the text that earlier components have made or passed
  const begin = (at: number): void => {
    pieces.push(piece);
    piece = at > 0 ? [{ retain: at }] : [];
    size = 0;
  };
  for (const [op, ...more] of ops.flatMap((op) => shortInserts(op).map(smallTables))) {
    if (size > kPieceCharacters) begin(done);
    piece.push(op);
    size += JSON.stringify(op).length;
    if (op.delete === undefined) done += opLength(op);
    for (const again of more) {
      begin(done - 1); // the rest of the table's cells come into the same table
      piece.push(again);
      size = JSON.stringify(again).length;
    }
  }
  pieces.push(piece);
  return pieces;
}

/** A large table, or a large change of one, as itself with its first cells, and changes that bring the others. */
function smallTables(op: Op): readonly [Op, ...Op[]] {
  const { insert, retain } = op;
  const table = (typeof insert === 'object' ? insert[kTable] : typeof retain === 'object' ? retain[kTable] : undefined) as Table | undefined;
  if (!table?.cells || sizeOf([op]) <= kPieceCharacters) return [op];
  const [first = {}, ...rest] = cellsInParts(table.cells);
  const own = { [kTable]: { ...table, cells: first } };
  return [{ ...op, ...(insert === undefined ? { retain: own } : { insert: own }) }, ...rest.map((cells): Op => ({ retain: { [kTable]: { cells } } }))];
}

function cellsInParts(cells: Readonly<Record<string, Cell>>): readonly Record<string, Cell>[] {
  const parts: Record<string, Cell>[] = [];
  let part: Record<string, Cell> = {};
  let size = kPieceCharacters;
  for (const [key, cell] of Object.entries(cells)) {
    if (size >= kPieceCharacters) parts.push((part = {}));
    if (size >= kPieceCharacters) size = 0;
    part[key] = cell;
    size += JSON.stringify(cell).length + key.length;
  }
  return parts;
}

function shortInserts(op: Op): Op[] {
  if (typeof op.insert !== 'string' || op.insert.length <= kInsertUnits) return [op];
  const parts: Op[] = [];
  for (let from = 0; from < op.insert.length; ) {
    let to = Math.min(from + kInsertUnits, op.insert.length);
    const last = op.insert.charCodeAt(to - 1);
    if (to < op.insert.length && last >= 0xd800 && last < 0xdc00) to -= 1; // both halves of a character stay together
    parts.push({ ...op, insert: op.insert.slice(from, to) });
    from = to;
  }
  return parts;
}

function sizeOf(ops: Ops): number {
  return JSON.stringify(ops).length;
}

/** Submits changes so that no operation becomes too large to send, neither at once nor by what is typed while it waits. */
export class PieceSubmitter {
  readonly #doc: Doc;
  readonly #failed: (error: ClientError) => void;
  /** Upper bounds for operations that may still grow. */
  readonly #sizes = new WeakMap<SubmittedOp, number>();

  constructor(doc: Doc, failed: (error: ClientError) => void) {
    this.#doc = doc;
    this.#failed = failed;
  }

  submit(ops: Ops): void {
    for (const piece of piecesOf(ops)) this.#submitOne(piece);
  }

  #submitOne(ops: Ops): void {
    const doc = this.#doc;
    const size = sizeOf(ops);
    const before = doc.pendingOps.at(-1);
    const grown = size + (before ? (this.#sizes.get(before) ?? sizeOf(opsOf(before.op))) : 0);
    doc.preventCompose = grown > kPieceCharacters;
    doc.submitOp({ ops }, {}, (error) => {
      if (error) this.#failed(error);
    });
    doc.preventCompose = false;
    const last = doc.pendingOps.at(-1);
    if (last) this.#sizes.set(last, last === before ? grown : size);
  }
}
