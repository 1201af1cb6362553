import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DocumentAccess } from '../../../clients/web/src/api/access.ts';
import { ApiError } from '../../../clients/web/src/api/failure.ts';
import { logInAddress, safePath, takeSecret } from '../../../clients/web/src/addresses.ts';
import { deedOf } from '../../../clients/web/src/pages/audit-words.ts';
import { FormModel } from '../../../clients/web/src/pages/form-model.ts';
import { sentenceOf } from '../../../clients/web/src/ui/failures.ts';
import { Loading, PagedLoading } from '../../../clients/web/src/pages/loading.ts';
import { ranked } from '../../../clients/web/src/text/ranking.ts';
import { Rights } from '../../../clients/web/src/pages/rights.ts';
import { linkedRoles, summaryOf } from '../../../clients/web/src/ui/share/summary.ts';
import { adopt } from '../../../clients/web/src/sync/adoption.ts';
import { Connector, noSocket } from '../../../clients/web/src/sync/connector.ts';
import { MemoryDrafts } from '../../../clients/web/src/sync/drafts.ts';
import type { Draft } from '../../../clients/web/src/sync/drafts.ts';
import { verdictIn } from '../../../clients/web/src/sync/refusals.ts';
import { mentionAt, withMarkup, withoutMarkup } from '../../../clients/web/src/threads/mentions.ts';

describe('where log-in leads', () => {
  for (const path of ['/', '/d/dc', '/d/dc#thread-3', '/people?x=1#groups']) {
    test(`there: ${path}`, () => assert.equal(safePath(path), path));
  }
  const elsewhere = ['', 'd/dc', '//example.org', '/\\example.org', '\\\\example.org', 'https://example.org', '/\t/example.org', '/\n/example.org', 'javascript:alert(1)', '/d/\\\\x'];
  for (const path of elsewhere) test(`not there: ${JSON.stringify(path)}`, () => assert.equal(safePath(path), '/'));
  test('says where from', () => {
    assert.equal(logInAddress('/'), '/log-in');
    assert.equal(logInAddress('/d/dc?x=1'), '/log-in?to=%2Fd%2Fdc%3Fx%3D1');
  });
});

describe('a secret in an address', () => {
  test('leaves the address bar and survives a reload', () => {
    const location = { hash: '#s3cret', pathname: '/s', search: '' };
    const history = {
      state: null as unknown,
      shown: '',
      replaceState(state: unknown, _title: string, address: string) {
        this.state = state;
        this.shown = address;
      },
    };
    assert.equal(takeSecret({ location, history }), 's3cret');
    assert.equal(history.shown, '/s');
    assert.equal(takeSecret({ location: { ...location, hash: '' }, history }), 's3cret');
    assert.equal(takeSecret({ location: { ...location, hash: '' }, history: { ...history, state: { other: 1 } } }), '');
  });
});

describe('who can see a document, in a sentence', () => {
  const you = { role: 'owner', history: true, abilities: [] } as const;
  const owner = { id: 'a-1', name: 'Ama' };
  const person = (id: string, name: string) => ({ kind: 'account', id, name, role: 'editor', history: false }) as const;
  const cases: readonly (readonly [string, DocumentAccess, string])[] = [
    ['nobody else', { you, owner, grants: [], link_counts: {} }, 'Only you can see this.'],
    ['one more', { you, owner, grants: [person('a-2', '李明')], link_counts: {} }, 'You and 李明 can see this, and nobody else.'],
    [
      'a group and a link',
      { you, owner, grants: [{ kind: 'group', id: 'g', name: 'WG 1', members: 11, role: 'commenter', history: false }], link_counts: { commenter: 2 } },
      'You and the group WG 1 (11) can see this, and anyone with a link to comment.',
    ],
    [
      'many',
      { you, owner, grants: ['b', 'c', 'd', 'e', 'f', 'g'].map((name) => person(name, name)), link_counts: {} },
      'You, b, c, d, and 3 others can see this, and nobody else.',
    ],
    ['links only', { you, owner, grants: [], link_counts: { reader: 1, editor: 1 } }, 'You can see this, and anyone with a link to edit and anyone with a link to read.'],
    ['not told', { you: { role: 'commenter', history: false, abilities: [] } }, 'The person who shared it with you knows who else can see this.'],
  ];
  for (const [name, access, said] of cases) test(name, () => assert.equal(summaryOf(access, 'a-1'), said));
  test('a link that has run out lets nobody in', () => {
    const link = { id: '1', role: 'reader', history: false, label: '', by: 'a-1', by_name: 'Ama', created_at: '', used_at: null } as const;
    assert.deepEqual(linkedRoles({ you, links: [{ ...link, expires_at: '2001-01-01T00:00:00.000Z' }] }), []);
    assert.deepEqual(linkedRoles({ you, links: [{ ...link, expires_at: null }] }), ['reader']);
  });
});

