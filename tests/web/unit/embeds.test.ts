// Tables and notes inside of deltas: the handlers that the page composes, transforms and inverts with.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tableHandler as quillsHandler } from 'quill/modules/tableEmbed.js';
import { lightRichText } from '../../../clients/web/src/sync/light-type.ts';
import { deltaOf } from '../../../clients/web/src/text/delta.ts';
import type { Op, Ops } from '../../../clients/web/src/text/delta.ts';
import { keyOf, tableHandler } from '../../../clients/web/src/text/embeds.ts';
import type { Cell, Table } from '../../../clients/web/src/text/embeds.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';

const count = (ops: Ops | undefined): number => (ops ?? []).length;

function randomContent(random: Random): Op[] {
  return [{ insert: random.pick(['a', 'bc', 'x\ny', '中文', 'é']), ...(random.below(3) === 0 ? { attributes: { bold: true } } : {}) }];
}

function randomTable(random: Random): Table {
  const line = (length: number, letter: string): Op[] =>
    Array.from({ length }, (_, i) => ({ insert: { id: `${letter}${i}` }, ...(random.below(2) === 0 ? { attributes: { name: `n${random.below(3)}` } } : {}) }));
  const rows = line(1 + random.below(3), 'r');
  const columns = line(1 + random.below(3), 'c');
  const cells: Record<string, Cell> = {};
  for (let row = 0; row < rows.length; row += 1)
    for (let column = 0; column < columns.length; column += 1) if (random.below(2) === 0) cells[keyOf(row, column)] = { content: randomContent(random) };
  return { rows, columns, ...(Object.keys(cells).length > 0 ? { cells } : {}) };
}

function randomLine(random: Random, length: number): Op[] {
  const change = deltaOf([]);
  for (let at = 0; at < length; at += 1) {
    if (random.below(4) === 0) change.insert({ id: `n${random.below(1_000_000)}` });
    const what = random.below(6);
    if (what === 0) change.delete(1);
    else if (what === 1) change.retain(1, { name: random.pick(['p', 'q']) });
    else change.retain(1);
  }
  if (random.below(4) === 0) change.insert({ id: `n${random.below(1_000_000)}` });
  return change.chop().ops;
}

function randomChange(random: Random, table: Table): Table {
  const rows = random.below(2) === 0 ? randomLine(random, count(table.rows)) : [];
  const columns = random.below(2) === 0 ? randomLine(random, count(table.columns)) : [];
  const after = tableHandler.compose(table, { rows, columns }, false);
  const cells: Record<string, Cell> = {};
  for (let row = 0; row < count(after.rows); row += 1)
    for (let column = 0; column < count(after.columns); column += 1) {
      if (random.below(2) === 0) continue;
      const key = keyOf(row, column);
      const length = deltaOf(after.cells?.[key]?.content ?? []).length();
      const change = deltaOf([]).retain(random.below(length + 1));
      const rest = length - change.length();
      if (rest > 0 && random.below(2) === 0) change.delete(1 + random.below(rest));
      change.insert(random.pick(['1', '22', 'z\n']));
      cells[key] = { content: change.ops };
    }
  return { ...(rows.length ? { rows } : {}), ...(columns.length ? { columns } : {}), ...(Object.keys(cells).length ? { cells } : {}) };
}

describe('tables in deltas', () => {
  test("the page's handler answers what Quill's answers", () => {
    const seed = seedFromEnvironment();
    const random = new Random(seed);
    for (let round = 0; round < 3_000; round += 1) {
      const base = randomTable(random);
      const a = randomChange(random, base);
      const b = randomChange(random, base);
      const said = `seed ${seed}, round ${round}`;
      assert.deepEqual(tableHandler.compose(base, a, false), quillsHandler.compose(base, a, false), said);
      assert.deepEqual(tableHandler.transform(a, b, true), quillsHandler.transform(a, b, true), said);
      assert.deepEqual(tableHandler.transform(a, b, false), quillsHandler.transform(a, b, false), said);
      assert.deepEqual(tableHandler.invert(a, base), quillsHandler.invert(a, base), said);
    }
  });

  test('two pages that fill the same empty cell keep both texts, in the same order', () => {
    const paper = deltaOf([{ insert: { 'table-embed': { rows: [{ insert: { id: 'r1' } }], columns: [{ insert: { id: 'c1' } }] } } }, { insert: '\n' }]);
    const typed = (text: string): Ops => [{ retain: { 'table-embed': { cells: { '1:1': { content: [{ insert: text }] } } } } }];
    const [mine, theirs] = [typed('hello '), typed('world')];
    const here = paper.compose(deltaOf(mine)).compose(lightRichText.transform(theirs, mine, 'right'));
    const there = paper.compose(deltaOf(theirs)).compose(lightRichText.transform(mine, theirs, 'left'));
    assert.deepEqual(here, there);
    assert.deepEqual(here.ops[0], { insert: { 'table-embed': { rows: [{ insert: { id: 'r1' } }], columns: [{ insert: { id: 'c1' } }], cells: { '1:1': { content: [{ insert: 'worldhello ' }] } } } } });
  });

  test('the change of a note is composed into it', () => {
    const paper = deltaOf([{ insert: { note: { content: [{ insert: 'See' }] } } }, { insert: '\n' }]);
    const change = deltaOf([{ retain: { note: { content: [{ retain: 3 }, { insert: ' there' }] } } }]);
    assert.deepEqual(paper.compose(change).ops[0], { insert: { note: { content: [{ insert: 'See there' }] } } });
    assert.deepEqual(paper.compose(change).compose(change.invert(paper)), paper);
  });
});
