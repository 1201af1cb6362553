// Sections 7 and 9.1 of the protocol: snapshots by version and by time; queries refused honestly.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { isReference, referenceDiffers, startServer } from '../support/server.mjs';
import { JSON0, RICH_TEXT, RawSocket, assertRefused, delay, freshId } from '../support/raw.mjs';

describe('snapshots by version and time', () => {
  let server;
  let socket;
  before(async () => {
    server = await startServer();
    socket = await RawSocket.open(server);
  });
  after(async () => {
    await socket.close();
    await server.stop();
  });

  let request = 0;
  // `m` may be left out; the rest of the reply is fixed.
  async function ask(message) {
    const id = ++request;
    const { m, ...reply } = await socket.ask({ ...message, id });
    assert.equal(m ?? null, null);
    assert.equal(reply.id, id);
    assert.equal(reply.a, message.a);
    delete reply.id;
    delete reply.a;
    return reply;
  }

  test('every version of a document can be had', async () => {
    const d = freshId();
    await socket.createRichText(d, [{ insert: '0' }]);
    for (let v = 1; v <= 30; v++) await socket.commit('notes', d, { v, op: [{ retain: v }, { insert: String(v % 10) }] });
    const text = '0123456789'.repeat(4);
    for (const v of [1, 2, 15, 30, 31]) {
      assert.deepEqual(await ask({ a: 'nf', c: 'notes', d, v }), {
        v, type: RICH_TEXT, data: { ops: [{ insert: text.slice(0, v) }] },
      });
    }
    assert.equal((await ask({ a: 'nf', c: 'notes', d, v: null })).v, 31);
    assert.equal((await ask({ a: 'nf', c: 'notes', d })).v, 31);
    assert.deepEqual(await ask({ a: 'nf', c: 'notes', d, v: 0 }), { v: 0, type: null });
  });

  test('json0 names its type, and a deleted version has none', async () => {
    const d = freshId();
    await socket.createJson(d, { n: 1 });
    await socket.commit('notes', d, { v: 1, op: [{ p: ['n'], na: 2 }] });
    await socket.commit('notes', d, { v: 2, del: true });
    await socket.commit('notes', d, { v: 3, create: { type: JSON0, data: 'again' } });
    assert.deepEqual(await ask({ a: 'nf', c: 'notes', d, v: 1 }), { v: 1, type: JSON0, data: { n: 1 } });
    assert.deepEqual(await ask({ a: 'nf', c: 'notes', d, v: 2 }), { v: 2, type: JSON0, data: { n: 3 } });
    assert.deepEqual(await ask({ a: 'nf', c: 'notes', d, v: 3 }), { v: 3, type: null });
    assert.deepEqual(await ask({ a: 'nf', c: 'notes', d, v: 4 }), { v: 4, type: JSON0, data: 'again' });
  });

  test('a document that never was is at version 0', async () => {
    assert.deepEqual(await ask({ a: 'nf', c: 'notes', d: freshId(), v: null }), { v: 0, type: null });
    assert.deepEqual(await ask({ a: 'nt', c: 'notes', d: freshId(), ts: null }), { v: 0, type: null });
  });

  test('a version above the head is an error', async () => {
    const d = freshId();
    await socket.createJson(d, 1);
    const message = { a: 'nf', id: ++request, c: 'notes', d, v: 99 };
    const reply = await socket.ask(message);
    if (isReference) assert.ok(reply.error);
    else assertRefused(reply, message, 'ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT', 'Requested version exceeds latest snapshot version');
  });

  test('a time brings the document after every op up to and including it', async () => {
    const d = freshId();
    const moments = [Date.now()];
    for (let v = 0; v < 4; v++) {
      await delay(20);
      await socket.commit('notes', d, v === 0 ? { v, create: { type: JSON0, data: [] } } : { v, op: [{ p: [v - 1], li: v }] });
      await delay(20);
      moments.push(Date.now());
    }
    for (const [v, ts] of moments.entries()) {
      const reply = await ask({ a: 'nt', c: 'notes', d, ts });
      assert.equal(reply.v, v);
      if (v > 0) assert.deepEqual(reply.data, [1, 2, 3].slice(0, v - 1));
      else assert.deepEqual(reply, { v: 0, type: null });
    }
    assert.equal((await ask({ a: 'nt', c: 'notes', d, ts: null })).v, 4);
    assert.equal((await ask({ a: 'nt', c: 'notes', d, ts: Date.now() + 1e9 })).v, 4);
    assert.deepEqual(await ask({ a: 'nt', c: 'notes', d, ts: 0 }), { v: 0, type: null });
  });

  describe('queries', () => {
    const refusal = { code: 'ERR_DATABASE_METHOD_NOT_IMPLEMENTED', message: 'Queries are not supported' };
    for (const a of ['qf', 'qs']) {
      test(`${a} is refused with its id`, referenceDiffers('has queries'), async () => {
        const message = { a, id: 7, c: 'other', q: {} };
        const reply = await socket.ask(message);
        const codes = [refusal.code, 'ERR_DATABASE_DOES_NOT_SUPPORT_SUBSCRIBE'];
        assert.ok(codes.includes(reply.error?.code), socket.explain('a refusal expected'));
        assertRefused(reply, message, reply.error.code);
      });
    }

    test('qs as sent on a reconnect is refused too', referenceDiffers('has queries'), async () => {
      const message = { a: 'qs', id: 8, c: 'other', q: {}, r: [['x', 1], ['y', 2]] };
      const reply = await socket.ask(message);
      assert.ok(reply.error);
      assert.equal(reply.id, 8);
    });

    test('qu is answered', async () => {
      assert.deepEqual(await socket.ask({ a: 'qu', id: 2 }), { a: 'qu', id: 2 });
    });
  });
});