describe('what went wrong', () => {
  const refused = (status: number, detail = '', more: object = {}): ConstructorParameters<typeof ApiError>[0] => ({ kind: 'refused', status, code: '', detail, ...more });
  test('is a sentence', () => {
    assert.match(sentenceOf({ kind: 'unreachable' }), /still here/);
    assert.match(sentenceOf(refused(429, '', { retryAfter: 30 })), /Wait 30 seconds/);
    assert.match(sentenceOf(refused(429, '', { retryAfter: 300 })), /Wait 5 minutes/);
    assert.equal(sentenceOf(refused(400, 'the name is empty')), 'The name is empty.');
  });
  test('a form says it, keeps still while it is busy, and forgets it at the next try', async () => {
    const form = new FormModel();
    assert.equal(await form.run(() => Promise.reject(new ApiError(refused(403)))), false);
    assert.notEqual(form.problem.value, '');
    let end = (): void => undefined;
    const first = form.run(() => new Promise<void>((resolve) => (end = resolve)));
    assert.equal(form.problem.value, '');
    assert.equal(await form.run(() => Promise.reject(new Error('never'))), false, 'one thing at a time');
    end();
    assert.equal(await first, true);
    assert.equal(form.busy.value, false);
  });
});

describe('what a part of a page shows', () => {
  test('stays while it is asked for again, and when that fails', async () => {
    let answer: () => Promise<number> = () => Promise.resolve(1);
    const loading = new Loading(() => answer());
    await loading.load();
    answer = () => Promise.reject(new ApiError({ kind: 'unreachable' }));
    await loading.load();
    assert.equal(loading.value, 1);
  });
  test('an answer that was overtaken is not shown', async () => {
    const ends: ((value: string) => void)[] = [];
    const loading = new Loading(() => new Promise<string>((resolve) => ends.push(resolve)));
    const [first, second] = [loading.load(), loading.load()];
    ends[1]?.('second');
    ends[0]?.('first');
    await Promise.all([first, second]);
    assert.equal(loading.value, 'second');
  });
  test('a list grows by pages', async () => {
    const list = new PagedLoading((cursor) => Promise.resolve(cursor ? { items: [3], next: null } : { items: [1, 2], next: 'more' }));
    await list.pages.load();
    await list.loadMore();
    await list.loadMore();
    assert.deepEqual(list.pages.value, { items: [1, 2, 3], next: null });
  });
});

describe('the audit log', () => {
  test('is told in words', () => {
    const entry = { what: 'grant.give', about: 'a-2', about_name: '李明', detail: 'commenter with history' };
    assert.equal(deedOf(entry), 'Shared with 李明 (can comment)');
    assert.equal(deedOf({ ...entry, what: 'something.new', detail: '' }), 'something.new 李明');
    assert.equal(deedOf({ ...entry, what: 'session.fail', about_name: '', detail: '3' }), 'Wrong password given 3 times');
  });
});

describe('rights', () => {
  test('are equal if they allow the same', () => {
    assert.ok(new Rights('editor', ['comment', 'edit_document']).equals(new Rights('editor', ['edit_document', 'comment'])));
    assert.ok(!new Rights('editor', ['comment']).equals(new Rights('editor', ['comment', 'read_history'])));
    assert.ok(!new Rights(null, []).may('comment'));
  });
  const verdicts: readonly (readonly [string, object, ReturnType<typeof verdictIn>])[] = [
    ['history', { a: 's', c: 'documents', d: 'x', error: { code: 'ERR_HISTORY_REJECTED' } }, 'outdated'],
    ['history, of a fetch', { a: 'f', c: 'documents', d: 'x', error: { code: 'ERR_HISTORY_REJECTED' } }, 'outdated'],
    ['somebody else’s connection', { a: 'hs', error: { code: 'ERR_FOREIGN_CLIENT' } }, 'outdated'],
    ['reading', { a: 's', c: 'documents', d: 'x', error: { code: 'ERR_SNAPSHOT_READ_SILENT_REJECTION' } }, 'rights'],
    ['writing', { a: 'op', c: 'documents', d: 'x', error: { code: 'ERR_OP_SUBMIT_REJECTED' } }, 'rights'],
    ['another document', { a: 'op', c: 'documents', d: 'y', error: { code: 'ERR_OP_SUBMIT_REJECTED' } }, null],
    ['a wrong edit', { a: 'op', c: 'documents', d: 'x', error: { code: 'ERR_OT_OP_NOT_APPLIED' } }, null],
    ['no error', { a: 'op', c: 'documents', d: 'x' }, null],
  ];
  for (const [name, frame, verdict] of verdicts) test(`a refusal means: ${name}`, () => assert.equal(verdictIn(frame, 'documents', 'x'), verdict));

  test('a socket that was closed for them stays closed until they are known', () => {
    let opened = 0;
    let asked = 0;
    const listeners: ((state: string, reason: unknown) => void)[] = [];
    const connection = {
      canSend: false,
      on: (event: string, listener: (state: string, reason: unknown) => void) => event === 'state' && listeners.push(listener),
      bindToSocket: () => undefined,
    };
    const waits: (() => void)[] = [];
    const timers = { now: () => 0, random: () => 0, after: (_wait: number, work: () => void) => (waits.push(work), () => undefined) };
    const open = (): typeof noSocket => {
      opened += 1;
      return { ...noSocket };
    };
    const connector = new Connector(connection as never, open, () => null, timers, () => (asked += 1));
    connector.start();
    const before = waits.length;
    for (const listener of listeners) listener('disconnected', { code: 4403 });
    assert.deepEqual([opened, asked, waits.length], [1, 1, before]);
    connector.tryNow();
    assert.equal(opened, 1, 'a network that comes back changes nothing');
    connector.release();
    assert.equal(opened, 2);
  });
});

