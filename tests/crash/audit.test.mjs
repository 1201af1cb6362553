// The audit of the crash test finds losses and repetitions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit } from './audit.mjs';

const mark = (marker) => ({ marker });
const history = [
  { v: 0, create: { type: 'x' } },
  { v: 1, op: [{ insert: mark('a-1') }, { insert: mark('a-2') }, { insert: 'text' }] },
  { v: 2, op: { ops: [{ retain: 1 }, { insert: mark('b-1') }] } },
  { v: 3, op: [{ p: [0], li: mark('c-1') }, { p: [1], ld: mark('a-1') }] },
];
const all = ['a-1', 'a-2', 'b-1', 'c-1'];

test('a whole log is clean, and a deletion of a marker is no second insert', () => {
  assert.deepEqual(audit(history, new Set(all)), []);
});

test('a lost op is found', () => {
  assert.match(audit(history, new Set([...all, 'd-1'])).join(), /1 acknowledged ops lost: d-1/);
});

test('a doubled op is found', () => {
  const doubled = [...history, { v: 4, op: [{ insert: mark('b-1') }] }];
  assert.match(audit(doubled, new Set(all)).join(), /1 ops doubled: b-1/);
});

test('a missing version is found', () => {
  assert.match(audit(history.filter(({ v }) => v !== 1), new Set()).join(), /version 1 is missing/);
});
