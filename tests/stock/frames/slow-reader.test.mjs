// A subscriber that stops reading is cut off and can catch up; it slows nobody else and does not fill the server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { isReference, startServer } from '../support/server.mjs';
import { RawSocket, delay, freshId } from '../support/raw.mjs';

const OP_CHARS = 300_000;
const OPS = 400; // 60 MB of broadcasts: far more than socket buffers and an outbox hold
const MEMORY_ALLOWED_MB = 600; // the log of ops passes through caches; an unbounded outbox would hold all of it twice over
const CUT_OFF_TIMEOUT_MS = 60_000;

const residentMb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1000;

describe('a slow reader', () => {
  let server;
  before(async () => { server = await startServer(); });
  after(() => server.stop());

  test('is cut off, catches up, and costs nobody else anything', { skip: isReference && 'reference server: buffers without end' }, async () => {
    const d = freshId();
    const writer = await RawSocket.open(server);
    const reader = await RawSocket.open(server);
    const slow = await RawSocket.open(server);
    await writer.createRichText(d, [{ insert: 'x'.repeat(OP_CHARS) }]);
    await reader.ask({ a: 's', c: 'notes', d, v: 1 });
    await slow.ask({ a: 's', c: 'notes', d, v: 1 });
    slow.socket.pause();

    const before = residentMb(server.pid);
    const text = 'y'.repeat(OP_CHARS);
    for (let v = 1; v <= OPS; v += 2) {
      // In and out again: the document stays small.
      await writer.commit('notes', d, { v, op: [{ insert: text }] });
      await writer.commit('notes', d, { v: v + 1, op: [{ delete: OP_CHARS }] });
      writer.trace.length = 0;
      for (const expected of [v, v + 1]) assert.equal((await reader.next()).v, expected, 'the other reader is served in time');
      reader.trace.length = 0;
    }
    const grown = residentMb(server.pid) - before;
    assert.ok(grown < MEMORY_ALLOWED_MB, `the server grew by ${grown} MB`);

    slow.socket.resume();
    const outcome = await Promise.race([slow.closed, delay(CUT_OFF_TIMEOUT_MS).then(() => 'still open')]);
    assert.notEqual(outcome, 'still open');
    const seen = slow.unread.filter((frame) => frame.a === 'op').map((frame) => frame.v);
    assert.deepEqual(seen, Array.from(seen, (_, i) => i + 1), 'what it got was in order');
    assert.ok(seen.length < OPS, 'it did not get all');

    const back = await RawSocket.open(server, { id: slow.id });
    back.send({ a: 's', c: 'notes', d, v: seen.length + 1 });
    let next = seen.length + 1;
    for (let frame = await back.next(); frame.a === 'op'; frame = await back.next()) {
      assert.equal(frame.v, next++);
      back.trace.length = 0;
    }
    assert.equal(next, OPS + 1);
    await Promise.all([writer, reader, back].map((socket) => socket.close()));
  });
});
