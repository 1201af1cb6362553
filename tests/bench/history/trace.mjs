// Writes a long history into a server: a trace of single keystrokes, by several clients in turn, over sockets that do not
// wait for answers.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { RICH_TEXT, RawSocket } from '../../stock/support/raw.mjs';

const STINT = 500; // operations that one client types before the next goes on

/** [position, deleted, inserted] for each operation. */
export function readTrace(file) {
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n').slice(1);
  return lines.map((line) => JSON.parse(line));
}

const deltaOf = ([position, deleted, inserted]) => [
  ...(position > 0 ? [{ retain: position }] : []),
  ...(inserted ? [{ insert: inserted }] : []),
  ...(deleted ? [{ delete: deleted }] : []),
];

/** One client's socket, with operations of a known version sent without waiting. */
class Typist {
  static async open(server, id, inFlight) {
    const typist = new Typist();
    typist.inFlight = inFlight;
    const socket = await RawSocket.open(server);
    typist.socket = socket.socket;
    typist.id = id;
    typist.seq = 0;
    typist.waiting = 0;
    socket.socket.removeAllListeners('message');
    socket.socket.on('message', (data) => {
      const frame = JSON.parse(String(data));
      if (frame.error) typist.failure = new Error(JSON.stringify(frame.error));
      typist.waiting -= 1;
      typist.wake?.();
    });
    return typist;
  }

  async send(v, member) {
    while (this.waiting >= this.inFlight) await new Promise((resolve) => { this.wake = resolve; });
    if (this.failure) throw this.failure;
    this.waiting += 1;
    this.socket.send(JSON.stringify({ a: 'op', c: 'documents', d: this.id, v, seq: ++this.seq, x: {}, ...member }));
  }

  async quiet() {
    while (this.waiting > 0) await new Promise((resolve) => { this.wake = resolve; });
    if (this.failure) throw this.failure;
  }
}

/** Types the first `ops` keystrokes of the trace, which begins again at its end. Answers operations a second. */
export async function write(server, id, trace, ops, { clients = 8, inFlight = 512 } = {}) {
  const typists = [];
  for (let i = 0; i < clients; i++) typists.push(await Typist.open(server, id, inFlight));
  await typists[0].send(null, { create: { type: RICH_TEXT, data: [{ insert: '' }].slice(1) } });
  await typists[0].quiet();
  const began = performance.now();
  for (let i = 0; i < ops; i++) {
    const typist = typists[Math.floor(i / STINT) % clients];
    await typist.send(i + 1, { op: deltaOf(trace[i % trace.length]) });
    if ((i + 1) % STINT === 0) await typist.quiet();
  }
  for (const typist of typists) await typist.quiet();
  const rate = ops / ((performance.now() - began) / 1000);
  for (const typist of typists) typist.socket.close();
  return rate;
}
