// Section 10 of the protocol: every row of its two tables, and the survival of garbage.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { isReference, referenceDiffers, startServer } from '../support/server.mjs';
import { JSON0, RICH_TEXT, RawSocket, assertRefused, freshId } from '../support/raw.mjs';

const BAD_MESSAGE = 'ERR_MESSAGE_BADLY_FORMED';
const BAD_OP = 'ERR_OT_OP_BADLY_FORMED';
const DANGEROUS = [
  'constructor', '__defineGetter__', '__defineSetter__', 'hasOwnProperty', '__lookupGetter__', '__lookupSetter__',
  'isPrototypeOf', 'propertyIsEnumerable', 'toString', 'valueOf', '__proto__', 'toLocaleString',
];

describe('malformed requests (10.2)', () => {
  let server;
  let socket;
  let d;
  before(async () => {
    server = await startServer();
    socket = await RawSocket.open(server);
    d = freshId();
    await socket.createRichText(d, [{ insert: 'x' }]);
  });
  after(async () => {
    await socket.close();
    await server.stop();
  });

  async function refuses(message, text, code = BAD_MESSAGE) {
    const request = JSON.parse(JSON.stringify(message));
    const reply = await socket.ask(message);
    assertRefused(reply, request, code, text);
  }

  test('action missing or unknown', async () => {
    await refuses({}, 'Invalid or unknown message');
    await refuses({ a: 'zzz' }, 'Invalid or unknown message');
    await refuses({ a: 'zzz', id: 5, deep: [{ x: null }] }, 'Invalid or unknown message');
    await refuses({ a: 5 }, 'Invalid or unknown message');
    await refuses({ a: null }, 'Invalid or unknown message');
    await refuses({ a: 'fixup' }, 'Invalid or unknown message');
  });

  test('collection not a string', async () => {
    for (const c of [5, {}, [], true]) {
      for (const a of ['f', 's', 'u', 'op', 'nf', 'nt', 'bf', 'bs', 'bu']) {
        await refuses({ a, id: 1, c, d: 'x', b: [] }, 'Invalid collection');
      }
    }
  });

  test('collection a dangerous name', async () => {
    for (const c of DANGEROUS) {
      // Written as text: a literal with __proto__ would set a prototype.
      socket.sendText(`{"a":"f","c":"${c}","d":"x"}`);
      assert.equal((await socket.next()).error?.message, 'Invalid collection');
    }
  });

  test('id not a string or a dangerous name', async () => {
    for (const a of ['f', 's', 'u', 'op', 'nf', 'nt']) {
      await refuses({ a, id: 1, c: 'notes', d: 5 }, 'Invalid id');
      for (const name of DANGEROUS) await refuses({ a, id: 1, c: 'notes', d: name }, 'Invalid id');
    }
  });

  test('version negative or not a number', async () => {
    for (const v of [-1, 'x', {}, true]) {
      for (const a of ['f', 's', 'op', 'nf']) {
        await refuses({ a, id: 1, c: 'notes', d, v, seq: 9999, op: [] }, 'Invalid version');
      }
    }
  });

  test('version a fraction', referenceDiffers('lets fractions pass'), async () => {
    for (const a of ['f', 's', 'op', 'nf']) {
      await refuses({ a, id: 1, c: 'notes', d, v: 0.5, seq: 9999, op: [] }, 'Invalid version');
    }
  });

  test('nf and nt without collection or id', async () => {
    for (const a of ['nf', 'nt']) {
      await refuses({ a, id: 9, d }, 'Invalid collection');
      await refuses({ a, id: 9, c: 'notes' }, 'Invalid id');
    }
  });

  test('collection or id missing', referenceDiffers('takes them for the text "undefined"'), async () => {
    for (const a of ['f', 's', 'op']) {
      const rest = a === 'op' ? { v: 0, seq: 9999, op: [] } : {};
      await refuses({ a, d, ...rest }, 'Invalid collection');
      await refuses({ a, c: 'notes', ...rest }, 'Invalid id');
    }
  });

  test('time not a number', () => refuses({ a: 'nt', id: 9, c: 'notes', d, ts: 'x' }, 'Invalid timestamp'));

  test('bulk data of no use', async () => {
    for (const a of ['bf', 'bs', 'bu']) {
      await refuses({ a, c: 'notes' }, 'Invalid bulk subscribe data');
      await refuses({ a, c: 'notes', b: 'x' }, 'Invalid bulk subscribe data');
      await refuses({ a, c: 'notes', b: 5 }, 'Invalid bulk subscribe data');
      await refuses({ a, c: 'notes', b: [5] }, 'Invalid id');
      await refuses({ a, c: 'notes', b: ['ok', 'toString'] }, 'Invalid id');
    }
    for (const a of ['bf', 'bs']) {
      await refuses({ a, c: 'notes', b: { x: 'one' } }, 'Invalid version');
      await refuses({ a, c: 'notes', b: { x: -1 } }, 'Invalid version');
      await refuses({ a, c: 'notes', b: { valueOf: 1 } }, 'Invalid id');
    }
  });

  test('presence without a good id, version or channel', async () => {
    await refuses({ a: 'p', ch: 'x', p: 1 }, 'Invalid presence ID');
    await refuses({ a: 'p', ch: 'x', id: 5, p: 1, pv: 0 }, 'Invalid presence ID');
    await refuses({ a: 'p', ch: 'x', id: 'toString', p: 1, pv: 0 }, 'Invalid presence ID');
    await refuses({ a: 'p', ch: 'x', id: 'ok', p: 1, pv: 'one' }, 'Invalid presence version');
    await refuses({ a: 'p', ch: 'x', id: 'ok', p: 1, pv: -1 }, 'Invalid presence version');
    await refuses({ a: 'p', ch: 5, id: 'ok', p: 1, pv: 0 }, 'Invalid presence channel');
    for (const a of ['ps', 'pu', 'pr']) {
      await refuses({ a, ch: 5, seq: 1 }, 'Invalid presence channel');
      await refuses({ a, ch: 'toString', seq: 1 }, 'Invalid presence channel');
    }
  });

  test('seq not a number', async () => {
    await refuses({ a: 'op', c: 'notes', d, v: 1, seq: 'q', op: [] }, 'Invalid seq');
    await refuses({ a: 'ps', ch: 'x', seq: 'q' }, 'Invalid seq');
  });

  test('handshake with a protocol of no use', async () => {
    await refuses({ a: 'hs', id: null, protocol: {}, protocolMinor: 2 }, 'Invalid protocol');
    await refuses({ a: 'hs', id: null, protocol: 1, protocolMinor: [] }, 'Invalid protocol');
  });

  test('queries without a number as id, or with bad results', async () => {
    for (const a of ['qf', 'qs', 'qu']) await refuses({ a, c: 'notes', q: {} }, 'Missing query ID');
    await refuses({ a: 'qs', id: 'x', c: 'notes', q: {} }, 'Missing query ID');
    await refuses({ a: 'qs', id: 1, c: 'notes', q: {}, r: 'x' }, 'Invalid query results');
    await refuses({ a: 'qs', id: 1, c: 'notes', q: {}, r: [[5, 1]] }, 'Invalid id');
    await refuses({ a: 'qs', id: 1, c: 'notes', q: {}, r: [['x', 'one']] }, 'Invalid version');
  });

  test('the socket is as good as before', async () => {
    assert.equal((await socket.snapshot(d)).v, 1);
    await socket.commit('notes', d, { v: 1, op: [] });
  });
});

