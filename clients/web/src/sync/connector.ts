import type { Connection, SocketLike } from 'sharedb/lib/client/index.js';
import { GatedSocket } from './gated-socket.ts';
import type { Timers } from './timers.ts';

/** First wait after a lost connection; doubles up to the longest. */
const kFirstWait = 400;
/** A server that restarts is back within this; longer waits would be felt by people. */
const kLongestWait = 15_000;
/** Silence after which we ask whether the server is still there… */
const kAskAfter = 20_000;
/** …and for how long we wait for any answer before we drop the socket. */
const kAnswerWithin = 8_000;
/** A socket that does not open within this is given up. */
const kOpenWithin = 10_000;

/** The server closes a socket so that used a right which was taken away. */
const kRightsChanged = 4403;

/** Stands in before the first socket, so that a document can be restored before anything is sent. */
export const noSocket: SocketLike = {
  readyState: 3,
  send: () => undefined,
  close: () => undefined,
  onopen: null,
  onmessage: null,
  onerror: null,
  onclose: null,
};

/** Keeps one Connection on a living socket: waits, tries again, notices dead links. */
export class Connector {
  readonly #connection: Connection;
  readonly #open: () => SocketLike;
  readonly #gate: () => Promise<void> | null;
  readonly #timers: Timers;
  readonly #rightsChanged: () => void;
  #failures = 0;
  #cancelRetry: (() => void) | null = null;
  #cancelWatch: (() => void) | null = null;
  #socket: GatedSocket | null = null;
  #running = false;
  /** The server was asked whether it is there, and has not answered. */
  #doubted = false;
  #held = false;

  /** `rightsChanged`: the server closed the socket for that reason; nothing is tried until `release`. */
  constructor(
    connection: Connection,
    open: () => SocketLike,
    gate: () => Promise<void> | null,
    timers: Timers,
    rightsChanged: () => void = () => this.release(),
  ) {
    this.#connection = connection;
    this.#open = open;
    this.#gate = gate;
    this.#timers = timers;
    this.#rightsChanged = rightsChanged;
    connection.on('state', (state, reason) => this.#stateChanged(state, reason));
    connection.on('receive', () => this.#watch());
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#connect();
  }

  /** Closes for good. */
  stop(): void {
    this.#running = false;
    this.#cancel();
    this.#socket?.close();
  }

  /** The device says that it has a network again, or a person pressed "Try now". */
  tryNow(): void {
    if (!this.#running || this.#held || this.#connection.canSend) return;
    this.#failures = 0;
    this.#connect();
  }

  /** Drops the socket and connects again at once, for example to resend what the server refused for the moment. */
  restart(): void {
    if (this.#running) this.#socket?.close();
  }

  /** There is a reason to ask at once whether the server is still there. */
  doubt(): void {
    if (this.#running && !this.#doubted && this.#connection.canSend) this.#ask();
  }

  /** Says and hears nothing more until `release`. */
  hold(): void {
    this.#held = true;
    this.#cancel();
    this.#socket?.close();
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    this.tryNow();
  }

  #connect(): void {
    this.#cancel();
    const socket = new GatedSocket(this.#open(), this.#gate);
    this.#socket = socket;
    this.#connection.bindToSocket(socket);
    this.#cancelWatch = this.#timers.after(kOpenWithin, () => this.#giveUp());
  }

  #stateChanged(state: Connection['state'], reason: unknown): void {
    if (!this.#running) return;
    if (state !== 'connected' && closeCodeOf(reason) === kRightsChanged && !this.#held) {
      this.hold();
      this.#rightsChanged();
    } else if (state === 'connected') {
      this.#failures = 0;
      this.#watch();
    } else if (state !== 'connecting') {
      this.#retryLater();
    }
  }

  #retryLater(): void {
    if (this.#held) return;
    this.#cancel();
    const longest = Math.min(kLongestWait, kFirstWait * 2 ** this.#failures);
    this.#failures += 1;
    // Half fixed, half random: a thousand clients of a restarted server do not come back in one instant.
    const wait = longest / 2 + (longest / 2) * this.#timers.random();
    this.#cancelRetry = this.#timers.after(wait, () => this.#connect());
  }

  #watch(): void {
    if (!this.#running) return;
    this.#cancelWatch?.();
    this.#doubted = false;
    this.#cancelWatch = this.#timers.after(kAskAfter, () => this.#ask());
  }

  #ask(): void {
    this.#doubted = true;
    this.#cancelWatch?.();
    if (this.#connection.canSend) this.#connection.send({ a: 'pp' });
    this.#cancelWatch = this.#timers.after(kAnswerWithin, () => this.#giveUp());
  }

  /** The socket is dead although nobody said so: a close would be waited for in vain. */
  #giveUp(): void {
    const socket = this.#socket;
    if (!socket || !this.#running) return;
    const closed = socket.onclose;
    socket.onclose = null;
    socket.close();
    closed?.({});
    if (!this.#cancelRetry) this.#retryLater();
  }

  #cancel(): void {
    this.#cancelRetry?.();
    this.#cancelWatch?.();
    this.#cancelRetry = null;
    this.#cancelWatch = null;
  }
}

function closeCodeOf(reason: unknown): number | null {
  const code = typeof reason === 'object' && reason !== null ? (reason as Readonly<Record<string, unknown>>)['code'] : null;
  return typeof code === 'number' ? code : null;
}
