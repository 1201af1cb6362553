// Rights in one document: grants, groups, links, guests, ownership, and the log of their changes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { freshId } from '../stock/support/raw.mjs';
import { Client } from './support/client.mjs';
import { House, PASSWORD, secretIn } from './support/house.mjs';
import { claims, signHs256 } from './support/jwt.mjs';

const NO_ROW = '0123456789abcdef0123';

describe('sharing', () => {
  let house;
  let owner;
  let friend;
  before(async () => {
    house = await House.open();
    await house.setUp();
    owner = await house.welcome('Olga', { affiliation: 'Legon' });
    friend = await house.welcome('Fritz');
  });
  after(() => house.close());

  const make = async (title = 'Draft') => {
    const id = freshId('paper');
    await owner.call('createDocument', 201, { body: { id, title, content: { format: 'text', data: 'Words of a draft\n' } } });
    return id;
  };
  const accessOf = async (who, id) => (await who.call('readAccess', 200, { id })).body;

  test('who makes a document owns it, and nobody else learns of it', async () => {
    const id = await make();
    const access = await accessOf(owner, id);
    assert.equal(access.you.role, 'owner');
    assert.deepEqual(access.owner, { id: owner.id, name: 'Olga', affiliation: 'Legon' });
    assert.deepEqual([access.grants, access.links, access.link_counts], [[], [], {}]);
    await friend.call('readDocument', 404, { id });
    await friend.call('readAccess', 404, { id });
    await friend.call('createDocument', 403, { body: { id } });
    assert.ok(!JSON.stringify((await friend.call('listDocuments', 200)).body).includes(id));
    const { headers } = await owner.call('readAccess', 200, { id });
    await owner.call('readAccess', 304, { id, 'If-None-Match': headers.etag });
  });

  test('a role is given to an account, changed, and taken back', async () => {
    const id = await make();
    const account = friend.id;
    const { body: grant } = await owner.call('grantToAccount', 200, { id, account, body: { role: 'reader' } });
    assert.deepEqual(grant, { kind: 'account', id: account, name: 'Fritz', affiliation: '', role: 'reader', history: false });
    assert.equal((await friend.call('readDocument', 200, { id })).body.role, 'reader');
    await friend.call('exportDocument', 403, { id, version: 1 });
    await owner.call('grantToAccount', 200, { id, account, body: { role: 'reader', history: true } });
    await friend.call('exportDocument', 200, { id, version: 1 });
    const seen = await accessOf(friend, id);
    assert.equal(seen.links, undefined, 'links are for those who manage access');
    assert.equal(seen.grants.length, 1);
    await friend.call('grantToAccount', 403, { id, account, body: { role: 'editor' } });
    await friend.call('readDocumentAudit', 403, { id });
    for (const body of [{ role: 'owner' }, { role: 'none' }, { role: 'king' }, {}, { role: 'reader', forever: true }, { role: 'reader', history: 'yes' }]) {
      await owner.call('grantToAccount', 400, { id, account, body });
    }
    await owner.call('grantToAccount', 404, { id, account: `a-${NO_ROW}`, body: { role: 'reader' } });
    await owner.call('revokeFromAccount', 204, { id, account });
    await owner.call('revokeFromAccount', 404, { id, account });
    await friend.call('readDocument', 404, { id });
  });

  test('a group has a role as long as one is in it', async () => {
    const id = await make();
    const { body: { id: group } } = await house.administrator.call('makeGroup', 201, { body: { name: 'Editors' } });
    const { body: grant } = await owner.call('grantToGroup', 200, { id, group, body: { role: 'editor' } });
    assert.deepEqual(grant, { kind: 'group', id: group, name: 'Editors', members: 0, role: 'editor', history: false });
    await friend.call('readDocument', 404, { id });
    await house.administrator.call('addMember', 204, { group, account: friend.id });
    await friend.call('renameDocument', 200, { id, body: { title: 'By an editor' } });
    await friend.call('deleteDocument', 403, { id });
    await house.administrator.call('removeMember', 204, { group, account: friend.id });
    await friend.call('renameDocument', 404, { id, body: { title: 'Not any more' } });
    await owner.call('grantToGroup', 400, { id, group, body: { role: 'owner' } });
    await owner.call('grantToGroup', 404, { id, group: NO_ROW, body: { role: 'editor' } });
    await owner.call('revokeFromGroup', 204, { id, group });
    await owner.call('revokeFromGroup', 404, { id, group });
  });

  test('a link lets a guest in by name, a reader without, and an account as it is', async () => {
    const id = await make('Public round');
    const { body: link } = await owner.call('makeLink', 201, { id, body: { role: 'commenter', label: 'Public round', expires_at: '2099-01-01T00:00:00Z' } });
    assert.deepEqual([link.by, link.by_name, link.used_at], [owner.id, 'Olga', null]);
    const secret = secretIn(link.address);
    await house.nobody().call('openLink', 400, { body: { name: 'Gus' } });
    const { body: problem } = await house.nobody().call('openLink', 422, { body: { secret } });
    assert.equal(problem.code, 'name_required');
    const guest = house.nobody();
    const { body: opened } = await guest.call('openLink', 200, { body: { secret, name: 'Gus' } });
    assert.deepEqual([opened.document, opened.role, opened.me.kind, opened.me.name], [id, 'commenter', 'guest', 'Gus']);
    await guest.call('listThreads', 200, { id });
    assert.deepEqual(Object.keys(await accessOf(guest, id)), ['you'], 'a guest learns of no other people');
    await guest.call('listGroups', 403);
    await guest.call('findPeople', 403);
    await guest.call('createDocument', 403, { body: {} });
    await friend.call('openLink', 200, { body: { secret } });
    assert.equal((await accessOf(friend, id)).you.role, 'commenter');

    const reading = await house.linkOf(owner, id, { role: 'reader' });
    const silent = house.nobody();
    assert.equal((await silent.call('openLink', 200, { body: { secret: reading.secret } })).body.me.kind, 'guest');
    await silent.call('openLink', 200, { body: { secret } });
    await silent.call('listThreads', 200, { id });

    const access = await accessOf(owner, id);
    assert.deepEqual(access.link_counts, { commenter: 1, reader: 1 });
    assert.notEqual(access.links.find((known) => known.id === link.id).used_at, null);
    assert.ok(!JSON.stringify(access).includes(secret));
    await owner.call('revokeLink', 204, { id, link: link.id });
    await owner.call('revokeLink', 404, { id, link: link.id });
    await guest.call('readDocument', 404, { id });
    await friend.call('readDocument', 404, { id });
    await silent.call('listThreads', 403, { id });
    await house.nobody().call('openLink', 404, { body: { secret, name: 'Late' } });
  });

  test('a link is refused where it makes no sense', async () => {
    const id = await make();
    for (const body of [{ role: 'owner' }, {}, { role: 'reader', expires_at: '2001-01-01T00:00:00Z' }, { role: 'reader', expires_at: 'soon' }, { role: 'reader', secret: 'mine' }]) {
      await owner.call('makeLink', 400, { id, body });
    }
    await owner.call('revokeLink', 404, { id, link: NO_ROW });
  });

  test('a guest who logs in keeps the links', async () => {
    const id = await make();
    const { secret } = await house.linkOf(owner, id, { role: 'suggester' });
    const visitor = await house.guestOf(secret);
    await visitor.call('logIn', 200, { body: { email: friend.email, password: PASSWORD } });
    assert.equal((await visitor.call('readDocument', 200, { id })).body.role, 'suggester');
  });

  test('ownership goes to somebody else, who was an editor stays one', async () => {
    const id = await make();
    await owner.call('transferDocument', 404, { id, body: { account: `a-${NO_ROW}` } });
    await owner.call('transferDocument', 400, { id, body: {} });
    const { body } = await owner.call('transferDocument', 200, { id, body: { account: friend.id } });
    assert.equal(body.owner.id, friend.id);
    assert.equal((await accessOf(owner, id)).you.role, 'editor');
    await owner.call('transferDocument', 403, { id, body: { account: owner.id } });
    await house.administrator.call('readDocument', 404, { id });
    await house.administrator.call('transferDocument', 200, { id, body: { account: house.administrator.id } });
    await house.administrator.call('readDocument', 200, { id });
  });

  test('people who can be mentioned are those with access by name', async () => {
    const id = await make();
    const { body: { id: group } } = await house.administrator.call('makeGroup', 201, { body: { name: 'Readers' } });
    await house.administrator.call('addMember', 204, { group, account: friend.id });
    await owner.call('grantToGroup', 200, { id, group, body: { role: 'reader' } });
    const names = async (query) => (await owner.call('findDocumentPeople', 200, { id, ...query })).body.people.map(({ name }) => name).sort();
    assert.deepEqual(await names(), ['Fritz', 'Olga']);
    assert.deepEqual(await names({ query: 'FRI' }), ['Fritz']);
    await friend.call('findDocumentPeople', 403, { id });
  });

  test('somebody whom an application vouches for has the roles that it names', async () => {
    const id = await make();
    const visitor = Client.withToken(house.server, signHs256(claims({ [id]: { role: 'commenter', history: true } })));
    const { body: me } = await visitor.call('readMe', 200);
    assert.deepEqual([me.kind, me.name, me.may_create], ['vouched', 'Vera of the app', false]);
    await visitor.call('exportDocument', 200, { id, version: 1 });
    await visitor.call('renameDocument', 403, { id, body: { title: 'x' } });
    await visitor.call('listGroups', 403);
  });

  test('the log of a document tells what became of its rights', async () => {
    const id = await make();
    await owner.call('grantToAccount', 200, { id, account: friend.id, body: { role: 'editor' } });
    const { id: link } = await house.linkOf(owner, id, { role: 'reader', history: true });
    await owner.call('revokeLink', 204, { id, link });
    await owner.call('deleteDocument', 204, { id });
    await owner.call('createDocument', 201, { body: { id } });
    const { body: first } = await owner.call('readDocumentAudit', 200, { id, limit: 2 });
    await owner.call('readDocumentAudit', 400, { id, limit: 0 });
    const { body: rest } = await owner.call('readDocumentAudit', 200, { id, cursor: first.next_cursor });
    const entries = [...first.entries, ...rest.entries];
    const whats = entries.map(({ what }) => what).filter((what) => what !== 'document.delete'); // noted a moment later
    assert.deepEqual(whats, ['link.revoke', 'link.make', 'grant.give', 'document.create']);
    const given = entries.find(({ what }) => what === 'grant.give');
    assert.deepEqual([given.by_name, given.about_name, given.detail], ['Olga', 'Fritz', 'editor']);
    const { body: filtered } = await house.administrator.call('readAudit', 200, { document: id });
    assert.ok(filtered.entries.length >= entries.length && filtered.entries.every(({ document }) => document === id));
  });
});
