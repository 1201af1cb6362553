// Discussions where access is checked: who may do what in them, changes that are sent twice or too late, pages and filters.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { understanding } from '../stock/support/embeds.mjs';
import { freshId, RawSocket } from '../stock/support/raw.mjs';
import { House } from './support/house.mjs';

describe('threads', () => {
  let house;
  let owner;
  let editor;
  let commenter;
  before(async () => {
    house = await House.open();
    await house.setUp();
    owner = await house.welcome('Olga');
    editor = await house.welcome('Edda');
    commenter = await house.welcome('Carl');
  });
  after(() => house.close());

  const make = async () => {
    const id = freshId('paper');
    await owner.call('createDocument', 201, { body: { id, content: { format: 'text', data: 'One two three four five six\n' } } });
    await owner.call('grantToAccount', 200, { id, account: editor.id, body: { role: 'editor' } });
    await owner.call('grantToAccount', 200, { id, account: commenter.id, body: { role: 'commenter' } });
    return id;
  };
  const begin = async (who, id, { index = 0, length = 3, comment = 'Why?', ...headers } = {}) =>
    (await who.call('startThread', 201, { id, body: { comment, anchor: { version: 1, index, length } }, ...headers })).body;

  test('a comment is written, answered, changed and deleted; what it said stays with who may know', async () => {
    const id = await make();
    const { id: thread } = await begin(commenter, id, { comment: '*Which* edition?' });
    const { body: answered, headers } = await editor.call('addComment', 201, { id, thread, body: { comment: 'The second.' } });
    assert.equal(headers.location, `/api/v1/documents/${id}/threads/${thread}`);
    assert.deepEqual(answered.comments.map(({ author }) => author.name), ['Carl', 'Edda']);
    const [first, second] = answered.comments.map((comment) => comment.id);
    const { body: changed } = await commenter.call('editComment', 200, { id, thread, comment: first, body: { comment: 'Which year?' } });
    assert.deepEqual([changed.comments[0].text, changed.comments[0].revisions], ['Which year?', 1]);
    const { body: { revisions } } = await editor.call('listRevisions', 200, { id, thread, comment: first });
    assert.equal(revisions[0].text, '*Which* edition?');
    await owner.call('editComment', 403, { id, thread, comment: first, body: { comment: 'I never said this' } });
    await commenter.call('deleteComment', 403, { id, thread, comment: second });
    const { body: emptied } = await editor.call('deleteComment', 200, { id, thread, comment: first });
    assert.deepEqual([emptied.comments[0].text, emptied.comments[0].deleted.by.name], ['', 'Edda']);
    assert.deepEqual((await editor.call('listRevisions', 200, { id, thread, comment: first })).body.revisions, []);
    await commenter.call('editComment', 404, { id, thread, comment: first, body: { comment: 'back' } });
    await editor.call('editComment', 400, { id, thread, comment: second, body: { text: 'not a comment' } });
    for (const comment of ['', '  \n', null, 7, 'x'.repeat(16_385)]) {
      const { status } = await commenter.call('addComment', undefined, { id, thread, body: { comment } });
      assert.ok([400, 413].includes(status), `${status} for ${String(comment).slice(0, 20)}`);
    }
  });

  test('a thread is resolved by who began it or an editor, labelled and assigned by an editor', async () => {
    const id = await make();
    const { id: thread } = await begin(owner, id);
    await commenter.call('changeThread', 403, { id, thread, body: { resolved: true } });
    const { body: resolved } = await editor.call('changeThread', 200, { id, thread, body: { resolved: true } });
    assert.deepEqual([resolved.state, resolved.resolved.by.name], ['resolved', 'Edda']);
    await owner.call('changeThread', 200, { id, thread, body: { resolved: false } });
    await commenter.call('changeThread', 403, { id, thread, body: { labels: ['mine'] } });
    await editor.call('changeThread', 200, { id, thread, body: { labels: ['editorial', 'urgent'] } });
    const { body: assigned } = await editor.call('changeThread', 200, { id, thread, body: { assignee: commenter.id, due: '2028-02-29' } });
    assert.deepEqual([assigned.assignee, assigned.due, assigned.labels], [commenter.id, '2028-02-29', ['editorial', 'urgent']]);
    for (const body of [{}, { resolved: 'yes' }, { labels: [7] }, { assignee: commenter.id, due: '2027-02-29' }]) {
      await editor.call('changeThread', 400, { id, thread, body });
    }
    const { body: free } = await editor.call('changeThread', 200, { id, thread, body: { assignee: null } });
    assert.deepEqual([free.assignee, free.due], [null, null]);
  });

  test('a comment on a cell, a row or a column of a table quotes it, and stays with the table when that is gone', async () => {
    const id = freshId('paper');
    const columns = [{ insert: { id: 'c1' }, attributes: { name: 'Speaker' } }, { insert: { id: 'c2' } }];
    const cells = { '1:1': { content: [{ insert: 'Yu Ping' }] }, '1:2': { content: [{ insert: 'Tech' }] } };
    const table = { rows: [{ insert: { id: 'r1' } }, { insert: { id: 'r2' } }], columns, cells };
    const data = { ops: [{ insert: 'Who?\n' }, { insert: { 'table-embed': table } }, { insert: '\n' }] };
    await owner.call('createDocument', 201, { body: { id, content: { format: 'delta', data } } });
    await owner.call('grantToAccount', 200, { id, account: commenter.id, body: { role: 'commenter' } });
    const on = (cell, index = 5, length = 1) => ({ id, body: { comment: 'Confirmed?', anchor: { version: 1, index, length, cell } } });
    const quotes = [];
    for (const cell of [{ row: 'r1', column: 'c1' }, { row: 'r1', column: '' }, { row: '', column: 'c1' }, { row: 'r2', column: 'c2' }]) {
      const { body } = await commenter.call('startThread', 201, on(cell));
      assert.deepEqual(body.anchor.cell, cell);
      quotes.push(body.anchor.quote);
    }
    assert.deepEqual(quotes, ['Yu Ping', 'Yu Ping | Tech', 'Speaker', '']);
    await commenter.call('startThread', 400, on({ row: '', column: '' }));
    await commenter.call('startThread', 400, on('r1'));
    await commenter.call('startThread', 400, on({ row: 'r1', column: 'c1' }, 4, 2));
    for (const [cell, index] of [[{ row: 'r9', column: 'c1' }, 5], [{ row: 'r1', column: 'c9' }, 5], [{ row: 'r1', column: 'c1' }, 0]]) {
      const { status } = await commenter.call('startThread', undefined, on(cell, index));
      assert.ok([400, 409, 422].includes(status), String(status));
    }
    const socket = await RawSocket.open({ url: understanding(house.server).url, headers: owner.credentials });
    await socket.commit('documents', id, { v: 1, op: [{ insert: 'So: ' }, { retain: 5 }, { retain: { 'table-embed': { rows: [{ delete: 1 }] } } }] });
    await socket.close();
    const { body: { threads } } = await commenter.call('listThreads', 200, { id });
    assert.deepEqual(threads.map(({ anchor }) => [anchor.index, anchor.length, anchor.state]), Array(4).fill([9, 1, 'anchored']));
  });

  test('two changes at once are refused, not half made', async () => {
    const id = await make();
    const { id: thread } = await begin(owner, id);
    await editor.call('changeThread', 400, { id, thread, body: { resolved: true, labels: ['urgent'] } });
  });

  test('a condition for reading says nothing of a change', async () => {
    const id = await make();
    const { id: thread } = await begin(owner, id);
    const target = `/api/v1/documents/${id}/threads/${thread}`;
    const headers = { 'content-type': 'application/json', 'if-none-match': '*' };
    assert.equal((await owner.send({ method: 'PATCH', target, headers, body: '{"resolved":true}' })).status, 200);
  });

  test('a key that was used for something else does nothing and says so', async () => {
    const id = await make();
    const { id: thread } = await begin(owner, id);
    const key = { 'Idempotency-Key': 'one key' };
    await owner.call('addComment', 201, { id, thread, body: { comment: 'A reply' }, ...key });
    const { status } = await owner.call('startThread', undefined, { id, body: { comment: 'A thread', anchor: { version: 1, index: 0, length: 3 } }, ...key });
    assert.ok([409, 422].includes(status), `${status}`);
  });

  test('people agree and disagree', async () => {
    const id = await make();
    const { id: thread, comments: [{ id: comment }] } = await begin(owner, id);
    await editor.call('reactToComment', 200, { id, thread, comment, body: { reaction: 'agree' } });
    await commenter.call('reactToComment', 200, { id, thread, comment, body: { reaction: 'agree' } });
    const { body } = await commenter.call('reactToComment', 200, { id, thread, comment, body: { reaction: 'disagree' } });
    assert.deepEqual(body.comments[0].reactions, { agree: 1, disagree: 1, mine: 'disagree' });
    const { body: back } = await commenter.call('reactToComment', 200, { id, thread, comment, body: { reaction: null } });
    assert.deepEqual(back.comments[0].reactions, { agree: 1, disagree: 0, mine: null });
    for (const wrong of [{ reaction: 'love' }, {}]) await commenter.call('reactToComment', 400, { id, thread, comment, body: wrong });
  });

  test('a change that is sent again with its key counts once; another person may use the same key', async () => {
    const id = await make();
    const key = { 'Idempotency-Key': 'draft-1' };
    const first = await begin(commenter, id, key);
    const again = await begin(commenter, id, { ...key, comment: 'Whatever is said now' });
    assert.deepEqual(again, first);
    assert.notEqual((await begin(editor, id, key)).id, first.id);
    const reply = { id, thread: first.id, body: { comment: 'Because.' }, 'Idempotency-Key': 'reply-1' };
    await editor.call('addComment', 201, reply);
    const { body } = await editor.call('addComment', 201, reply);
    assert.equal(body.comments.length, 2);
    assert.equal((await owner.call('listThreads', 200, { id })).body.open, 2);
    const tooLong = { 'Idempotency-Key': 'x'.repeat(256) };
    await editor.call('addComment', 400, { ...reply, ...tooLong });
    await editor.call('deleteComment', 400, { id, thread: first.id, comment: body.comments[1].id, ...tooLong });
  });

  test('a change of what one has not seen is refused', async () => {
    const id = await make();
    const { id: thread, etag, comments: [{ id: comment }] } = await begin(commenter, id);
    const { body: answered } = await editor.call('addComment', 201, { id, thread, body: { comment: 'Because.' }, 'If-Match': etag });
    assert.notEqual(answered.etag, etag);
    const stale = { id, thread, 'If-Match': etag };
    const { body: problem } = await editor.call('changeThread', 412, { ...stale, body: { resolved: true } });
    assert.equal(problem.code, 'conflict');
    await editor.call('addComment', 412, { ...stale, body: { comment: 'And another thing' } });
    await commenter.call('editComment', 412, { ...stale, comment, body: { comment: 'Why not?' } });
    await commenter.call('deleteComment', 412, { ...stale, comment });
    await commenter.call('reactToComment', 412, { ...stale, comment, body: { reaction: 'agree' } });
    await editor.call('changeThread', 412, { ...stale, 'If-Match': '"made up"', body: { resolved: true } });
    await editor.call('changeThread', 200, { id, thread, 'If-Match': answered.etag, body: { resolved: true } });
    const { headers } = await editor.call('readThread', 200, { id, thread });
    await editor.call('readThread', 304, { id, thread, 'If-None-Match': headers.etag });
    await editor.call('changeThread', 200, { id, thread, 'If-Match': '*', body: { resolved: false } });
  });

  test('a list comes in pages, in either order, and by what one looks for', async () => {
    const id = await make();
    for (let i = 0; i < 5; i++) await begin(i % 2 ? editor : commenter, id, { index: 20 - 4 * i, comment: `Remark ${i}, see [Carl](mention:${commenter.id})` });
    const { body: { threads: [{ id: first }] } } = await owner.call('listThreads', 200, { id, limit: 1 });
    await editor.call('changeThread', 200, { id, thread: first, body: { labels: ['urgent'] } });
    await editor.call('changeThread', 200, { id, thread: first, body: { assignee: editor.id } });
    await editor.call('changeThread', 200, { id, thread: first, body: { resolved: true } });
    const idsOf = async (filter) => (await owner.call('listThreads', 200, { id, ...filter })).body.threads.map((thread) => thread.id);
    const inOrder = async (order) => {
      const found = [];
      let cursor;
      do {
        const { body } = await owner.call('listThreads', 200, { id, order, limit: 2, ...(cursor && { cursor }) });
        found.push(...body.threads.map((thread) => thread.id));
        cursor = body.next_cursor;
      } while (cursor);
      return found;
    };
    const created = await inOrder('created');
    assert.equal(created.length, 5);
    assert.deepEqual(await inOrder('position'), [...created].reverse());
    assert.deepEqual(await idsOf({ state: 'resolved' }), [first]);
    assert.equal((await idsOf({ state: 'open' })).length, 4);
    assert.deepEqual(await idsOf({ label: 'urgent', assignee: editor.id }), [first]);
    assert.equal((await idsOf({ author: editor.id })).length, 2);
    assert.equal((await idsOf({ mentioned: commenter.id })).length, 5);
    assert.equal((await idsOf({ query: 'REMARK 3' })).length, 1);
    assert.deepEqual(await idsOf({ from: 20, to: 23 }), [first]);
    assert.equal((await idsOf({ anchor: 'orphaned' })).length, 0);
    assert.equal((await idsOf({ version: 1 })).length, 5);
    await commenter.call('listThreads', 403, { id, version: 1 });
    await owner.call('listThreads', 404, { id, version: 99 });
    for (const wrong of [{ state: 'closed' }, { anchor: 'lost' }, { order: 'random' }, { limit: 0 }, { from: 'start' }, { cursor: 'next' }, { version: 'old' }]) {
      await owner.call('listThreads', 400, { id, ...wrong });
    }
    const { headers } = await owner.call('listThreads', 200, { id });
    await owner.call('listThreads', 304, { id, 'If-None-Match': headers.etag });
  });

  test('what others said is new until one has seen it', async () => {
    const id = await make();
    const { body: { id: group } } = await house.administrator.call('makeGroup', 201, { body: { name: 'Commenters' } });
    await house.administrator.call('addMember', 204, { group, account: commenter.id });
    const first = await begin(commenter, id);
    const second = await begin(editor, id);
    const unreadOf = async (who) => (await who.call('listThreads', 200, { id, unread: 'true' })).body.threads.map((thread) => thread.id);
    assert.deepEqual(await unreadOf(owner), [first.id, second.id]);
    assert.deepEqual(await unreadOf(editor), [first.id], 'what one said oneself is not new');
    await owner.call('markThreadRead', 204, { id, thread: first.id });
    assert.deepEqual(await unreadOf(owner), [second.id]);
    await owner.call('markAllRead', 204, { id, body: { up_to: second.id } });
    assert.deepEqual(await unreadOf(owner), []);
    await commenter.call('addComment', 201, { id, thread: second.id, body: { comment: 'And now?' } });
    const { body } = await owner.call('listThreads', 200, { id });
    assert.deepEqual([body.unread, body.threads[1].unread, body.threads[1].comments.map(({ unread }) => unread)], [1, true, [false, true]]);
    await owner.call('markAllRead', 204, { id });
    assert.equal((await owner.call('listThreads', 200, { id, unread: 'false' })).body.threads.length, 2);
    assert.equal((await owner.call('listThreads', 200, { id, group })).body.threads.length, 2);
    await owner.call('markThreadRead', 404, { id, thread: '99' });
    for (const wrong of [{ up_to: 7 }, { up_to: 'last' }, { until: '7' }]) {
      await owner.call('markAllRead', 400, { id, body: wrong });
      await owner.call('markThreadRead', 400, { id, thread: first.id, body: wrong });
    }
    await owner.call('listThreads', 400, { id, unread: 'maybe' });
  });

  test('words that were deleted leave an orphan that says who deleted them', async () => {
    const id = await make();
    const { id: thread } = await begin(commenter, id, { index: 4, length: 3 });
    const socket = await RawSocket.open({ url: house.server.url, headers: editor.credentials });
    assert.equal((await socket.submit('documents', id, { v: 1, op: [{ retain: 4 }, { delete: 4 }] })).at(-1).error, undefined);
    await socket.close();
    const { body: { anchor } } = await owner.call('readThread', 200, { id, thread });
    assert.deepEqual([anchor.state, anchor.quote, anchor.removed.by, anchor.removed.by_name], ['orphaned', 'two', editor.id, 'Edda']);
    assert.equal((await owner.call('listThreads', 200, { id, anchor: 'orphaned' })).body.orphaned, 1);
  });

  /** Submits operations as the editor, one after the other; answers the version after the last. */
  const write = async (id, version, ...ops) => {
    const socket = await RawSocket.open({ url: house.server.url, headers: editor.credentials });
    for (const op of ops) {
      assert.equal((await socket.submit('documents', id, { v: version, op })).at(-1).error, undefined);
      version += 1;
    }
    await socket.close();
    return version;
  };

  test('who may not read the history gets no words that are gone: neither as a quote nor from an orphan', async () => {
    const id = await make();
    const head = await write(id, 1, [{ insert: 'SECRET ' }], [{ delete: 7 }]);
    const anchor = { version: head - 1, index: 0, length: 6 };
    const { body: problem } = await commenter.call('startThread', 403, { id, body: { comment: 'What was that?', anchor } });
    assert.ok(!JSON.stringify(problem).includes('SECRET'));
    await commenter.call('listThreads', 403, { id, version: head - 1 });
    assert.equal((await owner.call('listThreads', 200, { id })).body.threads.length, 0, 'nothing was kept');
    const { body: known } = await owner.call('startThread', 201, { id, body: { comment: 'This was too early', anchor } });
    assert.deepEqual([known.anchor.quote, known.anchor.began.version], ['SECRET', head - 1]);
    // Partly gone: the words that are left. Its page may lag a little, as when others write meanwhile.
    const partly = { version: head - 1, index: 3, length: 7 };
    const { body: left } = await commenter.call('startThread', 201, { id, body: { comment: 'Which?', anchor: partly } });
    assert.deepEqual([left.anchor.quote, left.anchor.words, left.anchor.began], ['One', 'One', { version: head, index: 0, length: 3 }]);
    // Words that were typed into the range later, and deleted with it, are in the history only.
    await write(id, head, [{ retain: 1 }, { insert: 'SECRET' }], [{ delete: 9 }]);
    const words = async (who) => (await who.call('readThread', 200, { id, thread: left.id })).body.anchor.words;
    assert.equal(await words(owner), 'OSECRETne');
    assert.equal(await words(commenter), 'One');
  });

  test('a page ends where its comments become too many bytes, and goes on behind a cursor', async () => {
    const id = await make();
    const long = 'word '.repeat(3200);
    for (let i = 0; i < 3; i++) {
      const { id: thread } = await begin(owner, id, { comment: long });
      for (let reply = 0; reply < 34; reply++) await owner.call('addComment', 201, { id, thread, body: { comment: long } });
    }
    const { body: first } = await owner.call('listThreads', 200, { id });
    assert.deepEqual([first.threads.length, first.open], [2, 3]);
    const { body: second } = await owner.call('listThreads', 200, { id, cursor: first.next_cursor });
    assert.deepEqual([second.threads.length, second.next_cursor], [1, null]);
    assert.equal((await owner.call('listThreads', 200, { id, query: 'WORD word', limit: 1 })).body.threads.length, 1);
    await owner.call('listThreads', 400, { id, query: 'x'.repeat(513) });
  });

  test('what is not there is not there', async () => {
    const id = await make();
    const { id: thread } = await begin(owner, id);
    const other = await begin(owner, id);
    await owner.call('readThread', 404, { id, thread: '99' });
    await owner.call('addComment', 404, { id, thread: '99', body: { comment: 'hello?' } });
    await owner.call('editComment', 404, { id, thread, comment: other.comments[0].id, body: { comment: 'in another thread' } });
    await owner.call('listRevisions', 404, { id, thread, comment: '99' });
    const anchors = [{ version: 99, index: 0, length: 1 }, { version: 1, index: 0, length: 0 }, { version: 1, index: 500, length: 1 }, { version: 1, index: -1, length: 1 }];
    for (const anchor of anchors) {
      const { status } = await owner.call('startThread', undefined, { id, body: { comment: 'hm', anchor } });
      assert.ok([400, 404].includes(status), JSON.stringify(anchor));
    }
  });
});
