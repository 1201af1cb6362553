// Accounts from the first one on: set-up, invitations, logging in, passwords, sessions, tokens, groups, the audit log.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from './support/client.mjs';
import { House, PASSWORD, secretIn } from './support/house.mjs';

const WRONG_SECRET = 'A'.repeat(43);
const NO_ROW = '0123456789abcdef0123';

describe('people', () => {
  let house;
  let administrator;
  let nobody;
  before(async () => {
    house = await House.open();
    nobody = house.nobody();
  });
  after(() => house.close());

  test('the first account is made with the secret that the server prints, once', async () => {
    assert.equal((await nobody.call('readMe', 200)).body.needs_set_up, true);
    const account = { email: 'ada@example.org', name: 'Ada', password: PASSWORD };
    await nobody.call('setUp', 404, { body: { ...account, secret: WRONG_SECRET } });
    const secret = await house.setUpSecret();
    await nobody.call('setUp', 400, { body: { ...account, secret, password: 'short' } });
    await nobody.call('setUp', 400, { body: { ...account, secret, email: 'nowhere' } });
    administrator = await house.setUp();
    await nobody.call('setUp', 404, { body: { ...account, secret } });
    const { body: me } = await administrator.call('readMe', 200);
    assert.deepEqual([me.kind, me.administrator, me.may_create, me.needs_set_up], ['account', true, true, false]);
    assert.equal((await nobody.call('readMe', 200)).body.kind, 'nobody');
  });

  test('an invitation is looked at, accepted once, or withdrawn', async () => {
    const { body: group } = await administrator.call('makeGroup', 201, { body: { name: 'Invited' } });
    const { body: invitation } = await administrator.call('invite', 201, {
      body: { email: 'Ben@Example.org', administrator: false, groups: [group.id] },
    });
    await administrator.call('invite', 404, { body: { groups: [NO_ROW] } });
    await administrator.call('invite', 400, { body: { email: 'nowhere' } });
    const { body: { invitations } } = await administrator.call('listInvitations', 200);
    assert.ok(invitations.some(({ id }) => id === invitation.id));
    const secret = secretIn(invitation.address);
    const { body: offer } = await nobody.call('openInvitation', 200, { body: { secret } });
    assert.deepEqual([offer.email, offer.groups], ['ben@example.org', ['Invited']]);
    await nobody.call('openInvitation', 404, { body: { secret: WRONG_SECRET } });
    await nobody.call('openInvitation', 400, { body: { secret: 7 } });
    const body = { secret, email: 'ben@example.org', name: 'Ben', affiliation: 'Legon', password: PASSWORD };
    await nobody.call('acceptInvitation', 400, { body: { ...body, name: 'two\nlines' } });
    await nobody.call('acceptInvitation', 409, { body: { ...body, email: 'ADA@example.org' } });
    const { body: me } = await house.nobody().call('acceptInvitation', 201, { body });
    await nobody.call('acceptInvitation', 404, { body });
    const { body: { groups } } = await administrator.call('listGroups', 200);
    assert.deepEqual(groups.find(({ id }) => id === group.id).members, [{ id: me.id, name: 'Ben', affiliation: 'Legon' }]);

    const { body: unwanted } = await administrator.call('invite', 201, { body: {} });
    await administrator.call('withdrawInvitation', 204, { invitation: unwanted.id });
    await administrator.call('withdrawInvitation', 404, { invitation: unwanted.id });
    await nobody.call('openInvitation', 404, { body: { secret: secretIn(unwanted.address) } });
  });

  test('somebody logs in, in two places, and out', async () => {
    const carla = await house.welcome('Carla');
    const elsewhere = house.nobody();
    await elsewhere.call('logIn', 403, { body: { email: carla.email, password: 'not this one' } });
    await elsewhere.call('logIn', 403, { body: { email: 'nobody@example.org', password: PASSWORD } });
    await elsewhere.call('logIn', 400, { body: { email: carla.email } });
    await elsewhere.call('logIn', 200, { body: { email: carla.email.toUpperCase(), password: PASSWORD } });
    const { body: { sessions } } = await elsewhere.call('listSessions', 200);
    assert.deepEqual(sessions.map(({ current }) => current).sort(), [false, true]);
    await elsewhere.call('endSession', 204, { session: sessions.find(({ current }) => !current).id });
    await elsewhere.call('endSession', 404, { session: NO_ROW });
    assert.equal((await carla.call('readMe', 200)).body.kind, 'nobody');
    await carla.call('listSessions', 403);
    const third = house.nobody();
    await third.call('logIn', 200, { body: { email: carla.email, password: PASSWORD } });
    await third.call('endOtherSessions', 204);
    assert.equal((await elsewhere.call('readMe', 200)).body.kind, 'nobody');
    const { secret } = third;
    await third.call('logOut', 204);
    assert.equal(third.secret, undefined, 'the cookie is taken back');
    assert.equal((await Client.withCookie(house.server, secret).call('readMe', 200)).body.kind, 'nobody');
    await third.call('logOut', 204);
  });

  test('a password is guessed ten times in a row and no more', async () => {
    const dan = await house.welcome('Dan');
    let guesses = 0;
    while ((await nobody.call('logIn', undefined, { body: { email: dan.email, password: `guess number ${guesses}` } })).status === 403) guesses += 1;
    assert.ok(guesses >= 10 && guesses < 20, `${guesses} guesses`); // on a starved machine one or two come back meanwhile
    const { body: problem } = await nobody.call('logIn', 429, { body: { email: dan.email, password: PASSWORD } });
    assert.equal(problem.code, 'too_many_requests');
    assert.ok((await dan.call('readMe', 200)).body.failed_log_ins >= 10, 'the owner is told');
    await dan.call('changePassword', 204, { body: { current: PASSWORD, new: 'another password' } }); // a browser that is logged in is not locked out
    const { body: { address } } = await administrator.call('makeReset', 201, { account: dan.id, body: {} });
    await nobody.call('useReset', 400, { body: { secret: secretIn(address), password: 'short' } });
    const back = house.nobody();
    await back.call('useReset', 200, { body: { secret: secretIn(address), password: 'a password that is new' } });
    assert.equal((await dan.call('readMe', 200)).body.kind, 'nobody', 'a reset ends all sessions');
    assert.equal((await back.call('readMe', 200)).body.id, dan.id);
    await nobody.call('useReset', 404, { body: { secret: secretIn(address), password: 'a password that is new' } });
    await administrator.call('makeReset', 404, { account: `a-${NO_ROW}` });
  });

  test('somebody changes what others see of them, and their password', async () => {
    const eve = await house.welcome('Eve');
    const { body: me } = await eve.call('changeMe', 200, { body: { name: ' Eva ', affiliation: 'Turin', email: 'EVA@example.org' } });
    assert.deepEqual([me.name, me.affiliation, me.email], ['Eva', 'Turin', 'eva@example.org']);
    await eve.call('changeMe', 409, { body: { email: 'ada@example.org' } });
    await eve.call('changeMe', 400, { body: { name: '' } });
    await eve.call('changeMe', 400, { body: { administrator: true } });
    const elsewhere = house.nobody();
    await elsewhere.call('logIn', 200, { body: { email: 'eva@example.org', password: PASSWORD } });
    await eve.call('changePassword', 403, { body: { current: 'not this one', new: 'another password' } });
    await eve.call('changePassword', 400, { body: { current: PASSWORD, new: 'short' } });
    await eve.call('changePassword', 204, { body: { current: PASSWORD, new: 'another password' } });
    assert.equal((await eve.call('readMe', 200)).body.kind, 'account');
    assert.equal((await elsewhere.call('readMe', 200)).body.kind, 'nobody');
  });

  test('a program has a token with some abilities until it is taken back', async () => {
    const finn = await house.welcome('Finn');
    const { body: token } = await finn.call('makeToken', 201, {
      body: { label: 'Nightly export', abilities: ['read_document', 'export_document'], expires_at: '2099-01-01T00:00:00Z' },
    });
    assert.equal(token.expires_at, '2099-01-01T00:00:00.000Z');
    await finn.call('makeToken', 400, { body: { label: 'x', abilities: ['fly'] } });
    await finn.call('makeToken', 400, { body: { abilities: [] } });
    await finn.call('makeToken', 400, { body: { label: 'x', expires_at: 'tomorrow' } });
    const { body: { tokens } } = await finn.call('listTokens', 200);
    assert.deepEqual(tokens, [{ ...token, secret: undefined }].map(({ secret, ...rest }) => rest));
    const program = Client.withToken(house.server, token.secret);
    const { body: me } = await program.call('readMe', 200);
    assert.deepEqual([me.kind, me.id, me.may_create], ['token', finn.id, false]);
    await program.call('listTokens', 403);
    await administrator.call('revokeToken', 404, { token: token.id });
    await finn.call('revokeToken', 204, { token: token.id });
    assert.equal((await program.call('readMe', 200)).body.kind, 'nobody');
  });

  test('groups are made, named, filled, emptied and removed', async () => {
    const gina = await house.welcome('Gina', { affiliation: 'Uppsala' });
    const { body: { id: group } } = await administrator.call('makeGroup', 201, { body: { name: 'WG 1' } });
    await administrator.call('makeGroup', 400, { body: { name: ' ' } });
    await administrator.call('renameGroup', 400, { group, body: {} });
    await administrator.call('addMember', 204, { group, account: gina.id });
    await administrator.call('addMember', 204, { group, account: gina.id });
    await administrator.call('addMember', 404, { group: NO_ROW, account: gina.id });
    await administrator.call('addMember', 404, { group, account: `a-${NO_ROW}` });
    const { body: renamed } = await administrator.call('renameGroup', 200, { group, body: { name: 'Working group 1' } });
    assert.deepEqual(renamed, { id: group, name: 'Working group 1', members: [{ id: gina.id, name: 'Gina', affiliation: 'Uppsala' }] });
    const { body: found } = await gina.call('findPeople', 200, { query: 'UPPSALA' });
    assert.deepEqual(found, { people: renamed.members, groups: [] });
    assert.deepEqual((await gina.call('findPeople', 200, { query: 'working' })).body.groups, [{ id: group, name: 'Working group 1', members: 1 }]);
    assert.equal((await gina.call('findPeople', 200, { query: gina.email, limit: 1 })).body.people.length, 1);
    assert.equal((await gina.call('findPeople', 200, { query: gina.email.slice(1) })).body.people.length, 0, 'only whole addresses');
    await gina.call('findPeople', 400, { limit: 1000 });
    await administrator.call('removeMember', 204, { group, account: gina.id });
    await administrator.call('removeMember', 404, { group, account: gina.id });
    await administrator.call('removeGroup', 204, { group });
    await administrator.call('removeGroup', 404, { group });
  });

  test('an administrator lists accounts by pages, changes one, and cannot be the last to go', async () => {
    const hugo = await house.welcome('Hugo');
    const ids = [];
    let cursor;
    do {
      const { body } = await administrator.call('listAccounts', 200, { limit: 2, ...(cursor && { cursor }) });
      ids.push(...body.accounts.map(({ id }) => id));
      cursor = body.next_cursor;
    } while (cursor);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.includes(hugo.id) && ids.includes(administrator.id));
    assert.equal((await administrator.call('listAccounts', 200, { query: hugo.email.slice(0, 6) })).body.accounts[0].id, hugo.id);
    await administrator.call('listAccounts', 400, { limit: 0 });
    await administrator.call('changeAccount', 403, { account: administrator.id, body: { administrator: false } });
    await administrator.call('changeAccount', 403, { account: administrator.id, body: { disabled: true } });
    await administrator.call('changeAccount', 409, { account: hugo.id, body: { email: 'ada@example.org' } });
    await administrator.call('changeAccount', 404, { account: `a-${NO_ROW}`, body: {} });
    await administrator.call('changeAccount', 400, { account: hugo.id, body: { disabled: 'yes' } });
    const { body: changed } = await administrator.call('changeAccount', 200, {
      account: hugo.id, body: { name: 'Hugo H.', affiliation: null, administrator: true },
    });
    assert.deepEqual([changed.name, changed.administrator], ['Hugo H.', true]);
    await hugo.call('listAccounts', 200);
    await administrator.call('changeAccount', 200, { account: hugo.id, body: { administrator: false } });
    await hugo.call('listAccounts', 403);
  });

  test('the audit log says who did what, the newest first, by pages', async () => {
    const entries = [];
    let cursor;
    do {
      const { body } = await administrator.call('readAudit', 200, { limit: 20, ...(cursor && { cursor }) });
      entries.push(...body.entries);
      cursor = body.next_cursor;
    } while (cursor);
    const ids = entries.map(({ id }) => id);
    assert.deepEqual(ids, [...ids].sort().reverse());
    const kinds = new Set(entries.map(({ what }) => what));
    for (const what of ['account.set_up', 'invitation.accept', 'session.begin', 'session.end', 'account.password', 'reset.use', 'token.revoke', 'group.leave', 'account.change']) {
      assert.ok(kinds.has(what), what);
    }
    assert.equal(entries.at(-1).by_name, administrator.name ?? 'Ada the administrator');
    await administrator.call('readAudit', 400, { limit: 'many' });
    const text = JSON.stringify(entries);
    for (const secret of [PASSWORD, 'another password', administrator.secret]) assert.ok(!text.includes(secret));
  });
});
