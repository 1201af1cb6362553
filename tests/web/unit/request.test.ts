// Requests to a server that is busy.
import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { ApiError, isBusy } from '../../../clients/web/src/api/failure.ts';
import type { ApiFailure } from '../../../clients/web/src/api/failure.ts';
import { jsonBody, request } from '../../../clients/web/src/api/request.ts';
import { sentenceOf } from '../../../clients/web/src/ui/failures.ts';

const kRealFetch = globalThis.fetch;

/** Answers each request with the next of these; the last one again and again. Returns how many were asked. */
function serverSays(...answers: readonly (() => Response)[]): { asked: number } {
  const count = { asked: 0 };
  globalThis.fetch = () => {
    const answer = answers[Math.min(count.asked, answers.length - 1)];
    count.asked += 1;
    return Promise.resolve(answer?.() ?? new Response());
  };
  return count;
}

const busy = (retryAfter = '0.01') => (): Response =>
  new Response(JSON.stringify({ code: 'busy', detail: 'Too much waits' }), { status: 503, headers: { 'retry-after': retryAfter } });
const here = (): Response => new Response(JSON.stringify({ title: 'here' }));

async function failureOf(work: Promise<unknown>): Promise<ApiFailure> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof ApiError);
    return error.failure;
  }
  throw new Error('it went well');
}

describe('a busy server', () => {
  afterEach(() => {
    globalThis.fetch = kRealFetch;
  });

  test('is asked again for a read, which its reader does not notice', async () => {
    const server = serverSays(busy(), busy(), here);
    assert.deepEqual(await request('/x'), { title: 'here' });
    assert.equal(server.asked, 3);
  });

  test('is asked four times, then it is said', async () => {
    const server = serverSays(busy());
    const failure = await failureOf(request('/x'));
    assert.equal(server.asked, 4);
    assert.ok(isBusy(failure));
    assert.equal(sentenceOf(failure), 'The server is busy: try again in a moment.');
  });

  test('is not asked again for a write; what was written is kept, and that is said', async () => {
    const server = serverSays(busy(), here);
    const failure = await failureOf(request('/x', jsonBody('POST', { a: 1 })));
    assert.equal(server.asked, 1);
    assert.equal(sentenceOf(failure), 'The server is busy: try again in a moment. What you wrote is kept.');
  });

  test('that names a long wait is not waited for without a word', async () => {
    const server = serverSays(busy('30'), here);
    assert.ok(isBusy(await failureOf(request('/x'))));
    assert.equal(server.asked, 1);
  });

  test('is not asked again by a page that wants something else by now', async () => {
    const server = serverSays(busy('5'), here);
    const abort = new AbortController();
    const asked = request('/x', { signal: abort.signal });
    setTimeout(() => abort.abort(), 5);
    await assert.rejects(asked, { name: 'AbortError' });
    assert.equal(server.asked, 1);
  });

  test('is no other refusal: those are said at once', async () => {
    for (const answer of [new Response('{}', { status: 404 }), new Response('{"code":"read_only"}', { status: 503 }), new Response('', { status: 502 })]) {
      const server = serverSays(() => answer, here);
      assert.equal(isBusy(await failureOf(request('/x'))), false);
      assert.equal(server.asked, 1);
    }
  });
});
