// Section 8 of the protocol: presence.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { referenceDiffers, startServer } from '../support/server.mjs';
import { JSON0, RICH_TEXT, RawSocket, freshId } from '../support/raw.mjs';

describe('presence', () => {
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

  let seq = 0;
  const join = (socket, ch) => socket.ask({ a: 'ps', ch, seq: ++seq });
  const leave = (socket, ch) => socket.ask({ a: 'pu', ch, seq: ++seq });

  test('joining is answered, and the others in the channel are asked for their presence', async () => {
    const ch = freshId('room');
    assert.deepEqual(await join(one, ch), { a: 'ps', ch, seq });
    assert.deepEqual(await join(two, ch), { a: 'ps', ch, seq });
    assert.deepEqual(await one.next(), { a: 'pr', ch });
    await two.assertSilent('not asked itself');
    assert.deepEqual(await leave(one, ch), { a: 'pu', ch, seq });
    await leave(two, ch);
  });

  test('a value comes back to its sender once, as the ack, and to everyone in the channel', async () => {
    const ch = freshId('room');
    await join(two, ch);
    const message = { a: 'p', ch, id: 'u1', p: { name: 'Ann' }, pv: 0 };
    const expected = { ...message, src: one.id };
    assert.deepEqual(await one.ask(message), expected, 'the sender need not be in the channel');
    assert.deepEqual(await two.next(), expected);
    await join(one, ch);
    assert.deepEqual(await two.next(), { a: 'pr', ch });
    const next = { ...message, p: { name: 'Bo' }, pv: 1 };
    assert.deepEqual(await one.ask(next), { ...next, src: one.id });
    assert.deepEqual(await two.next(), { ...next, src: one.id });
    await one.assertSilent('once');
    await two.assertSilent('once');
    await leave(one, ch);
    assert.equal((await two.next()).p, null, 'leaving takes the presence away');
    await leave(two, ch);
  });

  test('any JSON is a value', async () => {
    const ch = freshId('room');
    for (const [pv, p] of [1, 'x', [1, { a: null }], true].entries()) {
      assert.deepEqual((await one.ask({ a: 'p', ch, id: 'any', p, pv })).p, p);
    }
    assert.equal((await one.ask({ a: 'p', ch, id: 'any', p: null, pv: 9 })).p, null);
  });

  test('after leaving nothing more comes', async () => {
    const ch = freshId('room');
    await join(two, ch);
    await leave(two, ch);
    await one.ask({ a: 'p', ch, id: 'u', p: 1, pv: 0 });
    await two.assertSilent('left');
  });

  test('a stale join is answered and not acted on', async () => {
    const ch = freshId('room');
    await two.ask({ a: 'ps', ch, seq: 1000 });
    await two.ask({ a: 'pu', ch, seq: 1002 });
    assert.deepEqual(await two.ask({ a: 'ps', ch, seq: 1001 }), { a: 'ps', ch, seq: 1001 });
    await one.ask({ a: 'p', ch, id: 'u', p: 1, pv: 0 });
    await two.assertSilent('the join was older than the leave');
    seq = 2000;
  });

  test('a client may ask for presence itself', async () => {
    const ch = freshId('room');
    await join(two, ch);
    assert.deepEqual(await one.ask({ a: 'pr', ch }), { a: 'pr' });
    assert.deepEqual(await two.next(), { a: 'pr', ch });
    await leave(two, ch);
  });

  describe('in a document', () => {
    let d;
    let ch;
    const place = (fields) => ({ a: 'p', ch, id: 'cursor', c: 'notes', d, t: RICH_TEXT, ...fields });

    test('a value at the head is passed on as it is', async () => {
      d = freshId();
      ch = `notes.${d}`;
      await one.createRichText(d, [{ insert: 'Hello world' }]);
      await join(two, ch);
      const message = place({ p: { index: 3, length: 2, name: 'Ann' }, pv: 0, v: 1 });
      assert.deepEqual(await one.ask(message), { ...message, src: one.id });
      assert.deepEqual(await two.next(), { ...message, src: one.id });
    });

    test('a value at an old version is moved by the ops since', async () => {
      await two.commit('notes', d, { v: 1, op: [{ insert: 'ab' }] });
      await two.commit('notes', d, { v: 2, op: [{ retain: 4 }, { delete: 3 }] });
      const message = place({ p: { index: 3, length: 2, name: 'Ann' }, pv: 1, v: 1 });
      const moved = { ...message, v: 3, p: { index: 4, length: 0, name: 'Ann' }, src: one.id };
      assert.deepEqual(await one.ask(message), moved);
      assert.deepEqual(await two.next(), moved);
    });

    test('an insert exactly at the cursor moves it only if it is one\'s own', async () => {
      await one.commit('notes', d, { v: 3, op: [{ retain: 4 }, { insert: 'XY' }] });
      const mine = await one.ask(place({ p: { index: 4, length: 0 }, pv: 2, v: 3 }));
      assert.deepEqual(mine.p, { index: 6, length: 0 });
      await two.next();
      const theirs = await two.ask(place({ id: 'other', p: { index: 4, length: 0 }, pv: 0, v: 3 }));
      assert.deepEqual(theirs.p, { index: 4, length: 0 });
    });

    test('a delete of the document in between makes it null', async () => {
      await one.commit('notes', d, { v: 4, del: true });
      const reply = await one.ask(place({ p: { index: 1, length: 0 }, pv: 3, v: 4 }));
      assert.equal(reply.p, null);
      assert.equal(reply.v, 5);
      await two.next();
      await leave(two, ch);
    });

    test('a version above the head is left as it is', async () => {
      d = freshId();
      ch = `notes.${d}`;
      await one.createRichText(d, [{ insert: 'Hello' }]);
      const message = place({ p: { index: 1, length: 0 }, pv: 0, v: 9 });
      assert.deepEqual(await one.ask(message), { ...message, src: one.id });
    });

    test('a type without presence is refused', async () => {
      const j = freshId();
      await one.createJson(j, 1);
      const message = { a: 'p', ch: `notes.${j}`, id: 'jp', p: { x: 1 }, pv: 0, c: 'notes', d: j, v: 1, t: JSON0 };
      assert.deepEqual(await one.ask(message), {
        ...message,
        error: {
          code: 'ERR_TYPE_DOES_NOT_SUPPORT_PRESENCE',
          message: `Type does not support presence: ${JSON0}`,
        },
      });
    });
  });

  describe('of a socket that dies', () => {
    async function die(how, { joined }) {
      const ch = freshId('room');
      const mortal = await RawSocket.open(server);
      await join(two, ch);
      if (joined) {
        await join(mortal, ch);
        await two.next(); // pr
      }
      await mortal.ask({ a: 'p', ch, id: 'a', p: 1, pv: 4 });
      await mortal.ask({ a: 'p', ch, id: 'b', p: 2, pv: 7 });
      await two.next();
      await two.next();
      how(mortal);
      const gone = [await two.next(), await two.next()].sort((x, y) => (x.id < y.id ? -1 : 1));
      for (const [index, [id, pv]] of [['a', 4], ['b', 7]].entries()) {
        assert.equal(gone[index].a, 'p');
        assert.equal(gone[index].ch, ch);
        assert.equal(gone[index].id, id);
        assert.equal(gone[index].src, mortal.id);
        assert.equal(gone[index].p, null);
        assert.ok(gone[index].pv >= pv, 'pv is not below the last one');
      }
      await leave(two, ch);
    }
    test('the others hear that it is gone: closed', () => die((socket) => socket.close(), { joined: true }));
    test('the others hear that it is gone: cut', () => die((socket) => socket.cut(), { joined: true }));
    test('also in channels where it only spoke', referenceDiffers('forgets those'),
      () => die((socket) => socket.cut(), { joined: false }));
  });
});
