// Connections that break at bad moments: nothing lost, nothing twice.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { StockClient, assertConverged, call, closeClients } from '../support/clients.mjs';
import { plain } from '../support/fold.mjs';
import { JSON0, RICH_TEXT, delay, freshId } from '../support/raw.mjs';
import { referenceDiffers, startServer } from '../support/server.mjs';

describe('broken connections', () => {
  let server;
  before(async () => { server = await startServer(); });
  afterEach(closeClients);
  after(() => server.stop());

  async function shared(id, data, type) {
    const clients = [new StockClient(server, 'one'), new StockClient(server, 'two')];
    await call(clients[0].doc('notes', id), 'create', data, type);
    await Promise.all(clients.map((client) => call(client.doc('notes', id), 'subscribe')));
    return clients;
  }

  test('what was written offline is merged with what others wrote meanwhile', async () => {
    const id = freshId();
    const [one, two] = await shared(id, [{ insert: 'base' }], RICH_TEXT);
    one.goOffline();
    for (let i = 0; i < 5; i++) one.doc('notes', id).submitOp([{ insert: `o${i} ` }]);
    for (let i = 0; i < 5; i++) await call(two.doc('notes', id), 'submitOp', [{ retain: 4 }, { insert: `t${i} ` }]);
    one.goOnline();
    const { snapshot } = await assertConverged(server, [one, two], 'notes', id);
    for (let i = 0; i < 5; i++) {
      assert.equal(snapshot.data.ops[0].insert.split(`o${i} `).length, 2);
      assert.equal(snapshot.data.ops[0].insert.split(`t${i} `).length, 2);
    }
    assert.deepEqual([...one.errors, ...two.errors], []);
  });

  test('an op whose ack is lost is resent and committed once', async () => {
    const id = freshId();
    const [one, two] = await shared(id, [], JSON0);
    const rounds = 60;
    for (let i = 0; i < rounds; i++) {
      const doc = one.doc('notes', id);
      doc.submitOp([{ p: [0], li: `mark ${i}` }]);
      two.doc('notes', id).submitOp([{ p: [two.doc('notes', id).data.length], li: `two ${i}` }]);
      // Right away, or when the op is probably committed and the ack on its way.
      if (i % 3 === 1) await delay(i % 7);
      if (i % 3 > 0) one.cut();
      if (i % 5 === 0) await delay(20);
    }
    const { snapshot } = await assertConverged(server, [one, two], 'notes', id);
    const marks = snapshot.data.filter((item) => item.startsWith('mark')).sort();
    assert.deepEqual(marks, Array.from({ length: rounds }, (_, i) => `mark ${i}`).sort());
    assert.equal(snapshot.data.length, 2 * rounds);
    assert.deepEqual([...one.errors, ...two.errors], []);
  });

  // The scheme that keeps offline edits over a reload: the snapshot at the stored version, the ops with their old
  // src and seq, under a new connection. Some of the ops may have arrived before the reload.
  for (const arrived of [false, true]) {
    test(`ops stored before a reload and resent with their old src and seq: ${arrived ? 'already' : 'not yet'} committed`, async () => {
      const id = freshId();
      const [one, two] = await shared(id, [{ insert: 'base' }], RICH_TEXT);
      const doc = one.doc('notes', id);
      await one.connected();
      const stored = { v: doc.version, data: plain(doc.data), src: one.connection.id, seq: one.connection.seq, op: [{ insert: 'offline ' }] };
      if (arrived) {
        await call(doc, 'submitOp', stored.op);
        assert.equal(one.connection.seq, stored.seq + 1);
      }
      one.close();
      await call(two.doc('notes', id), 'submitOp', [{ retain: 4 }, { insert: ' more' }]);

      const reloaded = new StockClient(server, 'reloaded');
      const again = reloaded.doc('notes', id);
      await call(again, 'ingestSnapshot', { v: stored.v, data: stored.data, type: RICH_TEXT });
      again.pendingOps.push({ op: again.type.normalize(stored.op), type: again.type, callbacks: [], src: stored.src, seq: stored.seq, sentAt: Date.now(), retries: 1, source: false });
      again.data = again.type.apply(again.data, stored.op);
      await call(again, 'subscribe');
      await assertConverged(server, [reloaded, two], 'notes', id);
      assert.notEqual(reloaded.connection.id, stored.src);
      // The other client may have seen the offline words already: then its own stand in the middle of them.
      const text = plain(again.data).ops.map(({ insert }) => insert).join('').replace(' more', '');
      assert.equal(text.split('offline ').length, 2, `once: ${text}`);
      await call(again, 'submitOp', [{ insert: 'fresh ' }]);
      await assertConverged(server, [reloaded, two], 'notes', id);
    });
  }

  test('presence, fetches and snapshots asked for while offline are answered later', async () => {
    const id = freshId();
    const [one, two] = await shared(id, { n: 1 }, JSON0);
    one.goOffline();
    await delay(20);
    const snapshot = call(one.connection, 'fetchSnapshot', 'notes', id, 1);
    const fresh = call(one.doc('notes', freshId()), 'subscribe');
    await delay(20);
    one.goOnline();
    assert.deepEqual((await snapshot).data, { n: 1 });
    await fresh;
    await assertConverged(server, [one, two], 'notes', id);
  });
});

