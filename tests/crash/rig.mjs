// A server on one data directory and one port that is ended and started again, under the load of clients that
// reconnect by themselves, with the checks that each ending must pass.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { assertConverged } from '../stock/support/clients.mjs';
import { fold, normalForm } from '../stock/support/fold.mjs';
import { RawSocket } from '../stock/support/raw.mjs';
import { makeDataDir, plenarydPath, startServer } from '../stock/support/server.mjs';
import { audit } from './audit.mjs';
import { Load } from './load.mjs';

const CLIENTS = 5;
const run = promisify(execFile);

export class Rig {
  /** `extraArguments`: of the server. */
  constructor(random, extraArguments = []) {
    this.extraArguments = extraArguments;
    this.dataDir = makeDataDir();
    this.random = random;
    this.address = { url: undefined };
  }

  async start() {
    this.server = await startServer({ dataDir: this.dataDir, port: this.server?.port ?? 0, extraArguments: this.extraArguments });
    this.address.url = this.server.url;
    this.load ??= new Load(this.address, this.random, CLIENTS); // its clients connect at once
  }

  async kill() {
    const result = await this.server.kill();
    assert.equal(result.signal, 'SIGKILL', `the server went by itself: ${this.lastWords()}`);
  }

  /** Asks the server to end, and asserts that it does so in peace. */
  async stop() {
    assert.deepEqual(await this.server.stop(), { code: 0, signal: null }, this.lastWords());
  }

  lastWords() {
    return this.server.output.slice(-60).join('\n');
  }

  async checkDataDirectory() {
    const program = path.join(path.dirname(plenarydPath), 'plenary');
    await run(program, ['check', '--data-dir', this.dataDir]).catch(({ stdout, stderr, message }) => {
      assert.fail(`plenary check: ${message}\n${stdout}\n${stderr}`);
    });
  }

  /** The operations acknowledged up to now, for auditAll. */
  acknowledged() {
    return this.load.documents.map((document) => new Set(document.acknowledged));
  }

  /** The log as it is while clients resend: whatever is in `acknowledged` must be in it once. */
  async auditAll(acknowledged) {
    this.load.pause(); // or the audit would compete with ever more to audit
    for (const [i, { id }] of this.load.documents.entries()) {
      const raw = await RawSocket.open(this.address);
      const history = await raw.history(id, 0, 'crash');
      assert.deepEqual(audit(history, acknowledged[i]), [], id);
      const snapshot = await raw.ask({ a: 'nf', id: 1, c: 'crash', d: id, v: history.length });
      assert.equal(snapshot.v, history.length);
      assert.deepEqual(normalForm(snapshot.data), normalForm(fold(history).data), `${id}: snapshot and ops`);
      await raw.close();
    }
    this.load.resume();
  }

  /** Runs a test; when it fails, the error also tells what the server says of itself. */
  async explaining(body) {
    try {
      await body();
    } catch (error) {
      error.message += `\nthe server: ${this.lastWords()}\n${await this.metrics()}`;
      throw error;
    }
  }

  async metrics() {
    const text = await fetch(`${this.server.httpUrl}/metrics`, { signal: AbortSignal.timeout(2_000) })
      .then((response) => response.text())
      .catch((error) => `no metrics: ${error.message}`);
    return text.split('\n').filter((line) => !/^#|_bucket/.test(line)).join('\n');
  }

  /** Ends the load: everything that was ever submitted is acknowledged and there once, for everybody. */
  async settle() {
    await this.load.stop();
    for (const document of this.load.documents) {
      const { history } = await assertConverged(this.address, this.load.clients, 'crash', document.id);
      assert.deepEqual(audit(history, document.submitted), [], document.id);
      assert.equal(document.acknowledged.size, document.submitted.size, `${document.id}: all are acknowledged`);
    }
    assert.deepEqual(this.load.refusals, []);
    assert.deepEqual(this.load.clients.flatMap((client) => client.errors), []);
  }

  async close() {
    this.load?.close();
    if (this.server?.isRunning()) await this.server.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
