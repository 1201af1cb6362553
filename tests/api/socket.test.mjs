// A socket of somebody who is known by cookie or bearer: whose client ids are, what another site may not, and how a right ends.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import WebSocket from 'ws';
import { delay, freshId, RawSocket } from '../stock/support/raw.mjs';
import { Client } from './support/client.mjs';
import { House } from './support/house.mjs';
import { claims, signHs256 } from './support/jwt.mjs';

const SOON_MS = 1_000;
/** The time that a starved machine may take for the same. */
const PATIENCE_MS = 15_000;

describe('a socket', () => {
  let house;
  let owner;
  let paper;
  before(async () => {
    house = await House.open();
    await house.setUp();
    owner = await house.welcome('Olga');
    paper = freshId('paper');
    await owner.call('createDocument', 201, { body: { id: paper, content: { format: 'text', data: 'Quetzals\n' } } });
  });
  after(() => house.close());

  const connect = (client, options) => RawSocket.open({ url: house.server.url, headers: client.credentials }, options);
  const edit = async (socket, fields = {}) => {
    const { body } = await owner.call('readDocument', 200, { id: paper });
    return (await socket.submit('documents', paper, { v: body.version, op: [{ insert: 'x' }], ...fields })).at(-1);
  };
  const editorBy = async (name) => {
    const editor = await house.welcome(name);
    await owner.call('grantToAccount', 200, { id: paper, account: editor.id, body: { role: 'editor' } });
    return editor;
  };

  test('goes on with its own client id, also for a program of the same account', async () => {
    const first = await connect(owner);
    assert.equal((await edit(first)).error, undefined);
    const { id } = first;
    await first.close();
    for (const client of [owner, await house.programOf(owner)]) {
      const again = await connect(client, { id });
      assert.equal(again.id, id);
      await again.close();
    }
  });

  /** Everybody else who may write, and nobody: none of them gets anywhere with this client id. */
  async function assertNobodyElseIs(id, name) {
    const { secret } = await house.linkOf(owner, paper, { role: 'editor' });
    const vouched = Client.withToken(house.server, signHs256(claims({ [paper]: 'editor' })));
    for (const other of [await editorBy(name), await house.guestOf(secret), vouched, house.nobody()]) {
      const thief = await connect(other, { handshake: false });
      const reply = await thief.ask({ a: 'hs', id, protocol: 1, protocolMinor: 2 });
      assert.equal(reply.error?.code, 'ERR_FOREIGN_CLIENT');
      await thief.close();
      const writer = await connect(other);
      const refused = await edit(writer, { src: id });
      assert.equal(refused.error?.code, 'ERR_OP_SUBMIT_REJECTED');
      await writer.close();
    }
  }

  test('does not go on with the client id of somebody else who came back with it, nor write in its name', async () => {
    const first = await connect(owner);
    const mine = await connect(owner, { id: first.id });
    assert.equal((await edit(mine)).error, undefined);
    await assertNobodyElseIs(mine.id, 'Edda');
    assert.equal((await edit(mine)).error, undefined, 'whose it is goes on');
    await first.close();
    await mine.close();
  });

  test('the same of somebody who has not come back yet', async () => {
    const mine = await connect(owner);
    assert.equal((await edit(mine)).error, undefined);
    await assertNobodyElseIs(mine.id, 'Eddi');
  });

  test('takes no edit for a repetition of what somebody else sent in its name', async () => {
    const mine = await connect(owner);
    assert.equal((await edit(mine)).error, undefined);
    const thief = await connect(await editorBy('Elsa'));
    const { body: { version: v } } = await owner.call('readDocument', 200, { id: paper });
    await edit(thief, { v, src: mine.id, seq: mine.seq + 1, op: [{ insert: 'stolen' }] });
    assert.equal((await edit(mine, { v, op: [{ insert: 'mine' }] })).error, undefined);
    assert.match((await owner.call('exportDocument', 200, { id: paper, format: 'text' })).text, /mine/);
  });

  test('of a page of another site is not opened', async () => {
    for (const origin of ['https://evil.example', 'null']) {
      const socket = new WebSocket(house.server.url, { headers: { ...owner.credentials, origin } });
      const status = await new Promise((resolve) => {
        socket.once('unexpected-response', (request, response) => resolve(response.statusCode));
        socket.once('open', () => resolve(101));
        socket.once('error', () => {});
      });
      socket.terminate();
      assert.equal(status, 403, origin);
    }
  });

  test('cannot name its credentials in the address or in a message', async () => {
    const socket = await RawSocket.open({ url: `${house.server.url}?plenary_session=${owner.secret}&access_token=${owner.secret}` }, { handshake: false });
    await socket.ask({ a: 'hs', id: null, protocol: 1, protocolMinor: 2, cookie: owner.secret, token: owner.secret });
    const { error } = await socket.ask({ a: 's', c: 'documents', d: paper, v: null, token: owner.secret });
    assert.equal(error.code, 'ERR_SNAPSHOT_READ_SILENT_REJECTION');
    await socket.close();
  });

  test('is closed with 4403 within a second of losing what it showed', async () => {
    const { administrator } = house;
    const byGrant = await editorBy('Greta');
    const byGroup = await house.welcome('Gero');
    const { body: { id: group } } = await administrator.call('makeGroup', 201, { body: { name: 'Readers' } });
    await administrator.call('addMember', 204, { group, account: byGroup.id });
    await owner.call('grantToGroup', 200, { id: paper, group, body: { role: 'reader' } });
    const link = await house.linkOf(owner, paper, { role: 'reader' });
    const byToken = await house.programOf(owner);
    const bySession = await editorBy('Selma');
    const disabled = await editorBy('Dora');
    const ends = [
      ['a grant', byGrant, () => owner.call('revokeFromAccount', 204, { id: paper, account: byGrant.id })],
      ['a membership', byGroup, () => administrator.call('removeMember', 204, { group, account: byGroup.id })],
      ['a link', await house.guestOf(link.secret), () => owner.call('revokeLink', 204, { id: paper, link: link.id })],
      ['a token', byToken, () => owner.call('revokeToken', 204, { token: byToken.token })],
      ['a session', new Client(house.server, bySession.credentials), () => bySession.call('logOut', 204)],
      ['an account', disabled, () => administrator.call('changeAccount', 200, { account: disabled.id, body: { disabled: true } })],
    ];
    const times = [];
    for (const [what, client, end] of ends) {
      const socket = await connect(client);
      const { error } = await socket.ask({ a: 's', c: 'documents', d: paper, v: null });
      assert.equal(error, undefined, what);
      await end();
      const ended = performance.now();
      const { code } = await Promise.race([socket.closed, delay(PATIENCE_MS).then(() => ({ code: 'still open' }))]);
      times.push(performance.now() - ended);
      assert.equal(code, 4403, what);
    }
    assert.ok(Math.min(...times) < SOON_MS, `${times.map(Math.round)} ms`);
  });
});
