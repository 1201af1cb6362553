// Sections 1 and 2 of the protocol: greeting, handshake, client ids.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../support/server.mjs';
import { JSON0, RawSocket, freshId } from '../support/raw.mjs';

describe('session', () => {
  let server;
  before(async () => { server = await startServer(); });
  after(() => server.stop());

  test('the server greets first, with its protocol, an id and the default type', async () => {
    const socket = await RawSocket.open(server, { handshake: false });
    const { id, ...rest } = socket.init;
    assert.deepEqual(rest, { a: 'init', protocol: 1, protocolMinor: 2, type: JSON0 });
    assert.equal(typeof id, 'string');
    assert.ok(id.length > 0);
    await socket.close();
  });

  test('a first handshake gives an id, and the second one the same', async () => {
    const socket = await RawSocket.open(server, { handshake: false });
    const first = await socket.ask({ a: 'hs', id: null, protocol: 1, protocolMinor: 2 });
    const second = await socket.ask({ a: 'hs', id: null, protocol: 1, protocolMinor: 2 });
    assert.deepEqual(first, { a: 'hs', protocol: 1, protocolMinor: 2, id: first.id, type: JSON0 });
    assert.equal(typeof first.id, 'string');
    assert.deepEqual(second, first);
    await socket.close();
  });

  test('two first connections get different ids', async () => {
    const one = await RawSocket.open(server);
    const two = await RawSocket.open(server);
    assert.notEqual(one.id, two.id);
    await one.close();
    await two.close();
  });

  test('a reconnecting client keeps the id that it names, and its ops carry it', async () => {
    const id = freshId('client');
    const document = freshId();
    const socket = await RawSocket.open(server, { id });
    assert.equal(socket.id, id);
    const watcher = await RawSocket.open(server);
    await watcher.ask({ a: 's', c: 'notes', d: document, v: null });
    const ack = await socket.createJson(document, {});
    assert.equal(ack.src, id);
    assert.equal((await watcher.next()).src, id);
    await socket.close();
    await watcher.close();
  });

  test('a client of an older minor version is answered', async () => {
    const socket = await RawSocket.open(server, { handshake: false });
    const reply = await socket.ask({ a: 'hs', protocol: 1, protocolMinor: 0 });
    assert.equal(reply.protocol, 1);
    assert.equal(reply.protocolMinor, 2);
    assert.equal(reply.type, JSON0);
    await socket.close();
  });

  test('requests before the handshake are served under the id of the greeting', async () => {
    const socket = await RawSocket.open(server, { handshake: false });
    const document = freshId();
    const ack = await socket.createJson(document, { early: true });
    assert.equal(ack.src, socket.init.id);
    assert.deepEqual((await socket.snapshot(document)).data, { early: true });
    await socket.close();
  });

  test('with two sockets of one id, the ack comes once and an echo is no more than an op frame', async () => {
    const first = await RawSocket.open(server);
    const second = await RawSocket.open(server, { id: first.id });
    assert.equal(second.id, first.id);
    const document = freshId();
    await first.ask({ a: 's', c: 'notes', d: document, v: null });
    const frames = await first.submit('notes', document, { v: 0, create: { type: JSON0, data: 1 } });
    assert.equal(frames.length, 1);
    await first.assertSilent('one ack is all');
    await second.settle();
    await first.close();
    await second.close();
  });

  test('unknown keys do no harm', async () => {
    const socket = await RawSocket.open(server);
    const reply = await socket.ask({ a: 'f', c: 'notes', d: freshId(), v: null, extra: [1, { b: 2 }] });
    assert.equal(reply.a, 'f');
    assert.equal(reply.data.v, 0);
    await socket.close();
  });

  test('the ping is answered, in order with other replies', async () => {
    const socket = await RawSocket.open(server);
    assert.deepEqual(await socket.ask({ a: 'pp' }), { a: 'pp' });
    const document = freshId();
    socket.send({ a: 'u', c: 'notes', d: document });
    socket.send({ a: 'pp' });
    assert.equal((await socket.next()).a, 'u');
    assert.equal((await socket.next()).a, 'pp');
    await socket.close();
  });

  test('requests of one document are handled in the order sent', async () => {
    const socket = await RawSocket.open(server);
    const document = freshId();
    const count = 50;
    socket.send({ a: 'op', c: 'notes', d: document, v: 0, seq: 1, create: { type: JSON0, data: [] } });
    for (let i = 0; i < count; i++) {
      socket.send({ a: 'op', c: 'notes', d: document, seq: i + 2, op: [{ p: [i], li: i }] });
    }
    for (let i = 0; i <= count; i++) {
      const [ack] = (await socket.until((frame) => frame.seq !== undefined && !frame.op && !frame.create)).slice(-1);
      assert.equal(ack.error, undefined, socket.explain('ack'));
      assert.equal(ack.seq, i + 1);
      assert.equal(ack.v, i);
    }
    await socket.close();
  });
});
