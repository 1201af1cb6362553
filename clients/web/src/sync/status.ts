/** The state of my changes. */
export type Status =
  | { readonly kind: 'loading' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  /** The server did not take my latest changes, and is asked again. One can go on writing. */
  | { readonly kind: 'waiting' }
  /** The server has not answered for so many seconds. */
  | { readonly kind: 'unanswered'; readonly seconds: number; readonly kept: boolean }
  | { readonly kind: 'offline'; readonly changes: number; readonly kept: boolean }
  | { readonly kind: 'reconnecting'; readonly changes: number; readonly kept: boolean }
  | { readonly kind: 'read-only'; readonly reason: ReadOnlyReason; readonly changes: number };

export type ReadOnlyReason =
  /** The server's store takes no writes for the moment, for example because its disk is full. */
  | { readonly cause: 'server' }
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
  /** True if unacknowledged changes would survive a reload. */
  readonly kept: boolean;
  /** The time since the connection was lost, in milliseconds. */
  readonly awayFor: number;
  /** How long the oldest change that was sent has been without an answer, in milliseconds. */
  readonly unansweredFor: number;
  /** The latest attempt was refused for the moment. */
  readonly postponed: boolean;
  readonly readOnly: ReadOnlyReason | null;
}

/** A drop shorter than this alarms nobody: changes are only not saved yet. */
export const kBlink = 1_000;

/** A drop shorter than this is called "Reconnecting", a longer one "Offline". */
export const kShortAbsence = 6_000;

/** "Saving…" is believed for so long. */
export const kShortSilence = 3_000;

/** The status with another change that is not saved. */
export function withOneMore(status: Status): Status {
  if (status.kind === 'saved') return { kind: 'saving' };
  return status.kind === 'offline' || status.kind === 'reconnecting' ? { ...status, changes: status.changes + 1 } : status;
}

/** "Saved" is said only if the server has acknowledged everything, and its acknowledgements are durable. */
export function statusOf(facts: Facts): Status {
  if (facts.readOnly) return { kind: 'read-only', reason: facts.readOnly, changes: facts.changes };
  if (!facts.loaded) return { kind: 'loading' };
  const { changes, kept } = facts;
  if (facts.deviceOffline) return { kind: 'offline', changes, kept };
  if (!facts.live && facts.awayFor >= kBlink) return { kind: facts.awayFor >= kShortAbsence ? 'offline' : 'reconnecting', changes, kept };
  if (!facts.unacknowledged) return { kind: 'saved' };
  if (!facts.live) return { kind: 'saving' };
  if (facts.postponed) return { kind: 'waiting' };
  const { unansweredFor } = facts;
  return unansweredFor < kShortSilence ? { kind: 'saving' } : { kind: 'unanswered', seconds: Math.floor(unansweredFor / 1_000), kept };
}
