// The stock client's everyday calls: create, delete, bulk subscribe, snapshots of the past, queries refused.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { StockClient, assertConverged, call, closeClients } from '../support/clients.mjs';
import { normalForm, plain } from '../support/fold.mjs';
import { JSON0, RICH_TEXT, delay, freshId } from '../support/raw.mjs';
import { referenceDiffers, startServer } from '../support/server.mjs';

describe('documents', () => {
  let server;
  before(async () => { server = await startServer(); });
  afterEach(closeClients);
  after(() => server.stop());

  const two = () => [new StockClient(server, 'one'), new StockClient(server, 'two')];

  test('created by one, seen by another; deleted, and created again as something else', async () => {
    const [one, other] = two();
    const id = freshId();
    const mine = one.doc('notes', id);
    const theirs = other.doc('notes', id);
    await call(theirs, 'subscribe');
    assert.equal(theirs.type, null);
    await call(mine, 'create', [{ insert: 'text' }], RICH_TEXT);
    await call(mine, 'subscribe');
    await assertConverged(server, [one, other], 'notes', id);
    await call(theirs, 'submitOp', [{ retain: 4 }, { insert: '!' }]);
    await call(theirs, 'del');
    await assertConverged(server, [one, other], 'notes', id);
    assert.equal(mine.type, null);
    await call(mine, 'create', { fresh: true }, JSON0);
    const { snapshot } = await assertConverged(server, [one, other], 'notes', id);
    assert.equal(snapshot.v, 4);
    assert.deepEqual(theirs.data, { fresh: true });
  });

  test('of two who create one document at once, one wins and the other hears of it', async () => {
    const [one, other] = two();
    const id = freshId();
    await one.connected();
    await other.connected();
    const results = await Promise.allSettled([
      call(one.doc('notes', id), 'create', { by: 'one' }, JSON0),
      call(other.doc('notes', id), 'create', { by: 'other' }, JSON0),
    ]);
    const lost = results.filter(({ status }) => status === 'rejected');
    assert.equal(lost.length, 1);
    assert.equal(lost[0].reason.code, 'ERR_DOC_ALREADY_CREATED');
    await Promise.all([one, other].map((client) => call(client.doc('notes', id), 'subscribe')));
    await assertConverged(server, [one, other], 'notes', id);
  });

  test('edits on top of an unsent create go with it', async () => {
    const [one, other] = two();
    const id = freshId();
    const doc = one.doc('notes', id);
    doc.create([{ insert: 'a' }], RICH_TEXT);
    for (const letter of 'bcd') doc.submitOp([{ insert: letter }]);
    await call(doc, 'whenNothingPending').catch(() => {});
    await call(other.doc('notes', id), 'subscribe');
    await call(doc, 'subscribe');
    await assertConverged(server, [one, other], 'notes', id);
    assert.deepEqual(plain(other.doc('notes', id).data).ops, [{ insert: 'dcba' }]);
  });

  test('a delete and an edit at once: the edit is dropped, both agree', async () => {
    const [one, other] = two();
    const id = freshId();
    await call(one.doc('notes', id), 'create', { n: 0 }, JSON0);
    await Promise.all([one, other].map((client) => call(client.doc('notes', id), 'subscribe')));
    for (let i = 0; i < 5; i++) other.doc('notes', id).submitOp([{ p: ['n'], na: 1 }], () => {});
    one.doc('notes', id).del();
    await assertConverged(server, [one, other], 'notes', id);
    assert.equal(other.doc('notes', id).type, null);
  });

  test('a hundred documents subscribed in bulk follow their writers', async () => {
    const [one, other] = two();
    const ids = Array.from({ length: 100 }, (_, i) => freshId(`bulk${i}`));
    await Promise.all(ids.map((id, i) => call(one.doc('notes', id), 'create', i % 2 ? [{ insert: 'x' }] : 0, i % 2 ? RICH_TEXT : JSON0)));
    other.connection.startBulk();
    const subscribed = ids.map((id) => call(other.doc('notes', id), 'subscribe'));
    other.connection.endBulk();
    await Promise.all(subscribed);
    one.connection.startBulk();
    const fetched = ids.map((id) => call(one.doc('notes', id), 'subscribe'));
    one.connection.endBulk();
    await Promise.all(fetched);
    ids.forEach((id, i) => one.doc('notes', id).submitOp(i % 2 ? [{ insert: 'y' }] : [{ p: [], na: i }]));
    for (const id of ids.slice(0, 10)) await assertConverged(server, [one, other], 'notes', id);
    await Promise.all(ids.map((id) => call(one.doc('notes', id), 'whenNothingPending').catch(() => {})));
    other.cut(); // resubscribes with versions, in bulk
    ids.forEach((id, i) => one.doc('notes', id).submitOp(i % 2 ? [{ insert: 'z' }] : [{ p: [], na: 1 }]));
    await other.connected();
    for (const [i, id] of ids.entries()) {
      if (i % 10 < 2) await assertConverged(server, [one, other], 'notes', id);
    }
  });

  test('unsubscribe stops the stream, fetch catches up', async () => {
    const [one, other] = two();
    const id = freshId();
    await call(one.doc('notes', id), 'create', 0, JSON0);
    const doc = other.doc('notes', id);
    await call(doc, 'subscribe');
    await call(doc, 'unsubscribe');
    await call(one.doc('notes', id), 'submitOp', [{ p: [], na: 5 }]);
    await delay(50);
    assert.equal(doc.version, 1);
    await call(doc, 'fetch');
    assert.equal(doc.data, 5);
  });

  test('every version of the past can be had, by number and by time', async () => {
    const [one] = two();
    const id = freshId();
    const doc = one.doc('notes', id);
    await call(doc, 'create', [{ insert: '0' }], RICH_TEXT);
    const times = [];
    for (let v = 1; v < 8; v++) {
      await delay(5);
      times.push(Date.now());
      await delay(5);
      await call(doc, 'submitOp', [{ retain: v }, { insert: String(v) }]);
    }
    for (let v = 1; v <= 8; v++) {
      const snapshot = await call(one.connection, 'fetchSnapshot', 'notes', id, v);
      assert.equal(snapshot.v, v);
      assert.equal(snapshot.type, RICH_TEXT);
      assert.deepEqual(normalForm(snapshot.data), { ops: [{ insert: '01234567'.slice(0, v) }] });
    }
    assert.equal((await call(one.connection, 'fetchSnapshot', 'notes', id, null)).v, 8);
    assert.equal((await call(one.connection, 'fetchSnapshot', 'notes', id, 0)).type, null);
    for (const [i, time] of times.entries()) {
      assert.equal((await call(one.connection, 'fetchSnapshotByTimestamp', 'notes', id, time)).v, i + 1);
    }
    await assert.rejects(call(one.connection, 'fetchSnapshot', 'notes', id, 99));
  });

  test('a query calls back with an error instead of never', referenceDiffers('has queries'), async () => {
    const [one] = two();
    for (const method of ['createFetchQuery', 'createSubscribeQuery']) {
      await assert.rejects(
        new Promise((resolve, reject) => {
          one.connection[method]('notes', {}, {}, (error, results) => (error ? reject(error) : resolve(results)));
        }),
        { code: /^ERR_DATABASE_/ },
      );
    }
  });

  test('a type named by its short name, a submit source, and a ping', async () => {
    const [one, other] = two();
    const id = freshId();
    const doc = one.doc('notes', id);
    doc.submitSource = true;
    await call(doc, 'create', [{ insert: 'x' }], 'rich-text');
    await call(doc, 'submitOp', [{ insert: 'y' }], { source: 'toolbar' });
    await call(other.doc('notes', id), 'subscribe');
    await call(doc, 'subscribe');
    await assertConverged(server, [one, other], 'notes', id);
    const pong = new Promise((resolve) => one.connection.once('pong', resolve));
    one.connection.ping();
    await pong;
  });
});
