// Documents and threads under --open, where everybody may do everything.
import assert from 'node:assert/strict';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { freshId } from '../stock/support/raw.mjs';
import { startServer } from '../stock/support/server.mjs';
import { Client } from './support/client.mjs';
import { operations } from './support/description.mjs';

describe('a server with --open', () => {
  let server;
  let anybody;
  before(async () => {
    server = await startServer();
    anybody = new Client(server);
  });
  after(() => server.stop());

  const make = async (fields = {}) => {
    const id = freshId('paper');
    const { body } = await anybody.call('createDocument', 201, { body: { id, ...fields } });
    return body;
  };

  test('tells everybody that they are everybody', async () => {
    const { body } = await anybody.call('readMe', 200);
    assert.deepEqual(body, { kind: 'everybody', id: null, name: null, administrator: false, may_create: true, open: true, needs_set_up: false });
  });

  test('is watched by its operator', async () => {
    assert.equal((await anybody.call('getHealth', 200)).text, 'ok\n');
    assert.equal((await anybody.call('getReadiness', 200)).text, 'ready\n');
    assert.match((await anybody.call('getMetrics', 200)).text, /^# HELP /m);
    await anybody.call('openSocket', 426);
  });

  test('knows no people and no rights', async () => {
    const about = operations.filter(({ template, id }) =>
      /\/(set-up|session|invitations|resets|links|people|groups|accounts|audit|access|owner|grants|me|webhooks)\b/.test(template) && id !== 'readMe');
    assert.ok(about.length > 35, `${about.length} operations`);
    const row = '0123456789abcdef0123';
    const names = { id: 'some-paper', account: `a-${row}`, group: row, link: row, hook: row, session: row, token: row, invitation: row };
    for (const { id, parameters, body } of about) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => [name, names[name]]);
      const { body: problem } = await anybody.call(id, 404, { ...Object.fromEntries(inPath), ...(body ? { body: {} } : {}) });
      assert.match(problem.detail, /--open/, id);
    }
  });

  test('says what of the Markdown was changed, and makes a title of the words', async () => {
    const made = await make({ content: { format: 'markdown', data: '# Aims\u2028now\n\na<!-- b -->' } });
    assert.equal(made.title, 'Aims now');
    assert.deepEqual(made.changes, ['1 HTML comment was left out.']);
    const shown = await anybody.call('readDocument', 200, { id: made.id });
    assert.equal(shown.body.changes, undefined);
  });

  test('makes, shows, renames and deletes a document', async () => {
    const made = await make({ title: ' Dublin Core ' });
    assert.equal(made.title, 'Dublin Core');
    const shown = await anybody.call('readDocument', 200, { id: made.id });
    assert.deepEqual(shown.body, made);
    await anybody.call('readDocument', 304, { id: made.id, 'If-None-Match': shown.headers.etag });
    const renamed = await anybody.call('renameDocument', 200, { id: made.id, body: { title: '' } });
    assert.equal(renamed.body.title, 'Untitled');
    await anybody.call('renameDocument', 400, { id: made.id, body: { name: 'Not a title' } });
    await anybody.call('createDocument', 409, { body: { id: made.id } });
    await anybody.call('deleteDocument', 204, { id: made.id });
    await anybody.call('readDocument', 404, { id: made.id });
    await anybody.call('deleteDocument', 404, { id: made.id });
    await anybody.call('exportDocument', 200, { id: made.id, version: 1 });
  });

  test('chooses an id', async () => {
    const { body, headers } = await anybody.call('createDocument', 201, { body: {} });
    assert.equal(headers.location, `/api/v1/documents/${body.id}`);
    await anybody.call('readDocument', 200, { id: body.id });
  });

  test('takes and gives content in every format', async () => {
    const sources = {
      markdown: '# Agenda\n\nFirst, reports.\n',
      text: 'Agenda\nFirst, reports.\n',
      delta: { ops: [{ insert: 'Agenda' }, { insert: '\n', attributes: { header: 1 } }, { insert: 'First, reports.\n' }] },
    };
    for (const [format, data] of Object.entries(sources)) {
      const { id } = await make({ content: { format, data } });
      for (const wanted of ['markdown', 'html', 'text', 'delta', 'json', undefined]) {
        const { text, headers } = await anybody.call('exportDocument', 200, { id, ...(wanted && { format: wanted }) });
        assert.match(text, /Agenda/, `${format} as ${wanted}`);
        assert.equal(headers['plenary-version'], '1');
        assert.equal('content-security-policy' in headers, wanted === 'html');
        await anybody.call('exportDocument', 304, { id, ...(wanted && { format: wanted }), 'If-None-Match': headers.etag });
      }
    }
    const { id } = await make({ type: 'json0', content: { format: 'json', data: { rooms: ['Small hall'] } } });
    assert.deepEqual((await anybody.call('exportDocument', 200, { id })).body, { rooms: ['Small hall'] });
    await anybody.call('exportDocument', 400, { id, format: 'html' });
    await anybody.call('exportDocument', 400, { id, version: 'last' });
    await anybody.call('exportDocument', 404, { id, version: 99 });
  });

  test('refuses what is not a document', async () => {
    const bodies = [
      { id: '..' }, { id: 'a/b' }, { id: 'é' }, { id: 'x'.repeat(129) }, { id: 7 }, { title: 'a\nb' }, { title: 'x'.repeat(301) }, { title: null },
      { type: 'text' }, { content: { format: 'docx', data: '' } }, { content: { format: 'markdown' } }, { content: { data: 'x' } },
      { content: 'x' }, { content: { format: 'delta', data: [{ delete: 1 }] } }, { type: 'json0', content: { format: 'markdown', data: 'x' } },
      { owner: 'me' }, { content: { format: 'text', data: 'x', more: 1 } },
    ];
    for (const body of bodies) await anybody.call('createDocument', 400, { body });
    for (const body of ['', '{', '[]', 'null', '"text"', '{"title":"\\ud800"}', '{}x']) {
      const answer = await anybody.send({ method: 'POST', target: '/api/v1/documents', body, headers: { 'content-type': 'application/json' } });
      assert.equal(answer.status, 400, body);
    }
  });

  test('pages through the list, and searches it', async () => {
    const mark = freshId('Listed').replaceAll('-', ' ');
    const made = [];
    for (let i = 0; i < 5; i++) made.push((await make({ title: `${mark} number ${i}` })).id);
    const found = [];
    let cursor;
    do {
      const { body } = await anybody.call('listDocuments', 200, { query: mark.toUpperCase(), limit: 2, ...(cursor && { cursor }) });
      assert.ok(body.documents.length <= 2);
      found.push(...body.documents.map(({ id }) => id));
      cursor = body.next_cursor;
    } while (cursor);
    assert.deepEqual(found.sort(), made.sort());
    const { headers } = await anybody.call('listDocuments', 200, { query: mark });
    await anybody.call('listDocuments', 304, { query: mark, 'If-None-Match': headers.etag });
    for (const wrong of [{ limit: 0 }, { limit: 201 }, { limit: 'all' }, { cursor: 'somewhere' }]) await anybody.call('listDocuments', 400, wrong);
  });

  test('keeps a discussion of people who say who they are', async () => {
    const { id } = await make({ content: { format: 'text', data: 'A small hall\n' } });
    const { body: thread } = await anybody.call('startThread', 201, {
      id, body: { comment: 'How *small*?', anchor: { version: 1, index: 2, length: 5 }, author: 'Ama' },
    });
    assert.equal(thread.comments[0].author.name, 'Ama');
    assert.match(thread.comments[0].html, /<em>small<\/em>/);
    await anybody.call('deleteComment', 200, { id, thread: thread.id, comment: thread.comments[0].id, author: 'Ama' });
    const { body: list } = await anybody.call('listThreads', 200, { id });
    assert.equal(list.threads[0].comments[0].text, '');
  });

  test('says in every answer that its type is not to be guessed, and that it is not kept unless it says otherwise', async () => {
    for (const path of ['/', '/nothing', '/healthz', '/api/v1/documents', '/api/nothing']) {
      const { headers } = await fetch(server.httpUrl + path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('referrer-policy'), 'same-origin', path);
      assert.ok(headers.get('cache-control'), path);
    }
    const socket = net.connect(Number(new URL(server.httpUrl).port), '127.0.0.1');
    socket.end('this is not HTTP\r\n\r\n');
    const answer = await text(socket);
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.match(answer, /^x-content-type-options: nosniff\r$/im);
    assert.match(answer, /^cache-control: no-store\r$/im);
  });

  test('says so if a body is too large', async () => {
    const body = { title: 'x'.repeat(17_000) };
    const { id } = await make();
    const { body: problem } = await anybody.call('renameDocument', 413, { id, body });
    assert.equal(problem.code, 'too_large');
  });
});
