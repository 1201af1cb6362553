// Attempts to get in, or to learn something, with what does not hold: each is refused with the right answer, and tells nothing.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../stock/support/raw.mjs';
import { Client } from './support/client.mjs';
import { operations } from './support/description.mjs';
import { abilities, House, PASSWORD } from './support/house.mjs';
import { claims, inSeconds, KEY, signEdDsa, signHs256, unsigned } from './support/jwt.mjs';
import { errorsOfAnswer, errorsOfValue } from './support/validation.mjs';

const PAPER = 'paper-under-attack';
const VOID = 'paper-that-is-void';
const SECRETS = ['Zanzibar agreement', 'Quetzals', 'Okapi', 'Olympia Ownerton'];

/** A house with one paper and a thread in it. */
async function housePaper(options) {
  const house = await House.open(options);
  await house.setUp();
  house.owner = await house.welcome('Olympia Ownerton');
  await house.owner.call('createDocument', 201, { body: { id: PAPER, title: 'Zanzibar agreement', content: { format: 'text', data: 'Quetzals\n' } } });
  await house.owner.call('startThread', 201, { id: PAPER, body: { comment: 'Okapi', anchor: { version: 1, index: 0, length: 3 } } });
  return house;
}

function assertTellsNothing({ text, headers }, what) {
  const all = text + JSON.stringify(headers);
  assert.deepEqual(SECRETS.filter((secret) => all.includes(secret)), [], `${what} tells ${all}`);
}

/** Asserts that these credentials are nobody's: the answers tell nothing of the paper, not even that it is there. */
async function assertIsNobody(client, what) {
  const { body: me } = await client.call('readMe', 200);
  assert.deepEqual([me.kind, me.id, me.name, me.administrator, me.may_create], ['nobody', null, null, false, false], what);
  assert.deepEqual((await client.call('listDocuments', 200)).body, { documents: [], next_cursor: null }, what);
  for (const operation of ['readDocument', 'exportDocument', 'listThreads', 'readAccess']) {
    const there = await client.call(operation, 404, { id: PAPER });
    const missing = await client.call(operation, 404, { id: VOID });
    assert.deepEqual([there.text, there.headers], [missing.text, missing.headers], `${what}: ${operation}`);
    assertTellsNothing(there, what);
  }
  await client.call('renameDocument', 404, { id: PAPER, body: { title: 'Mine now' } });
  await client.call('createDocument', 403, { body: {} });
  await client.call('listGroups', 403);
  await client.call('listAccounts', 403);
}

