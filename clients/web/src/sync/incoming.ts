import { propertiesIn } from './properties.ts';
import type { Properties } from './properties.ts';
import { refusalIn, verdictIn } from './refusals.ts';
import type { Refusal, Verdict } from './refusals.ts';

/** The kinds of frames that an open document gets from the server. */
export type Incoming =
  /** One of our own frames, which the stock client does not know. */
  | { readonly is: 'properties'; readonly properties: Properties | null }
  /** A verdict about all of the session. Where it came with an operation, it may be about that alone. */
  | { readonly is: 'verdict'; readonly verdict: Verdict; readonly refusal: Refusal | null }
  /** An operation of this page was not accepted. */
  | { readonly is: 'refusal'; readonly refusal: Refusal }
  /** An operation, or the acknowledgement of one. */
  | { readonly is: 'op'; readonly frame: object }
  | { readonly is: 'other' };

export function readIncoming(frame: unknown, collection: string, id: string): Incoming {
  const properties = propertiesIn(frame, collection, id);
  if (properties !== undefined) return { is: 'properties', properties };
  const refusal = refusalIn(frame, collection, id);
  const verdict = verdictIn(frame, collection, id);
  if (verdict) return { is: 'verdict', verdict, refusal };
  if (refusal) return { is: 'refusal', refusal };
  const op = opIn(frame, collection, id);
  return op ? { is: 'op', frame: op } : { is: 'other' };
}

function opIn(frame: unknown, collection: string, id: string): object | null {
  if (typeof frame !== 'object' || frame === null) return null;
  const { a, c, d } = frame as Readonly<Record<string, unknown>>;
  return a === 'op' && c === collection && d === id ? frame : null;
}
