import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toDocument, toView } from '../../../clients/web/src/text/border.ts';
import { ListNumbers } from '../../../clients/web/src/text/list-numbers.ts';
import { quoteOf, quotesIn } from '../../../clients/web/src/text/quotes.ts';
import { addressFromTyping, safeAddress } from '../../../clients/web/src/text/safe-link.ts';
import { ChangeCounter } from '../../../clients/web/src/sync/change-counter.ts';
import { contentLength } from '../../../clients/web/src/text/delta.ts';
import type { Op } from '../../../clients/web/src/text/delta.ts';
import { readPresence } from '../../../clients/web/src/sync/presence.ts';
import { isFinal, refusalIn } from '../../../clients/web/src/sync/refusals.ts';
import { statusOf, withOneMore } from '../../../clients/web/src/sync/status.ts';
import type { Facts } from '../../../clients/web/src/sync/status.ts';

describe('addresses', () => {
  const safe = ['https://example.org/a?b#c', 'http://xn--bcher-kva.example', 'mailto:a@b.example', 'tel:+41220000000', '#part', ' https://a.example '];
  const unsafe = [
    'javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', 'java\nscript:alert(1)', '\u0001javascript:alert(1)',
    'data:text/html,<script>', 'vbscript:x', 'file:///etc/passwd', 'blob:https://a.example/1', 'about:blank', '//evil.example',
    '/relative', 'x', '', `https://a.example/${'x'.repeat(3000)}`,
  ];
  for (const address of safe) test(`may be followed: ${address}`, () => assert.ok(safeAddress(address)));
  for (const address of unsafe) test(`may not: ${JSON.stringify(address.slice(0, 40))}`, () => assert.equal(safeAddress(address), null));
  for (const [typed, meant] of [
    ['example.org', 'https://example.org'],
    ['example.org/path?x=1', 'https://example.org/path?x=1'],
    ['ama@example.org', 'mailto:ama@example.org'],
    ['javascript:alert(1)', null],
    ['just words', null],
  ] as const) {
    test(`typed: ${typed}`, () => assert.equal(addressFromTyping(typed), meant));
  }
});

describe('quotations', () => {
  for (const [value, levels] of [[true, 1], [2, 2], [9, 9], [10, 9], [1, 1], ['yes', 1], [2.5, 1], [-3, 1], [0, 0], [null, 0], [undefined, 0], [false, 0]] as const) {
    test(`${String(value)} is ${levels} deep`, () => assert.equal(quotesIn(value), levels));
  }
  test('a list ends with its quotation', () => {
    const numbers = new ListNumbers();
    const next = (quotes: number, indent = 0, list: 'ordered' | 'other' | null = 'ordered', start: number | null = null): number => numbers.next({ list, indent, quotes, start });
    assert.deepEqual([next(0), next(1), next(1), next(1, 1), next(0), next(1, 1), next(1, 2, null), next(0)], [1, 1, 2, 1, 1, 1, 0, 2]);
    assert.deepEqual([next(0, 0, null), next(1, 0, 'ordered', 7), next(1), next(0, 1, null), next(1), next(1, 0, 'other'), next(1)], [0, 7, 8, 0, 1, 0, 2]);
  });
  test('one level is said as it always was', () => assert.deepEqual([0, 1, 2, 12].map(quoteOf), [undefined, true, 2, 9]));
});

describe('the border between document and view', () => {
  test('lets quotations and indents through as deep as they go', () => {
    const shown = toView([{ insert: '\n', attributes: { blockquote: 12, indent: 15 } }, { insert: '\n', attributes: { blockquote: 'x', indent: 16 } }]);
    assert.deepEqual(shown.map(({ attributes }) => attributes), [{ blockquote: 9, indent: 15 }, { blockquote: true }]);
  });


  test('keeps lengths, whatever somebody put into the document', () => {
    const strange: Op[] = [
      { insert: 'a\r\nb', attributes: { color: 'red', bold: true } },
      { insert: { video: 'https://evil.example' } },
      { insert: 'x', attributes: { link: 'javascript:alert(1)', header: 99, constructor: 1 } },
      { insert: { divider: 'whatever' } },
      { insert: '\n', attributes: { list: 'unheard', indent: 1 } },
    ];
    const shown = toView(strange);
    assert.equal(contentLength(shown), contentLength(strange));
    assert.deepEqual(shown, [
      { insert: 'a\u00a0\nb', attributes: { bold: true } },
      { insert: { unknown: '{"video":"https://evil.example"}' } },
      { insert: 'x', attributes: { link: null } },
      { insert: { divider: true } },
      { insert: '\n', attributes: { indent: 1 } },
    ]);
  });

  test('gives an embed back as it was', () => {
    const video = [{ insert: { video: 'https://v.example' } }];
    assert.deepEqual(toDocument(toView(video)), video);
  });

  test('passes removals on', () => {
    assert.deepEqual(toView([{ retain: 3, attributes: { bold: null, color: null } }]), [{ retain: 3, attributes: { bold: null } }]);
  });
});

