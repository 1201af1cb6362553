// Many people write and comment while the server is killed: every acknowledged comment is there once, on its words, in
// the same order for everybody. "On its words" is checked against an oracle that follows each character by identity.
//   SECONDS=60 EDITORS=30 COMMENTERS=30 node --test comments.test.mjs
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { StockClient, assertConverged, call } from '../stock/support/clients.mjs';
import { richTextLength } from '../stock/support/edits.mjs';
import { Random, chooseSeed } from '../stock/support/random.mjs';
import { delay } from '../stock/support/raw.mjs';
import { Commenter } from './commenter.mjs';
import { follow } from './identities.mjs';
import { Rig } from './rig.mjs';

const SECONDS = Number(process.env.SECONDS ?? 8);
const EDITORS = Number(process.env.EDITORS ?? 6);
const COMMENTERS = Number(process.env.COMMENTERS ?? 6);
const DOCUMENT = 'commented-paper';

describe('commenting while others write and the server is killed', () => {
  const seed = chooseSeed();
  const random = new Random(seed);
  const rig = new Rig(random);
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
  /** Inserts characters that no one has written before (so that nothing counts as brought back), and deletes. */
  function edit(doc) {
    const length = richTextLength(doc.data.ops);
    if (length > 3000 || (length > 400 && random.chance(0.45))) {
      const count = 1 + random.below(30);
      const place = random.below(length - count - 1);
      return [...(place > 0 ? [{ retain: place }] : []), { delete: count }];
    }
    const place = random.below(length);
    const insert = { insert: String.fromCharCode(0x4e00 + (word++ % 20_000), 0xac00 + random.below(11_000)) };
    return place > 0 ? [{ retain: place }, insert] : [insert];
  }

  async function write(editor, until) {
    const doc = editor.doc('documents', DOCUMENT);
    while (Date.now() < until) {
      if (doc.type) doc.submitOp(edit(doc), {}, (error) => error && editor.errors.push(error));
      await delay(5 + random.below(30));
    }
  }

  async function killNowAndThen(until) {
    let kills = 0;
    while (Date.now() < until) {
      await delay(500 + random.below(1500));
      await rig.kill();
      await rig.checkDataDirectory();
      await rig.start();
      kills++;
    }
    return kills;
  }

  test(`${EDITORS} write, ${COMMENTERS} comment, ${SECONDS} s, SEED=${seed}`, (t) => rig.explaining(async () => {
    const first = editors[0].doc('documents', DOCUMENT);
    const text = Array.from({ length: 60 }, (_, i) => `Sentence ${i} of the paper. `).join('');
    await call(first, 'create', [{ insert: `${text}\n` }], 'http://sharejs.org/types/rich-text/v1');
    await Promise.all(editors.map((editor) => call(editor.doc('documents', DOCUMENT), 'subscribe')));

    const until = Date.now() + SECONDS * 1000;
    const commenters = Array.from({ length: COMMENTERS }, (_, i) => new Commenter(rig, DOCUMENT, `Person ${i}`, random));
    const [kills] = await Promise.all([
      killNowAndThen(until),
      ...editors.map((editor) => write(editor, until)),
      ...commenters.map((commenter) => commenter.comment(until)),
    ]);
    const { history } = await assertConverged(rig.address, editors, 'documents', DOCUMENT);

    const [threads, again] = [await commenters[0].all(), await commenters[1].all()];
    assert.deepEqual(threads, again, 'the same for everybody');
    const numbers = threads.flatMap((thread) => thread.comments.map((comment) => Number(comment.id)));
    assert.equal(new Set(numbers).size, numbers.length, 'no number twice');
    for (const thread of threads) {
      const ids = thread.comments.map((comment) => Number(comment.id));
      assert.deepEqual(ids, [...ids].sort((a, b) => a - b), 'comments in the one order');
    }

    const said = new Map();
    for (const thread of threads) {
      for (const comment of thread.comments) said.set(comment.text, [...(said.get(comment.text) ?? []), { thread, comment }]);
    }
    const expected = commenters.flatMap((commenter) => commenter.said);
    assert.equal(numbers.length, expected.length, 'as many as were acknowledged');
    const oracle = follow(history, expected.filter((entry) => entry.anchor).map((entry) => entry.anchor));
    let orphans = 0;
    for (const { words, id, anchor } of expected) {
      const found = said.get(words) ?? [];
      assert.equal(found.length, 1, `${words} is there once`);
      if (!anchor) continue;
      const { thread } = found[0];
      assert.equal(thread.id, id);
      const place = oracle.get(anchor);
      if (place === null) {
        assert.equal(thread.anchor.state, "orphaned", `${words}: its words are gone: ${JSON.stringify(thread.anchor)}, head ${history.length}`);
        orphans++;
      } else {
        const { state, index, length } = thread.anchor;
        assert.deepEqual({ state, index, length }, { state: 'anchored', ...place }, `${words}: ${JSON.stringify(anchor)}`);
      }
    }
    assert.ok(expected.length > 0);
    assert.deepEqual(editors.flatMap((editor) => editor.errors), []);
    t.diagnostic(`${kills} kills, ${history.length} ops, ${threads.length} threads (${orphans} orphans), ${expected.length} comments`);
  }));
});
