// The places of threads are found again after a kill, from a stored checkpoint or from the start.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { StockClient, call } from '../stock/support/clients.mjs';
import { makeDataDir, startServer } from '../stock/support/server.mjs';

const EDITS = 4_300; // more than the server follows before it writes down where threads are
const TEXT = 'Every remark gets an answer. The answer is given in public, and it says what was changed. ';

let dataDir;
let server;
before(async () => {
  dataDir = makeDataDir();
  server = await startServer({ dataDir });
});
after(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function ask(method, address, body) {
  const response = await fetch(`${server.httpUrl}/api/v1/documents${address}`, {
    method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${address}: ${response.status} ${text}`);
  return JSON.parse(text);
}

const places = async () => (await ask('GET', '/p/threads?limit=200')).threads
  .map(({ id, anchor: { index, length, words, state } }) => ({ id, index, length, words, state }));

const start = (version, index, length) => ask('POST', '/p/threads', { anchor: { version, index, length }, comment: 'Why?' });

test('threads are where they were', async () => {
  await ask('POST', '', { id: 'p', content: { format: 'text', data: TEXT.repeat(4) } });
  await start(1, 0, 12);
  await start(1, 100, 20);
  await start(1, 200, 6);
  const client = new StockClient(server, 'writer');
  const doc = client.doc('documents', 'p');
  await call(doc, 'subscribe');
  await call(doc, 'submitOp', [{ retain: 190 }, { delete: 30 }]); // the third loses its words
  for (let i = 0; i < EDITS; i += 1) {
    await call(doc, 'submitOp', i % 2 ? [{ retain: 50 }, { delete: 1 }] : [{ retain: 50 }, { insert: 'x' }]);
  }
  await call(doc, 'submitOp', [{ retain: 1 }, { insert: 'z' }]);
  const before = await places();
  assert.deepEqual(before.map(({ state }) => state), ['anchored', 'anchored', 'orphaned']);
  await start(doc.version, 10, 5);
  assert.ok(doc.version > EDITS);
  const all = await places();
  await new Promise((resolve) => setTimeout(resolve, 500)); // checkpoints are written beside the answer
  client.close();
  await server.kill();
  server = await startServer({ dataDir });
  assert.deepEqual(await places(), all);
});

test('and words that come back after it are found', async () => {
  const client = new StockClient(server, 'writer');
  const doc = client.doc('documents', 'p');
  await call(doc, 'subscribe');
  const third = (await places()).find(({ state }) => state === 'orphaned');
  await call(doc, 'submitOp', [{ retain: third.index }, { insert: TEXT.repeat(4).slice(190, 220) }]);
  const back = (await places()).find(({ id }) => id === third.id);
  assert.deepEqual([back.state, back.words], ['anchored', TEXT.repeat(4).slice(200, 206)]);
  client.close();
});
