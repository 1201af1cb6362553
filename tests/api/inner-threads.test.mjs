// Comments on words inside of a cell or a footnote, over HTTP, while others write over sockets.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { understanding } from '../stock/support/embeds.mjs';
import { freshId, RawSocket } from '../stock/support/raw.mjs';
import { makeDataDir, startServer } from '../stock/support/server.mjs';
import { Client } from './support/client.mjs';
import { House } from './support/house.mjs';

const cell = { row: 'r2', column: 'c1' };
const line = (id) => ({ insert: { id } });
const text = (insert) => ({ content: [{ insert }] });
const table = { 'table-embed': { rows: [line('r1'), line('r2')], columns: [line('c1')], cells: { '2:1': text('one two three') } } };
const note = { note: text('see page seven') };
const content = { format: 'delta', data: { ops: [{ insert: 'Who?' }, { insert: table }, { insert: note }, { insert: '\n' }] } };
const TABLE = 4;
const NOTE = 5;
const inTable = (change) => [{ retain: TABLE }, { retain: { 'table-embed': change } }];
const inCell = (...ops) => inTable({ cells: { '2:1': { content: ops } } });
const inNote = (...ops) => [{ retain: NOTE }, { retain: { note: { content: ops } } }];
const onCell = (inside, version = 1) => ({ comment: 'Confirmed?', anchor: { version, index: TABLE, length: 1, cell, inside } });
const onNote = (inside, version = 1) => ({ comment: 'Which edition?', anchor: { version, index: NOTE, length: 1, inside } });

