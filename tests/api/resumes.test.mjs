// Rights that are taken away and given back. Words written in between are told to nobody without the right to the
// history, whatever they remember and however they ask. For each way to have a right, and each role.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BETWEEN, comeIn, comers, writeBetween } from './matrix/comings_and_goings.mjs';
import { answers } from './matrix/socket_rows.mjs';
import { Stage } from './matrix/stage.mjs';
import { enumOf } from './support/description.mjs';

const RIGHTS_CHANGED = 4403;
const paper = (id, fields) => ({ c: 'documents', d: id, ...fields });

/** The messages that could be answered with old words, from the version that the client had when its right went. `then`: a time at which the word was there. */
const questions = (id, then) => [
  { a: 's', ...paper(id, { v: 1 }) },
  { a: 'f', ...paper(id, { v: 1 }) },
  { a: 'bs', c: 'documents', b: { [id]: 1 } },
  { a: 'bf', c: 'documents', b: { [id]: 1 } },
  { a: 'nf', ...paper(id, { id: 1, v: 2 }) },
  { a: 'nt', ...paper(id, { id: 1, ts: then }) },
];

/** The same over HTTP. */
const requests = (id) => [
  ['listOperations', { id, from: 1 }],
  ['getDifference', { id, from: 1, to: 2 }],
  ['getBlame', { id, version: 2 }],
  ['getHistory', { id }],
  ['listThreads', { id, version: 2 }],
  ...enumOf('exportVersion', 'format').map((format) => ['exportVersion', { id, version: 2, format }]),
];

/** Asks over a new socket that goes on with `clientId`. Answers {refusal, frames}. */
async function resume(stage, client, clientId, question) {
  const socket = await stage.socketOf(client, { id: clientId });
  try {
    assert.equal(socket.id, clientId, 'a client goes on with its own id, whatever its rights');
    socket.send(question);
    const frames = await socket.until((frame) => answers(frame, question));
    return { refusal: frames.at(-1).error?.code, frames: [...frames, ...await socket.settle(0)] };
  } finally {
    socket.cut();
  }
}

const tells = (value) => JSON.stringify(value).includes(BETWEEN);

/** Most of the time of a test goes by waiting until the server has looked at rights again. */
const TOGETHER = { concurrency: 6 };

describe('of what was written while a right was away', TOGETHER, () => {
  let stage;
  before(async () => { stage = await Stage.build(); });
  after(() => stage.close());

  /** Asks everything again. Answers the faults. */
  async function askAgain({ may }, { id, client }, clientId, then) {
    const wrong = [];
    const mayKnow = may.has('read_history');
    for (const question of questions(id, then)) {
      const { refusal, frames } = await resume(stage, client, clientId, question);
      if ((refusal === undefined) !== mayKnow) wrong.push(`${JSON.stringify(question)}: ${refusal ?? 'answered'}`);
      if (tells(frames) !== mayKnow) wrong.push(`${JSON.stringify(question)} tells ${JSON.stringify(frames).slice(0, 300)}`);
    }
    for (const [operation, parameters] of requests(id)) {
      if (operation === 'listThreads' && !may.has('read_threads')) continue;
      const { status, text } = await client.call(operation, mayKnow ? 200 : 403, parameters);
      if (!mayKnow && tells(text)) wrong.push(`${operation} ${status} tells ${text.slice(0, 300)}`);
    }
    return wrong;
  }

  /** While the right is away nothing is answered at all. */
  async function askMeanwhile({ id, client }, clientId, then) {
    const asked = [...questions(id, then), { a: 's', ...paper(id, { v: null }) }, { a: 'watch', ...paper(id) }, { a: 'threads', ...paper(id) }, { a: 'ps', ch: `documents.${id}`, seq: 1 }];
    const wrong = [];
    for (const question of asked) {
      const { refusal, frames } = await resume(stage, client, clientId, question);
      if (refusal === undefined || tells(frames)) wrong.push(`meanwhile: ${JSON.stringify(frames).slice(0, 300)}`);
    }
    return wrong;
  }

  for (const isAway of [true, false]) {
    for (const comer of comers) {
      test(`${comer.name}, whose line is ${isAway ? 'cut' : 'open'} when it goes`, async () => {
        const here = await comeIn(stage, comer);
        const socket = await stage.socketOf(here.client);
        const { error } = await socket.ask({ a: 's', ...paper(here.id, { v: null }) });
        assert.equal(error, undefined);
        if (isAway) socket.cut();
        await here.take();
        if (!isAway) assert.equal((await socket.closed).code, RIGHTS_CHANGED);
        const then = await writeBetween(stage, here.id);
        assert.ok(!tells(socket.trace), socket.explain('nothing comes any more'));
        const wrong = await askMeanwhile(here, socket.id, then);
        await here.give();
        wrong.push(...await askAgain(comer, here, socket.id, then));
        // Opened afresh, the paper is there as it is now, and goes on from here.
        const { frames, refusal } = await resume(stage, here.client, socket.id, { a: 's', ...paper(here.id, { v: null }) });
        assert.deepEqual([refusal, frames.at(-1).data?.v], [undefined, 3]);
        const gone = await resume(stage, here.client, socket.id, { a: 's', ...paper(here.id, { v: 3 }) });
        assert.equal(gone.refusal, undefined);
        assert.deepEqual(wrong, []);
      });
    }
  }
});