describe('attacks', () => {
  let house;
  let server;
  let owner;
  before(async () => {
    house = await housePaper();
    ({ server, owner } = house);
  });
  after(async () => {
    const { body } = await owner.call('readDocument', 200, { id: PAPER });
    await house.close();
    assert.deepEqual([body.title, body.version], ['Zanzibar agreement', 1], 'the paper is as it was');
  });

  const flip = (text, at) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

  test('a link that is truncated, changed by a letter, longer, of a wrong case, expired or taken back', async () => {
    const { id, secret } = await house.linkOf(owner, PAPER, { role: 'editor' });
    const wrong = [secret.slice(0, -1), secret.slice(1), `${secret}A`, `${secret} `, `${secret}\0`, flip(secret, 0), flip(secret, 10), secret.toUpperCase(), id, '', '*'];
    const texts = new Set();
    for (const attempt of wrong.filter((other) => other !== secret)) {
      const stranger = house.nobody();
      const answer = await stranger.call('openLink', 404, { body: { secret: attempt, name: 'Mallory' } });
      texts.add(answer.text);
      assert.equal(stranger.secret, undefined, 'no session begins');
      assertTellsNothing(answer, attempt);
    }
    const soon = await house.linkOf(owner, PAPER, { role: 'editor', expires_at: new Date(Date.now() + 2_000).toISOString() });
    const guest = await house.guestOf(soon.secret);
    await guest.call('readDocument', 200, { id: PAPER });
    await eventually('the link does not expire', async () => (await guest.call('readDocument', undefined, { id: PAPER })).status === 404);
    texts.add((await house.nobody().call('openLink', 404, { body: { secret: soon.secret, name: 'Mallory' } })).text);
    const holder = await house.guestOf(secret);
    await owner.call('revokeLink', 204, { id: PAPER, link: id });
    await holder.call('readDocument', 404, { id: PAPER });
    texts.add((await house.nobody().call('openLink', 404, { body: { secret, name: 'Mallory' } })).text);
    assert.equal(texts.size, 1, 'a link that was there answers like one that never was');
  });

  test('a signed token that nobody signed, or another key, or for others, or at another time', async () => {
    const papers = { [PAPER]: 'owner' };
    const good = signHs256(claims(papers));
    await Client.withToken(server, good).call('readDocument', 200, { id: PAPER });
    const [header, payload, signature] = good.split('.');
    const bad = {
      'alg none': unsigned(claims(papers)),
      'alg None': unsigned(claims(papers), 'None'),
      'alg none with a signature': `${unsigned(claims(papers))}${signature}`,
      'no alg': signHs256(claims(papers), { header: { typ: 'JWT' } }),
      'alg HS512': signHs256(claims(papers), { header: { alg: 'HS512' } }),
      'alg in lower case': signHs256(claims(papers), { header: { alg: 'hs256' } }),
      'another key': signHs256(claims(papers), { key: `${KEY}x` }),
      'an empty key': signHs256(claims(papers), { key: '' }),
      'a critical extension': signHs256(claims(papers), { header: { alg: 'HS256', crit: ['exp'] } }),
      expired: signHs256(claims(papers, { exp: inSeconds(-61) })),
      'no end': signHs256(claims(papers, { exp: undefined })),
      'an end that is text': signHs256(claims(papers, { exp: String(inSeconds(600)) })),
      'not yet': signHs256(claims(papers, { nbf: inSeconds(600) })),
      'from the future': signHs256(claims(papers, { iat: inSeconds(600) })),
      'another audience': signHs256(claims(papers, { aud: 'elsewhere' })),
      'no audience': signHs256(claims(papers, { aud: undefined })),
      'another issuer': signHs256(claims(papers, { iss: 'https://evil.example' })),
      'no subject': signHs256(claims(papers, { sub: '' })),
      'a role that is none': signHs256(claims({ [PAPER]: 'king' })),
      truncated: good.slice(0, -1),
      'without a signature': `${header}.${payload}.`,
      'without a dot': `${header}.${payload}`,
      'other claims under its signature': `${header}.${Buffer.from(JSON.stringify(claims({ '*': 'owner' }))).toString('base64url')}.${signature}`,
      'padded': `${good}=`,
      'followed by something': `${good}.${signature}`,
    };
    for (const [what, token] of Object.entries(bad)) await assertIsNobody(Client.withToken(server, token), what);
  });

  test('a signed token where the key is public: HS256 with that key, or another private one', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    const other = await housePaper({ key: pem });
    try {
      const papers = { [PAPER]: 'reader' };
      const good = Client.withToken(other.server, signEdDsa(claims(papers), privateKey));
      await good.call('readDocument', 200, { id: PAPER });
      const der = publicKey.export({ type: 'spki', format: 'der' });
      for (const key of [pem, pem.trim(), der, der.subarray(-32)]) {
        await assertIsNobody(Client.withToken(other.server, signHs256(claims(papers), { key })), 'HS256 with the public key');
        await assertIsNobody(Client.withToken(other.server, signHs256(claims(papers), { key, header: { alg: 'EdDSA' } })), 'the same, said to be EdDSA');
      }
      const { privateKey: strange } = generateKeyPairSync('ed25519');
      await assertIsNobody(Client.withToken(other.server, signEdDsa(claims(papers), strange)), 'another private key');
      await assertIsNobody(Client.withToken(other.server, unsigned(claims(papers))), 'alg none');
    } finally {
      await other.close();
    }
  });

  test('a session that has ended, a token that was taken back or has expired, an account that is disabled', async () => {
    const mallory = await house.welcome('Mallory');
    await owner.call('grantToAccount', 200, { id: PAPER, account: mallory.id, body: { role: 'editor' } });
    const cookie = Client.withCookie(server, mallory.secret);
    const program = await house.programOf(mallory);
    const revoked = await house.programOf(mallory);
    const expiring = await house.programOf(mallory, abilities, { expires_at: new Date(Date.now() + 500).toISOString() });
    for (const client of [cookie, program, revoked]) await client.call('readDocument', 200, { id: PAPER });
    await mallory.call('revokeToken', 204, { token: revoked.token });
    await assertIsNobody(revoked, 'a token that was taken back');
    await eventually('the token does not expire', async () => (await expiring.call('readMe', 200)).body.kind === 'nobody');
    await assertIsNobody(expiring, 'an expired token');
    await mallory.call('logOut', 204);
    await assertIsNobody(cookie, 'the cookie of an ended session');

    await mallory.call('logIn', 200, { body: { email: mallory.email, password: PASSWORD } });
    const { body: { address } } = await house.administrator.call('makeReset', 201, { account: mallory.id });
    await house.administrator.call('changeAccount', 200, { account: mallory.id, body: { disabled: true } });
    await assertIsNobody(mallory, 'the session of a disabled account');
    await assertIsNobody(program, 'the token of a disabled account');
    await house.nobody().call('logIn', 403, { body: { email: mallory.email, password: PASSWORD } });
    const reset = house.nobody();
    await reset.call('useReset', 403, { body: { secret: address.split('#')[1], password: 'a new password' } });
    await assertIsNobody(reset, 'a reset of a disabled account');
    await house.administrator.call('changeAccount', 200, { account: mallory.id, body: { disabled: false } });
    await assertIsNobody(Client.withCookie(server, mallory.secret ?? 'none'), 'the session from before the account was disabled');
  });

  test('credentials that are none', async () => {
    const { secret } = owner;
    const attempts = [
      { cookie: `plenary_session=${secret.slice(0, -1)}` }, { cookie: `plenary_session=${secret}x` }, { cookie: `plenary_session=${flip(secret, 5)}` },
      { cookie: `Plenary_Session=${secret}` }, { cookie: `plenary_session="${secret}"` }, { cookie: `x=plenary_session=${secret}` },
      { cookie: `plenary_session=; plenary_session=x` }, { authorization: `Basic ${secret}` }, { authorization: `Bearer ${secret}` },
      { authorization: 'Bearer' }, { authorization: 'Bearer ' }, { 'x-forwarded-user': 'ada@example.org' },
    ];
    for (const credentials of attempts) await assertIsNobody(new Client(server, credentials), JSON.stringify(credentials));
    const both = new Client(server, { cookie: `plenary_session=${secret}`, authorization: 'Bearer nonsense' });
    await assertIsNobody(both, 'a bearer that does not hold, beside a cookie that does');
    assert.equal((await new Client(server, {}).send({ target: `/api/v1/documents/${PAPER}?plenary_session=${secret}&access_token=${secret}` })).status, 404);
  });

  test('a change from a page of another site, with the cookie', async () => {
    const origins = ['https://evil.example', 'null', `http://127.0.0.1:${server.port + 1}`, `http://127.0.0.1:${server.port}.evil.example`, 'http://localhost', 'file://', `https://127.0.0.1:${server.port}@evil.example`];
    const changes = operations.filter(({ method }) => method !== 'GET');
    assert.ok(changes.length > 35);
    for (const origin of origins) {
      for (const operation of changes) {
        const { method, template } = operation;
        const target = template.replace('{id}', PAPER).replaceAll(/\{\w+\}/g, '0');
        const answer = await owner.send({ method, target, headers: { origin, 'content-type': 'application/json' }, body: method === 'DELETE' ? undefined : '{"title":"Mine now"}' });
        assert.deepEqual([answer.status, answer.body.code], [403, 'forbidden'], `${method} ${target} from ${origin}`);
        assert.deepEqual(errorsOfAnswer(operation, answer), [], target);
        assert.equal(answer.headers['access-control-allow-origin'], undefined);
        assertTellsNothing(answer, origin);
      }
    }
    const read = await owner.send({ target: `/api/v1/documents/${PAPER}`, headers: { origin: 'https://evil.example' } });
    assert.equal(read.headers['access-control-allow-origin'], undefined, 'another site cannot read the answer');
    const own = { method: 'PATCH', target: '/api/v1/me', headers: { origin: `http://127.0.0.1:${server.port}`, 'content-type': 'application/json' }, body: '{}' };
    assert.equal((await owner.send(own)).status, 200, 'the own page may');
  });

  const forms = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', 'text/plain; application/json', 'application/jsonx', undefined];

  async function assertTakesNoForm(those) {
    for (const type of forms) {
      for (const operation of those) {
        const { method, template } = operation;
        const target = template.replace('{id}', PAPER).replaceAll(/\{\w+\}/g, '0');
        const answer = await owner.send({ method, target, headers: type ? { 'content-type': type } : {}, body: '{"title":"Mine now","role":"editor"}' });
        assert.deepEqual([answer.status, answer.body.code], [415, 'unsupported_media_type'], `${method} ${target} as ${type}`);
        assert.deepEqual(errorsOfAnswer(operation, answer), [], target);
      }
    }
  }

  const marksRead = ({ id }) => ['markThreadRead', 'markAllRead'].includes(id);

  test('a form of another site that sends no origin', async () => {
    await assertTakesNoForm(operations.filter((operation) => operation.body && !marksRead(operation)));
  });

  test('a form that says what was read', () => assertTakesNoForm(operations.filter(marksRead)));

  test('a host name that is not this machine (DNS rebinding)', async () => {
    for (const host of ['evil.example', `evil.example:${server.port}`, '127.0.0.1.evil.example', 'localhost.evil.example']) {
      const answer = await owner.send({ target: `/api/v1/documents/${PAPER}`, headers: { host } });
      assert.deepEqual([answer.status, answer.body.code], [421, 'misdirected'], host);
      assertTellsNothing(answer, host);
    }
  });

  const api = `/api/v1/documents/${PAPER}`;
  const tricks = [
    '/api/v1/documents/%2e%2e/documents/PAPER', '/api/v1/documents/../documents/PAPER', '/api/v1/documents/x/../PAPER', '/api/v1/./documents/PAPER',
    '/api/v1//documents/PAPER', '//api/v1/documents/PAPER', '/api/v1/documents//PAPER', '/api/v1/documents/PAPER/', '/api/v1/documents/PAPER//content',
    '/api/v1/documents/PAPER/content/', '/api/v1/documents/..;/PAPER', '/api/v1/documents/PAPER;x', '/api/v1/documents/PAPER;/content', '/api/v1/documents;/PAPER',
    '/API/v1/documents/PAPER', '/api/V1/documents/PAPER', '/api/v1/Documents/PAPER', '/api/v1/documents/paper-Under-Attack',
    '/api/v1/documents/%252e%252e/PAPER', '/api/v1/documents/PAPER%252fcontent', '/api/v1/documents/PAPER%00', '/api/v1/documents/PAPER%00/content',
    '/api/v1/documents/%00PAPER', '/api/v1/documents/PAPER%20', '/api/v1/documents/PAPER%0a', '/api/v1/documents/PAPER.', '/api/v1/documents/PAPER.json',
    '/api/v1/documents/PAPER%c0%af', '/api/v1/documents/%c0%ae%c0%ae/PAPER', '/api/v1/documents/PAPER%', '/api/v1/documents/PAPER%zz', `/api/v1/documents/${'x'.repeat(129)}`,
    `/api/v1/documents/${'x'.repeat(8000)}`, '/api/v1/documents/PAPER\\content', '/api/v1\\documents\\PAPER', '/api/v1/documents/*', '/api/v1/documents/{id}',
    '/api/v1/documents/.', '/api/v1/documents/..', '/api/v1/documents/PAPER/threads/%30%00', '/api/v1/documents/PAPER/threads/-0', '/api/v1/documents/PAPER/threads/0x0',
    '/api/v1/documents/PAPER/threads/99999999999999999999', '/api/v1/documents/PAPER?id=x&id=PAPER/', '/d/PAPER', '/s/PAPER', '/api/../api/v1/documents/PAPER',
    '/set-up/../api/v1/documents/PAPER', '/assets/../../api/v1/documents/PAPER',
  ].map((trick) => trick.replaceAll('PAPER', PAPER));

  test('path tricks of nobody', async () => {
    const nobody = house.nobody();
    for (const target of [...tricks, `${api}%2Fcontent`, `${api}%2fthreads`]) {
      const answer = await nobody.send({ target });
      const isOfApi = target.startsWith('/api/');
      assert.ok([400, 404].includes(answer.status) || (!isOfApi && answer.status === 200), `${target} → ${answer.status} ${answer.text.slice(0, 200)}`);
      if (isOfApi) assert.deepEqual(errorsOfValue('#/components/schemas/Problem', answer.body), [], target);
      assertTellsNothing(answer, target);
    }
  });

  test('a slash of an id is none of the address', async () => {
    for (const target of [`${api}%2Fcontent`, `${api}%2fthreads`, `/api/v1%2Fdocuments/${PAPER}`]) {
      assert.equal((await owner.send({ target })).status, 404, target);
    }
  });

  test('path tricks reach no other route, also of the owner', async () => {
    const asIs = new Set([`${api}?id=x&id=${PAPER}/`, `/d/${PAPER}`]); // these are what they look like
    for (const target of tricks) {
      if (asIs.has(target)) continue;
      const { status } = await owner.send({ target });
      assert.ok([400, 404].includes(status), `${target} → ${status}`);
    }
  });

  test('methods in disguise', async () => {
    for (const headers of [{ 'x-http-method-override': 'DELETE' }, { 'x-method-override': 'DELETE' }]) {
      assert.equal((await owner.send({ method: 'POST', target: api, headers })).status, 405);
      assert.equal((await owner.send({ target: `${api}?_method=DELETE`, headers })).status, 200);
    }
    for (const method of ['TRACE', 'PROPFIND', 'LOCK']) {
      const answer = await house.nobody().send({ method, target: api });
      assert.equal(answer.status, 405, method);
      assertTellsNothing(answer, method);
    }
  });

  test('a token that may not make documents leaves no trace of an attempt', async () => {
    const id = 'wanted-by-two';
    const program = await house.programOf(owner, ['read_document']);
    await program.call('createDocument', 403, { body: { id } });
    assert.deepEqual((await house.administrator.call('readAudit', 200, { document: id })).body.entries, []);
    const other = await house.welcome('Petra');
    await other.call('createDocument', 201, { body: { id } });
  });

  test('somebody else\'s session, token, link and thread by their ids', async () => {
    const petra = await house.welcome('Petra Second');
    const { body: { sessions } } = await owner.call('listSessions', 200);
    await petra.call('endSession', 404, { session: sessions[0].id });
    const { token } = await house.programOf(owner);
    await petra.call('revokeToken', 404, { token });
    const { id: link } = await house.linkOf(owner, PAPER, { role: 'reader' });
    await petra.call('createDocument', 201, { body: { id: 'paper-of-petra' } });
    await petra.call('revokeLink', 404, { id: 'paper-of-petra', link });
    await petra.call('readThread', 404, { id: 'paper-of-petra', thread: '0' });
    await petra.call('changeAccount', 403, { account: petra.id, body: { administrator: true } });
    await petra.call('changeMe', 400, { body: { administrator: true } });
    const { body: access } = await owner.call('readAccess', 200, { id: PAPER });
    assert.ok(access.links.some(({ id }) => id === link));
  });
});
