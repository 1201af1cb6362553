// Sections 3 and 4 of the protocol: snapshots, op frames, fetch, subscribe, unsubscribe, bulk.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../support/server.mjs';
import { JSON0, RICH_TEXT, RawSocket, delay, freshId, isAck, opsOf } from '../support/raw.mjs';

describe('fetch and subscribe', () => {
  let server;
  let writer;
  let reader;
  before(async () => {
    server = await startServer();
    writer = await RawSocket.open(server);
    reader = await RawSocket.open(server);
  });
  after(async () => {
    await writer.close();
    await reader.close();
    await server.stop();
  });

  test('a document that never was is at version 0 with an explicit null type', async () => {
    const d = freshId();
    assert.deepEqual(await reader.ask({ a: 'f', c: 'notes', d, v: null }), {
      a: 'f', c: 'notes', d, data: { v: 0, type: null },
    });
    assert.deepEqual(await reader.ask({ a: 'f', c: 'notes', d }), {
      a: 'f', c: 'notes', d, data: { v: 0, type: null },
    });
  });

  test('a deleted document keeps its version count and has an explicit null type', async () => {
    const d = freshId();
    await writer.createJson(d, 1);
    await writer.commit('notes', d, { v: 1, del: true });
    const reply = await reader.ask({ a: 'f', c: 'notes', d, v: null });
    assert.deepEqual(reply.data, { v: 2, type: null });
    await writer.commit('notes', d, { v: 2, create: { type: JSON0, data: 2 } });
    assert.equal((await reader.snapshot(d)).v, 3);
  });

  test('a json0 snapshot is {v, data} with the type absent or its address', async () => {
    const d = freshId();
    await writer.createJson(d, { n: 3, deep: [null, true, 'x'] });
    const { v, data, ...rest } = await reader.snapshot(d);
    assert.equal(v, 1);
    assert.deepEqual(data, { n: 3, deep: [null, true, 'x'] });
    assert.ok(!('type' in rest) || rest.type === JSON0);
    assert.deepEqual(Object.keys(rest).filter((key) => key !== 'type'), []);
  });

  test('a rich-text snapshot holds {ops} and the address of its type', async () => {
    const d = freshId();
    await writer.createRichText(d, [{ insert: 'Hello\n' }]);
    assert.deepEqual(await reader.snapshot(d), {
      v: 1, data: { ops: [{ insert: 'Hello\n' }] }, type: RICH_TEXT,
    });
  });

  test('rich-text can be created from an array, from {ops}, or from nothing', async () => {
    for (const data of [[{ insert: 'ab' }], { ops: [{ insert: 'ab' }] }]) {
      const d = freshId();
      await writer.createRichText(d, data);
      assert.deepEqual((await reader.snapshot(d)).data, { ops: [{ insert: 'ab' }] });
    }
    const d = freshId();
    await writer.commit('notes', d, { v: 0, create: { type: 'rich-text' } });
    assert.deepEqual((await reader.snapshot(d)).data, { ops: [] });
  });

  test('json0 created without data is null', async () => {
    const d = freshId();
    await writer.commit('notes', d, { v: 0, create: { type: 'json0' } });
    const snapshot = await reader.snapshot(d);
    assert.equal(snapshot.data ?? null, null);
    assert.notEqual(snapshot.type, null);
  });

  test('a fetch from a version brings every op from there, own ones too, then a reply without data', async () => {
    const d = freshId();
    await writer.commit('notes', d, { v: 0, seq: ++writer.seq, x: { a: 1 }, create: { type: 'rich-text', data: [{ insert: 'ab' }] } });
    const firstSeq = writer.seq;
    await writer.commit('notes', d, { v: 1, op: [{ insert: 'x' }] });
    await writer.commit('notes', d, { v: 2, op: { ops: [{ retain: 1 }, { insert: 'y' }] } });
    await writer.commit('notes', d, { v: 3, del: true });
    for (const socket of [writer, reader]) {
      socket.send({ a: 'f', c: 'notes', d, v: 0 });
      const frames = await socket.until((frame) => frame.a === 'f');
      assert.deepEqual(frames.pop(), { a: 'f', c: 'notes', d });
      assert.deepEqual(frames.map((frame) => frame.v), [0, 1, 2, 3]);
      const common = { a: 'op', c: 'notes', d, src: writer.id };
      const [create, bare, wrapped, del] = frames;
      assert.deepEqual(create, {
        ...common, v: 0, seq: firstSeq, create: { type: RICH_TEXT, data: [{ insert: 'ab' }] },
      }, 'the type is the full address; x and m are not passed on; data is as sent');
      assert.deepEqual({ ...bare, op: opsOf(bare.op) }, { ...common, v: 1, seq: firstSeq + 1, op: [{ insert: 'x' }] });
      assert.deepEqual({ ...wrapped, op: opsOf(wrapped.op) }, { ...common, v: 2, seq: firstSeq + 2, op: [{ retain: 1 }, { insert: 'y' }] });
      assert.deepEqual(del, { ...common, v: 3, seq: firstSeq + 3, del: true });
    }
    reader.send({ a: 'f', c: 'notes', d, v: 2 });
    const tail = await reader.until((frame) => frame.a === 'f');
    assert.deepEqual(tail.slice(0, -1).map((frame) => frame.v), [2, 3]);
  });

  test('a fetch from the head or above it brings no op and no error', async () => {
    const d = freshId();
    await writer.createJson(d, 1);
    for (const v of [1, 50]) {
      assert.deepEqual(await reader.ask({ a: 'f', c: 'notes', d, v }), { a: 'f', c: 'notes', d });
    }
  });

  test('a subscriber gets the snapshot, then every op; the author only the acks', async () => {
    const d = freshId();
    await writer.createRichText(d, [{ insert: 'a' }]);
    assert.deepEqual(await reader.ask({ a: 's', c: 'notes', d, v: null }), {
      a: 's', c: 'notes', d, data: { v: 1, data: { ops: [{ insert: 'a' }] }, type: RICH_TEXT },
    });
    assert.deepEqual(await writer.ask({ a: 's', c: 'notes', d, v: 1 }), { a: 's', c: 'notes', d });
    for (let v = 1; v <= 5; v++) {
      const frames = await writer.submit('notes', d, { v, op: [{ insert: String(v) }] });
      assert.equal(frames.length, 1, writer.explain('no echo'));
      const broadcast = await reader.next();
      assert.deepEqual({ ...broadcast, op: opsOf(broadcast.op) }, {
        a: 'op', c: 'notes', d, v, src: writer.id, seq: writer.seq, op: [{ insert: String(v) }],
      });
    }
    await writer.assertSilent('own ops are not streamed back');
    await reader.ask({ a: 'u', c: 'notes', d });
  });

  test('subscribing from a version brings the missed ops, the reply, then live ops', async () => {
    const d = freshId();
    await writer.createJson(d, []);
    for (let v = 1; v < 4; v++) await writer.commit('notes', d, { v, op: [{ p: [0], li: v }] });
    reader.send({ a: 's', c: 'notes', d, v: 2 });
    const frames = await reader.until((frame) => frame.a === 's');
    assert.deepEqual(frames.pop(), { a: 's', c: 'notes', d });
    assert.deepEqual(frames.map((frame) => frame.v), [2, 3]);
    await writer.commit('notes', d, { v: 4, op: [{ p: [0], li: 'live' }] });
    const live = await reader.next();
    assert.equal(live.v, 4);
    assert.deepEqual(live.op, [{ p: [0], li: 'live' }]);
    await reader.ask({ a: 'u', c: 'notes', d });
  });

  test('subscribing again replaces the subscription: no op comes twice', async () => {
    const d = freshId();
    await writer.createJson(d, 0);
    await reader.ask({ a: 's', c: 'notes', d, v: null });
    await reader.ask({ a: 's', c: 'notes', d, v: 1 });
    await reader.ask({ a: 'bs', c: 'notes', b: [d] });
    await writer.commit('notes', d, { v: 1, op: [{ p: [], na: 1 }] });
    assert.equal((await reader.next()).v, 1);
    await reader.assertSilent('one subscription, one frame');
    await reader.ask({ a: 'u', c: 'notes', d });
  });

  test('the create of a document comes to who subscribed before it was', async () => {
    const d = freshId();
    const reply = await reader.ask({ a: 's', c: 'notes', d, v: null });
    assert.deepEqual(reply.data, { v: 0, type: null });
    await writer.commit('notes', d, { v: null, create: { type: 'json0', data: { a: 1 } } });
    const frame = await reader.next();
    assert.equal(frame.v, 0);
    assert.deepEqual(frame.create, { type: JSON0, data: { a: 1 } });
    await reader.ask({ a: 'u', c: 'notes', d });
  });

  test('after the unsubscribe reply nothing more comes, whether subscribed or not', async () => {
    const d = freshId();
    assert.deepEqual(await reader.ask({ a: 'u', c: 'notes', d }), { a: 'u', c: 'notes', d });
    await writer.createJson(d, 0);
    await reader.ask({ a: 's', c: 'notes', d, v: null });
    assert.deepEqual(await reader.ask({ a: 'u', c: 'notes', d }), { a: 'u', c: 'notes', d });
    await writer.commit('notes', d, { v: 1, op: [{ p: [], na: 1 }] });
    await reader.assertSilent('unsubscribed');
  });

  test('one reply per request, however fast they come', async () => {
    const d = freshId();
    for (let i = 0; i < 10; i++) {
      reader.send({ a: 's', c: 'notes', d, v: null });
      reader.send({ a: 'u', c: 'notes', d });
    }
    const actions = [];
    while (actions.length < 20) actions.push((await reader.next()).a);
    assert.deepEqual(actions.filter((a) => a === 's').length, 10);
    assert.deepEqual(actions.filter((a) => a === 'u').length, 10);
    await reader.assertSilent('no extra reply');
  });

  test('names and ids may be any strings', async () => {
    for (const [c, d] of [['a/b c', 'ü 😀 "quoted" \\ \n'], ['x'.repeat(100), 'y'.repeat(200)]]) {
      const ack = await writer.commit(c, d, { v: 0, create: { type: JSON0, data: [c, d] } });
      assert.equal(ack.c, c);
      assert.equal(ack.d, d);
      const reply = await reader.ask({ a: 'f', c, d, v: null });
      assert.deepEqual(reply.data.data, [c, d]);
    }
  });

  describe('bulk', () => {
    let first;
    let second;
    const none = freshId('none');
    before(async () => {
      first = freshId();
      second = freshId();
      await writer.createRichText(first, [{ insert: 'x' }]);
      await writer.createRichText(second, [{ insert: 'ab' }]);
      await writer.commit('notes', second, { v: 1, op: [{ insert: 'Z' }] });
    });

    test('an array of ids brings a map of snapshots and no b', async () => {
      for (const a of ['bf', 'bs']) {
        assert.deepEqual(await reader.ask({ a, c: 'notes', b: [first, second, none, first] }), {
          a, c: 'notes',
          data: {
            [first]: { v: 1, data: { ops: [{ insert: 'x' }] }, type: RICH_TEXT },
            [second]: { v: 2, data: { ops: [{ insert: 'Zab' }] }, type: RICH_TEXT },
            [none]: { v: 0, type: null },
          },
        });
      }
      await reader.ask({ a: 'bu', c: 'notes', b: [first, second, none] });
    });

    test('a map of versions brings the ops, then b as sent and no data', async () => {
      for (const a of ['bf', 'bs']) {
        const b = { [first]: 1, [second]: 0 };
        reader.send({ a, c: 'notes', b });
        const frames = await reader.until((frame) => frame.a === a);
        assert.deepEqual(frames.pop(), { a, c: 'notes', b });
        assert.deepEqual(frames.map((frame) => [frame.a, frame.d, frame.v]), [['op', second, 0], ['op', second, 1]]);
      }
      await reader.ask({ a: 'bu', c: 'notes', b: [first, second] });
    });

    test('bulk subscriptions stream, and bulk unsubscribing ends them', async () => {
      const ids = Array.from({ length: 20 }, () => freshId());
      for (const d of ids) await writer.createJson(d, 0);
      await reader.ask({ a: 'bs', c: 'notes', b: ids });
      for (const d of ids) await writer.commit('notes', d, { v: 1, op: [{ p: [], na: 1 }] });
      const got = [];
      while (got.length < ids.length) got.push((await reader.next()).d);
      assert.deepEqual(got.sort(), [...ids].sort());
      assert.deepEqual(await reader.ask({ a: 'bu', c: 'notes', b: ids }), { a: 'bu', c: 'notes', b: ids });
      for (const d of ids) await writer.commit('notes', d, { v: 2, op: [{ p: [], na: 1 }] });
      await reader.assertSilent('unsubscribed in bulk');
    });

    test('empty bulk requests are answered', async () => {
      assert.deepEqual(await reader.ask({ a: 'bf', c: 'notes', b: [] }), { a: 'bf', c: 'notes', data: {} });
      assert.deepEqual(await reader.ask({ a: 'bu', c: 'notes', b: [] }), { a: 'bu', c: 'notes', b: [] });
    });
  });

  test('whoever subscribes in the middle of the stream gets every later version, without a gap', async () => {
    const d = freshId();
    await writer.createJson(d, 0);
    const total = 400;
    const joiners = [];
    let sent = 0;
    const writing = (async () => {
      for (; sent < total; sent++) {
        await writer.commit('notes', d, { v: null, op: [{ p: [], na: 1 }] });
        if (sent % 8 === 0) await delay(1);
      }
    })();
    const join = async (index) => {
      while (sent < index * 15) await delay(1);
      const socket = await RawSocket.open(server);
      socket.send({ a: 's', c: 'notes', d, v: index % 2 ? null : 1 });
      const frames = await socket.until((frame) => frame.a === 's');
      let expected = index % 2 ? frames.at(-1).data.v : 1;
      if (index % 2) {
        assert.equal(frames.length, 1, 'no op comes before the snapshot');
        assert.equal(frames.at(-1).data.data, expected - 1, 'snapshot and version belong together');
      }
      const check = (frame) => {
        if (frame.a !== 'op' || frame.v < expected) return;
        assert.equal(frame.v, expected, socket.explain('gap'));
        expected++;
      };
      if (index % 2 === 0) frames.forEach(check);
      joiners.push({ socket, check, head: () => expected });
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => join(index + 1)));
    await writing;
    for (const { socket, check, head } of joiners) {
      while (head() <= total) check(await socket.next());
      await socket.close();
    }
  });

  test('unsubscribing in the middle of the stream stops it at the reply', async () => {
    const d = freshId();
    await writer.createJson(d, 0);
    await reader.ask({ a: 's', c: 'notes', d, v: null });
    for (let i = 0; i < 100; i++) {
      writer.send({ a: 'op', c: 'notes', d, seq: ++writer.seq, op: [{ p: [], na: 1 }] });
    }
    await reader.next();
    reader.send({ a: 'u', c: 'notes', d });
    await reader.until((frame) => frame.a === 'u');
    await writer.until((frame) => isAck(frame) && frame.seq === writer.seq);
    await reader.assertSilent('nothing after the reply');
  });
});
