// The law of frozen parts, as the server has it: a change is free if the sequence of frozen lines is the same after it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { deltaOf } from '../../../clients/web/src/text/delta.ts';
import type { Op, Ops } from '../../../clients/web/src/text/delta.ts';
import { touchesFrozen } from '../../../clients/web/src/text/frozen.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';

const kTable: Op = {
  insert: { 'table-embed': { rows: [{ insert: { id: 'r' } }], columns: [{ insert: { id: 'c' }, attributes: { name: 'Who' } }], cells: { '1:1': { content: [{ insert: 'Ama' }] } } } },
  attributes: { frozen: true },
};
interface Law {
  readonly paper: Ops;
  readonly cases: readonly { readonly does: string; readonly op: Ops; readonly keeps: boolean; readonly paper?: Ops }[];
}

/** The server is held to the same table. */
const law = JSON.parse(readFileSync(new URL('../../data/templates/frozen.json', import.meta.url), 'utf8')) as Law;

describe('frozen parts', () => {
  for (const { does, op, keeps, paper } of law.cases) {
    test(`${keeps ? 'kept' : 'changed'} by an operation that ${does}`, () => assert.equal(touchesFrozen(paper ?? law.paper, op), !keeps));
  }

  const seed = seedFromEnvironment();
  test(`free changes: their composition and their opposite are free, as nothing frozen is another (SEED=${seed})`, () => {
    const random = new Random(seed);
    let free = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const paper = deltaOf(randomPaper(random));
      const first = deltaOf(randomChange(random, paper.ops));
      const middle = paper.compose(first);
      const second = deltaOf(randomChange(random, middle.ops));
      const both = first.compose(second);
      const told = JSON.stringify({ seed, round, paper: paper.ops, first: first.ops, second: second.ops });
      assert.equal(touchesFrozen(paper.ops, first.ops), frozenIn(paper.ops) !== frozenIn(middle.ops), told);
      if (touchesFrozen(paper.ops, first.ops)) continue;
      free += 1;
      assert.ok(!touchesFrozen(middle.ops, first.invert(paper).ops), told);
      assert.equal(touchesFrozen(paper.ops, both.ops), frozenIn(paper.ops) !== frozenIn(paper.compose(both).ops), told);
    }
    assert.ok(free > 2_000, 'enough changes were free');
  });
});

/** The frozen lines, found character by character: slow, and written otherwise than what it judges. */
function frozenIn(content: Ops): string {
  let line = '';
  let all = '';
  for (const { insert, attributes } of content) {
    const isTable = typeof insert === 'object';
    for (const sign of typeof insert === 'string' ? insert : '\n') {
      if (sign !== '\n') line += `${sign}${JSON.stringify(sortedOf(attributes))}`;
      else {
        if (attributes?.['frozen'] === true) all += `${isTable ? columnsOf(insert) : line}|${JSON.stringify(sortedOf(attributes))}\n`;
        line = '';
      }
    }
  }
  return all;
}

function columnsOf(insert: Record<string, unknown>): string {
  const { columns } = insert['table-embed'] as { readonly columns: Ops };
  return columns.map((column) => `${JSON.stringify(column.insert)}${JSON.stringify(sortedOf(column.attributes))}`).join();
}

function sortedOf(attributes: Op['attributes']): readonly unknown[] {
  return Object.entries(attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

function randomLine(random: Random): Op[] {
  if (random.below(8) === 0) return [{ ...kTable, attributes: random.below(2) === 0 ? { frozen: true } : {} }];
  const words = random.pick(['', 'a', 'ab', 'abc']);
  const attributes = random.pick<Record<string, unknown>>([{}, {}, { frozen: true }, { frozen: true, header: 2 }, { header: 1 }]);
  return [...(words ? [{ insert: words, ...(random.below(4) === 0 ? { attributes: { bold: true } } : {}) }] : []), { insert: '\n', attributes }];
}

function randomPaper(random: Random): Op[] {
  return [...Array.from({ length: 1 + random.below(5) }, () => randomLine(random)).flat(), { insert: '\n' }];
}

function randomChange(random: Random, content: Ops): Op[] {
  const units: unknown[] = content.flatMap((op): unknown[] => (typeof op.insert === 'string' ? [...op.insert] : [op.insert]));
  const change: Op[] = [];
  for (let at = 0; at < units.length; ) {
    const step = 1 + random.below(4);
    if (random.below(5) === 0) change.push(...randomLine(random).slice(random.below(2)));
    const inTable = typeof units[at] === 'object';
    const kind = random.below(9);
    if (inTable && kind < 3) {
      change.push({ retain: { 'table-embed': kind === 0 ? { columns: [{ retain: 1, attributes: { name: random.pick(['x', 'Who']) } }] } : { rows: [{ insert: { id: 's' } }] } } });
      at += 1;
    } else if (kind === 3 && at + step < units.length) {
      change.push({ delete: step });
      at += step;
    } else if (kind === 4) {
      change.push({ retain: 1, attributes: random.pick<Record<string, unknown>>([{ frozen: true }, { frozen: null }, { header: 1 }, { bold: true }]) });
      at += 1;
    } else {
      change.push({ retain: step });
      at += step;
    }
  }
  return deltaOf(change).ops;
}
