// Section 6 of the protocol: what becomes of an op that was made at an old version.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer } from '../support/server.mjs';
import { JSON0, RawSocket, freshId, opsOf } from '../support/raw.mjs';

describe('concurrent ops', () => {
  let server;
  let first;
  let second;
  before(async () => {
    server = await startServer();
    first = await RawSocket.open(server);
    second = await RawSocket.open(server);
  });
  after(async () => {
    await first.close();
    await second.close();
    await server.stop();
  });

  // Two ops at one version: `a` is committed first. Returns the later op as the log has it, and the result.
  async function race(type, data, a, b) {
    const d = freshId();
    await first.commit('notes', d, { v: 0, create: { type, data } });
    await first.commit('notes', d, { v: 1, op: a });
    const ack = await second.commit('notes', d, { v: 1, op: b });
    assert.equal(ack.v, 2);
    const [frame] = await first.history(d, 2);
    return { op: frame.op, data: (await first.snapshot(d)).data };
  }

  // Sections 6.2, 12.4 and 13: who wins. [what, document, first op, later op, document after both]
  const richText = [
    ['inserts at one place: the first committed stays in front', [{ insert: '[]' }],
      [{ retain: 1 }, { insert: 'first' }], [{ retain: 1 }, { insert: 'second' }], [{ insert: '[firstsecond]' }]],
    ['one attribute twice: the first committed wins', [{ insert: 'ab' }],
      [{ retain: 2, attributes: { color: 'red' } }], [{ retain: 2, attributes: { color: 'blue', bold: true } }],
      [{ insert: 'ab', attributes: { color: 'red', bold: true } }]],
    ['a removal first against a setting: the removal wins', [{ insert: 'ab', attributes: { bold: true } }],
      [{ retain: 2, attributes: { bold: null } }], [{ retain: 2, attributes: { bold: 'x' } }], [{ insert: 'ab' }]],
    ['a setting first against a removal: the setting wins', [{ insert: 'ab', attributes: { bold: true } }],
      [{ retain: 2, attributes: { bold: 'x' } }], [{ retain: 2, attributes: { bold: null } }],
      [{ insert: 'ab', attributes: { bold: 'x' } }]],
    ['an insert inside a deleted range survives', [{ insert: 'abcd' }],
      [{ retain: 1 }, { delete: 2 }], [{ retain: 2 }, { insert: 'X' }], [{ insert: 'aXd' }]],
    ['a delete around an insert spares it', [{ insert: 'abcd' }],
      [{ retain: 2 }, { insert: 'X' }], [{ delete: 4 }], [{ insert: 'X' }]],
    ['overlapping deletes take each character once', [{ insert: 'abcdef' }],
      [{ retain: 1 }, { delete: 3 }], [{ retain: 2 }, { delete: 3 }], [{ insert: 'af' }]],
    ['formatting of deleted text vanishes', [{ insert: 'abc' }],
      [{ delete: 2 }], [{ retain: 3, attributes: { bold: true } }], [{ insert: 'c', attributes: { bold: true } }]],
    ['astral characters count two', [{ insert: '😀b' }],
      [{ insert: '🎉' }], [{ retain: 2 }, { insert: 'X' }], [{ insert: '🎉😀Xb' }]],
  ];
  for (const [what, data, a, b, expected] of richText) {
    test(`rich-text: ${what}`, async () => {
      const result = await race('rich-text', data, a, b);
      assert.deepEqual(result.data.ops, expected);
    });
  }

  test('rich-text: a transformed op is sent as {ops}, reduced to what is left of it', async () => {
    const { op } = await race('rich-text', [{ insert: 'ab' }],
      [{ retain: 2, attributes: { color: 'red' } }],
      [{ retain: 2, attributes: { color: 'blue', bold: true } }, { insert: 'ins' }]);
    assert.deepEqual(op, { ops: [{ retain: 2, attributes: { bold: true } }, { insert: 'ins' }] });
  });

  const json = [
    ['list inserts at one place: the later goes in front', [0],
      [{ p: [0], li: 'first' }], [{ p: [0], li: 'second' }], ['second', 'first', 0]],
    ['string inserts at one place: the later goes in front', '[]',
      [{ p: [1], si: 'first' }], [{ p: [1], si: 'second' }], '[secondfirst]'],
    ['text0 inserts at one place: the later goes in front', { t: '[]' },
      [{ p: ['t'], t: 'text0', o: [{ p: 1, i: 'first' }] }], [{ p: ['t'], t: 'text0', o: [{ p: 1, i: 'second' }] }], { t: '[secondfirst]' }],
    ['one key set twice: the later wins', {}, [{ p: ['k'], oi: 'first' }], [{ p: ['k'], oi: 'second' }], { k: 'second' }],
    ['one key replaced twice: the later wins', { k: 0 },
      [{ p: ['k'], od: 0, oi: 'first' }], [{ p: ['k'], od: 0, oi: 'second' }], { k: 'second' }],
    ['one item replaced twice: the later wins', [0],
      [{ p: [0], ld: 0, li: 'first' }], [{ p: [0], ld: 0, li: 'second' }], ['second']],
    ['one item moved twice: the later wins', ['x', 'a', 'b', 'c'],
      [{ p: [0], lm: 1 }], [{ p: [0], lm: 3 }], ['a', 'b', 'c', 'x']],
    ['numbers add up', { n: 1 }, [{ p: ['n'], na: 2 }], [{ p: ['n'], na: 4 }], { n: 7 }],
    ['a change inside a deleted item vanishes', [['a']], [{ p: [0], ld: ['a'] }], [{ p: [0, 0], li: 'b' }], []],
    ['an item deleted twice is deleted once', ['a', 'b'], [{ p: [0], ld: 'a' }], [{ p: [0], ld: 'a' }], ['b']],
    ['paths move with list inserts', ['a', { n: 1 }], [{ p: [0], li: 'x' }], [{ p: [1, 'n'], na: 1 }], ['x', 'a', { n: 2 }]],
    ['paths follow a moved item', [{ n: 1 }, 'a'], [{ p: [0], lm: 1 }], [{ p: [0, 'n'], na: 1 }], ['a', { n: 2 }]],
  ];
  for (const [what, data, a, b, expected] of json) {
    test(`json0: ${what}`, async () => {
      assert.deepEqual((await race(JSON0, data, a, b)).data, expected);
    });
  }

  test('json0: a later oi against the first one carries its value as od', async () => {
    const { op } = await race(JSON0, {}, [{ p: ['k'], oi: 'first' }], [{ p: ['k'], oi: 'second' }]);
    assert.deepEqual(op, [{ p: ['k'], od: 'first', oi: 'second' }]);
  });

  test('json0: a deletion whose target changed inside carries the changed value', async () => {
    const { op } = await race(JSON0, [{ n: 1 }], [{ p: [0, 'n'], na: 1 }], [{ p: [0], ld: { n: 1 } }]);
    assert.deepEqual(op, [{ p: [0], ld: { n: 2 } }]);
  });

  // Table 6.1. [committed, incoming, code or null for "stays"]; the document is json0 0 at version 1 (or absent).
  const edit = { op: [{ p: [], na: 1 }] };
  const create = { create: { type: JSON0, data: 5 } };
  const del = { del: true };
  const table = [
    ['op', edit, 'op', edit, null],
    ['op', edit, 'create', create, 'ERR_DOC_ALREADY_CREATED'],
    ['op', edit, 'del', del, null],
    ['create', create, 'op', edit, 'ERR_DOC_ALREADY_CREATED'],
    ['create', create, 'create', create, 'ERR_DOC_ALREADY_CREATED'],
    ['create', create, 'del', del, 'ERR_DOC_ALREADY_CREATED'],
    ['del', del, 'op', edit, 'ERR_DOC_WAS_DELETED'],
    ['del', del, 'create', create, 'ERR_DOC_WAS_DELETED'],
    ['del', del, 'del', del, null],
  ];
  for (const [committed, committedFields, incoming, incomingFields, code] of table) {
    test(`committed ${committed}, incoming ${incoming}: ${code ?? 'commits'}`, async () => {
      const d = freshId();
      let v = 0;
      if (committed !== 'create') {
        await first.createJson(d, 0);
        v = 1;
      }
      await first.commit('notes', d, { v, ...committedFields });
      const reply = (await second.submit('notes', d, { v, ...incomingFields })).at(-1);
      assert.equal(reply.error?.code ?? null, code, second.explain('reply'));
      if (code === null) assert.equal(reply.v, v + 1);
      assert.equal((await first.snapshot(d)).v, code === null ? v + 2 : v + 1);
    });
  }

  test('a delete applies at the head of whatever there is, and takes a version', async () => {
    const d = freshId();
    assert.equal((await first.commit('notes', d, { v: 0, del: true })).v, 0);
    assert.equal((await first.commit('notes', d, { v: 1, del: true })).v, 1);
    assert.deepEqual(await first.snapshot(d), { v: 2, type: null });
  });

  test('a create below a delete fails; at the head it works', async () => {
    const d = freshId();
    await first.createJson(d, 0);
    await first.commit('notes', d, { v: 1, ...del });
    const below = (await first.submit('notes', d, { v: 1, ...create })).at(-1);
    assert.equal(below.error?.code, 'ERR_DOC_WAS_DELETED');
    assert.equal((await first.commit('notes', d, { v: 2, ...create })).v, 2);
    assert.equal((await first.snapshot(d)).data, 5);
  });

  test('a document may be created again as another type', async () => {
    const d = freshId();
    await first.createJson(d, 0);
    await first.commit('notes', d, { v: 1, ...del });
    await first.commit('notes', d, { v: 2, create: { type: 'rich-text', data: [{ insert: 'x' }] } });
    await first.commit('notes', d, { v: 3, op: [{ retain: 1 }, { insert: 'y' }] });
    assert.deepEqual((await first.snapshot(d)).data.ops, [{ insert: 'xy' }]);
    assert.equal((await first.history(d)).length, 4);
  });

  test('an op goes through a long stretch of others, one by one', async () => {
    const d = freshId();
    await first.createRichText(d, [{ insert: 'end' }]);
    for (let v = 1; v <= 200; v++) await first.commit('notes', d, { v, op: [{ insert: 'x' }] });
    await second.commit('notes', d, { v: 1, op: [{ retain: 3 }, { insert: '!' }] });
    const [{ op }] = await first.history(d, 201);
    assert.deepEqual(opsOf(op), [{ retain: 203 }, { insert: '!' }]);
  });
});
