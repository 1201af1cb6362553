import type { Doc } from 'sharedb/lib/client/index.js';
import { opsOf } from '../text/delta.ts';
import type { Ops } from '../text/delta.ts';

/** Operations that are remembered; an answer of the server is rarely older than the last few. */
const kRemembered = 1_000;

/**
 * Carries places from a version of the server to the document as it is here: past the operations committed since (the
 * operations of the log, not as they were transformed for us), then past my unacknowledged ones.
 */
export class PlaceKeeper {
  readonly #doc: Doc;
  #first = 0;
  #log: Ops[] = [];

  constructor(doc: Doc) {
    this.#doc = doc;
  }

  /** Call with each operation frame of the document before the document takes it. */
  note(frame: object): void {
    const { v, op, src, seq } = frame as { v?: unknown; op?: unknown; src?: unknown; seq?: unknown };
    const doc = this.#doc;
    if (v !== doc.version || typeof v !== 'number') return; // seen before, or the document will be fetched
    if (this.#first + this.#log.length !== v) {
      this.#first = v;
      this.#log = [];
    }
    const mine = doc.inflightOp;
    this.#log.push(opsOf(mine && mine.src === src && mine.seq === seq ? mine.op : op));
    if (this.#log.length <= 2 * kRemembered) return;
    this.#log.splice(0, kRemembered);
    this.#first += kRemembered;
  }

  /** What happened to the document since a version. "later": the version has not come yet; "unknown": it is too long ago. */
  changesSince(version: number): readonly Ops[] | 'later' | 'unknown' {
    const here = this.#doc.version;
    if (here === null || version > here) return 'later';
    const isKnown = version >= this.#first && this.#first + this.#log.length === here;
    if (version < here && !isKnown) return 'unknown';
    const committed = version < here ? this.#log.slice(version - this.#first) : [];
    const { inflightOp, pendingOps } = this.#doc;
    const mine = inflightOp ? [inflightOp, ...pendingOps] : pendingOps;
    return [...committed, ...mine.map(({ op }) => opsOf(op))];
  }
}
