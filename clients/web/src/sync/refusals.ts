/** An op frame that came back with an error. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/**
 * The operation itself is wrong for this document as it is now: sending it again cannot help, so the stock client's
 * rollback takes place. Every other refusal is the server's state (full disk, read-only, shutting down): the operation
 * is kept and sent again later.
 */
export function isFinal(refusal: Refusal): boolean {
  return /^ERR_(OT_|DOC_|OP_VERSION_|OP_SUBMIT_REJECTED|MESSAGE_BADLY|FOREIGN_CLIENT|FROZEN_PART|NO_OP|CONNECTION_SEQ|TYPE_)/.test(refusal.code)
    || /TOO_(LARGE|LONG|BIG|DEEP)|LIMIT/.test(refusal.code);
}

/** A refusal that stops the whole session. */
export type Verdict =
  /** Something is not allowed (any more). The page asks the server for the rights that are left. */
  | 'rights'
  /** This connection cannot go on from the present state: the document has to be opened afresh. */
  | 'outdated';

/** The verdict in a frame about this document or about the connection itself, or null. */
export function verdictIn(frame: unknown, collection: string, id: string): Verdict | null {
  if (typeof frame !== 'object' || frame === null) return null;
  const { a, c, d, error } = frame as Readonly<Record<string, unknown>>;
  const code = typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>)['code'] : null;
  if (a === 'hs') return code === 'ERR_FOREIGN_CLIENT' ? 'outdated' : null;
  if (c !== collection || d !== id) return null;
  if (code === 'ERR_HISTORY_REJECTED') return 'outdated';
  const reads = a === 's' || a === 'f';
  return (reads && code === 'ERR_SNAPSHOT_READ_SILENT_REJECTION') || (a === 'op' && code === 'ERR_OP_SUBMIT_REJECTED') ? 'rights' : null;
}

/** The refusal in a frame for this document's operations, or null. */
export function refusalIn(frame: unknown, collection: string, id: string): Refusal | null {
  if (typeof frame !== 'object' || frame === null) return null;
  const { a, c, d, error } = frame as Readonly<Record<string, unknown>>;
  if (a !== 'op' || c !== collection || d !== id) return null;
  if (typeof error !== 'object' || error === null) return null;
  const { code, message } = error as Readonly<Record<string, unknown>>;
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : '',
  };
}
