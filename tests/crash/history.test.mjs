// People write, name milestones and restore versions while the history is sealed and the server is killed: nothing that was
// acknowledged is lost, a restored version is what it was, and the hash chain verifies each time.
//   SECONDS=60 EDITORS=10 node --test history.test.mjs
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { StockClient, assertConverged, call } from '../stock/support/clients.mjs';
import { richTextLength } from '../stock/support/edits.mjs';
import { fold, normalForm } from '../stock/support/fold.mjs';
import { Random, chooseSeed } from '../stock/support/random.mjs';
import { delay } from '../stock/support/raw.mjs';
import { Rig } from './rig.mjs';

const SECONDS = Number(process.env.SECONDS ?? 10);
const EDITORS = Number(process.env.EDITORS ?? 5);
const REVIEWERS = 2;
const DOCUMENT = 'reviewed-paper';
/** A tenth of a second's work is sealed at a time, so that kills fall into it. */
const SEAL_OPS = 100;

describe('restoring, naming and sealing while the server is killed', () => {
  const seed = chooseSeed();
  const random = new Random(seed);
  const rig = new Rig(random, ['--seal-ops', String(SEAL_OPS)]);
  const milestones = [];
  const restores = [];
  let editors;
  before(async () => {
    await rig.start();
    editors = Array.from({ length: EDITORS }, (_, i) => new StockClient(rig.address, `editor ${i}`));
  });
  after(async () => {
    editors?.forEach((editor) => editor.close());
    await rig.close();
  });

  let word = 0;
  const acknowledged = new Set();

  /** Inserts a character that nobody has written before; answers it. */
  function edit(doc) {
    const length = richTextLength(doc.data.ops);
    const place = random.below(length);
    const letter = String.fromCharCode(0x4e00 + (word++ % 20_000)); // one unit: nothing can be written into it
    // A change that is not sent yet could be deleted before anybody saw it.
    const drop = doc.hasWritePending() ? 0 : Math.min(length - place - 1, length > 600 ? 30 : 0);
    return { letter, op: [...(place > 0 ? [{ retain: place }] : []), { insert: letter }, ...(drop > 0 ? [{ delete: drop }] : [])] };
  }

  async function write(editor, until) {
    const doc = editor.doc('documents', DOCUMENT);
    while (Date.now() < until) {
      if (doc.type) {
        const { letter, op } = edit(doc);
        doc.submitOp(op, {}, (error) => (error ? editor.errors.push(error) : acknowledged.add(letter)));
      }
      await delay(2 + random.below(12));
    }
  }

  /** The answer, or nothing where the server died meanwhile: then it is not known what became of it. */
  async function ask(method, address, body) {
    const response = await fetch(`${rig.server.httpUrl}/api/v1/documents/${DOCUMENT}${address}`, {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    }).catch(() => undefined);
    const answer = await response?.json().catch(() => undefined);
    return response?.ok ? answer : undefined;
  }

  async function review(until, name) {
    for (let i = 0; Date.now() < until; i++) {
      await delay(20 + random.below(150));
      const version = 1 + random.below(Math.max(1, editors[0].doc('documents', DOCUMENT).version ?? 1));
      if (random.chance(0.5)) {
        const made = await ask('POST', '/milestones', { version, name: `${name} ${i}` });
        if (made) milestones.push(made);
      } else {
        const made = await ask('POST', '/restore', { version });
        if (made?.changed) restores.push(made);
      }
    }
  }

  async function killNowAndThen(until) {
    let kills = 0;
    while (Date.now() < until) {
      await delay(400 + random.below(1200));
      await rig.kill();
      await rig.checkDataDirectory();
      await rig.start();
      kills++;
    }
    return kills;
  }

  test(`${EDITORS} write, ${REVIEWERS} restore and name, ${SECONDS} s, SEED=${seed}`, (t) => rig.explaining(async () => {
    const first = editors[0].doc('documents', DOCUMENT);
    await call(first, 'create', [{ insert: `${'What was there first. '.repeat(20)}\n` }], 'http://sharejs.org/types/rich-text/v1');
    await Promise.all(editors.map((editor) => call(editor.doc('documents', DOCUMENT), 'subscribe')));
    const until = Date.now() + SECONDS * 1000;
    const [kills] = await Promise.all([
      killNowAndThen(until),
      ...editors.map((editor) => write(editor, until)),
      ...Array.from({ length: REVIEWERS }, (_, i) => review(until, `Draft of reviewer ${i},`)),
    ]);
    const { history } = await assertConverged(rig.address, editors, 'documents', DOCUMENT);

    const written = JSON.stringify(history.filter((frame) => frame.op));
    const lost = [...acknowledged].filter((letter) => !written.includes(letter));
    assert.deepEqual(lost, [], 'every acknowledged word was written');

    const named = new Map((await ask('GET', '/milestones')).milestones.map((milestone) => [milestone.id, milestone]));
    for (const { id, name, version } of milestones) {
      assert.deepEqual({ name, version }, { name: named.get(id)?.name, version: named.get(id)?.version }, `milestone ${name}`);
    }
    for (const { restored, version } of restores) {
      const [then, now] = [fold(history.slice(0, restored)), fold(history.slice(0, version))];
      assert.deepEqual(normalForm(now.data), normalForm(then.data), `version ${version} restores ${restored}`);
      const { delta } = await ask('GET', `/diff?from=${restored}&to=${version}`);
      assert.deepEqual(delta.ops, [], `nothing differs between ${restored} and ${version}`);
    }
    const { landmarks } = await ask('GET', '/sessions');
    for (const { version } of restores) {
      assert.ok(landmarks.some((landmark) => landmark.kind === 'restore' && landmark.version === version), `the restore at ${version} is a landmark`);
    }
    assert.deepEqual(editors.flatMap((editor) => editor.errors), []);
    assert.ok(milestones.length > 0 && restores.length > 0, 'the reviewers did something');
    await rig.kill();
    await rig.checkDataDirectory();
    t.diagnostic(`${kills} kills, ${history.length} ops, ${milestones.length} milestones, ${restores.length} restores`);
  }));
});
