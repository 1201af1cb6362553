// Writes tests/data/vectors: random requests with the stock types' answers, and those below. Run it again when a request is added:
//   node tests/conformance/ot/make_vectors.mjs
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import * as json0 from './json0_cases.mjs';
import { Random } from './random.mjs';
import * as richText from './rich_text_cases.mjs';
import * as tables from './table_cases.mjs';

const RANDOM_CASES = 150;

/** Cases that once told an implementation from the stock type, or are the traps of the protocol reference. */
const CHOSEN = {
  richtext: [
    { op: 'transform', a: [{ insert: 'later' }], b: [{ insert: 'first' }], side: 'left' },
    { op: 'transform', a: [{ insert: 'first' }], b: [{ insert: 'later' }], side: 'right' },
    { op: 'transform', a: [{ retain: 1, attributes: { color: 'blue', bold: true } }], b: [{ retain: 1, attributes: { color: null } }], side: 'left' },
    { op: 'compose', a: [{ insert: '\ud83d' }], b: [{ retain: 1 }, { insert: '\ude00' }] },
    { op: 'compose', a: [{ insert: '😀' }], b: [{ retain: 1 }, { delete: 1 }] },
    { op: 'compose', a: [{ delete: 2 }], b: [{ insert: 'x' }] },
    { op: 'compose', a: [{ insert: 'a' }, { insert: 'b' }], b: [{ retain: 2 }, { insert: 'c' }] },
    { op: 'compose', a: [{ retain: 3, attributes: { bold: true } }], b: [{ retain: 3, attributes: { bold: null } }] },
    { op: 'apply', doc: [{ insert: 'ab', attributes: { bold: true } }], a: [{ retain: 2, attributes: { bold: null } }] },
    { op: 'invert', a: [{ retain: 1, attributes: { obj: { x: 1 } } }, { delete: 1 }], base: [{ insert: 'ab', attributes: { obj: { x: 1 } } }] },
    { op: 'transformPosition', a: [{ retain: 2 }, { insert: 'xy' }], index: 2, priority: true },
    { op: 'transformPosition', a: [{ retain: 2 }, { insert: 'xy' }], index: 2, priority: false },
    { op: 'transformPresence', a: [{ insert: '😀' }], range: { index: 0, length: 2, name: 'n' }, isOwnOp: true },
  ],
  tables: [
    { op: 'apply', doc: [{ insert: { note: { content: [{ insert: 'see' }] } } }], a: [{ retain: { note: { content: [{ retain: 3 }, { insert: ' there' }] } } }] },
    { op: 'compose', a: [{ retain: { note: {} }, attributes: { align: null } }], b: [{ retain: 1, attributes: { bold: true } }] },
    { op: 'transform', a: [{ retain: { 'table-embed': { cells: { '1:1': { content: [{ insert: 'mine' }] } } } } }], b: [{ retain: { 'table-embed': { rows: [{ insert: { id: 'new' } }] } } }], side: 'left' },
    { op: 'transform', a: [{ retain: { 'table-embed': { cells: { '1:1': { content: [{ insert: 'mine' }] } } } } }], b: [{ retain: { 'table-embed': { rows: [{ delete: 1 }] } } }], side: 'left' },
  ],
  json0: [
    { op: 'transform', a: [{ p: [0], li: 'second' }], b: [{ p: [0], li: 'first' }], side: 'left' },
    { op: 'transform', a: [{ p: ['k'], oi: 2 }], b: [{ p: ['k'], oi: 1 }], side: 'left' },
    { op: 'transform', a: [{ p: ['k'], oi: 2 }], b: [{ p: ['k'], oi: 1 }], side: 'right' },
    { op: 'transform', a: [{ p: ['k'], od: 0, oi: 2 }], b: [{ p: ['k'], od: 0 }], side: 'left' },
    { op: 'transform', a: [{ p: ['k'], od: { n: 1 } }], b: [{ p: ['k', 'n'], na: 2 }], side: 'left' },
    { op: 'transform', a: [{ p: [2], lm: 0 }], b: [{ p: [2], lm: 1 }], side: 'left' },
    { op: 'transform', a: [{ p: [2], lm: 0 }], b: [{ p: [2], lm: 1 }], side: 'right' },
    { op: 'transform', a: [{ p: [1], ld: 'b', li: 'c' }], b: [{ p: [1], ld: 'b' }], side: 'left' },
    { op: 'transform', a: [{ p: ['s', 0], sd: 'abcd' }], b: [{ p: ['s', 2], si: '😀' }], side: 'left' },
    { op: 'transform', a: [{ p: ['s', 0], sd: 'ab' }], b: [{ p: ['s'], t: 'text0', o: [{ p: 0, i: 'x' }] }], side: 'left' },
    { op: 'transform', a: [{ p: ['s', 0], sd: 'ab' }], b: [{ p: ['s', 1], sd: 'xx' }], side: 'left' },
    { op: 'transform', a: [{ p: [0], li: 1 }], b: [], side: 'left' },
    { op: 'transform', a: [{ p: [], oi: 1 }], b: [{ p: [], na: 1 }], side: 'right' },
    { op: 'compose', a: [{ p: ['n'], na: 0.1 }], b: [{ p: ['n'], na: 0.2 }] },
    { op: 'compose', a: [{ p: [0], li: 'x' }], b: [{ p: [0], ld: 'x' }] },
    { op: 'compose', a: [{ p: [0], li: [1] }], b: [{ p: [0], ld: [1] }] },
    { op: 'compose', a: [{ p: ['k'], oi: null }], b: [{ p: ['k'], od: null }] },
    { op: 'apply', doc: ['a', {}, null, [1, 2]], a: [{ p: [50], si: 'x' }, { p: [], t: 'text0', o: [{ p: 1, i: '!' }] }] },
    { op: 'apply', doc: [0], a: [{ p: [9], lm: 0 }] },
    { op: 'apply', doc: [0], a: [{ p: [3], ld: 1, li: 1 }] },
    { op: 'apply', doc: [0, 1], a: [{ p: [-1], ld: 1 }] },
    { op: 'apply', doc: 'abc', a: [{ p: [], t: 'text0', o: [{ p: 9, i: 'x' }] }] },
    { op: 'apply', doc: { s: '😀' }, a: [{ p: ['s', 0], sd: '\ud83d' }] },
    { op: 'apply', doc: {}, a: [{ p: ['x', 'y'], na: 1 }] },
    { op: 'normalize', a: { na: 1 } },
    { op: 'invert', a: [{ p: [3], lm: 1 }, { p: ['k'], na: 0 }] },
  ],
};

for (const [type, source] of [['richtext', richText], ['json0', json0], ['tables', tables]]) {
  const random = new Random(20);
  const requests = CHOSEN[type].concat(Array.from({ length: RANDOM_CASES }, () => source.request(random, random.pick(source.functions))));
  const lines = requests.map((request, i) => {
    const id = `${type}-${i + 1}`;
    try {
      const expected = source.stockAnswer(request);
      return JSON.stringify({ id, ...request, expected: expected === undefined ? null : expected });
    } catch (error) {
      return JSON.stringify({ id, ...request, error: String(error.message) });
    }
  });
  writeFileSync(fileURLToPath(new URL(`../../data/vectors/${type}.jsonl`, import.meta.url)), lines.join('\n') + '\n');
}
