// Everybody who can ask: by account, group, link, token and signed token, in each role, and nobody.
import { Client } from '../support/client.mjs';
import { abilities } from '../support/house.mjs';
import { claims, inSeconds, signHs256 } from '../support/jwt.mjs';
import { abilitiesOf, GIVEN_ROLES } from './roles.mjs';

/**
 * Somebody. `me`: what the server says whom it takes them for. `may`: abilities in the papers of the stage; `account`: has one; `logsIn`: by its own session; `administers`;
 * `founds`: may make documents; `isAdministrator`: also if its token may not administer.
 */
const identity = (name, client, may, { account = false, logsIn = false, administers = false, founds = false, isAdministrator = administers } = {}) =>
  ({ name, client, may: new Set(may), account, logsIn, administers, founds, isAdministrator });

const person = { account: true, logsIn: true, founds: true };

async function byAccount({ house, program, papers }) {
  const found = [];
  for (const [name, role, history] of [...GIVEN_ROLES.map((given) => [given, given, false]), ['reader with history', 'reader', true]]) {
    const client = await house.welcome(`Account ${name}`);
    for (const id of papers) await program.call('grantToAccount', 200, { id, account: client.id, body: { role, history } });
    found.push(identity(`account: ${name}`, client, [...abilitiesOf[role], ...(history ? ['read_history'] : [])], person));
  }
  return found;
}

async function byGroup({ house, program, administration, papers }) {
  const found = [];
  for (const role of GIVEN_ROLES) {
    const { body: { id: group } } = await administration.call('makeGroup', 201, { body: { name: `Group of ${role}s` } });
    const client = await house.welcome(`Member ${role}`, { groups: [group] });
    for (const id of papers) await program.call('grantToGroup', 200, { id, group, body: { role } });
    found.push(identity(`group: ${role}`, client, abilitiesOf[role], person));
  }
  return found;
}

async function byLink({ house, program, papers }) {
  const found = [];
  const openAll = async (client, role, name, history = false) => {
    for (const id of papers) {
      const { secret } = await house.linkOf(program, id, { role, history });
      await client.call('openLink', 200, { body: { secret, name } });
    }
  };
  for (const role of GIVEN_ROLES) {
    const guest = house.nobody();
    await openAll(guest, role, `Guest ${role}`);
    found.push(identity(`link: ${role}`, guest, abilitiesOf[role]));
  }
  const historian = house.nobody();
  await openAll(historian, 'reader', 'Guest with history', true);
  found.push(identity('link: reader with history', historian, [...abilitiesOf.reader, 'read_history']));
  const account = await house.welcome('Account with a link');
  await openAll(account, 'commenter');
  found.push(identity('link of an account: commenter', account, abilitiesOf.commenter, person));
  const elsewhere = house.nobody();
  await program.call('createDocument', 201, { body: { id: 'another-paper', title: 'Not a secret' } });
  const { secret } = await house.linkOf(program, 'another-paper', { role: 'editor' });
  await elsewhere.call('openLink', 200, { body: { secret, name: 'Guest elsewhere' } });
  found.push(identity('link of another paper', elsewhere, []));
  return found;
}

/** A token without an ability is one of an owner if only owners have it; else of editors, in turn: nobody may ask too often. */
async function byToken({ house, owner }, editors, reader) {
  const found = [];
  const add = async (name, whose, role, allowed, administers = false) => {
    const may = [...abilitiesOf[role], ...(administers ? ['transfer_ownership'] : [])].filter((ability) => allowed.includes(ability));
    found.push(identity(name, await house.programOf(whose, allowed), may, {
      account: allowed.some((ability) => ['manage_access', 'administer'].includes(ability)), administers: administers && allowed.includes('administer'), founds: allowed.includes('create_document'), isAdministrator: administers,
    }));
  };
  await add('token of the owner', owner, 'owner', abilities);
  await add('token of the owner with nothing', owner, 'owner', []);
  for (const [i, left] of abilities.entries()) {
    const others = abilities.filter((ability) => ability !== left);
    if (abilitiesOf.editor.includes(left)) await add(`token of an editor without ${left}`, editors[i % editors.length], 'editor', others);
    else await add(`token of the owner without ${left}`, owner, 'owner', others);
  }
  await add('token of an editor', editors[0], 'editor', abilities);
  await add('token of a reader', reader, 'reader', abilities);
  await add('token of an administrator', house.administrator, 'none', abilities, true);
  await add('token of an administrator, not to administer', house.administrator, 'none', abilities.filter((ability) => ability !== 'administer'), true);
  return found;
}

/** People who had everything, until it was taken away. */
async function byRevocation({ house, owner, program, papers }) {
  const guest = house.nobody();
  for (const id of papers) {
    const link = await house.linkOf(program, id, { role: 'editor', history: true });
    await guest.call('openLink', 200, { body: { secret: link.secret, name: 'Guest that was' } });
    await program.call('revokeLink', 204, { id, link: link.id });
  }
  const token = await house.programOf(owner, abilities);
  await owner.call('revokeToken', 204, { token: token.token });
  const member = await house.welcome('Member that was');
  for (const id of papers) {
    await program.call('grantToAccount', 200, { id, account: member.id, body: { role: 'editor' } });
    await program.call('revokeFromAccount', 204, { id, account: member.id });
  }
  const ended = await house.welcome('Session that was');
  const copy = Client.withCookie(house.server, ended.secret);
  await ended.call('logOut', 204);
  const expired = signHs256(claims({ '*': 'owner' }, { sub: 'expired', exp: inSeconds(-3600) }));
  return [
    identity('revoked link', guest, []),
    identity('revoked token', token, []),
    identity('revoked grant', member, [], person),
    identity('revoked session', copy, []),
    identity('revoked by time: signed token', Client.withToken(house.server, expired), []),
  ];
}

function byJwt({ house: { server }, papers }) {
  const inAll = (role) => Object.fromEntries(papers.map((id) => [id, role]));
  const vouched = (name, papers, may, more) =>
    identity(`signed token: ${name}`, Client.withToken(server, signHs256(claims(papers, { sub: name }))), may, more);
  return [
    ...Object.keys(abilitiesOf).map((role) => vouched(role, inAll(role), abilitiesOf[role])),
    vouched('reader with history', inAll({ role: 'reader', history: true }), [...abilitiesOf.reader, 'read_history']),
    vouched('editor of all', { '*': 'editor' }, abilitiesOf.editor),
    vouched('owner of all', { '*': 'owner' }, abilitiesOf.owner, { founds: true }),
    vouched('of another paper', { 'another-paper': 'owner' }, []),
  ];
}

export async function everybody(stage) {
  const { house, owner } = stage;
  const outsider = await house.welcome('Otto Outside');
  const accounts = [...(await byAccount(stage)), ...(await byGroup(stage))];
  const clientOf = (name) => accounts.find((known) => known.name === name).client;
  const all = [
    identity('nobody', house.nobody(), []),
    identity('an account without a role', outsider, [], person),
    identity('an administrator without a role', house.administrator, ['transfer_ownership'], { ...person, administers: true }),
    identity('account: owner', owner, abilitiesOf.owner, person),
    ...accounts,
    ...(await byLink(stage)),
    ...(await byToken(stage, [clientOf('account: editor'), clientOf('group: editor')], clientOf('account: reader'))),
    ...(await byRevocation(stage)),
    ...byJwt(stage),
  ];
  for (const known of all) known.me = (await known.client.call('readMe', 200)).body;
  return all;
}
