// A change that is too large for one frame leaves in several operations that do the same.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Connection } from 'sharedb/lib/client/index.js';
import { noSocket } from '../../../clients/web/src/sync/connector.ts';
import { lightRichText, registerTypes } from '../../../clients/web/src/sync/light-type.ts';
import { restorePending } from '../../../clients/web/src/sync/pending.ts';
import { PieceSubmitter, piecesOf } from '../../../clients/web/src/sync/pieces.ts';
import { deltaOf, opsOf } from '../../../clients/web/src/text/delta.ts';
import type { Op, Ops } from '../../../clients/web/src/text/delta.ts';

/** What the pieces promise; a server that is not open takes frames of 1 MiB. */
const kBytes = 400_000;
const bytesOf = (ops: Ops): number => Buffer.byteLength(JSON.stringify(ops));
const composed = (pieces: readonly Ops[]): Ops => pieces.reduce<Ops>((all, piece) => deltaOf(all).compose(deltaOf(piece)).ops, []);

describe('pieces', () => {
  const many = Array.from({ length: 20_000 }, (_, i): Op => (i % 2 ? { insert: `word ${i}`, attributes: { bold: true } } : { retain: 3 }));
  const ids = (count: number, letter: string): Op[] => Array.from({ length: count }, (_, i) => ({ insert: { id: `${letter}${i}` } }));
  const cells = Object.fromEntries(Array.from({ length: 8_000 }, (_, i) => [`${1 + (i >> 3)}:${1 + (i & 7)}`, { content: [{ insert: `Wörter der Zelle ${i}, 会議🙂` }] }]));
  const table = { rows: ids(1_000, 'r'), columns: ids(8, 'c'), cells };
  const changes: readonly (readonly [string, Ops])[] = [
    ['one long text', [{ retain: 5 }, { insert: 'Ein Satz mit Wörtern. '.repeat(60_000) }]],
    ['characters of three and four bytes', [{ insert: '会議🙂'.repeat(200_000), attributes: { italic: true } }]],
    ['what JSON writes as six characters', [{ insert: '\u0001'.repeat(300_000) }]],
    ['everything replaced', [{ insert: 'new '.repeat(300_000) }, { delete: 900_000 }]],
    ['many small places', many],
    ['a large table between words', [{ insert: 'before' }, { insert: { 'table-embed': table } }, { insert: 'behind\n' }]],
    ['much that is pasted into a table', [{ retain: 3 }, { retain: { 'table-embed': { rows: ids(1_000, 'n'), cells } } }, { retain: 2 }, { insert: 'x' }]],
  ];
  for (const [what, ops] of changes) {
    test(what, () => {
      const pieces = piecesOf(ops);
      assert.ok(pieces.length > 1);
      for (const piece of pieces) assert.ok(bytesOf(piece) < kBytes, `${bytesOf(piece)} bytes`);
      assert.deepEqual(composed(pieces), deltaOf([]).compose(deltaOf(ops)).ops);
      assert.ok(!pieces.some((piece) => piece.some(({ insert }) => typeof insert === 'string' && /[\ud800-\udbff]$/.test(insert))));
    });
  }

  test('what fits stays one operation', () => {
    const ops = [{ retain: 3 }, { insert: 'word' }];
    assert.deepEqual(piecesOf(ops), [ops]);
  });

  test('what waits does not grow beyond a frame, and small changes still become one', () => {
    registerTypes();
    const doc = new Connection(noSocket).get('documents', 'paper');
    doc.ingestSnapshot({ v: 1, data: { ops: [{ insert: '\n' }] }, type: lightRichText.uri });
    const submitter = new PieceSubmitter(doc, assert.ifError);
    const typed: Ops = [{ insert: 'a' }];
    for (let i = 0; i < 100; i += 1) submitter.submit(typed);
    assert.equal(doc.pendingOps.length, 1);
    for (let i = 0; i < 40; i += 1) submitter.submit([{ insert: 'pasted '.repeat(10_000) }]);
    for (let i = 0; i < 100; i += 1) submitter.submit(typed);
    const waiting = doc.pendingOps.map(({ op }) => opsOf(op));
    for (const ops of waiting) assert.ok(bytesOf(ops) < kBytes);
    assert.ok(waiting.length < 50, `${waiting.length} operations`);
    assert.equal(waiting.flat().reduce((sum, { insert }) => sum + (typeof insert === 'string' ? insert.length : 0), 0), 200 + 40 * 70_000);
  });

  test('what an older page kept is cut, unless it may have left', () => {
    const doc = new Connection(noSocket).get('documents', 'kept');
    doc.ingestSnapshot({ v: 1, data: { ops: [{ insert: '\n' }] }, type: lightRichText.uri });
    const op = [{ insert: 'kept '.repeat(100_000) }];
    restorePending(doc, [{ op, src: 'me', seq: 7 }, { op }], 0);
    assert.equal(doc.pendingOps[0]?.seq, 7);
    assert.deepEqual(opsOf(doc.pendingOps[0]?.op), op);
    assert.deepEqual(composed(doc.pendingOps.slice(1).map((entry) => opsOf(entry.op))), op);
    assert.ok(doc.pendingOps.length > 3);
  });
});
