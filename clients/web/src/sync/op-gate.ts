import type { Connection } from 'sharedb/lib/client/index.js';
import type { DraftWriter } from './draft-writer.ts';

/** Lets an operation's frame leave only after the draft that names its (src, seq) is stored. */
export class OpGate {
  readonly #writer: DraftWriter;
  #opLeaving = false;

  constructor(connection: Connection, writer: DraftWriter) {
    this.#writer = writer;
    // The connection emits "send" immediately before it hands the text to the socket.
    connection.on('send', (message) => {
      this.#opLeaving = message.a === 'op';
    });
  }

  /** For GatedSocket: a promise that the next frame has to wait for, or null. */
  readonly ask = (): Promise<void> | null => {
    if (!this.#opLeaving) return null;
    this.#opLeaving = false;
    this.#writer.note(null);
    return this.#writer.written();
  };
}
