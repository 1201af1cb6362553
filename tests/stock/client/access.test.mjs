// The stock client where access is checked: who it is comes from a signed token of an embedding application.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { StockClient, call, closeClients } from '../support/clients.mjs';
import { eventually, freshId } from '../support/raw.mjs';
import { isReference, startServer } from '../support/server.mjs';

const KEY = 'a secret of at least thirty-two bytes';
const ISSUER = 'https://app.example';

const base64 = (value) => Buffer.from(value).toString('base64url');

function sign(claims, header = { alg: 'HS256' }, key = KEY) {
  const text = `${base64(JSON.stringify(header))}.${base64(JSON.stringify(claims))}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

const inSeconds = (seconds) => Math.floor(Date.now() / 1000) + seconds;
const claims = (subject, papers, exp = inSeconds(600)) => ({ iss: ISSUER, aud: 'plenary', sub: subject, exp, papers });

describe('where access is checked', { skip: isReference && 'reference server: checks nothing' }, () => {
  let keys;
  let server;
  before(async () => {
    keys = mkdtempSync(path.join(tmpdir(), 'plenary-keys-'));
    const keyFile = path.join(keys, 'key');
    writeFileSync(keyFile, KEY);
    server = await startServer({ open: false, extraArguments: ['--jwt-issuer', ISSUER, '--jwt-key-file', keyFile] });
  });
  afterEach(closeClients);
  after(async () => {
    await server.stop();
    rmSync(keys, { recursive: true });
  });

  const as = (token) => new StockClient({ url: server.url, headers: token && { authorization: `Bearer ${token}` } });
  const paperOf = async (id) => {
    const doc = as(sign(claims('owner', { [id]: 'owner' }))).doc('documents', id);
    await call(doc, 'create', [{ insert: 'secret' }], 'rich-text');
    return doc;
  };

  test('the server prints where the first account is made', async () => {
    await eventually('nothing is printed', () => server.output.some((line) => /\/set-up#[\w-]{43}$/.test(line)));
  });

  test('an editor writes, a reader reads along and cannot write', async () => {
    const id = freshId('paper');
    const owner = await paperOf(id);
    const reader = as(sign(claims('reader', { [id]: 'reader' }))).doc('documents', id);
    await call(reader, 'subscribe');
    assert.equal(reader.data.ops[0].insert, 'secret');
    await call(owner, 'submitOp', [{ insert: 'more ' }]);
    await eventually('the reader does not see it', () => reader.data.ops[0].insert === 'more secret');
    // The stock client takes a refused operation back without an error, and has no content until it has fetched it anew.
    reader.submitOp([{ insert: 'mine' }]);
    await eventually('it is not taken back', () => !reader.hasWritePending() && reader.data !== undefined);
    assert.equal(reader.data.ops[0].insert, 'more secret');
    assert.equal(owner.data.ops[0].insert, 'more secret');
  });

  test('a reader whose line broke goes on, without having read the history', async () => {
    const id = freshId('paper');
    const owner = await paperOf(id);
    const client = as(sign(claims('reader', { [id]: 'reader' })));
    const reader = client.doc('documents', id);
    await call(reader, 'subscribe');
    for (const letter of 'abcde') {
      client.current.terminate();
      await call(owner, 'submitOp', [{ insert: letter }]);
    }
    await eventually('the reader does not catch up', () => reader.data.ops[0].insert === 'edcbasecret');
    assert.deepEqual(client.errors, []);
  });

  test('whoever has no token, or a bad one, gets nothing', async () => {
    const id = freshId('paper');
    await paperOf(id);
    const good = claims('reader', { [id]: 'editor' });
    const none = { alg: 'none' };
    const bad = {
      none: undefined,
      'of alg none': `${base64(JSON.stringify(none))}.${base64(JSON.stringify(good))}.`,
      'signed but of alg none': sign(good, none),
      'of another key': sign(good, { alg: 'HS256' }, `${KEY}x`),
      expired: sign(claims('reader', { [id]: 'editor' }, inSeconds(-61))),
      truncated: sign(good).slice(0, -1),
      'for another paper': sign(claims('reader', { other: 'owner' })),
    };
    for (const [what, token] of Object.entries(bad)) {
      const doc = as(token).doc('documents', id);
      await call(doc, 'fetch');
      assert.equal(doc.data, undefined, `a token ${what}`);
    }
    const doc = as(sign(good)).doc('documents', id);
    await call(doc, 'fetch');
    assert.equal(doc.data.ops[0].insert, 'secret');
  });
});
