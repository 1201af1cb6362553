// A stock client in a paper made from a template: what changes a frozen part is refused with its code, all else goes on.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { AwareClient, StockClient, assertConverged, call, closeClients } from '../support/clients.mjs';
import { awareType, understanding } from '../support/embeds.mjs';
import { RawSocket, freshId } from '../support/raw.mjs';
import { isReference, makeDataDir, startServer } from '../support/server.mjs';

const HEADING = { header: 2, frozen: true };
const TABLE = {
  'table-embed': {
    rows: [{ insert: { id: 'r' } }],
    columns: [{ insert: { id: 'c' }, attributes: { name: 'Speaker' } }],
  },
};
/** "Aims" at 0, its answer at 5, the table at 6, the last line at 7. */
const CONTENT = [
  { insert: 'Aims' },
  { insert: '\n', attributes: HEADING },
  { insert: '\n', attributes: { prompt: 'What should be different?' } },
  { insert: TABLE, attributes: { frozen: true } },
  { insert: '\n' },
];
const COLLECTION = 'documents';

describe('frozen parts', { skip: isReference && 'the stock server does not know them' }, () => {
  let server;
  let dataDir;
  before(async () => {
    dataDir = makeDataDir();
    server = await startServer({ dataDir });
  });
  afterEach(closeClients);
  after(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function ask(method, target, body, status) {
    const answer = await fetch(server.httpUrl + target, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    assert.equal(answer.status, status, await answer.clone().text());
    return answer.json();
  }
  const change = (id, body) => ask('PATCH', `/api/v1/documents/${id}`, body, 200);
  async function make() {
    const { id: template } = await ask('POST', '/api/v1/documents', { id: freshId('template'), content: { format: 'delta', data: CONTENT } }, 201);
    await change(template, { template: true });
    const { id } = await ask('POST', '/api/v1/documents', { id: freshId('filled'), from: template }, 201);
    return { template, id };
  }
  async function open(client, id) {
    const doc = client.doc(COLLECTION, id);
    await call(doc, 'subscribe');
    return doc;
  }
  const refused = (promise) => assert.rejects(promise, (error) => error.code === 'ERR_FROZEN_PART' && /belongs to the template/.test(error.message));

  test('a change of a frozen line is refused, and the changes of others go on', async () => {
    const { id } = await make();
    const [ana, bo] = [new AwareClient(understanding(server), 'ana'), new StockClient(server, 'bo')];
    const [hers, his] = [await open(ana, id), await open(bo, id)];
    await call(his, 'submitOp', [{ retain: 5 }, { insert: 'Fewer outages' }]);
    await refused(call(hers, 'submitOp', [{ retain: 4 }, { insert: '!' }]));
    await refused(call(his, 'submitOp', [{ delete: 1 }]));
    await refused(call(his, 'submitOp', [{ retain: 2, attributes: { bold: true } }]));
    await refused(call(his, 'submitOp', [{ insert: 'New' }, { insert: '\n', attributes: HEADING }]));
    await call(his, 'submitOp', [{ insert: 'Before it\n' }]);
    await call(hers, 'submitOp', [{ insert: 'Hers\n' }]);
    await assertConverged(server, [ana], COLLECTION, id, { 'http://sharejs.org/types/rich-text/v1': awareType });
  });

  test("a frozen table's rows and cells are free, and its columns stay", async () => {
    const { id } = await make();
    const doc = await open(new AwareClient(understanding(server), 'ana'), id);
    const inTable = (inside) => call(doc, 'submitOp', [{ retain: 6 }, { retain: { 'table-embed': inside } }]);
    await inTable({ rows: [{ insert: { id: 's' } }], cells: { '1:1': { content: [{ insert: 'Ana' }] } } });
    await refused(inTable({ columns: [{ insert: { id: 'd' } }] }));
    await refused(inTable({ columns: [{ retain: 1, attributes: { name: 'Name' } }] }));
    await refused(inTable({ columns: [{ delete: 1 }] }));
    await inTable({ rows: [{ delete: 1 }] });
    await refused(call(doc, 'submitOp', [{ retain: 6 }, { delete: 1 }]));
    await assertConverged(server, [], COLLECTION, id, { 'http://sharejs.org/types/rich-text/v1': awareType });
  });

  test('an owner switches them off and on; a template itself can be changed', async () => {
    const { id, template } = await make();
    const raw = await RawSocket.open(server);
    const edit = [{ retain: 4 }, { insert: ' and means' }];
    const code = async (doc, v) => (await raw.submit(COLLECTION, doc, { v, op: edit })).at(-1).error?.code;
    assert.equal(await code(template, 1), undefined);
    assert.equal(await code(id, 1), 'ERR_FROZEN_PART');
    await change(id, { frozen: false });
    assert.equal(await code(id, 1), undefined);
    await change(id, { frozen: true });
    assert.equal(await code(id, 2), 'ERR_FROZEN_PART');
  });

  test('they hold after the server was killed', async () => {
    const { id } = await make();
    await server.kill();
    server = await startServer({ dataDir });
    const doc = await open(new StockClient(server, 'ana'), id);
    await refused(call(doc, 'submitOp', [{ insert: 'x' }]));
    await call(doc, 'submitOp', [{ insert: 'x\n' }]);
  });
});
