import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Delta, deltaOf } from '../../../clients/web/src/text/delta.ts';
import type { Op } from '../../../clients/web/src/text/delta.ts';
import { RemoteQueue } from '../../../clients/web/src/sync/remote-queue.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';

const kCases = 20_000;

/** Small documents and few places, so that changes collide. */
function randomChange(random: Random, length: number): Op[] {
  const change = new Delta();
  let left = length;
  while (left > 0 && random.below(4) > 0) {
    const part = 1 + random.below(Math.min(3, left));
    const kind = random.below(4);
    if (kind === 0) change.insert(random.pick(['x', 'yy', '😀', '\n', { divider: true }] as const));
    else if (kind === 1) change.delete(part);
    else change.retain(part, random.below(3) ? undefined : { bold: random.pick([true, null]) });
    if (kind > 0) left -= part;
  }
  if (random.below(2)) change.insert('end');
  return change.chop().ops;
}

describe('changes of others that wait for the next frame', () => {
  test(`keep the view and the document equal in ${kCases} random cases`, () => {
    const first = seedFromEnvironment();
    console.log(`first seed ${first}`);
    for (let seed = first; seed < first + kCases; seed += 1) {
      const random = new Random(seed);
      let view = new Delta().insert('abcdef\n');
      let document = new Delta().insert('abcdef\n');
      const queue = new RemoteQueue();
      for (let i = 0; i < 6; i += 1) {
        if (random.below(2)) {
          const remote = randomChange(random, document.length());
          document = document.compose(deltaOf(remote));
          queue.push(remote);
        } else {
          const local = randomChange(random, view.length());
          view = view.compose(deltaOf(local));
          document = document.compose(deltaOf(queue.rebase(local)));
        }
      }
      const rest = queue.take();
      if (rest) view = view.compose(deltaOf(rest));
      assert.deepEqual(view.ops, document.ops, `seed ${seed}`);
      assert.ok(queue.isEmpty);
    }
  });

  test('positions of the view are moved into the document', () => {
    const queue = new RemoteQueue();
    queue.push([{ retain: 2 }, { insert: 'xyz' }]);
    assert.equal(queue.toDocument(1), 1);
    assert.equal(queue.toDocument(4), 7);
  });
});