describe('drafts of several people in one browser', () => {
  const locks = { tryHold: () => Promise.resolve(true), whenFree: () => undefined };
  const draft = (id: string, author: string | null, pending: number): Draft => ({
    id,
    collection: 'documents',
    document: 'x',
    ...(author === null ? {} : { author }),
    title: '',
    version: 1,
    content: [{ insert: `${id}\n` }],
    pending: Array.from({ length: pending }, () => ({ op: [{ insert: 'a' }] })),
    changes: pending,
    savedAt: 1,
    revision: 1,
  });
  async function storeOf(...drafts: readonly Draft[]): Promise<MemoryDrafts> {
    const store = new MemoryDrafts();
    for (const one of drafts) await store.put(one);
    return store;
  }

  test('nobody goes on with another’s', async () => {
    const store = await storeOf(draft('hers', 'a-1', 2), draft('his', 'a-2', 0), draft('open', null, 1));
    const his = await adopt(store, locks, 'documents', 'x', null, { author: 'a-2', mayEdit: true });
    assert.equal(his.draft?.id, 'his');
    assert.deepEqual(his.others, []);
    const open = await adopt(store, locks, 'documents', 'x', null, { author: '', mayEdit: true });
    assert.equal(open.draft?.id, 'open');
  });

  test('whoever may not edit leaves what is unacknowledged where it is', async () => {
    const store = await storeOf(draft('unsent', 'a-1', 2), draft('copy', 'a-1', 0));
    const { draft: taken, others } = await adopt(store, locks, 'documents', 'x', 'unsent', { author: 'a-1', mayEdit: false });
    assert.equal(taken?.id, 'copy');
    assert.deepEqual(others.map(({ id }) => id), ['unsent']);
    assert.ok(await store.load('unsent'));
  });
});

describe('people who are found', () => {
  test('come in the order in which one means them', () => {
    const found = ['Pilar Ocampo', 'Core values', 'José-Amaro', 'Ama', 'amina'].map((name) => ({ name }));
    assert.deepEqual(ranked(' am', found).map(({ name }) => name), ['Ama', 'amina', 'José-Amaro', 'Pilar Ocampo', 'Core values']);
    assert.deepEqual(ranked('', found), found);
  });
});

describe('names in comments', () => {
  const ama = { id: 'a-1', name: 'Ama Mensah' };
  const am = { id: 'a-2', name: 'Ama' };
  const odd = { id: 'j-x', name: 'O]ne [\\two' };
  test('are marked where they were chosen, the longest first', () => {
    assert.equal(withMarkup('@Ama Mensah and @Ama, not @Amanda', [am, ama]), '[@Ama Mensah](mention:a-1) and [@Ama](mention:a-2), not @Amanda');
    assert.equal(withMarkup('ask @Li', []), 'ask @Li');
    assert.equal(withMarkup('请@李明看', [{ id: 'a-3', name: '李明' }]), '请[@李明](mention:a-3)看');
  });
  for (const [text, mentions] of [['to @Ama Mensah: yes', [ama]], ['@O]ne [\\two!', [odd]], ['nobody', []]] as const) {
    test(`come back as they were: ${text}`, () => assert.deepEqual(withoutMarkup(withMarkup(text, mentions)), { text, mentions }));
  }
  for (const [text, expected] of [
    ['@', { start: 0, query: '' }],
    ['Dear @Ama Me', { start: 5, query: 'Ama Me' }],
    ['mail ama@example', null],
    ['@Ama, what', null],
    ['@one two three four five', null],
    ['@Ama\nnext', null],
    ['(@李', { start: 1, query: '李' }],
  ] as const) {
    test(`are looked for: ${JSON.stringify(text)}`, () => assert.deepEqual(mentionAt(text, text.length), expected));
  }
});