describe('refused ops (10.3)', () => {
  let server;
  let socket;
  let d; // rich-text "ab" at version 2
  let j; // json0 {n: 1} at version 2
  before(async () => {
    server = await startServer();
    socket = await RawSocket.open(server);
    d = freshId();
    j = freshId();
    await socket.createRichText(d, [{ insert: 'b' }]);
    await socket.commit('notes', d, { v: 1, op: [{ insert: 'a' }] });
    await socket.createJson(j, {});
    await socket.commit('notes', j, { v: 1, op: [{ p: ['n'], oi: 1 }] });
  });
  after(async () => {
    await socket.close();
    await server.stop();
  });

  // `echo`: how the request comes back where it is normalised.
  async function refuses(fields, code, text, echo = {}) {
    const request = { a: 'op', c: 'notes', seq: ++socket.seq, ...fields };
    for (const key of Object.keys(request)) if (request[key] === undefined) delete request[key];
    const reply = await socket.ask(request);
    assertRefused(reply, { ...request, ...echo }, code, text);
  }

  test('no op, create or del', async () => {
    const request = { a: 'op', c: 'notes', d, v: 1, seq: ++socket.seq };
    const reply = await socket.ask(request);
    if (isReference) assert.ok(reply.error);
    else assertRefused(reply, request, BAD_MESSAGE, 'Invalid op message');
  });

  test('create not an object, without a type, of an unknown type', async () => {
    const fresh = freshId();
    await refuses({ d: fresh, v: 0, create: 5 }, BAD_OP, 'Create data must be an object');
    await refuses({ d: fresh, v: 0, create: { data: [] } }, BAD_OP, 'Missing create type');
    const unknown = { d: fresh, v: 0, create: { type: 'nope', data: [] } };
    const request = { a: 'op', c: 'notes', seq: ++socket.seq, ...unknown };
    const { error, ...rest } = await socket.ask(request);
    assert.deepEqual(error, { code: BAD_OP, message: 'Missing create type' });
    delete rest.create.type; // may have vanished
    assert.deepEqual(rest, { ...request, create: { data: [] } });
    assert.deepEqual(await socket.snapshot(fresh), { v: 0, type: null });
  });

  test('del not true', async () => {
    for (const del of [1, 'true']) await refuses({ d, v: 2, del }, BAD_OP, 'del value must be true');
  });

  test('seq missing', () => refuses({ d, v: 2, seq: undefined, op: [] }, BAD_OP, 'Both src and seq must be set together'));

  test('json0 op not an array, component without a path', async () => {
    await refuses({ d: j, v: 2, op: { p: ['n'], na: 2 } }, BAD_OP, 'json0 op must be an array');
    await refuses({ d: j, v: 2, op: [{ na: 2 }] }, BAD_OP, 'Missing path');
    await refuses({ d: j, v: 2, op: [{ p: 'n', na: 2 }] }, BAD_OP, 'Missing path');
  });

  test('version above the head', async () => {
    await refuses({ d, v: 3, op: [{ insert: 'x' }] }, 'ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT',
      'Invalid op submitted. Op version newer than current snapshot');
    await refuses({ d: freshId(), v: 1, create: { type: RICH_TEXT } }, 'ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT');
  });

  test('create of what exists: without a version, at the head, below it', async () => {
    const create = { type: RICH_TEXT, data: [] };
    const code = 'ERR_DOC_ALREADY_CREATED';
    await refuses({ d, v: null, create }, code, 'Invalid op submitted. Document already created');
    await refuses({ d, v: 2, create }, code, 'Document already exists');
    await refuses({ d, v: 0, create }, code, 'Document was created remotely');
    await refuses({ d, v: 0, op: [] }, code, 'Document was created remotely');
  });

  test('edit across a delete, and without a document', async () => {
    const gone = freshId();
    await socket.createJson(gone, 0);
    await socket.commit('notes', gone, { v: 1, del: true });
    await refuses({ d: gone, v: 1, op: [{ p: [], na: 1 }] }, 'ERR_DOC_WAS_DELETED', 'Document was deleted');
    await refuses({ d: gone, v: 2, op: [{ p: [], na: 1 }] }, 'ERR_DOC_DOES_NOT_EXIST', 'Document does not exist');
    await refuses({ d: freshId(), v: 0, op: [] }, 'ERR_DOC_DOES_NOT_EXIST', 'Document does not exist');
  });

  test('an op that does not apply', async () => {
    const ops = [
      [{ p: ['n'], li: 2 }], [{ p: ['n'], si: 'x' }], [{ p: ['none', 'x'], oi: 1 }], [{ p: ['x'], na: 1 }],
      [{ p: ['n'], t: 'unknown', o: [] }], [{ p: ['n'] }],
    ];
    for (const op of ops) {
      const request = { a: 'op', c: 'notes', d: j, v: 2, seq: ++socket.seq, op };
      const reply = await socket.ask(request);
      assertRefused(reply, request, 'ERR_OT_OP_NOT_APPLIED');
    }
  });

  test('a json0 path through a dangerous name', async () => {
    for (const name of DANGEROUS) {
      const text = `{"a":"op","c":"notes","d":"${j}","v":2,"seq":${++socket.seq},"op":[{"p":["${name}"],"oi":1}]}`;
      socket.sendText(text);
      const { error } = await socket.next();
      assert.equal(error?.code, 'ERR_OT_OP_NOT_APPLIED', name);
      assert.equal(error.message, 'Invalid path segment', name);
    }
  });

  test('seq too big', async () => {
    await refuses({ d, v: 2, seq: Number.MAX_SAFE_INTEGER, op: [] }, 'ERR_CONNECTION_SEQ_INTEGER_OVERFLOW');
  });

  test('none of it left a trace', async () => {
    assert.deepEqual(await socket.snapshot(d), { v: 2, data: { ops: [{ insert: 'ab' }] }, type: RICH_TEXT });
    const snapshot = await socket.snapshot(j);
    assert.equal(snapshot.v, 2);
    assert.deepEqual(snapshot.data, { n: 1 });
  });

  test('json0 indexes out of range', referenceDiffers('pads and clips as splice does'), async () => {
    const list = freshId();
    await socket.createJson(list, ['a', 'b']);
    const ops = [
      [{ p: [3], li: 'x' }], [{ p: [2], ld: 'x' }], [{ p: [5], ld: 1, li: 2 }], [{ p: [-1], li: 'x' }],
      [{ p: [-1], ld: 'b' }], [{ p: [0], lm: 2 }], [{ p: [2], lm: 0 }], [{ p: ['0'], li: 'x' }],
    ];
    for (const op of ops) {
      const reply = (await socket.submit('notes', list, { v: 1, op })).at(-1);
      assert.ok(reply.error, `${JSON.stringify(op)} is out of range`);
    }
    assert.deepEqual((await socket.snapshot(list)).data, ['a', 'b']);
  });

  test('rich-text ops that would damage the document (12.5)', referenceDiffers('has no checks'), async () => {
    const ops = [
      [{ retain: 1 }, { delete: 5 }], [{ retain: 5 }, { insert: 'Z' }], [{ delete: 3 }],
      [{ foo: 1 }], [{}], [{ retain: 0 }], [{ delete: 0 }, { insert: 'x' }], [{ retain: -1 }], [{ delete: -1 }],
      [{ insert: '' }], [{ insert: 5 }], [{ insert: null }], [{ insert: ['x'] }], [{ retain: 1.5 }],
      [{ retain: { image: 'x' } }], [{ retain: '1' }], [5], ['x'], [null],
    ];
    for (const op of ops) {
      const request = { a: 'op', c: 'notes', d, v: 2, seq: ++socket.seq, op };
      const reply = await socket.ask(request);
      assert.ok(reply.error, `${JSON.stringify(op)} would damage the document: ${JSON.stringify(reply)}`);
      assert.match(reply.error.code, /^ERR_OT_OP_(NOT_APPLIED|BADLY_FORMED)$/);
    }
    assert.deepEqual((await socket.snapshot(d)).data, { ops: [{ insert: 'ab' }] });
  });

  test('rich-text documents that hold more than inserts', referenceDiffers('has no checks'), async () => {
    for (const data of [[{ retain: 3 }], [{ delete: 1 }], [{ insert: 'a' }, { retain: 1 }], [{ insert: '' }]]) {
      const fresh = freshId();
      const reply = (await socket.submit('notes', fresh, { v: 0, create: { type: RICH_TEXT, data } })).at(-1);
      assert.ok(reply.error, JSON.stringify(data));
      assert.deepEqual(await socket.snapshot(fresh), { v: 0, type: null });
    }
  });
});

