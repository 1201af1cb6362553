// Sections 12 and 13 of the protocol: what text, attributes and JSON values may hold, and how they come back.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../support/server.mjs';
import { RawSocket, freshId, opsOf } from '../support/raw.mjs';

describe('content', () => {
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

  async function textAfter(start, ...ops) {
    const d = freshId();
    await one.createRichText(d, [{ insert: start }]);
    await two.ask({ a: 's', c: 'notes', d, v: 1 });
    for (const [index, op] of ops.entries()) {
      await one.commit('notes', d, { v: index + 1, op });
      assert.deepEqual(opsOf((await two.next()).op), op, 'an op in its place is broadcast as it came');
    }
    await two.ask({ a: 'u', c: 'notes', d });
    const { data } = await one.snapshot(d);
    return data.ops;
  }

  test('half a surrogate pair is content, and comes back as it was', async () => {
    assert.deepEqual(await textAfter('a', [{ retain: 1 }, { insert: '\ud83d' }]), [{ insert: 'a\ud83d' }]);
    assert.deepEqual(await textAfter('a', [{ insert: '\ude00' }]), [{ insert: '\ude00a' }]);
  });

  test('two halves that meet are the character', async () => {
    assert.deepEqual(await textAfter('ab', [{ retain: 1 }, { insert: '\ude00' }], [{ retain: 1 }, { insert: '\ud83d' }]), [{ insert: 'a😀b' }]);
  });

  test('a delete may cut a pair in half, and another may take the rest', async () => {
    assert.deepEqual(await textAfter('x😀y', [{ retain: 1 }, { delete: 1 }]), [{ insert: 'x\ude00y' }]);
    assert.deepEqual(await textAfter('x😀y', [{ retain: 2 }, { delete: 1 }]), [{ insert: 'x\ud83dy' }]);
    assert.deepEqual(await textAfter('x😀y', [{ retain: 1 }, { delete: 1 }], [{ retain: 1 }, { delete: 1 }]), [{ insert: 'xy' }]);
  });

  test('text between the halves of a pair, and formatting of one half', async () => {
    assert.deepEqual(await textAfter('😀', [{ retain: 1 }, { insert: '-' }]), [{ insert: '\ud83d-\ude00' }]);
    assert.deepEqual(await textAfter('😀', [{ retain: 1, attributes: { bold: true } }]),
      [{ insert: '\ud83d', attributes: { bold: true } }, { insert: '\ude00' }]);
    assert.deepEqual(
      await textAfter('😀', [{ retain: 1, attributes: { bold: true } }], [{ retain: 1, attributes: { bold: null } }]),
      [{ insert: '😀' }],
    );
  });

  test('lone surrogates travel as escapes: the frames are valid UTF-8 text', async () => {
    const d = freshId();
    await one.createRichText(d, [{ insert: '\ud83d' }]);
    one.send({ a: 'f', c: 'notes', d, v: null });
    await one.next();
    assert.match(one.trace.at(-1), /\\ud83d/i);
  });

  test('controls, separators, noncharacters and marks are content', async () => {
    const text = '\u0000\u0001\t\r\n\u007f\u0085\u2028\u2029\ufeff\ufffe\uffff\ufffd\u202e\u0301';
    assert.deepEqual(await textAfter('', [{ insert: text }]).catch(() => textAfter('x', [{ insert: text }, { delete: 1 }])), [{ insert: text }]);
  });

  test('astral characters count two', async () => {
    assert.deepEqual(await textAfter('😀😀b', [{ retain: 4 }, { insert: 'X' }]), [{ insert: '😀😀Xb' }]);
  });

  test('embeds have length one and are kept whole', async () => {
    const image = { insert: { image: 'a.png', deep: { list: [1, null] } } };
    assert.deepEqual(await textAfter('ab', [{ retain: 1 }, image], [{ retain: 2 }, { insert: 'X' }]),
      [{ insert: 'a' }, image, { insert: 'Xb' }]);
    assert.deepEqual(await textAfter('ab', [image], [image], [{ delete: 1 }]), [image, { insert: 'ab' }]);
  });

  test('attribute values are any JSON, replaced whole, compared by value', async () => {
    const value = { a: [1, { b: null }], c: 'x' };
    assert.deepEqual(await textAfter('ab', [{ retain: 1, attributes: { deep: value } }]),
      [{ insert: 'a', attributes: { deep: value } }, { insert: 'b' }]);
    assert.deepEqual(
      await textAfter('ab',
        [{ retain: 1, attributes: { deep: { a: 1, b: 2 } } }],
        [{ retain: 1 }, { retain: 1, attributes: { deep: { b: 2, a: 1 } } }]),
      [{ insert: 'ab', attributes: { deep: { a: 1, b: 2 } } }],
    );
    assert.deepEqual(await textAfter('a', [{ retain: 1, attributes: { n: 1, s: '', f: false, z: 0 } }]),
      [{ insert: 'a', attributes: { n: 1, s: '', f: false, z: 0 } }]);
  });

  test('a null attribute takes the key away, and none are left over', async () => {
    assert.deepEqual(
      await textAfter('ab', [{ retain: 2, attributes: { bold: true } }], [{ retain: 2, attributes: { bold: null } }]),
      [{ insert: 'ab' }],
    );
  });

  test('an insert after a delete stands where it stood: the order of both does not matter', async () => {
    assert.deepEqual(await textAfter('abc', [{ retain: 1 }, { delete: 1 }, { insert: 'X' }]), [{ insert: 'aXc' }]);
    assert.deepEqual(await textAfter('abc', [{ retain: 1 }, { insert: 'X' }, { delete: 1 }]), [{ insert: 'aXc' }]);
  });

  test('json0 keeps every value as it was', async () => {
    const d = freshId();
    const data = {
      '': 'empty key', 'ü😀\ud83d': '\udc00', n: [0, -1.5, 1e21, 1e-7, 5e-324, 0.1, 9007199254740993, 123456789.123], b: [true, false, null],
      deep: { '"quoted\\"': '\u0000\u2028' },
    };
    await one.createJson(d, data);
    assert.deepEqual((await one.snapshot(d)).data, data);
  });

  test('json0 numbers are doubles', async () => {
    const d = freshId();
    await one.createJson(d, { n: 0.1 });
    await one.commit('notes', d, { v: 1, op: [{ p: ['n'], na: 0.2 }] });
    assert.equal((await one.snapshot(d)).data.n, 0.1 + 0.2);
  });

  test('json0 operations of every kind', async () => {
    const d = freshId();
    await one.createJson(d, { list: ['a', 'b', 'c'], text: 'hello', n: 1, o: {} });
    const ops = [
      [{ p: ['list', 0], li: 'x' }], [{ p: ['list', 1], ld: 'a' }], [{ p: ['list', 0], ld: 'x', li: 'y' }], [{ p: ['list', 0], lm: 2 }],
      [{ p: ['o', 'k'], oi: { deep: [1] } }], [{ p: ['o', 'k'], od: { deep: [1] }, oi: null }], [{ p: ['o', 'z'], oi: 1 }, { p: ['o', 'k'], od: null }],
      [{ p: ['text', 5], si: ' world' }], [{ p: ['text', 0], sd: 'h' }], [{ p: ['text'], t: 'text0', o: [{ p: 0, i: 'H' }, { p: 1, d: 'ello' }] }],
      [{ p: ['n'], na: -3.5 }],
    ];
    for (const [index, op] of ops.entries()) await one.commit('notes', d, { v: index + 1, op });
    assert.deepEqual((await one.snapshot(d)).data, { list: ['b', 'c', 'y'], text: 'H world', n: -2.5, o: { z: 1 } });
  });

  test('a large document and a large op go through', async () => {
    const text = 'Plenary 😀 '.repeat(100_000);
    const d = freshId();
    await one.createRichText(d, [{ insert: text }]);
    await one.commit('notes', d, { v: 1, op: [{ retain: text.length }, { insert: text }] });
    const { data } = await one.snapshot(d);
    assert.equal(data.ops.length, 1);
    assert.equal(data.ops[0].insert, text + text);
  });
});
