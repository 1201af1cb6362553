import { WebSocket } from 'ws';
import type { SocketLike } from '../../../clients/web/src/sync/session.ts';

/** The fate of an operation's frame. */
export type Fate = 'pass' | 'drop-before' | 'drop-ack';

/** The link's answer, in place of the server's, to an operation on base `v`; null lets it through. */
export type Refuses = (v: number) => { readonly code: string; readonly message: string } | null;

/** Opens sockets to one server; each can be cut, and op frames or their acknowledgements be lost on the way, or be refused. */
export class FlakyLink {
  fate: Fate = 'pass';
  refuses = false;
  acksDropped = 0;
  refuse: Refuses = () => null;
  /** Bases of the operations that were refused. */
  readonly refused: number[] = [];
  readonly #url: string;
  #sockets: WebSocket[] = [];

  constructor(serverUrl: string) {
    this.#url = `${serverUrl.replace('http', 'ws')}/sync`;
  }

  open = (): SocketLike => {
    const inner = new WebSocket(this.refuses ? 'ws://127.0.0.1:1/sync' : this.#url);
    this.#sockets.push(inner);
    const outer: SocketLike & { readyState: number } = {
      readyState: 0,
      onopen: null,
      onmessage: null,
      onerror: null,
      onclose: null,
      send: (text) => {
        const isOp = text.startsWith('{"a":"op"');
        if (isOp && this.fate === 'drop-before') return this.#kill(inner);
        const refusal = isOp ? this.#refusal(text) : null;
        if (refusal !== null) setTimeout(() => outer.onmessage?.({ data: refusal }));
        else if (inner.readyState === WebSocket.OPEN) inner.send(text);
      },
      close: () => this.#kill(inner),
    };
    inner.on('open', () => {
      outer.readyState = 1;
      outer.onopen?.();
    });
    inner.on('error', () => undefined);
    inner.on('close', (code) => {
      outer.readyState = 3;
      outer.onclose?.({ code });
    });
    inner.on('message', (data) => {
      const text = String(data);
      const frame = JSON.parse(text) as { a?: string; seq?: number; op?: unknown };
      if (this.fate === 'drop-ack' && frame.a === 'op' && frame.op === undefined) {
        this.acksDropped += 1;
        return this.#kill(inner);
      }
      outer.onmessage?.({ data: text });
    });
    return outer;
  };

  cut(): void {
    for (const socket of this.#sockets) this.#kill(socket);
    this.#sockets = [];
  }

  /** The frame with which an operation comes back, or null. */
  #refusal(text: string): string | null {
    const frame = JSON.parse(text) as { readonly v: number };
    const error = this.refuse(frame.v);
    if (!error) return null;
    this.refused.push(frame.v);
    return JSON.stringify({ ...frame, error });
  }

  #kill(socket: WebSocket): void {
    socket.terminate();
  }
}
