/** What is true about my changes at this moment. */
export type Status =
  | { readonly kind: 'loading' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'offline'; readonly changes: number; readonly kept: boolean }
  | { readonly kind: 'reconnecting'; readonly changes: number; readonly kept: boolean }
  | { readonly kind: 'read-only'; readonly reason: ReadOnlyReason; readonly changes: number };

export type ReadOnlyReason =
  /** The server takes no changes for the moment (for example: its disk is full). It is asked again. */
  | { readonly cause: 'server'; readonly message: string }
  /** The document has been deleted by somebody. */
  | { readonly cause: 'deleted' };

export interface Facts {
  readonly loaded: boolean;
  /** The handshake is done and the document's stream runs. */
  readonly live: boolean;
  /** The device itself says that it has no network. */
  readonly deviceOffline: boolean;
  /** Some operation is not acknowledged, or some text of the view is not yet an operation. */
  readonly unacknowledged: boolean;
  /** Changes as a person counts them. */
  readonly changes: number;
  /** What is unacknowledged would survive a reload. */
  readonly kept: boolean;
  /** How long the connection has been away, in milliseconds. */
  readonly awayFor: number;
  readonly refusal: ReadOnlyReason | null;
}

/** A drop shorter than this is called "Reconnecting", a longer one "Offline". */
export const kShortAbsence = 6_000;

/** "Saved" is said only if the server has acknowledged everything, and its acknowledgements are durable. */
export function statusOf(facts: Facts): Status {
  if (facts.refusal) return { kind: 'read-only', reason: facts.refusal, changes: facts.changes };
  if (!facts.loaded) return { kind: 'loading' };
  const { changes, kept } = facts;
  if (!facts.live) {
    const offline = facts.deviceOffline || facts.awayFor >= kShortAbsence;
    return { kind: offline ? 'offline' : 'reconnecting', changes, kept };
  }
  return facts.unacknowledged ? { kind: 'saving' } : { kind: 'saved' };
}
