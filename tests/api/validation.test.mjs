// The validator that the other tests trust: it notices what the description does not say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operationOf } from './support/description.mjs';
import { errorsOfAnswer, errorsOfRequest } from './support/validation.mjs';

const body = Object.freeze({
  id: 'dublin', title: 'Dublin Core', type: 'rich-text', version: 3, created_at: '2026-11-22T10:00:00.000Z',
  updated_at: '2026-11-22T10:00:00.000Z', address: '/d/dublin', people: [],
  template: false, about: '', frozen: false, from_template: null, words_max: null, pages_max: null,
});
const headers = Object.freeze({
  'content-type': 'application/json', 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', etag: '"1"',
});
const answer = (changes = {}) => ({ status: 200, headers, body, text: JSON.stringify(changes.body ?? body), ...changes });
const without = (object, name) => Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
const problem = (status, code) => ({
  status, headers: { ...without(headers, 'etag'), 'content-type': 'application/problem+json' },
  text: '{}', body: { type: 'about:blank', title: 'So', status, detail: 'Because', code },
});

test('an answer as described is taken', () => {
  assert.deepEqual(errorsOfAnswer(operationOf('readDocument'), answer()), []);
  assert.deepEqual(errorsOfAnswer(operationOf('readDocument'), problem(404, 'not_found')), []);
  assert.deepEqual(errorsOfAnswer(operationOf('readDocument'), { ...problem(503, 'read_only') }), []);
});

test('an answer that differs in anything is not', () => {
  const wrong = {
    'a member too many': answer({ body: { ...body, owner: 'a-1' } }),
    'a member too few': answer({ body: without(body, 'title') }),
    'a wrong type': answer({ body: { ...body, version: '3' } }),
    'a wrong time': answer({ body: { ...body, created_at: '2026-11-22' } }),
    'a word that there is not': answer({ body: { ...body, type: 'text' } }),
    'another status': answer({ status: 202 }),
    'a refusal that is not described': problem(409, 'conflict'),
    'a code of another status': problem(404, 'conflict'),
    'a status in the body that is not that of the answer': { ...problem(404, 'not_found'), status: 503 },
    'another type of content': answer({ headers: { ...headers, 'content-type': 'text/html' } }),
    'no type of content': answer({ headers: without(headers, 'content-type') }),
    'a header too many': answer({ headers: { ...headers, 'set-cookie': ['x=y'] } }),
    'a header too few': answer({ headers: without(headers, 'etag') }),
    'a type that may be guessed': answer({ headers: without(headers, 'x-content-type-options') }),
  };
  for (const [what, given] of Object.entries(wrong)) assert.notDeepEqual(errorsOfAnswer(operationOf('readDocument'), given), [], what);
});

test('a request that differs in anything is not', () => {
  const rename = (changes) => errorsOfRequest(operationOf('renameDocument'), { parameters: { id: 'dublin' }, body: { title: 'x' }, ...changes });
  assert.deepEqual(rename({}), []);
  for (const changes of [{ body: undefined }, { body: { title: 7 } }, { body: { title: 'x', more: 1 } }, { parameters: { id: '..' } }, { parameters: { id: 'x', limit: '3' } }]) {
    assert.notDeepEqual(rename(changes), [], JSON.stringify(changes));
  }
  const list = (limit) => errorsOfRequest(operationOf('listDocuments'), { parameters: { limit } });
  assert.deepEqual(list('200'), []);
  for (const limit of ['0', '201', 'x', '1.5']) assert.notDeepEqual(list(limit), [], limit);
});
