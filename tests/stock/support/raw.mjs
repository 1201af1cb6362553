// A raw socket that speaks frames, for what a stock client never does or never shows.
import assert from 'node:assert/strict';
import WebSocket from 'ws';

const TICK_MS = 10;
const PATIENCE_TICKS = 2_000;
const QUIET_MS = 60;

export const RICH_TEXT = 'http://sharejs.org/types/rich-text/v1';
export const JSON0 = 'http://sharejs.org/types/JSONv0';

export const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Waits until `check()` holds; gives up with `what` (a text or a function that makes one). Patience is counted in turns of
 * our own, not by the clock: on a starved machine this process may stand still for seconds, which is nobody's fault.
 */
export async function eventually(what, check) {
  for (let ticks = 0; !(await check()); ticks++) {
    assert.ok(ticks < PATIENCE_TICKS, typeof what === 'function' ? what() : what);
    await delay(TICK_MS);
  }
}

let counter = 0;
/** A document id that no other test uses. */
export const freshId = (name = 'doc') => `${name}-${process.pid}-${++counter}`;

/** The components of a rich-text op or document, which may come as an array or as {ops}. */
export const opsOf = (delta) => (Array.isArray(delta) ? delta : delta.ops);

export class RawSocket {
  /** Opens a socket and, unless told otherwise, shakes hands. `id`: the client id to resume. `server`: {url, headers?} */
  static async open(server, { handshake = true, id = null } = {}) {
    const socket = new RawSocket(server.url, server.headers);
    await socket.opened;
    socket.init = await socket.next();
    assert.equal(socket.init.a, 'init');
    if (handshake) await socket.shakeHands(id);
    return socket;
  }

  constructor(url, headers) {
    this.unread = [];
    this.trace = [];
    this.waiting = null;
    this.seq = 0;
    this.socket = new WebSocket(url, { headers });
    this.opened = new Promise((resolve, reject) => {
      this.socket.once('open', resolve);
      this.socket.once('error', reject);
    });
    this.closed = new Promise((resolve) => {
      this.socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
    this.socket.on('error', () => {});
    this.socket.on('message', (data, isBinary) => {
      assert.equal(isBinary, false, 'the server sends text frames');
      this.trace.push(`<- ${data}`);
      this.unread.push(JSON.parse(String(data)));
      this.waiting?.();
    });
  }

  async shakeHands(id = null) {
    this.send({ a: 'hs', id, protocol: 1, protocolMinor: 2 });
    const reply = await this.next();
    assert.equal(reply.a, 'hs', this.explain('handshake'));
    this.id = reply.id;
    return reply;
  }

  send(message) {
    this.sendText(JSON.stringify(message));
  }

  sendText(text) {
    this.trace.push(`-> ${text}`);
    this.socket.send(text);
  }

  /** The next frame that nobody has read. */
  async next() {
    for (let ticks = 0; this.unread.length === 0; ticks++) {
      assert.ok(ticks < PATIENCE_TICKS, this.explain('no frame came'));
      let timer;
      await new Promise((resolve) => {
        this.waiting = resolve;
        timer = setTimeout(resolve, TICK_MS);
      });
      clearTimeout(timer);
      this.waiting = null;
    }
    return this.unread.shift();
  }

  /** Reads frames up to the first that `matches`; returns all of them, that one last. */
  async until(matches) {
    const frames = [];
    do frames.push(await this.next());
    while (!matches(frames.at(-1)));
    return frames;
  }

  /** Sends a message; its reply must be the very next frame. */
  async ask(message) {
    this.send(message);
    return this.next();
  }

  /** Sends a ping and returns all frames that came before its answer and in `quiet` ms after. */
  async settle(quiet = QUIET_MS) {
    this.send({ a: 'pp' });
    const frames = await this.until((frame) => frame.a === 'pp');
    frames.pop();
    await delay(quiet);
    return [...frames, ...this.unread.splice(0)];
  }

  async assertSilent(why) {
    const frames = await this.settle();
    assert.deepEqual(frames, [], `${why}: ${this.explain('silence expected')}`);
  }

  /** Submits and returns the frames up to the ack or error. `fields`: v, op | create | del, seq? … */
  async submit(collection, id, fields) {
    const seq = 'seq' in fields ? fields.seq : ++this.seq;
    const message = { a: 'op', c: collection, d: id, ...fields, seq };
    this.send(message);
    return this.until((frame) => frame.a === 'op' && (frame.error || isAck(frame)));
  }

  /** Submits, and asserts that the op was acknowledged. Returns the ack. */
  async commit(collection, id, fields) {
    const reply = (await this.submit(collection, id, fields)).at(-1);
    assert.equal(reply.error, undefined, this.explain('an ack expected'));
    return reply;
  }

  async createRichText(id, data, collection = 'notes') {
    return this.commit(collection, id, { v: 0, create: { type: RICH_TEXT, data } });
  }

  async createJson(id, data, collection = 'notes') {
    return this.commit(collection, id, { v: 0, create: { type: JSON0, data } });
  }

  /** The snapshot of a document, asked for and read at once. */
  async snapshot(id, collection = 'notes') {
    this.send({ a: 'f', c: collection, d: id, v: null });
    const frames = await this.until((frame) => frame.a === 'f');
    return frames.at(-1).data;
  }

  /** Every op of a document from version `from` on, as op frames. */
  async history(id, from = 0, collection = 'notes') {
    this.send({ a: 'f', c: collection, d: id, v: from });
    const frames = await this.until((frame) => frame.a === 'f');
    frames.pop();
    return frames.filter((frame) => frame.a === 'op' && frame.d === id);
  }

  explain(what) {
    return `${what}; the last frames:\n${this.trace.slice(-20).map((line) => line.slice(0, 600)).join('\n')}`;
  }

  async close() {
    this.socket.close();
    await this.closed;
  }

  /** Ends the connection as a lost network does: no close frame. */
  cut() {
    this.socket.terminate();
  }
}

export const isAck = (frame) =>
  frame.a === 'op' && !('op' in frame) && !('create' in frame) && !('del' in frame) && !frame.error;

export function assertAck(frame, { c = 'notes', d, src, seq, v }) {
  assert.deepEqual(frame, { a: 'op', c, d, src, seq, v });
}

/** `error` replies are the request and the error; a server may only add or restore nothing. */
export function assertRefused(reply, request, code, message) {
  assert.ok(reply.error, `refusal expected, got ${JSON.stringify(reply)}`);
  const { error, ...rest } = reply;
  assert.deepEqual(rest, request, 'an error reply is the request itself and the error');
  assert.equal(error.code, code);
  assert.equal(typeof error.message, 'string');
  if (message !== undefined) assert.equal(error.message, message);
}
