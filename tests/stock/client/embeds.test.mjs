// Clients that understand tables and footnotes beside clients that do not: all have the same text and attributes, and
// those that understand a kind have the same embeds of it.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { AwareClient, StockClient, call, closeClients } from '../support/clients.mjs';
import { randomRichTextOp, richTextLength } from '../support/edits.mjs';
import { asSeenBy, awareType, changesEmbeds, randomEmbedOp, understanding } from '../support/embeds.mjs';
import { fold, normalForm } from '../support/fold.mjs';
import { Random, chooseSeed } from '../support/random.mjs';
import { RICH_TEXT, RawSocket, delay, eventually, freshId, opsOf } from '../support/raw.mjs';
import { isReference, startServer } from '../support/server.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 200);
const ROUNDS_OF_ONE_PAPER = 10;
const NOTE = (text) => ({ note: { content: [{ insert: text }] } });
const TABLE = {
  'table-embed': {
    rows: [{ insert: { id: 'r1' } }],
    columns: [{ insert: { id: 'c1' }, attributes: { name: 'Speaker' } }],
    cells: { '1:1': { content: [{ insert: 'Ana' }] } },
  },
};
const IN_CELL = { 'table-embed': { cells: { '1:1': { content: [{ retain: 3 }, { insert: ' B.' }] } } } };

describe('tables and footnotes on the wire', { skip: isReference && 'the stock server does not know them' }, () => {
  let server;
  before(async () => { server = await startServer(); });
  afterEach(closeClients);
  after(() => server.stop());

  test('a socket gets the changes that it understands, and plain retains for others', async () => {
    const id = freshId('kinds');
    const author = await RawSocket.open(understanding(server));
    await author.createRichText(id, [{ insert: TABLE }, { insert: NOTE('a') }, { insert: '\n' }]);
    const readers = {};
    for (const embeds of ['', 'table-embed', 'note', 'note,table-embed', 'unknown,,note']) {
      const reader = await RawSocket.open(embeds === '' ? server : understanding(server, embeds));
      await reader.ask({ a: 's', c: 'notes', d: id, v: 1 });
      readers[embeds] = reader;
    }
    const inNote = { note: { content: [{ retain: 1 }, { insert: 'b' }] } };
    const op = [{ retain: IN_CELL, attributes: { align: 'right' } }, { retain: inNote }, { insert: 'x' }];
    await author.commit('notes', id, { v: 1, op });
    const table = { retain: IN_CELL, attributes: { align: 'right' } };
    const noTable = { retain: 1, attributes: { align: 'right' } };
    const expected = {
      '': [noTable, { retain: 1 }, { insert: 'x' }],
      'table-embed': [table, { retain: 1 }, { insert: 'x' }],
      note: [noTable, { retain: inNote }, { insert: 'x' }],
      'note,table-embed': op,
      'unknown,,note': [noTable, { retain: inNote }, { insert: 'x' }],
    };
    for (const [embeds, reader] of Object.entries(readers)) {
      assert.deepEqual(opsOf((await reader.next()).op), expected[embeds], `live, embeds=${embeds}`);
      const [, missed] = await reader.history(id);
      assert.deepEqual(opsOf(missed.op), expected[embeds], `caught up, embeds=${embeds}`);
      reader.send({ a: 'bs', c: 'notes', b: { [id]: 1 } });
      const [again] = (await reader.until((frame) => frame.a === 'bs')).filter((frame) => frame.a === 'op');
      const late = again ?? (await reader.next());
      assert.deepEqual(opsOf(late.op), expected[embeds], `in bulk, embeds=${embeds}`);
      await reader.close();
    }
    await author.close();
  });

  test('a note inside a cell is kept from clients that know tables only', async () => {
    const id = freshId('inner');
    const author = await RawSocket.open(understanding(server));
    const table = structuredClone(TABLE);
    table['table-embed'].cells['1:1'].content = [{ insert: NOTE('a') }];
    await author.createRichText(id, [{ insert: table }]);
    const inner = (content) => [{ retain: { 'table-embed': { cells: { '1:1': { content } } } } }];
    await author.commit('notes', id, { v: 1, op: inner([{ retain: NOTE('b') }, { insert: 'x' }]) });
    const reader = await RawSocket.open(understanding(server, 'table-embed'));
    assert.deepEqual(opsOf((await reader.history(id, 1))[0].op), inner([{ retain: 1 }, { insert: 'x' }]));
    await author.close();
    await reader.close();
  });

  test('a socket may not change inside of what it does not understand, and is told so', async () => {
    const id = freshId('refused');
    const stock = await RawSocket.open(server);
    await stock.createRichText(id, [{ insert: TABLE }]);
    const { error } = (await stock.submit('notes', id, { v: 1, op: [{ retain: IN_CELL }] })).at(-1);
    assert.equal(error.code, 'ERR_OT_OP_NOT_APPLIED');
    assert.match(error.message, /does not say that its client understands/);
    await stock.commit('notes', id, { v: 1, op: [{ retain: 1 }, { insert: 'words' }] });
    await stock.close();
  });

  test('what was missed comes with an acknowledgement in the words of its socket', async () => {
    const id = freshId('acknowledged');
    const author = await RawSocket.open(understanding(server));
    const stock = await RawSocket.open(server);
    await author.createRichText(id, [{ insert: TABLE }]);
    await author.commit('notes', id, { v: 1, op: [{ retain: IN_CELL }] });
    const frames = await stock.submit('notes', id, { v: 1, op: [{ insert: 'x' }] });
    assert.deepEqual(opsOf(frames[0].op), [{ retain: 1 }]);
    await author.close();
    await stock.close();
  });

  test(`${ROUNDS} rounds of all kinds, on failing networks`, async (t) => {
    const seed = chooseSeed();
    t.diagnostic(`SEED=${seed}`);
    const random = new Random(seed);
    const clients = [
      ...['table-embed,note', 'table-embed,note', 'note'].map((embeds) => awareClient(server, embeds)),
      ...[0, 1].map((i) => Object.assign(new StockClient(server, `stock ${i}`), { kinds: [] })),
    ];
    let nested = 0;
    for (let round = 0, id; round < ROUNDS; round++) {
      if (round % ROUNDS_OF_ONE_PAPER === 0) id = await newPaper(clients);
      nested += await write(random, clients, id);
      await assertAgreement(server, clients, id, `SEED=${seed} round ${round}`);
    }
    assert.ok(nested > ROUNDS / 2, 'tables and notes were changed');
    assert.deepEqual(clients.flatMap((client) => client.errors), []);
  });
});

