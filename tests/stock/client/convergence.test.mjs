// Six stock clients write at once, at random, on failing networks: all end with the same document, which is what
// the server has and what all ops amount to.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { StockClient, assertConverged, call, closeClients } from '../support/clients.mjs';
import { emptyJson, randomJsonOp, randomRichTextOp, richTextLength } from '../support/edits.mjs';
import { Random, chooseSeed } from '../support/random.mjs';
import { JSON0, RICH_TEXT, delay, freshId } from '../support/raw.mjs';
import { startServer } from '../support/server.mjs';

const CLIENTS = 6;
const EDITS = Number(process.env.EDITS ?? 150); // of each client
const ROUNDS = Number(process.env.ROUNDS ?? 3);

const kinds = {
  'rich-text': {
    type: RICH_TEXT,
    initial: () => [{ insert: 'Working group report 😀\n' }],
    edit: (random, doc) => randomRichTextOp(random, richTextLength(doc.data.ops)),
  },
  json0: { type: JSON0, initial: emptyJson, edit: (random, doc) => randomJsonOp(random, doc.data) },
};

async function write(client, ids, kind, random, faults) {
  for (let i = 0; i < EDITS; i++) {
    const doc = client.doc('notes', random.pick(ids));
    if (doc.type) doc.submitOp(kind.edit(random, doc), { source: true });
    if (faults && random.chance(0.02)) client.cut();
    if (faults && random.chance(0.01)) {
      client.goOffline();
      setTimeout(() => client.goOnline(), random.below(60));
    }
    if (random.chance(0.6)) await delay(random.below(8));
  }
}

describe('six clients at once', () => {
  let server;
  before(async () => { server = await startServer(); });
  afterEach(closeClients);
  after(() => server.stop());

  for (const [name, kind] of Object.entries(kinds)) {
    for (const faults of [false, true]) {
      for (let round = 0; round < ROUNDS; round++) {
        test(`${name}${faults ? ', connections lost' : ''}, round ${round + 1}`, async (t) => {
          const seed = chooseSeed() + round;
          t.diagnostic(`SEED=${seed}`);
          const ids = [freshId(name), freshId(name)];
          const clients = Array.from({ length: CLIENTS }, (_, i) => new StockClient(server, `client ${i}`));
          for (const id of ids) {
            await call(clients[0].doc('notes', id), 'create', kind.initial(), kind.type);
            await Promise.all(clients.map((client) => call(client.doc('notes', id), 'subscribe')));
          }
          await Promise.all(clients.map((client, i) => write(client, ids, kind, new Random(seed * 31 + i), faults)));
          for (const id of ids) {
            const { snapshot } = await assertConverged(server, clients, 'notes', id);
            assert.ok(snapshot.v > CLIENTS, 'something was written');
          }
          assert.deepEqual(clients.flatMap((client) => client.errors), []);
        });
      }
    }
  }

  test('half surrogates: clients cut pairs in two and write between the halves', async (t) => {
    const seed = chooseSeed();
    t.diagnostic(`SEED=${seed}`);
    const id = freshId('halves');
    const clients = Array.from({ length: CLIENTS }, (_, i) => new StockClient(server, `client ${i}`));
    await call(clients[0].doc('notes', id), 'create', [{ insert: '😀'.repeat(40) }], RICH_TEXT);
    await Promise.all(clients.map((client) => call(client.doc('notes', id), 'subscribe')));
    await Promise.all(clients.map(async (client, i) => {
      const random = new Random(seed * 31 + i);
      const doc = client.doc('notes', id);
      for (let n = 0; n < EDITS; n++) {
        const length = richTextLength(doc.data.ops);
        const place = random.below(length + 1);
        const start = place > 0 ? [{ retain: place }] : [];
        if (place < length && random.chance(0.5)) doc.submitOp([...start, { delete: 1 }]);
        else doc.submitOp([...start, { insert: random.pick(['\ud83d', '\ude00', '😀', '-']) }]);
        if (random.chance(0.5)) await delay(random.below(5));
      }
    }));
    await assertConverged(server, clients, 'notes', id);
    assert.deepEqual(clients.flatMap((client) => client.errors), []);
  });
});
