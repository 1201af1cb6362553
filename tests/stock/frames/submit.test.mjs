// Section 5 of the protocol: submitting ops, acks, duplicates, catch-up before the ack.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { referenceDiffers, startServer } from '../support/server.mjs';
import { JSON0, RawSocket, assertAck, assertRefused, freshId, isAck, opsOf } from '../support/raw.mjs';

describe('submitting ops', () => {
  let server;
  let one;
  let two;
  before(async () => {
    server = await startServer();
    one = await RawSocket.open(server);
    two = await RawSocket.open(server);
  });
  after(async () => {
    await one.close();
    await two.close();
    await server.stop();
  });

  test('an ack names the document, the author, the seq and the version committed, and nothing else', async () => {
    const d = freshId();
    assertAck(await one.createJson(d, {}), { d, src: one.id, seq: one.seq, v: 0 });
    assertAck(await one.commit('notes', d, { v: 1, op: [{ p: ['a'], oi: 1 }] }), { d, src: one.id, seq: one.seq, v: 1 });
    assertAck(await one.commit('notes', d, { v: 2, del: true }), { d, src: one.id, seq: one.seq, v: 2 });
  });

  test('a version absent or null means the head', async () => {
    const d = freshId();
    assertAck(await one.commit('notes', d, { v: null, create: { type: 'json0', data: [] } }), { d, src: one.id, seq: one.seq, v: 0 });
    assertAck(await one.commit('notes', d, { op: [{ p: [0], li: 1 }] }), { d, src: one.id, seq: one.seq, v: 1 });
    assertAck(await one.commit('notes', d, { v: null, op: [{ p: [0], li: 2 }] }), { d, src: one.id, seq: one.seq, v: 2 });
    assert.deepEqual((await one.snapshot(d)).data, [2, 1]);
  });

  test('empty ops are committed and take a version', async () => {
    const d = freshId();
    await one.createRichText(d, [{ insert: 'ab' }]);
    assert.equal((await one.commit('notes', d, { v: 1, op: [] })).v, 1);
    assert.equal((await one.commit('notes', d, { v: 2, op: { ops: [] } })).v, 2);
    const frames = await one.history(d, 1);
    assert.deepEqual(frames.map((frame) => opsOf(frame.op)), [[], []]);
    const j = freshId();
    await one.createJson(j, 1);
    assert.equal((await one.commit('notes', j, { v: 1, op: [] })).v, 1);
    assert.deepEqual(await one.snapshot(d), { v: 3, data: { ops: [{ insert: 'ab' }] }, type: (await one.snapshot(d)).type });
  });

  test('an op transformed to nothing takes a version too', async () => {
    const d = freshId();
    await one.createRichText(d, [{ insert: 'ab' }]);
    await one.commit('notes', d, { v: 1, op: [{ delete: 1 }] });
    const ack = await two.commit('notes', d, { v: 1, op: [{ delete: 1 }] });
    assert.equal(ack.v, 2);
    assert.deepEqual((await one.snapshot(d)).data.ops, [{ insert: 'b' }]);
    assert.deepEqual((await one.history(d, 2)).map((frame) => opsOf(frame.op)), [[]]);
  });

  test('extra data x is taken and not passed on', async () => {
    const d = freshId();
    await two.ask({ a: 's', c: 'notes', d, v: null });
    await one.commit('notes', d, { v: 0, x: { source: 'toolbar' }, m: { ts: 1 }, create: { type: JSON0, data: 1 } });
    const frame = await two.next();
    assert.ok(!('x' in frame) && !('m' in frame), JSON.stringify(frame));
    await two.ask({ a: 'u', c: 'notes', d });
  });

  test('with several of op, create, del in one message, op is first and create second', async () => {
    const d = freshId();
    await one.commit('notes', d, { v: 0, create: { type: JSON0, data: [] }, del: true });
    await one.commit('notes', d, { v: 1, op: [{ p: [0], li: 1 }], del: true });
    const snapshot = await one.snapshot(d);
    assert.equal(snapshot.v, 2);
    assert.deepEqual(snapshot.data, [1]);
  });

  test('seqs belong to the client, not the document, and may have holes', async () => {
    const [a, b] = [freshId(), freshId()];
    const socket = await RawSocket.open(server);
    await socket.commit('notes', a, { seq: 5, v: 0, create: { type: JSON0, data: 0 } });
    await socket.commit('notes', b, { seq: 6, v: 0, create: { type: JSON0, data: 0 } });
    await socket.commit('notes', a, { seq: 90, v: 1, op: [{ p: [], na: 1 }] });
    await socket.commit('notes', b, { seq: 91, v: 1, op: [{ p: [], na: 1 }] });
    assert.equal((await socket.snapshot(a)).data, 1);
    assert.equal((await socket.snapshot(b)).data, 1);
    await socket.close();
  });

  describe('duplicates', () => {
    test('the same src and seq again is acknowledged with its version; nothing is applied or sent', async () => {
      const d = freshId();
      await one.createRichText(d, []);
      await two.ask({ a: 's', c: 'notes', d, v: 1 });
      const seq = ++one.seq;
      await one.commit('notes', d, { v: 1, seq, op: [{ insert: 'once' }] });
      await two.next();
      for (let i = 0; i < 3; i++) {
        assertAck(await one.commit('notes', d, { v: 1, seq, op: [{ insert: 'once' }] }), { d, src: one.id, seq, v: 1 });
      }
      await two.assertSilent('a duplicate is nobody else\'s business');
      const snapshot = await one.snapshot(d);
      assert.equal(snapshot.v, 2);
      assert.deepEqual(snapshot.data.ops, [{ insert: 'once' }]);
      await two.ask({ a: 'u', c: 'notes', d });
    });

    test('an op resent after others committed is found, at its old version', async () => {
      const d = freshId();
      await one.createRichText(d, []);
      await two.commit('notes', d, { v: 1, op: [{ insert: 'a' }] });
      const seq = ++one.seq;
      const frames = await one.submit('notes', d, { v: 1, seq, op: [{ insert: 'b' }] });
      assert.equal(frames.at(-1).v, 2);
      await two.commit('notes', d, { v: 3, op: [{ insert: 'c' }] });
      const again = await one.submit('notes', d, { v: 1, seq, op: [{ insert: 'b' }] });
      assertAck(again.pop(), { d, src: one.id, seq, v: 2 });
      assert.ok(again.every((frame) => frame.v < 2), 'only ops before it may come first');
      assert.equal((await one.snapshot(d)).v, 4);
    });

    test('resent under another connection id with the old src it is a duplicate', async () => {
      const d = freshId();
      const lost = await RawSocket.open(server);
      await lost.createJson(d, []);
      const seq = ++lost.seq;
      await lost.commit('notes', d, { v: 1, seq, op: [{ p: [0], li: 'x' }] });
      lost.cut();
      const back = await RawSocket.open(server);
      assert.notEqual(back.id, lost.id);
      const frames = await back.submit('notes', d, { v: 1, src: lost.id, seq, op: [{ p: [0], li: 'x' }] });
      assertAck(frames.at(-1), { d, src: lost.id, seq, v: 1 });
      const fresh = await back.submit('notes', d, { v: 1, src: lost.id, seq: seq + 1, op: [{ p: [0], li: 'y' }] });
      assertAck(fresh.at(-1), { d, src: lost.id, seq: seq + 1, v: 2 });
      assert.deepEqual((await back.snapshot(d)).data, ['y', 'x'], 'the fresh op is applied once, the old one is not again');
      const authors = (await back.history(d, 1)).map((frame) => [frame.src, frame.seq]);
      assert.deepEqual(authors, [[lost.id, seq], [lost.id, seq + 1]]);
      await back.close();
    });

    test('the same seq of another client is no duplicate', async () => {
      const d = freshId();
      await one.createJson(d, 0);
      const seq = 1000;
      await one.commit('notes', d, { v: 1, seq, op: [{ p: [], na: 1 }] });
      await two.commit('notes', d, { v: 1, seq, op: [{ p: [], na: 1 }] });
      assert.equal((await one.snapshot(d)).data, 2);
      one.seq = 2000;
      two.seq = 2000;
    });

    test('a create sent again is a duplicate, with a version or without', async () => {
      const d = freshId();
      const seq = ++one.seq;
      const create = { type: JSON0, data: 'first' };
      await one.commit('notes', d, { v: 0, seq, create });
      await two.commit('notes', d, { v: 1, op: [] });
      for (const v of [0, null]) {
        assertAck((await one.submit('notes', d, { v, seq, create })).at(-1), { d, src: one.id, seq, v: 0 });
      }
      assert.equal((await one.snapshot(d)).v, 2);
    });

    test('a delete sent again is a duplicate', async () => {
      const d = freshId();
      await one.createJson(d, 1);
      const seq = ++one.seq;
      await one.commit('notes', d, { v: 1, seq, del: true });
      assert.equal((await one.commit('notes', d, { v: 1, seq, del: true })).v, 1);
      assert.deepEqual(await one.snapshot(d), { v: 2, type: null });
    });
  });

  describe('catch-up before the ack', () => {
    test('who is not subscribed gets every op between, in order, then the ack', async () => {
      const d = freshId();
      await one.createRichText(d, [{ insert: 'base' }]);
      for (let v = 1; v <= 5; v++) await one.commit('notes', d, { v, op: [{ insert: String(v) }] });
      const frames = await two.submit('notes', d, { v: 2, op: [{ insert: 'late' }] });
      assertAck(frames.pop(), { d, src: two.id, seq: two.seq, v: 6 });
      assert.deepEqual(frames.map((frame) => frame.v), [2, 3, 4, 5]);
      assert.ok(frames.every((frame) => frame.src === one.id && frame.op));
    });

    test('who subscribed has every op between on the socket before the ack', async () => {
      const d = freshId();
      await one.createJson(d, 0);
      await two.ask({ a: 's', c: 'notes', d, v: 1 });
      await one.ask({ a: 's', c: 'notes', d, v: 1 });
      const rounds = 150;
      const play = async (socket) => {
        let version = 1;
        for (let i = 0; i < rounds; i++) {
          socket.send({ a: 'op', c: 'notes', d, v: version, seq: ++socket.seq, op: [{ p: [], na: 1 }] });
          for (let acked = false; !acked;) {
            const frame = await socket.next();
            assert.equal(frame.error, undefined, socket.explain('error'));
            if (isAck(frame)) {
              assert.equal(frame.v, version, socket.explain('an ack above what was sent'));
              version++;
              acked = true;
            } else if (frame.v >= version) {
              assert.equal(frame.v, version, socket.explain('gap'));
              version++;
            }
          }
        }
      };
      await Promise.all([play(one), play(two)]);
      await one.settle();
      await two.settle();
      assert.equal((await one.snapshot(d)).data, 2 * rounds);
      await two.ask({ a: 'u', c: 'notes', d });
      await one.ask({ a: 'u', c: 'notes', d });
    });

    test('versions are dense and unique when many submit at the same version at once', async () => {
      const d = freshId();
      await one.createJson(d, 0);
      const sockets = await Promise.all(Array.from({ length: 20 }, () => RawSocket.open(server)));
      const acks = await Promise.all(sockets.map((socket) => socket.commit('notes', d, { v: 1, op: [{ p: [], na: 1 }] })));
      assert.deepEqual(acks.map((ack) => ack.v).sort((a, b) => a - b), Array.from({ length: 20 }, (_, i) => i + 1));
      assert.equal((await one.snapshot(d)).data, 20);
      await Promise.all(sockets.map((socket) => socket.close()));
    });

    test('a duplicate\'s ack is not above what the socket has been sent', referenceDiffers('sends the bare ack'), async () => {
      const d = freshId();
      const lost = await RawSocket.open(server);
      await lost.createRichText(d, []);
      await one.commit('notes', d, { v: 1, op: [{ insert: 'a' }] });
      const seq = ++lost.seq;
      await lost.commit('notes', d, { v: 1, seq, op: [{ insert: 'b' }] });
      const back = await RawSocket.open(server, { id: lost.id });
      const frames = await back.submit('notes', d, { v: 1, seq, op: [{ insert: 'b' }] });
      assertAck(frames.pop(), { d, src: lost.id, seq, v: 2 });
      assert.deepEqual(frames.map((frame) => frame.v), [1]);
      await back.close();
      lost.cut();
    });
  });

  test('a refused op leaves no trace', async () => {
    const d = freshId();
    await one.createJson(d, { n: 'text' });
    await two.ask({ a: 's', c: 'notes', d, v: 1 });
    const request = { a: 'op', c: 'notes', d, v: 1, seq: ++one.seq, op: [{ p: ['m'], oi: 1 }, { p: ['n'], na: 2 }] };
    one.send(request);
    assertRefused(await one.next(), request, 'ERR_OT_OP_NOT_APPLIED');
    await two.assertSilent('nobody hears of it');
    assert.deepEqual((await two.snapshot(d)).data, { n: 'text' });
    assert.equal((await two.snapshot(d)).v, 1);
    await one.commit('notes', d, { v: 1, op: [{ p: ['m'], oi: 2 }] });
    await two.next();
    await two.ask({ a: 'u', c: 'notes', d });
  });
});