function awareClient(server, embeds) {
  return Object.assign(new AwareClient(understanding(server, embeds), `aware of ${embeds}`), { kinds: embeds.split(',') });
}

async function newPaper(clients) {
  const id = freshId('both');
  const ops = [{ insert: 'Speakers\n' }, { insert: TABLE }, { insert: 'See' }, { insert: NOTE('a note') }, { insert: '.\n' }];
  await call(clients[0].doc('notes', id), 'create', ops, RICH_TEXT);
  await Promise.all(clients.map((client) => call(client.doc('notes', id), 'subscribe')));
  return id;
}

/** Everybody edits at once; connections are lost. Returns how many edits were inside of embeds. */
async function write(random, clients, id) {
  let nested = 0;
  for (let edit = 0; edit < 3 * clients.length; edit++) {
    const client = random.pick(clients);
    const doc = client.doc('notes', id);
    const op = client.kinds.length > 0
      ? randomEmbedOp(random, doc.data.ops, client.kinds)
      : randomRichTextOp(random, richTextLength(doc.data.ops));
    if (op.length > 0) doc.submitOp(op);
    nested += changesEmbeds(op) ? 1 : 0;
    if (random.chance(0.02)) client.cut();
    if (random.chance(0.02)) {
      client.goOffline();
      setTimeout(() => client.goOnline(), random.below(40));
    }
    if (random.chance(0.4)) await delay(random.below(4));
  }
  return nested;
}

async function assertAgreement(server, clients, id, when) {
  const raw = await RawSocket.open(understanding(server));
  const docs = clients.map((client) => client.doc('notes', id));
  let snapshot;
  await eventually(() => `${when}: no agreement`, async () => {
    snapshot = await raw.snapshot(id);
    return docs.every((doc) => !doc.hasWritePending() && doc.version === snapshot.v);
  });
  const { ops } = normalForm(snapshot.data);
  for (const [i, doc] of docs.entries()) {
    const seen = (document) => asSeenBy(clients[i].kinds, document);
    assert.deepEqual(seen(normalForm(doc.data).ops), seen(ops), `${when}: ${clients[i].name}`);
  }
  const folded = fold(await raw.history(id), { [awareType.uri]: awareType });
  assert.deepEqual(normalForm(folded.data).ops, ops, `${when}: the fold of all operations`);
  await raw.close();
}
