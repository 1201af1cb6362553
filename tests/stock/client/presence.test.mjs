// Two stock clients see each other's cursors, moved by typing, and gone with the connection.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { StockClient, assertConverged, call, closeClients } from '../support/clients.mjs';
import { RICH_TEXT, eventually, freshId } from '../support/raw.mjs';
import { startServer } from '../support/server.mjs';

describe('presence', () => {
  let server;
  before(async () => { server = await startServer(); });
  afterEach(closeClients);
  after(() => server.stop());

  async function pair() {
    const id = freshId();
    const clients = [new StockClient(server, 'one'), new StockClient(server, 'two')];
    await call(clients[0].doc('notes', id), 'create', [{ insert: 'Hello world' }], RICH_TEXT);
    const channels = [];
    for (const client of clients) {
      await call(client.doc('notes', id), 'subscribe');
      const channel = client.connection.getDocPresence('notes', id);
      await call(channel, 'subscribe');
      channels.push(channel);
    }
    const [mine, theirs] = [channels[0].create('cursor-one'), channels[1].create('cursor-two')];
    return { id, clients, docs: clients.map((client) => client.doc('notes', id)), channels, mine, theirs };
  }

  test('each sees the other\'s cursor, and what is typed moves it', async () => {
    const { clients, docs, channels, mine, theirs, id } = await pair();
    await call(mine, 'submit', { index: 6, length: 5, name: 'Ama' });
    await call(theirs, 'submit', { index: 0, length: 0, name: 'Li' });
    const seen = () => channels[1].remotePresences['cursor-one'];
    await eventually('the cursor is seen', () => seen());
    assert.deepEqual(seen(), { index: 6, length: 5, name: 'Ama' });
    await eventually('and the other', () => channels[0].remotePresences['cursor-two']);
    await call(docs[1], 'submitOp', [{ insert: 'Oh! ' }]);
    await eventually('the cursor moves', () => seen()?.index === 10);
    await eventually('the author has it too', () => docs[0].version === docs[1].version);
    await call(docs[0], 'submitOp', [{ retain: 10 }, { delete: 2 }]);
    await eventually('the selection shrinks', () => seen()?.length === 3);
    await assertConverged(server, clients, 'notes', id);
  });

  test('cursors of many moves arrive, the last one last', async () => {
    const { channels, mine } = await pair();
    for (let index = 0; index <= 11; index++) mine.submit({ index, length: 0 });
    await eventually('the last place', () => channels[1].remotePresences['cursor-one']?.index === 11);
  });

  test('taking a cursor away is seen', async () => {
    const { channels, mine } = await pair();
    await call(mine, 'submit', { index: 1, length: 0 });
    await eventually('seen', () => channels[1].remotePresences['cursor-one']);
    await call(mine, 'submit', null);
    await eventually('gone', () => !channels[1].remotePresences['cursor-one']);
  });

  test('a connection that dies takes its cursor along, and brings it back', async () => {
    const { clients, channels, mine } = await pair();
    await call(mine, 'submit', { index: 3, length: 0 });
    await eventually('seen', () => channels[1].remotePresences['cursor-one']);
    const gone = []; // the event of the cursor itself may come after it is among the remote ones
    channels[1].on('receive', (id, value) => value === null && gone.push(id));
    clients[0].goOffline();
    await eventually('gone', () => !channels[1].remotePresences['cursor-one']);
    assert.deepEqual(gone, ['cursor-one']);
    clients[0].goOnline();
    await eventually('back', () => channels[1].remotePresences['cursor-one']?.index === 3);
  });

  test('who comes later is told of the cursors that are there', async () => {
    const { id, mine } = await pair();
    await call(mine, 'submit', { index: 5, length: 1 });
    const late = new StockClient(server, 'late');
    await call(late.doc('notes', id), 'subscribe');
    const channel = late.connection.getDocPresence('notes', id);
    await call(channel, 'subscribe');
    await eventually('told', () => channel.remotePresences['cursor-one']);
    assert.deepEqual(channel.remotePresences['cursor-one'], { index: 5, length: 1 });
  });

  test('a channel of no document carries any values', async () => {
    const name = freshId('room');
    const clients = [new StockClient(server, 'one'), new StockClient(server, 'two')];
    const channels = clients.map((client) => client.connection.getPresence(name));
    await Promise.all(channels.map((channel) => call(channel, 'subscribe')));
    await call(channels[0].create('ama'), 'submit', { name: 'Ama', status: ['writing'] });
    await eventually('seen', () => channels[1].remotePresences.ama);
    assert.deepEqual(channels[1].remotePresences.ama, { name: 'Ama', status: ['writing'] });
    clients[0].close();
    await eventually('gone', () => !channels[1].remotePresences.ama);
  });
});
