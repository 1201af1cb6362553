// The law of frozen parts: a change is free if the sequence of frozen lines is the same after it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deltaOf } from '../../../clients/web/src/text/delta.ts';
import type { Op, Ops } from '../../../clients/web/src/text/delta.ts';
import { touchesFrozen } from '../../../clients/web/src/text/frozen.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';

const kTable: Op = {
  insert: { 'table-embed': { rows: [{ insert: { id: 'r' } }], columns: [{ insert: { id: 'c' }, attributes: { name: 'Who' } }], cells: { '1:1': { content: [{ insert: 'Ama' }] } } } },
  attributes: { frozen: true },
};
/** "Aims" is frozen (0 to 4), "words" is not (5 to 10), "Who" is frozen (11 to 14), then a frozen table (15) and a line (16). */
const kPaper: Ops = [
  { insert: 'Aims' }, { insert: '\n', attributes: { header: 2, frozen: true } }, { insert: 'words\nWho' },
  { insert: '\n', attributes: { frozen: true } }, kTable, { insert: '\n' },
];

const kCases: readonly (readonly [name: string, change: Ops, touches: boolean])[] = [
  ['words in a free line', [{ retain: 7 }, { insert: 'x' }], false],
  ['words in a frozen line', [{ retain: 2 }, { insert: 'x' }], true],
  ['words at the end of a frozen line', [{ retain: 4 }, { insert: 'x' }], true],
  ['words before a frozen line', [{ insert: 'x' }], true],
  ['a line before a frozen line', [{ insert: 'x\n' }], false],
  ['a line behind a frozen line', [{ retain: 5 }, { insert: 'x\n' }], false],
  ['a line end in a frozen line', [{ retain: 2 }, { insert: '\n', attributes: { header: 2, frozen: true } }], true],
  ['a line that is frozen', [{ retain: 5 }, { insert: 'x' }, { insert: '\n', attributes: { frozen: true } }], true],
  ['a free line becomes frozen', [{ retain: 10 }, { retain: 1, attributes: { frozen: true } }], true],
  ['a free line gets a format', [{ retain: 10 }, { retain: 1, attributes: { list: 'bullet' } }], false],
  ['a frozen line gets another format', [{ retain: 4 }, { retain: 1, attributes: { header: 3 } }], true],
  ['words of a frozen line get a format', [{ retain: 1, attributes: { bold: true } }], true],
  ['a frozen line loses its end', [{ retain: 4 }, { delete: 1 }], true],
  ['a free line joins a frozen one', [{ retain: 10 }, { delete: 1 }], true],
  ['an empty free line goes', [{ retain: 5 }, { delete: 6 }], false],
  ['all goes', [{ delete: 17 }], true],
  ['a frozen line goes and the same comes', [{ insert: 'Aims' }, { insert: '\n', attributes: { header: 2, frozen: true } }, { delete: 5 }], false],
  ['words in a cell', [{ retain: 15 }, { retain: { 'table-embed': { cells: { '1:1': { content: [{ insert: 'x' }] } } } } }], false],
  ['another row', [{ retain: 15 }, { retain: { 'table-embed': { rows: [{ insert: { id: 's' } }] } } }], false],
  ['another column', [{ retain: 15 }, { retain: { 'table-embed': { columns: [{ insert: { id: 'd' } }] } } }], true],
  ['another name of a column', [{ retain: 15 }, { retain: { 'table-embed': { columns: [{ retain: 1, attributes: { name: 'x' } }] } } }], true],
  ['the table is not frozen any more', [{ retain: 15 }, { retain: 1, attributes: { frozen: null } }], true],
  ['the table goes', [{ retain: 15 }, { delete: 1 }], true],
  ['nothing', [], false],
];

describe('frozen parts', () => {
  for (const [name, change, touches] of kCases) {
    test(`${name}: ${touches ? 'no' : 'free'}`, () => assert.equal(touchesFrozen(kPaper, change), touches));
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
