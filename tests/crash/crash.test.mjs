// kill -9 under load, again and again: no acknowledged op is lost, none is there twice, and the data directory is
// whole each time. ROUNDS=100 for the full claim; SEED= replays the choices.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { assertConverged } from '../stock/support/clients.mjs';
import { fold, normalForm } from '../stock/support/fold.mjs';
import { Random, chooseSeed } from '../stock/support/random.mjs';
import { RawSocket, delay } from '../stock/support/raw.mjs';
import { makeDataDir, plenarydPath, startServer } from '../stock/support/server.mjs';
import { audit } from './audit.mjs';
import { Load } from './load.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 15);
const CLIENTS = 5;
const ROUNDS_PER_GENERATION = 5; // then fresh documents: folding ever longer logs would be all the test does
const run = promisify(execFile);

describe('kill -9 under load', () => {
  const seed = chooseSeed();
  const random = new Random(seed);
  const dataDir = makeDataDir();
  const server = { url: undefined };
  let current;
  let load;
  let kills = 0;

  async function start() {
    current = await startServer({ dataDir, port: current?.port ?? 0 });
    server.url = current.url;
  }

  async function kill() {
    const result = await current.kill();
    assert.equal(result.signal, 'SIGKILL', `the server went by itself: ${current.output.slice(-20).join('\n')}`);
    kills++;
  }

  async function checkDataDirectory() {
    const program = path.join(path.dirname(plenarydPath), 'plenary');
    await run(program, ['check', '--data-dir', dataDir]).catch(({ stdout, stderr, message }) => {
      assert.fail(`plenary check: ${message}\n${stdout}\n${stderr}`);
    });
  }

  // The log as it is while clients resend: whatever was acknowledged before the crash must be in it once.
  async function auditDocument(document, acknowledged) {
    const raw = await RawSocket.open(server);
    const history = await raw.history(document.id, 0, 'crash');
    assert.deepEqual(audit(history, acknowledged), [], document.id);
    const snapshot = await raw.ask({ a: 'nf', id: 1, c: 'crash', d: document.id, v: history.length });
    assert.equal(snapshot.v, history.length);
    assert.deepEqual(normalForm(snapshot.data), normalForm(fold(history).data), `${document.id}: snapshot and ops`);
    await raw.close();
  }

  // Load off: everything that was ever submitted is acknowledged and there once, for everybody.
  async function settle() {
    await load.stop();
    for (const document of load.documents) {
      const { history } = await assertConverged(server, load.clients, 'crash', document.id);
      assert.deepEqual(audit(history, document.submitted), [], document.id);
      assert.equal(document.acknowledged.size, document.submitted.size, `${document.id}: all are acknowledged`);
    }
    assert.deepEqual(load.refusals, []);
    assert.deepEqual(load.clients.flatMap((client) => client.errors), []);
  }

  before(async () => {
    await start();
    load = new Load(server, random, CLIENTS);
  });
  after(async () => {
    load?.close();
    await current?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test(`${ROUNDS} rounds, SEED=${seed}`, async (t) => {
    for (let round = 0; round < ROUNDS; round++) {
      if (round % ROUNDS_PER_GENERATION === 0) {
        if (round > 0) await settle();
        await load.openDocuments(round / ROUNDS_PER_GENERATION);
        load.start();
      }
      await delay(random.below(round % 3 === 0 ? 60 : 500)); // soon after the start, or in full run
      await kill();
      const acknowledged = load.documents.map((document) => new Set(document.acknowledged));
      await checkDataDirectory();
      await start();
      if (random.chance(0.2)) {
        await delay(random.below(30)); // while clients come back and resend
        await kill();
        await checkDataDirectory();
        await start();
      }
      load.pause(); // or the audit would compete with ever more to audit
      for (const [i, document] of load.documents.entries()) await auditDocument(document, acknowledged[i]);
      load.resume();
    }
    await settle();
    const { code, signal } = await current.stop();
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, 'and it ends in peace when asked to');
    await checkDataDirectory();
    t.diagnostic(`${kills} kills, ${load.acknowledged} ops acknowledged, none lost, none twice`);
  });
});
