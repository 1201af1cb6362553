// Refusals that keep clients equal, and others from being held up.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { isReference, startServer } from '../support/server.mjs';
import { JSON0, RICH_TEXT, RawSocket, freshId } from '../support/raw.mjs';

describe('what is refused', { skip: isReference }, () => {
  let server;
  let socket;
  let other;
  before(async () => {
    server = await startServer();
    socket = await RawSocket.open(server);
    other = await RawSocket.open(server);
  });
  after(async () => {
    await socket.close();
    await other.close();
    await server.stop();
  });

  // Written as text: a literal with __proto__ would set a prototype.
  async function refuses(c, d, rest, code) {
    socket.sendText(`{"a":"op","c":"${c}","d":"${d}","v":1,"seq":999,${rest}}`);
    const reply = await socket.next();
    assert.equal(reply.error?.code, code, rest);
  }

  test('keys that JavaScript loses', async () => {
    const text = freshId();
    await socket.createRichText(text, [{ insert: 'x' }]);
    for (const op of [
      '[{"insert":{"__proto__":{"x":1}}}]',
      '[{"insert":{"constructor":1}}]',
      '[{"insert":{"image":{"deep":[{"__proto__":1}]}}}]',
      '[{"insert":"x","attributes":{"__proto__":{"x":1}}}]',
      '[{"insert":"x","attributes":{"constructor":1}}]',
      '[{"retain":1,"attributes":{"toString":null}}]',
      '[{"insert":"x","attributes":{"\\u005f\\u005fproto__":1}}]',
    ]) {
      await refuses('notes', text, `"op":${op}`, 'ERR_OT_OP_BADLY_FORMED');
    }
    for (const create of [
      `{"type":"${RICH_TEXT}","data":[{"insert":{"__proto__":1}}]}`,
      `{"type":"${RICH_TEXT}","data":[{"insert":"x","attributes":{"valueOf":1}}]}`,
      `{"type":"${JSON0}","data":{"deep":[{"__proto__":1}]}}`,
    ]) {
      socket.sendText(`{"a":"op","c":"notes","d":"${freshId()}","v":null,"seq":999,"create":${create}}`);
      assert.equal((await socket.next()).error?.code, 'ERR_OT_OP_BADLY_FORMED', create);
    }
    socket.sendText('{"a":"p","ch":"room","id":"i","p":{"a":{"__proto__":1}},"pv":1}');
    assert.equal((await socket.next()).error?.code, 'ERR_MESSAGE_BADLY_FORMED');
  });

  test('papers with ids that HTTP cannot name', async () => {
    for (const d of ['a b', 'ä', '..', 'a/b', 'x'.repeat(129)]) {
      const reply = await socket.ask({ a: 'op', c: 'documents', d, v: null, seq: 998, create: { type: RICH_TEXT, data: [] } });
      assert.equal(reply.error?.code, 'ERR_OT_OP_BADLY_FORMED', d);
    }
  });

  test('an edit that is too large for how far it lies behind, and one that is not is placed', async () => {
    const d = freshId();
    const pairs = 15_000;
    await socket.createRichText(d, [{ insert: 'a'.repeat(2 * pairs) }]);
    let v = 1;
    for (; v <= 200; v++) await other.commit('notes', d, { v, op: [{ retain: 2 * pairs }, { insert: 'z' }] });
    const op = [];
    for (let i = 0; i < pairs; i++) op.push({ retain: 1, attributes: { b: true } }, { retain: 1 });
    const reply = (await socket.submit('notes', d, { v: 1, seq: 1000, op })).at(-1);
    assert.equal(reply.error, undefined, 'six million components: in slices');
    assert.equal(reply.v, v);
    for (v += 1; v <= 1900; v++) await other.commit('notes', d, { v, op: [{ insert: 'z' }] });
    const late = (await socket.submit('notes', d, { v: 1, seq: 1001, op })).at(-1);
    assert.equal(late.error?.code, 'ERR_OT_OP_NOT_APPLIED');
    assert.match(late.error.message, /load it again/);
    const small = (await socket.submit('notes', d, { v: 1, seq: 1002, op: [{ insert: '!' }] })).at(-1);
    assert.equal(small.error, undefined, 'a small one may lie that far behind');
  });
});
