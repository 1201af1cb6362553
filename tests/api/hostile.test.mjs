// Three hostile guests at once for a few seconds: the short form of `./dev bench hostile`. It asserts no times: others
// are served all the while, requests beyond a limit are refused with a reason, and everything is served again.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { siege } from '../bench/hostile/siege.mjs';

/** In MB: what each guest, counted by its address, may have the server hold (the limits are those of server/limits.hpp). */
const OF_ONE_GUEST = 64 /* a body */ + 32 /* answers */ + 16 /* messages */ + 3 * 8 /* small ones of each */;
/** Beside: outboxes of a few sockets each, views of discussions, documents with their versions, conversions under way. */
const BESIDE = 3 * 4 * 8 + 192 + 128;
/** An address sanitizer keeps freed memory for a while, and doubles the rest. */
const SANITIZER = 2;
const SUM = SANITIZER * (3 * OF_ONE_GUEST + BESIDE);

/** Statuses that tell the client what to do; never 500. */
const FAIR = new Set(['200', '201', '204', '304', '400', '401', '403', '404', '409', '413', '422', '429', '503']);

describe('three hostile guests at once', () => {
  let seen;
  before(async () => {
    seen = await siege({ seconds: 5, quietSeconds: 1, typists: 3, connections: 300, versions: 500, threads: 50, textUnits: 300_000 });
  });

  test('do not end the server', () => assert.ok(seen.running));

  test('keep no edit of others from being acknowledged', () => {
    assert.equal(seen.refused, 0);
    for (const time of ['quiet', 'besieged', 'after']) assert.ok(seen[time].count > 0, `${time}: none acknowledged`);
  });

  test('keep nobody from logging in', () => {
    assert.ok(seen.logIn.count > 0);
    assert.equal(seen.logIn.failed, 0);
  });

  test('are answered, or refused with a reason', () => {
    let refusals = 0;
    for (const [kind, tally] of Object.entries(seen.tallies)) {
      const answered = Object.keys(tally).map((name) => /^(?:http|body answered) (\d+)$/.exec(name)?.[1]).filter(Boolean);
      assert.ok(answered.length > 0, `${kind}: ${JSON.stringify(tally)}`);
      assert.deepEqual(answered.filter((status) => !FAIR.has(status)), [], `${kind}: ${JSON.stringify(tally)}`);
      // On a busy machine the guests may be too slow for any other limit than that of a body.
      for (const name of ['http 429', 'http 503', 'body answered 413', 'body answered 503']) refusals += tally[name] ?? 0;
    }
    assert.ok(refusals > 0, 'nothing was too much');
  });

  test('have the server hold no more memory than the limits add up to', () => {
    const { before: begun, peak } = seen.memory;
    assert.ok(peak - begun < SUM, `${peak - begun} MB, ${SUM} at most`);
  });

  test('leave everything as it was', (context) => {
    assert.equal(seen.recovered.logIn, 200);
    assert.ok(seen.recovered.contentBytes > 300_000 && seen.recovered.threads > 0, JSON.stringify(seen.recovered));
    context.diagnostic(JSON.stringify({ memory: seen.memory, tallies: seen.tallies }));
  });
});
