// The unmodified stock client on the reconnecting socket that its documentation recommends.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import ReconnectingWebSocket from 'reconnecting-websocket';
import richText from 'rich-text';
import sharedb from 'sharedb/lib/client/index.js';
import WebSocket from 'ws';
import { awareType } from './embeds.mjs';
import { normalForm, fold } from './fold.mjs';
import { RawSocket, eventually } from './raw.mjs';

sharedb.types.register(richText.type);
// The client logs faults from which it recovers (an unexpected ack version, say); tests look at the outcome.
sharedb.logger.setMethods({ info() {}, warn() {}, error() {} });

/** A second copy of the client's library, because a copy knows one type of a name. */
function anotherLibrary() {
  const require = createRequire(import.meta.url);
  for (const file of Object.keys(require.cache)) if (file.includes('/sharedb/')) delete require.cache[file];
  const library = require('sharedb/lib/client/index.js');
  library.types.register(awareType);
  library.logger.setMethods({ info() {}, warn() {}, error() {} });
  return library;
}

const NOWHERE = 'ws://127.0.0.1:1'; // nobody listens on port 1
const open = new Set();

/** For afterEach: a failed test must not leave clients that reconnect for ever. */
export function closeClients() {
  for (const client of open) client.close();
}

export class StockClient {
  static library = sharedb;

  /** `server`: anything with `url`, and perhaps `headers` for the request. Connects by itself, again and again, until close(). */
  constructor(server, name = 'client') {
    this.name = name;
    this.errors = [];
    const client = this;
    class TrackedSocket extends WebSocket {
      constructor(...args) {
        super(args[0], args[1] ?? [], { headers: server.headers });
        client.current = this;
        this.on('error', () => {});
      }
    }
    this.isOffline = false;
    this.socket = new ReconnectingWebSocket(() => (this.isOffline ? NOWHERE : server.url), [], {
      WebSocket: TrackedSocket,
      minReconnectionDelay: 10,
      maxReconnectionDelay: 150,
      reconnectionDelayGrowFactor: 1.5,
      connectionTimeout: 5_000,
      maxEnqueuedMessages: 0, // the connection resends by itself
    });
    this.connection = new this.constructor.library.Connection(this.socket);
    this.connection.on('error', (error) => this.errors.push(error));
    this.docs = [];
    open.add(this);
  }

  doc(collection, id) {
    const doc = this.connection.get(collection, id);
    if (!this.docs.includes(doc)) {
      this.docs.push(doc);
      doc.on('error', (error) => this.errors.push(error));
    }
    return doc;
  }

  /** Unsubscribes, and forgets the document. */
  async forget(collection, id) {
    const doc = this.connection.get(collection, id);
    this.docs = this.docs.filter((other) => other !== doc);
    await call(doc, 'destroy');
  }

  async connected() {
    await eventually(`${this.name} does not get connected`, () => this.connection.state === 'connected');
    return this;
  }

  /** The network fails without a word; the socket connects again by itself. */
  cut() {
    this.current.terminate();
  }

  /** No connection succeeds until goOnline(). */
  goOffline() {
    this.isOffline = true;
    this.cut();
  }

  goOnline() {
    this.isOffline = false;
  }

  close() {
    open.delete(this);
    this.connection.close();
  }
}

/** The stock client with a type that understands tables and footnotes; `server`: see understanding(). */
export class AwareClient extends StockClient {
  static library = anotherLibrary();
}

/** Turns a method with a final callback into a promise. */
export const call = (object, method, ...args) =>
  new Promise((resolve, reject) => {
    object[method](...args, (error, result) => (error ? reject(error) : resolve(result)));
  });

/**
 * Waits until every client has every op of the document and nothing of its own left to send, then asserts that
 * all of them, a fresh fetch, and the fold of all ops are the same. Returns the server's snapshot.
 */
export async function assertConverged(server, clients, collection, id) {
  const docs = clients.map((client) => client.doc(collection, id));
  const raw = await RawSocket.open(server);
  let snapshot;
  const explain = () => `no agreement on ${id}: versions ${docs.map((doc) => doc.version)} of ${snapshot?.v}, ` +
    `pending ${docs.map((doc) => doc.hasWritePending())}, states ${clients.map((client) => client.connection.state)}`;
  await eventually(explain, async () => {
    snapshot = await raw.snapshot(id, collection);
    return docs.every((doc) => !doc.hasWritePending() && doc.version === snapshot.v);
  });

  const expected = normalForm(snapshot.data);
  for (const [index, doc] of docs.entries()) {
    assert.deepEqual(normalForm(doc.data), expected, `${clients[index].name} equals a fresh fetch of ${id}`);
    assert.equal(doc.type?.uri ?? null, snapshot.type === undefined ? sharedb.types.defaultType.uri : snapshot.type);
  }
  const history = await raw.history(id, 0, collection);
  const folded = fold(history);
  assert.equal(folded.v, snapshot.v, 'the log is as long as the version says');
  assert.deepEqual(normalForm(folded.data), expected, `${id} is the fold of its ops`);
  assertEachOpOnce(history);
  await raw.close();
  return { snapshot, history };
}

export function assertEachOpOnce(history) {
  const seen = new Set(history.map(({ src, seq }) => `${src} ${seq}`));
  assert.equal(seen.size, history.length, 'no op is in the log twice');
}
