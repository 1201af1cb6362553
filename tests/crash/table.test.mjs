// Eleven groups fill in one table while the server is killed: every cell that was acknowledged is there, once.
//   SECONDS=60 node --test table.test.mjs
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AwareClient, assertConverged, call } from '../stock/support/clients.mjs';
import { awareType, understanding } from '../stock/support/embeds.mjs';
import { Random, chooseSeed } from '../stock/support/random.mjs';
import { delay } from '../stock/support/raw.mjs';
import { Rig } from './rig.mjs';

const SECONDS = Number(process.env.SECONDS ?? 10);
const GROUPS = 11;
const KILLS = 3;
const COLUMNS = ['Group', 'Proposed speaker', 'Title', 'Confirmed'];
const PAPER = 'speaker-table';

const line = (id, name) => ({ insert: { id }, ...(name ? { attributes: { name } } : {}) });
const table = {
  rows: Array.from({ length: GROUPS }, (_, i) => line(`group${i}`)),
  columns: COLUMNS.map((name, i) => line(`column${i}`, name)),
};

describe('filling in a table while the server is killed', () => {
  const seed = chooseSeed();
  const random = new Random(seed);
  const rig = new Rig(random);
  let groups;
  before(async () => {
    await rig.start();
    groups = Array.from({ length: GROUPS }, (_, i) => new AwareClient(understanding(rig.address), `group ${i}`));
  });
  after(async () => {
    groups?.forEach((group) => group.close());
    await rig.close();
  });

  let words = 0;
  const acknowledged = new Set();
  const tableIn = (doc) => doc.data.ops[1].insert['table-embed'];
  const linesIn = (lines) => (lines ?? []).length;

  /** Words that nobody has written before, in a cell that others fill in, too; now and then in a row of its own. */
  function fillIn(doc) {
    const { rows, columns } = tableIn(doc);
    const letter = String.fromCharCode(0x4e00 + words++); // one unit: nothing can be written into it
    const [count, column] = [linesIn(rows), random.below(linesIn(columns))];
    const content = [{ insert: letter }];
    if (random.chance(0.1)) {
      const at = random.below(count + 1);
      const inserted = [...(at > 0 ? [{ retain: at }] : []), line(`row-${words}`)];
      return { letter, change: { rows: inserted, cells: { [`${at + 1}:${column + 1}`]: { content } } } };
    }
    return { letter, change: { cells: { [`${random.below(count) + 1}:${column + 1}`]: { content } } } };
  }

  async function fill(group, until) {
    const doc = group.doc('documents', PAPER);
    while (Date.now() < until) {
      if (doc.type) {
        const { letter, change } = fillIn(doc);
        doc.submitOp([{ retain: 9 }, { retain: { 'table-embed': change } }], {}, (error) => (error ? group.errors.push(error) : acknowledged.add(letter)));
      }
      await delay(5 + random.below(60));
    }
  }

  /** One of them is away for a third of the time, and writes on. */
  async function beAway(group, until) {
    await delay((until - Date.now()) / 3);
    group.goOffline();
    await delay((until - Date.now()) / 2);
    group.goOnline();
  }

  async function killNowAndThen(until) {
    const pause = (until - Date.now()) / (KILLS + 1);
    for (let i = 0; i < KILLS; i++) {
      await delay(pause * (0.7 + 0.3 * (random.below(100) / 100)));
      await rig.kill();
      await rig.checkDataDirectory();
      await rig.start();
    }
  }

  test(`${GROUPS} groups, ${KILLS} kills, ${SECONDS} s, SEED=${seed}`, (t) => rig.explaining(async () => {
    const content = [{ insert: 'Speakers\n' }, { insert: { 'table-embed': table } }, { insert: '\n' }];
    await call(groups[0].doc('documents', PAPER), 'create', content, 'http://sharejs.org/types/rich-text/v1');
    await Promise.all(groups.map((group) => call(group.doc('documents', PAPER), 'subscribe')));
    const until = Date.now() + SECONDS * 1000;
    await Promise.all([killNowAndThen(until), beAway(groups[GROUPS - 1], until), ...groups.map((group) => fill(group, until))]);
    const { history } = await assertConverged(understanding(rig.address), groups, 'documents', PAPER, { [awareType.uri]: awareType });

    const filled = tableIn(groups[0].doc('documents', PAPER));
    const times = new Map();
    for (const { content: ops } of Object.values(filled.cells)) {
      for (const { insert } of ops) for (const letter of insert) times.set(letter, (times.get(letter) ?? 0) + 1);
    }
    assert.deepEqual([...acknowledged].filter((letter) => times.get(letter) !== 1), [], 'each acknowledged cell is there once');
    assert.deepEqual([...times].filter(([, count]) => count !== 1), [], 'and so is everything else');
    assert.equal(new Set(filled.rows.map(({ insert }) => insert.id)).size, filled.rows.length, 'each row is there once');
    assert.equal(filled.columns.length, COLUMNS.length);
    assert.deepEqual(groups.flatMap((group) => group.errors), []);
    await rig.kill();
    await rig.checkDataDirectory();
    t.diagnostic(`${acknowledged.size} cells acknowledged, ${filled.rows.length} rows, ${history.length} operations`);
  }));
});
