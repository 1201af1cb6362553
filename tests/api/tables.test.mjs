// Tables of a paper over HTTP: rows as JSON, by ids and by the names of columns.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { understanding } from '../stock/support/embeds.mjs';
import { freshId, RawSocket } from '../stock/support/raw.mjs';
import { openServer } from './support/open.mjs';

const lines = (...list) => list.map(([id, attributes]) => ({ insert: { id }, ...(attributes ? { attributes } : {}) }));
const text = (insert, attributes) => ({ content: [{ insert, ...(attributes ? { attributes } : {}) }] });
const SPEAKERS = {
  'table-embed': {
    columns: lines(['s', { name: 'Speaker', kind: 'person', required: true }], ['g', { name: 'Group', kind: 'choice', choices: ['Academia', 'Business'], width: 120 }], ['u']),
    rows: lines(['a', { order: 'b' }], ['b', { order: 'a' }], ['c']),
    cells: { '1:1': text('Ana'), '1:2': text('Academia'), '2:1': text('Bo', { bold: true }), '3:3': text('late') },
  },
};
const LATER = { 'table-embed': { columns: lines(['x']), rows: lines(['a'], ['a']), cells: { '2:1': text('second') } } };

describe('the tables of a paper', () => {
  const on = openServer();

  async function make(ops = [{ insert: 'Speakers\n' }, { insert: SPEAKERS }, { insert: 'Later\n' }, { insert: LATER }, { insert: '\n' }]) {
    const id = freshId('tables');
    await on.client.call('createDocument', 201, { body: { id, content: { format: 'delta', data: { ops } } } });
    return id;
  }
  const read = async (id, table = 1) => (await on.client.call('readTable', 200, { id, table }));
  const change = (id, rows, status = 200, more = {}) => on.client.call('changeTable', status, { id, table: 1, body: { rows }, ...more });
  const cellsOf = async (id) => Object.fromEntries((await read(id)).body.rows.map((row) => [row.id, row.cells]));

  test('are read in the order in which they are shown', async () => {
    const id = await make();
    const { body } = await read(id);
    assert.deepEqual(body, {
      version: 1,
      columns: [
        { id: 's', name: 'Speaker', label: 'Speaker', kind: 'person', required: true },
        { id: 'g', name: 'Group', label: 'Group', kind: 'choice', required: false, width: 120, choices: ['Academia', 'Business'] },
        { id: 'u', name: '', label: 'u', kind: 'text', required: false },
      ],
      rows: [
        { id: 'b', cells: { Speaker: 'Bo' } },
        { id: 'c', cells: { u: 'late' } },
        { id: 'a', cells: { Speaker: 'Ana', Group: 'Academia' } },
      ],
    });
  });

  test('are found by number and by the id of a column', async () => {
    const id = await make();
    assert.deepEqual((await read(id, 'g')).body, (await read(id, 1)).body);
    assert.deepEqual((await read(id, 'x')).body, (await read(id, 2)).body);
    assert.deepEqual((await read(id, 2)).body.rows, [{ id: 'a', cells: {} }, { id: 'a~2', cells: { x: 'second' } }]);
    const { body } = await on.client.call('readTable', 404, { id, table: 3 });
    assert.match(body.detail, /It has 2 tables\./);
    await on.client.call('readTable', 404, { id, table: 'nothing' });
    await on.client.call('readTable', 404, { id: freshId('none'), table: 1 });
    await on.client.call('changeTable', 404, { id: freshId('none'), table: 1, body: { rows: [] } });
  });

  test('a change is one operation of what differs, and keeps formats', async () => {
    const id = await make();
    const { body } = await change(id, [
      { id: 'b', cells: { Speaker: 'Bob', Group: 'Business' } },
      { cells: { Speaker: 'Di' } },
      { id: 'c', delete: true },
      { id: 'a', cells: { Speaker: 'Ana' } },
    ]);
    assert.equal(body.version, 2);
    assert.match(body.added[0], /^[a-z0-9]{8}$/);
    const socket = await RawSocket.open(understanding(on.server));
    const [{ op }] = await socket.history(id, 1, 'documents');
    await socket.close();
    assert.deepEqual(op, [{ retain: 9 }, {
      retain: {
        'table-embed': {
          rows: [{ retain: 2 }, { insert: { id: body.added[0] }, attributes: { order: 'b' } }, { delete: 1 }],
          cells: { '2:1': { content: [{ retain: 2 }, { insert: 'b' }] }, '2:2': text('Business'), '3:1': text('Di') },
        },
      },
    }]);
    assert.deepEqual((await read(id)).body.rows.map((row) => row.id), ['b', 'a', body.added[0]]);
  });

  test('a change of nothing makes no operation', async () => {
    const id = await make();
    assert.deepEqual((await change(id, [{ id: 'a', cells: { Speaker: 'Ana', u: '' } }])).body, { version: 1, added: [] });
    assert.deepEqual((await change(id, [])).body, { version: 1, added: [] });
  });

  test('a new row with an id of the client is added once, however often and by whomever it is sent at once', async () => {
    const id = await make();
    const row = { id: 'form-17', new: true, cells: { Speaker: 'Di' } };
    const answers = await Promise.all(Array.from({ length: 6 }, () => change(id, [row])));
    assert.deepEqual(answers.map(({ body }) => body.added), Array(6).fill(['form-17']));
    assert.deepEqual((await read(id)).body.rows.map((each) => each.id), ['b', 'c', 'a', 'form-17']);
    await change(id, [{ id: 'form-17', cells: { Speaker: 'Di (chair)' } }]);
    await change(id, [row]);
    assert.equal((await cellsOf(id))['form-17'].Speaker, 'Di (chair)', 'it stays as it is by then');
    await change(id, [{ ...row, id: 'a~2' }], 400);
    await change(id, [{ ...row, delete: true }], 400);
  });

  test('a change keeps what others do at the same time', async () => {
    const id = await make();
    const socket = await RawSocket.open(understanding(on.server));
    const inCell = { retain: { 'table-embed': { cells: { '1:1': { content: [{ retain: 3 }, { insert: ' B.' }] } } } } };
    await Promise.all([
      ...Array.from({ length: 20 }, (_, i) => change(id, [{ cells: { Speaker: `New ${i}` } }, { id: 'a', cells: { Group: `Group ${i}` } }])),
      (async () => {
        for (let n = 0; n < 20; n++) {
          await socket.submit('documents', id, { v: 1, op: [{ insert: 'Above. ' }] });
        }
        await socket.submit('documents', id, { v: 1, op: [{ retain: 9 }, inCell] });
      })(),
    ]);
    await socket.close();
    const cells = await cellsOf(id);
    assert.equal(cells.a.Speaker, 'Ana B.');
    const added = Object.values(cells).map(({ Speaker }) => Speaker).filter((name) => /^New /.test(name));
    assert.equal(new Set(added).size, 20, 'each new row is there once');
  });

  test('with If-Match only the table that one has read is changed', async () => {
    const id = await make();
    const { headers: { etag } } = await read(id);
    const socket = await RawSocket.open(understanding(on.server));
    await socket.commit('documents', id, { v: 1, op: [{ insert: 'Above. ' }] });
    assert.equal((await read(id)).headers.etag, etag, 'the paper around it does not count');
    await on.client.call('readTable', 304, { id, table: 1, 'If-None-Match': etag });
    await change(id, [{ id: 'a', cells: { u: '1' } }], 200, { 'If-Match': etag });
    const { body } = await change(id, [{ id: 'a', cells: { u: '2' } }], 412, { 'If-Match': etag });
    assert.match(body.detail, /has changed since/);
    const { headers: { etag: next } } = await read(id);
    const bold = { cells: { '1:1': { content: [{ retain: 3, attributes: { bold: true } }] } } };
    await socket.commit('documents', id, { v: 3, op: [{ retain: 16 }, { retain: { 'table-embed': bold } }] });
    await change(id, [{ id: 'a', cells: { u: '2' } }], 412, { 'If-Match': next });
    await change(id, [{ id: 'a', cells: { u: '2' } }], 200, { 'If-Match': '*' });
    await socket.close();
    assert.equal((await cellsOf(id)).a.u, '2');
  });

  test('of many changes with one If-Match one is done, though the paper is written in meanwhile', async () => {
    const id = await make();
    const { headers: { etag } } = await read(id);
    const socket = await RawSocket.open(on.server);
    const writing = (async () => {
      for (let n = 0; n < 30; n++) await socket.commit('documents', id, { v: 1, op: [{ insert: 'x' }] });
    })();
    const attempts = await Promise.all(Array.from({ length: 8 }, (_, i) =>
      on.client.call('changeTable', undefined, { id, table: 1, body: { rows: [{ id: 'a', cells: { u: `${i}` } }] }, 'If-Match': etag })));
    await writing;
    await socket.close();
    assert.deepEqual(attempts.map(({ status }) => status).sort(), [200, ...Array(7).fill(412)]);
  });

  test('what cannot be done is refused with words', async () => {
    const id = await make();
    const refused = async (rows, status, words) => assert.match((await change(id, rows, status)).body.detail, words);
    await refused([{ id: 'a', cells: { Name: 'x' } }], 400, /no column "Name"/);
    await refused([{ id: 'z', cells: {} }], 404, /no row z/);
    await refused([{ id: 'a' }, { id: 'a' }], 400, /row a is there twice/);
    await refused([{ delete: true }], 400, /named by its id/);
    await refused([{ id: 'a', cells: { u: 'x'.repeat(20_001) } }], 413, /at most 20000 characters in a cell/);
    for (const body of [{}, { rows: 1 }, { rows: [1] }, { rows: [{ id: 1 }] }, { rows: [{ cells: [] }] }, { rows: [{ cells: { u: 1 } }] }, { rows: [{ name: 'x' }] }, { rows: [], more: 1 }]) {
      await on.client.call('changeTable', 400, { id, table: 1, body });
    }
    const tree = freshId('tree');
    await on.client.call('createDocument', 201, { body: { id: tree, type: 'json0', content: { format: 'json', data: {} } } });
    await on.client.call('readTable', 400, { id: tree, table: 1 });
    assert.equal((await read(id)).body.version, 1, 'nothing was changed');
  });
});
