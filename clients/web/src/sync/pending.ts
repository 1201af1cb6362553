import type { Connection, Doc, SubmittedOp } from 'sharedb/lib/client/index.js';
import { opsOf } from '../text/delta.ts';
import type { Ops } from '../text/delta.ts';
import { kNote, kTable } from '../text/embeds.ts';
import type { Note, Table } from '../text/embeds.ts';
import type { PendingOp } from './drafts.ts';
import { piecesOf } from './pieces.ts';

/** Everything of `doc` that the server has not acknowledged, oldest first, with the identity under which it was sent. */
export function unacknowledged(connection: Connection, doc: Doc): readonly PendingOp[] {
  const submitted = doc.inflightOp ? [doc.inflightOp, ...doc.pendingOps] : doc.pendingOps;
  return submitted.map((entry) => {
    const op = opsOf(entry.op);
    if (entry.seq === undefined) return { op };
    const src = entry.src ?? connection.id;
    return src === null ? { op } : { op, src, seq: entry.seq };
  });
}

/**
 * Puts a draft's changes back into a document that has just ingested the draft's content at the draft's version.
 * What may have been sent keeps its old (src, seq), by which the server knows it again; the connection itself must
 * come up under a new client id (two live tabs with one id would diverge).
 */
export function restorePending(doc: Doc, pending: readonly PendingOp[], now: number): void {
  for (const { op, src, seq } of pending.flatMap(inPieces)) {
    const entry: SubmittedOp = { op: { ops: op }, type: doc.type, source: true, callbacks: [] };
    if (src !== undefined && seq !== undefined) {
      entry.src = src;
      entry.seq = seq;
      entry.sentAt = now; // never composed with later typing: the server may already have it
    }
    doc.pendingOps.push(entry);
  }
}

/** A change that was kept by an older page may be too large to send. What may have left stays as it was. */
function inPieces(change: PendingOp): readonly PendingOp[] {
  return change.seq === undefined ? piecesOf(change.op).map((op) => ({ op })) : [change];
}

/** The text somebody typed that would be lost with `pending`. */
export function typedText(pending: readonly PendingOp[]): string {
  return pending.map(({ op }) => wordsIn(op)).join('');
}

/** Inserted words, those in tables and notes too: each cell's on a line of its own. */
function wordsIn(ops: Ops): string {
  return ops
    .map(({ insert, retain }) => {
      if (typeof insert === 'string') return insert;
      const change = insert ?? (typeof retain === 'object' ? retain : {});
      const cells = Object.values((change[kTable] as Table | undefined)?.cells ?? {}).map(({ content = [] }) => wordsIn(content));
      const note = (change[kNote] as Note | undefined)?.content ?? [];
      const words = cells.filter(Boolean).join('\n') + wordsIn(note);
      return insert && words ? `\n${words}\n` : words;
    })
    .join('');
}
