// The real documents of the people whom Plenary is for: imported with `plenary`, edited by several stock clients at once on
// failing networks, exported. Every paragraph is still there, and every word that was written. The real documents are not in
// the repository: where one is missing, the repository's sample of its kind stands in.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { StockClient, assertConverged, call, closeClients } from '../support/clients.mjs';
import { richTextLength } from '../support/edits.mjs';
import { Random, chooseSeed } from '../support/random.mjs';
import { delay } from '../support/raw.mjs';
import { isReference, makeDataDir, plenarydPath, repository, startServer } from '../support/server.mjs';

const CLIENTS = 4;
const EDITS = 60; // of each client
const run = promisify(execFile);
const plenary = path.join(path.dirname(plenarydPath), 'plenary');
const folder = path.resolve(repository, process.env.PLENARY_SHARED ?? '../shared', 'real-documents');
const documents = [
  { real: 'session-template.txt', sample: 'session-template.md' },
  { real: 'dc-coordination-meeting-57.txt', sample: 'paper.md' },
];

/** The file to import. A sample is copied as plain text, so that it goes the same way as a real document. */
function sourceOf({ real, sample }, directory) {
  const file = path.join(folder, real);
  if (existsSync(file)) return file;
  const copy = path.join(directory, `${path.parse(sample).name}.txt`);
  copyFileSync(path.join(repository, 'samples', sample), copy);
  return copy;
}

/** Words that nobody else writes, in brackets that the documents do not have. */
const mark = (client, edit) => `⟦${client}.${edit}⟧`;

/** Takes the marks out, the innermost first: someone may have written inside of another's. */
function separate(text) {
  const marks = [];
  let before;
  do {
    before = text;
    text = text.replace(/⟦(\d+\.\d+)⟧/g, (found) => { marks.push(found); return ''; });
  } while (text !== before);
  return { text, marks };
}

const paragraphs = (text) => text.split('\n').filter((line) => line.trim() !== '');

/** Writes, makes bold and makes headings; never deletes, so that everything must still be there. */
async function edit(client, number, id, random) {
  const doc = client.doc('documents', id);
  for (let n = 0; n < EDITS; n++) {
    const place = random.below(richTextLength(doc.data.ops));
    const start = place > 0 ? [{ retain: place }] : [];
    doc.submitOp([...start, { insert: mark(number, n) }], { source: true });
    if (random.chance(0.3)) doc.submitOp([...start, { retain: 1, attributes: { bold: true } }], { source: true });
    if (random.chance(0.05)) client.cut();
    await delay(random.below(6));
  }
}

const everyMark = Array.from({ length: CLIENTS * EDITS }, (_, i) => mark(Math.floor(i / EDITS), i % EDITS)).sort();

describe('the real documents', { skip: isReference && 'reference server: it has no HTTP interface' }, () => {
  let server;
  let copies;
  before(async () => {
    server = await startServer();
    copies = makeDataDir();
  });
  afterEach(closeClients);
  after(async () => {
    rmSync(copies, { recursive: true, force: true });
    await server.stop();
  });

  for (const document of documents) {
    test(`${document.real}, edited by ${CLIENTS} clients at once, holds every paragraph`, async (t) => {
      const source = sourceOf(document, copies);
      t.diagnostic(`imported: ${path.relative(repository, source)}`);
      const seed = chooseSeed();
      t.diagnostic(`SEED=${seed}`);
      const id = path.parse(document.real).name;
      const { stdout } = await run(plenary, ['import', source, '--id', id, '--server', server.httpUrl]);
      assert.equal(stdout, `${server.httpUrl}/d/${id}\n`);

      const clients = Array.from({ length: CLIENTS }, (_, i) => new StockClient(server, `client ${i}`));
      await Promise.all(clients.map((client) => call(client.doc('documents', id), 'subscribe')));
      await Promise.all(clients.map((client, i) => edit(client, i, id, new Random(seed * 31 + i))));
      await assertConverged(server, clients, 'documents', id);
      assert.deepEqual(clients.flatMap((client) => client.errors), []);

      const exported = async (format) =>
        (await run(plenary, ['export', id, '--format', format, '--server', server.httpUrl], { maxBuffer: 2 ** 26 })).stdout;
      const text = separate(await exported('txt'));
      assert.deepEqual(text.marks.sort(), everyMark);
      assert.deepEqual(paragraphs(text.text), paragraphs(readFileSync(source, 'utf8')));
      const page = separate((await exported('html')).replace(/<[^>]*>/g, ''));
      assert.deepEqual(page.marks.sort(), everyMark);
    });
  }
});
