// Presence when a right is taken away, in each way and of each role: nobody sees more than they may, nor is seen any longer.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { comeIn, comers } from './matrix/comings_and_goings.mjs';
import { Stage } from './matrix/stage.mjs';

const RIGHTS_CHANGED = 4403;
const isValue = (frame) => frame.a === 'p' && !frame.error;
const show = (socket, ch, pv, name) => socket.send({ a: 'p', ch, id: name, pv, p: { index: 0, length: 0, name } });

async function subscribe(socket, ch) {
  socket.send({ a: 'ps', ch, seq: 1 });
  return (await socket.until(({ a }) => a === 'ps')).at(-1).error;
}

/** Most of the time of a test goes by waiting until the server has looked at rights again. */
const TOGETHER = { concurrency: 6 };

describe('presence, when a right is taken away', TOGETHER, () => {
  let stage;
  before(async () => { stage = await Stage.build(); });
  after(() => stage.close());

  for (const comer of comers) {
    test(comer.name, async () => {
      const { id, client, take, give } = await comeIn(stage, comer);
      const ch = `documents.${id}`;
      const owner = await stage.socketOf(stage.program);
      assert.equal(await subscribe(owner, ch), undefined);
      const socket = await stage.socketOf(client);
      assert.equal(await subscribe(socket, ch), undefined);
      const isSeen = comer.may.has('show_presence');
      show(socket, ch, 1, 'theirs');
      const answer = (await socket.until(({ a }) => a === 'p')).at(-1);
      assert.equal(answer.error === undefined, isSeen, socket.explain('a value is shown by those who may'));
      if (isSeen) await owner.until((frame) => isValue(frame) && frame.src === socket.id && frame.p !== null);

      await take();
      assert.equal((await socket.closed).code, RIGHTS_CHANGED);
      if (isSeen) await owner.until((frame) => isValue(frame) && frame.src === socket.id && frame.p === null);
      const received = socket.trace.length;
      show(owner, ch, 1, 'afterwards');
      await owner.until((frame) => isValue(frame) && frame.id === 'afterwards');
      const again = await stage.socketOf(client, { id: socket.id });
      const asked = [{ a: 'ps', ch, seq: 2 }, { a: 'pr', ch }, { a: 'p', ch, id: 'theirs', pv: 2, p: { index: 0 } }, { a: 'p', ch, id: 'theirs', pv: 3, p: null }];
      for (const question of asked) {
        const { error } = await again.ask(question);
        assert.ok(error, again.explain(`${question.a} is refused`));
      }
      await again.assertSilent('who may not see presence');
      assert.equal(socket.trace.length, received, 'nothing comes after the end');
      assert.deepEqual((await owner.settle()).filter((frame) => isValue(frame) && frame.src === socket.id), [], 'nobody sees them');
      again.cut();

      await give();
      const back = await stage.socketOf(client, { id: socket.id });
      assert.equal(await subscribe(back, ch), undefined, 'with the right it is as before');
      back.cut();
      await owner.close();
    });
  }
});