describe('garbage', () => {
  let server;
  let witness;
  before(async () => {
    server = await startServer();
    witness = await RawSocket.open(server);
  });
  after(async () => {
    await witness.close();
    await server.stop();
  });

  async function assertServerLives() {
    assert.deepEqual(await witness.ask({ a: 'pp' }), { a: 'pp' });
    assert.ok(server.isRunning());
  }

  const closers = ['{nope', '', 'null', '5', '"text"', 'true', '{"a":"pp"', '{"a":"pp"} {"a":"pp"}', '\u0000', '{"a":"f","c":"x","d":"\\ud8',
    '['.repeat(100_000), '{"a":'.repeat(50_000), `{"a":"op","op":${'['.repeat(200_000)}${']'.repeat(200_000)}}`];
  for (const [index, text] of closers.entries()) {
    test(`text that is no message costs at most its own socket: ${JSON.stringify(text.slice(0, 24))} (${index})`, async () => {
      const socket = await RawSocket.open(server);
      socket.sendText(text);
      // Closed or answered: both will do. A silent socket would leave a client waiting for ever.
      const answer = socket.next().catch(() => 'silent');
      const outcome = await Promise.race([socket.closed, answer]);
      assert.notEqual(outcome, 'silent');
      socket.cut();
      await assertServerLives();
    });
  }

  test('an array is no message', async () => {
    const socket = await RawSocket.open(server);
    socket.sendText('[1]');
    await Promise.race([socket.closed, socket.next()]);
    socket.cut();
    await assertServerLives();
  });

  test('a binary frame is read as text or closes its socket', async () => {
    const socket = await RawSocket.open(server);
    socket.socket.send(Buffer.from('{"a":"pp"}'));
    const outcome = await Promise.race([socket.closed, socket.next()]);
    assert.ok(outcome.code !== undefined || outcome.a === 'pp');
    socket.cut();
    await assertServerLives();
  });

  test('text that is not UTF-8 closes its socket', async () => {
    const socket = await RawSocket.open(server);
    socket.socket.send(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22]), { binary: false });
    await socket.closed;
    await assertServerLives();
  });

  test('a frame above the limit closes its socket', async () => {
    const socket = await RawSocket.open(server);
    socket.socket.send(`{"a":"pp","x":"${'x'.repeat((isReference ? 101 : 17) << 20)}"}`);
    await socket.closed;
    await assertServerLives();
  });

  test('wrong kinds of values everywhere', async () => {
    const values = [null, true, 0, -1, 1e308, 1.5, '', 'x', [], [[]], {}, { a: 1 }, '__proto__'];
    const keys = ['a', 'id', 'c', 'd', 'v', 'seq', 'src', 'op', 'create', 'del', 'x', 'm', 'b', 'ch', 'p', 'pv', 't', 'ts', 'q', 'r', 'o', 'protocol'];
    const actions = ['hs', 'f', 's', 'u', 'bf', 'bs', 'bu', 'op', 'qf', 'qs', 'qu', 'nf', 'nt', 'p', 'ps', 'pu', 'pr', 'pp', 'init', 'q', 'fixup'];
    let socket = await RawSocket.open(server);
    for (const a of actions) {
      for (const key of keys) {
        for (const value of values) {
          if (socket.socket.readyState !== 1) socket = await RawSocket.open(server);
          socket.send({ a, id: 1, c: 'garbage', d: 'g', v: 0, seq: 1, b: [], ch: 'ch', [key]: value });
        }
      }
      await witness.ask({ a: 'pp' });
    }
    socket.cut();
    await assertServerLives();
  });

  test('sockets that come and go in every state', async () => {
    for (let i = 0; i < 60; i++) {
      const socket = new RawSocket(server.url);
      await socket.opened;
      if (i % 3 > 0) socket.send({ a: 's', c: 'notes', d: 'g', v: null });
      if (i % 3 > 1) socket.send({ a: 'op', c: 'notes', d: freshId(), v: 0, seq: 1, create: { type: JSON0 } });
      socket.cut();
    }
    await assertServerLives();
  });
});