describe('comments on words inside of embeds', () => {
  let house;
  let owner;
  let commenter;
  let socket;
  before(async () => {
    house = await House.open();
    await house.setUp();
    owner = await house.welcome('Olga');
    commenter = await house.welcome('Carl');
    socket = await RawSocket.open({ url: understanding(house.server).url, headers: owner.credentials });
  });
  after(async () => {
    await socket.close();
    await house.close();
  });

  const make = async () => {
    const id = freshId('paper');
    await owner.call('createDocument', 201, { body: { id, content } });
    await owner.call('grantToAccount', 200, { id, account: commenter.id, body: { role: 'commenter' } });
    let v = 1;
    return { id, write: (op) => socket.commit('documents', id, { v: v++, op }) };
  };
  const begin = async (who, id, body) => (await who.call('startThread', 201, { id, body })).body;
  const read = async (id, { id: thread }, who = owner) => (await who.call('readThread', 200, { id, thread })).body.anchor;

  test('the words follow what is written around them, over them and in them', async () => {
    const { id, write } = await make();
    const ofCell = await begin(commenter, id, onCell({ index: 4, length: 3 }));
    assert.deepEqual([ofCell.anchor.quote, ofCell.anchor.cell, ofCell.anchor.inside], ['two', cell, { index: 4, length: 3 }]);
    const ofNote = await begin(commenter, id, onNote({ index: 4, length: 4 }));
    assert.deepEqual([ofNote.anchor.quote, ofNote.anchor.cell, ofNote.anchor.inside], ['page', undefined, { index: 4, length: 4 }]);
    await write(inCell({ insert: 'zero ' }, { retain: 5 }, { insert: '-' }));
    await write(inNote({ delete: 4 }, { retain: 4 }, { insert: 's' }));
    const now = await read(id, ofCell);
    assert.deepEqual([now.version, now.words, now.inside, now.began.inside], [3, 't-wo', { index: 9, length: 4 }, { index: 4, length: 3 }]);
    const then = await read(id, ofNote);
    assert.deepEqual([then.words, then.inside, then.state], ['page', { index: 0, length: 4 }, 'anchored']);
    const { body: { threads: [old] } } = await owner.call('listThreads', 200, { id, version: 1 });
    assert.deepEqual([old.anchor.words, old.anchor.inside], ['two', { index: 4, length: 3 }]);
  });

  test('words that are deleted leave an orphan with its operation, and come back', async () => {
    const { id, write } = await make();
    const thread = await begin(commenter, id, onCell({ index: 4, length: 3 }));
    await write(inCell({ retain: 4 }, { insert: 'x' }, { delete: 4 }));
    const gone = await read(id, thread);
    assert.deepEqual([gone.index, gone.length, gone.cell, gone.inside.length], [TABLE, 1, cell, 0]);
    assert.deepEqual([gone.state, gone.words, gone.removed.version, gone.removed.by], ['orphaned', 'two', 1, owner.id]);
    const { body } = await owner.call('listThreads', 200, { id, anchor: 'orphaned' });
    assert.deepEqual([body.threads.length, body.orphaned], [1, 1]);
    await write(inCell({ retain: 4 }, { insert: 'two ' }, { delete: 1 }));
    const back = await read(id, thread);
    assert.deepEqual([back.state, back.words, back.inside], ['anchored', 'two', { index: 4, length: 3 }]);
  });

  test('a row, and then the table, take the words away and bring them back', async () => {
    const { id, write } = await make();
    const thread = await begin(commenter, id, onCell({ index: 4, length: 3 }));
    await write(inTable({ rows: [{ retain: 1 }, { delete: 1 }] }));
    const withoutRow = await read(id, thread);
    assert.deepEqual([withoutRow.state, withoutRow.length, withoutRow.inside, withoutRow.cell], ['orphaned', 1, undefined, cell]);
    assert.equal(withoutRow.removed.version, 1);
    await write(inTable({ rows: [{ retain: 1 }, line('r2')], cells: { '2:1': text('one two three') } }));
    assert.deepEqual((await read(id, thread)).inside, { index: 4, length: 3 });
    await write([{ retain: TABLE }, { delete: 1 }]);
    const withoutTable = await read(id, thread);
    assert.deepEqual([withoutTable.state, withoutTable.length, withoutTable.inside], ['orphaned', 0, undefined]);
    await owner.call('restoreVersion', 200, { id, body: { version: 1 } });
    const restored = await read(id, thread);
    assert.deepEqual([restored.state, restored.words, restored.inside], ['anchored', 'two', { index: 4, length: 3 }]);
  });

  test('what was never there or is no words of one text is refused', async () => {
    const { id } = await make();
    for (const body of [
      onCell({ index: 4, length: 0 }), onCell({ index: 4 }), onCell('two'), onNote({ index: -1, length: 2 }),
      { comment: 'x', anchor: { version: 1, index: TABLE, length: 1, cell: { row: 'r2' }, inside: { index: 0, length: 1 } } },
      { comment: 'x', anchor: { version: 1, index: 3, length: 2, inside: { index: 0, length: 1 } } },
    ]) {
      await commenter.call('startThread', 400, { id, body });
    }
    for (const body of [
      onCell({ index: 4, length: 10 }), onNote({ index: 14, length: 1 }),
      { comment: 'x', anchor: { version: 1, index: TABLE, length: 1, inside: { index: 0, length: 1 } } },
      { comment: 'x', anchor: { version: 1, index: 0, length: 1, inside: { index: 0, length: 1 } } },
      { comment: 'x', anchor: { version: 1, index: NOTE, length: 1, cell, inside: { index: 0, length: 1 } } },
    ]) {
      const { status } = await commenter.call('startThread', undefined, { id, body });
      assert.ok([400, 409, 422].includes(status), String(status));
    }
    assert.equal((await owner.call('listThreads', 200, { id })).body.threads.length, 0);
  });

  test('who may not read the history gets no words of old cells, neither as a quote nor as what an orphan held', async () => {
    const { id, write } = await make();
    const thread = await begin(commenter, id, onCell({ index: 4, length: 3 }));
    await write(inCell({ retain: 5 }, { insert: 'SECRET' }));
    await write(inCell({ retain: 4 }, { delete: 10 }));
    assert.equal((await read(id, thread)).words, 'tSECRETwo');
    assert.equal((await read(id, thread, commenter)).words, 'two');
    await commenter.call('startThread', 403, { id, body: onCell({ index: 5, length: 6 }, 2) });
    await commenter.call('startThread', 403, { id, body: onCell({ index: 5, length: 600 }, 2) });
    const carried = await begin(commenter, id, onCell({ index: 0, length: 9 }, 2));
    assert.deepEqual([carried.anchor.version, carried.anchor.quote], [3, 'one ']);
    const historian = await begin(owner, id, onCell({ index: 5, length: 6 }, 2));
    assert.deepEqual([historian.anchor.quote, historian.anchor.state], ['SECRET', 'orphaned']);
  });
});

test('after a start anew the words are where they were', async () => {
  const dataDir = makeDataDir();
  try {
    const id = freshId('paper');
    const anchors = [];
    for (const start of ['first', 'second']) {
      const server = await startServer({ dataDir });
      try {
        const client = new Client(server);
        if (start === 'first') {
          await client.call('createDocument', 201, { body: { id, content } });
          await client.call('startThread', 201, { id, body: onCell({ index: 4, length: 3 }) });
          await client.call('startThread', 201, { id, body: onNote({ index: 4, length: 4 }) });
          const socket = await RawSocket.open(understanding(server));
          await socket.commit('documents', id, { v: 1, op: inCell({ insert: 'x' }, { delete: 1 }) });
          await socket.commit('documents', id, { v: 2, op: inNote({ retain: 3 }, { delete: 6 }) });
          await socket.close();
        }
        const { body } = await client.call('listThreads', 200, { id });
        anchors.push(body.threads.map(({ anchor }) => anchor));
      } finally {
        await server.stop();
      }
    }
    assert.deepEqual(anchors[1], anchors[0]);
    assert.deepEqual(anchors[0].map(({ words, state, inside }) => [words, state, inside]),
      [['two', 'anchored', { index: 4, length: 3 }], ['page', 'orphaned', { index: 3, length: 0 }]]);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