describe('the status', () => {
  const facts: Facts = {
    loaded: true, live: true, deviceOffline: false, unacknowledged: false, changes: 0, kept: true, awayFor: 0, unansweredFor: 0,
    postponed: false, readOnly: null,
  };
  test('is "saved" only when all is acknowledged over a live connection', () => {
    assert.equal(statusOf(facts).kind, 'saved');
    assert.equal(statusOf({ ...facts, unacknowledged: true }).kind, 'saving');
    assert.equal(statusOf({ ...facts, live: false, awayFor: 1_000 }).kind, 'reconnecting');
    assert.equal(statusOf({ ...facts, loaded: false }).kind, 'loading');
  });
  test('is "offline" at once if the device says so, else after a while', () => {
    assert.equal(statusOf({ ...facts, live: false, deviceOffline: true }).kind, 'offline');
    assert.deepEqual(statusOf({ ...facts, live: false, awayFor: 10_000, changes: 3, kept: false }), { kind: 'offline', changes: 3, kept: false });
  });
  test('is "offline" as soon as the device says so, with unsaved words and without', () => {
    assert.equal(statusOf({ ...facts, deviceOffline: true, unacknowledged: true }).kind, 'offline');
    assert.equal(statusOf({ ...facts, deviceOffline: true }).kind, 'offline');
  });
  test('counts a title that is not saved', () => {
    assert.equal(withOneMore(statusOf(facts)).kind, 'saving');
    assert.deepEqual(withOneMore(statusOf({ ...facts, deviceOffline: true, changes: 2 })), { kind: 'offline', changes: 3, kept: true });
  });
  test('alarms nobody when the connection is back within a second, and claims nothing', () => {
    assert.equal(statusOf({ ...facts, live: false, awayFor: 999 }).kind, 'saved');
    assert.equal(statusOf({ ...facts, live: false, awayFor: 999, unacknowledged: true }).kind, 'saving');
  });
  test('says how long there was no answer, from three seconds on', () => {
    assert.equal(statusOf({ ...facts, unacknowledged: true, unansweredFor: 2_999 }).kind, 'saving');
    assert.deepEqual(statusOf({ ...facts, unacknowledged: true, unansweredFor: 5_400 }), { kind: 'unanswered', seconds: 5, kept: true });
  });
  test('is "waiting" while the server does not take what I wrote, and only then', () => {
    assert.equal(statusOf({ ...facts, unacknowledged: true, postponed: true }).kind, 'waiting');
    assert.equal(statusOf({ ...facts, postponed: true }).kind, 'saved');
    assert.equal(statusOf({ ...facts, live: false, awayFor: 2_000, unacknowledged: true, postponed: true }).kind, 'reconnecting');
  });
  test('is "read-only" whatever else is true', () => {
    assert.equal(statusOf({ ...facts, readOnly: { cause: 'deleted' } }).kind, 'read-only');
  });
  test('counts a burst of typing as one change', () => {
    const counter = new ChangeCounter();
    for (const now of [0, 200, 900, 1_700, 5_000, 5_100]) counter.edited(now);
    assert.equal(counter.count, 2);
    counter.acknowledged();
    assert.equal(counter.count, 0);
  });
});

describe('refusals', () => {
  test('of the operation itself are final, of the server’s state are not', () => {
    for (const code of ['ERR_OT_OP_NOT_APPLIED', 'ERR_DOC_WAS_DELETED', 'ERR_OP_SUBMIT_REJECTED', 'ERR_DOCUMENT_TOO_LARGE']) {
      assert.ok(isFinal({ code, message: '' }), code);
    }
    for (const code of ['ERR_READ_ONLY', 'ERR_STORAGE_UNAVAILABLE', '']) assert.ok(!isFinal({ code, message: '' }), code);
  });
  test('are read from op frames of this document only', () => {
    const error = { code: 'ERR_X', message: 'why' };
    assert.deepEqual(refusalIn({ a: 'op', c: 'documents', d: 'x', error }, 'documents', 'x'), error);
    for (const frame of [null, 5, { a: 'op', c: 'documents', d: 'y', error }, { a: 's', c: 'documents', d: 'x', error }, { a: 'op', c: 'documents', d: 'x' }]) {
      assert.equal(refusalIn(frame, 'documents', 'x'), null);
    }
  });
});

describe('people', () => {
  test('may send anything as presence', () => {
    assert.equal(readPresence('a', 'x'), null);
    assert.deepEqual(readPresence('a', { index: -1, length: 'x', name: { a: 1 }, colour: 1e9 + 0.5 }), { id: 'a', index: 0, length: 0, name: '', colour: 0, guest: false, moves: 0, cell: null });
    assert.equal(readPresence('a', { cell: 'row00001/column1' })?.cell, 'row00001/column1');
    assert.equal(readPresence('a', { cell: 'x'.repeat(500) })?.cell, null);
    assert.equal(readPresence('a', { name: 'x'.repeat(500) })?.name.length, 60);
  });
});