describe('refused ops', () => {
  let server;
  before(async () => { server = await startServer(); });
  afterEach(closeClients);
  after(() => server.stop());

  test('a bad rich-text op is rolled back and the client goes on', referenceDiffers('takes it'), async () => {
    const id = freshId();
    const one = new StockClient(server, 'one');
    const two = new StockClient(server, 'two');
    await call(one.doc('notes', id), 'create', [{ insert: 'ab' }], RICH_TEXT);
    await Promise.all([one, two].map((client) => call(client.doc('notes', id), 'subscribe')));
    const doc = one.doc('notes', id);
    for (const bad of [[{ retain: 9 }, { insert: 'x' }], [{ delete: 9 }], [{ retain: 1 }, { insert: 'y' }, { delete: 7 }]]) {
      await assert.rejects(call(doc, 'submitOp', bad), { code: /^ERR_OT_OP_/ });
      await assertConverged(server, [one, two], 'notes', id);
      assert.deepEqual(plain(doc.data).ops[0].insert.slice(-2), 'ab');
      await call(doc, 'submitOp', [{ insert: '+' }]);
    }
    const { snapshot } = await assertConverged(server, [one, two], 'notes', id);
    assert.deepEqual(snapshot.data.ops, [{ insert: '+++ab' }]);
  });

  test('a bad json0 op is rolled back and the client goes on', async () => {
    const id = freshId();
    const one = new StockClient(server, 'one');
    const two = new StockClient(server, 'two');
    await call(one.doc('notes', id), 'create', { list: ['a'] }, JSON0);
    await Promise.all([one, two].map((client) => call(client.doc('notes', id), 'subscribe')));
    const doc = one.doc('notes', id);
    await assert.rejects(call(doc, 'submitOp', [{ p: ['toString'], oi: 1 }]), { code: 'ERR_OT_OP_NOT_APPLIED' });
    assert.ok(!Object.hasOwn(doc.data, 'toString'));
    await call(doc, 'submitOp', [{ p: ['list', 0], li: 'b' }]);
    const { snapshot } = await assertConverged(server, [one, two], 'notes', id);
    assert.deepEqual(snapshot.data, { list: ['b', 'a'] });
  });

  test('an edit of a document that another has deleted is refused, and its doc is reloaded', async () => {
    const id = freshId();
    const one = new StockClient(server, 'one');
    const two = new StockClient(server, 'two');
    await call(one.doc('notes', id), 'create', { n: 1 }, JSON0);
    await call(two.doc('notes', id), 'fetch'); // does not hear of the delete
    await call(one.doc('notes', id), 'del');
    await assert.rejects(call(two.doc('notes', id), 'submitOp', [{ p: ['n'], na: 1 }]));
    await call(one.doc('notes', id), 'subscribe');
    await call(two.doc('notes', id), 'subscribe');
    await assertConverged(server, [one, two], 'notes', id);
  });
});
