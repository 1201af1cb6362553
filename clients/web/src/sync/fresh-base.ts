import type { Connection, Doc } from 'sharedb/lib/client/index.js';
import type { Connector } from './connector.ts';
import type { Refusal } from './refusals.ts';
import type { Timers } from './timers.ts';

/** After a silence of this many milliseconds everything that others wrote meanwhile is taken to be here. */
const kQuiet = 400;
/** An operation that was refused this often is wrong in itself. */
const kTries = 5;

/**
 * Gives an operation a newer base when the server refuses it because too much was written since the base that it has:
 * first catches up with the others, which carries the operation past their work, and only then sends it again.
 *
 * This is safe only after a refusal. An operation that may have been committed has to go out again on its old base, where
 * the server knows it by its (src, seq); a refused change was not committed.
 */
export class FreshBase {
  readonly #connection: Connection;
  readonly #doc: Doc;
  readonly #connector: Connector;
  readonly #timers: Timers;
  /** The base of the operation in flight. */
  #base: number | null = null;
  #refusedBase: number | null = null;
  #tries = 0;
  /** The connection that heard the refusal is gone, and the next one stands. */
  #connectedAgain = false;
  #lastOp = 0;

  constructor(connection: Connection, doc: Doc, connector: Connector, timers: Timers) {
    this.#connection = connection;
    this.#doc = doc;
    this.#connector = connector;
    this.#timers = timers;
    connection.on('send', ({ a, c, d, v }) => {
      if (a === 'op' && c === doc.collection && d === doc.id && typeof v === 'number') this.#base = v;
    });
    connection.on('state', (state) => {
      if (state === 'connected') this.#connectedAgain = true;
    });
    doc.on('op', () => (this.#lastOp = timers.now()));
    doc.on('no write pending', () => this.#forget());
  }

  /** Whether the refused operation is sent again on a newer base. Then the stock client must not hear of the refusal. */
  takes({ code }: Refusal): boolean {
    const base = this.#base;
    const isKnownToFail = base === null || base === this.#refusedBase || this.#tries >= kTries;
    if (!mayBeTooOld(code) || isKnownToFail) {
      this.#forget();
      return false;
    }
    this.#refusedBase = base;
    this.#tries += 1;
    this.#connectedAgain = false;
    this.#doc.pause(); // the next connection would send it before it catches up
    this.#connector.restart();
    this.#resumeWhenQuiet();
    return true;
  }

  #resumeWhenQuiet(): void {
    this.#timers.after(kQuiet, () => {
      const quiet = this.#timers.now() - this.#lastOp >= kQuiet;
      if (this.#connectedAgain && this.#connection.canSend && this.#doc.subscribed && quiet) this.#doc.resume();
      else this.#resumeWhenQuiet();
    });
  }

  #forget(): void {
    this.#refusedBase = null;
    this.#tries = 0;
  }
}

const mayBeTooOld = (code: string): boolean => code === 'ERR_OT_OP_NOT_APPLIED' || /_TOO_OLD/.test(code);
