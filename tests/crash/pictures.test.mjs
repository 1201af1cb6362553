// The server is killed between the upload of a picture and the operation that shows it: a picture that was acknowledged is
// there, whole, and nothing of one that was not.
//   ROUNDS=30 node --test pictures.test.mjs
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from '../api/support/client.mjs';
import { hashOf, png } from '../api/support/pictures.mjs';
import { chooseSeed, Random } from '../stock/support/random.mjs';
import { delay, RawSocket } from '../stock/support/raw.mjs';
import { Rig } from './rig.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 4);
const PAPER = 'paper-with-pictures';
const UPLOADS = 6;

describe('pictures while the server is killed', () => {
  const random = new Random(chooseSeed());
  const rig = new Rig(random);
  before(async () => {
    await rig.start();
    await new Client(rig.server).call('createDocument', 201, { body: { id: PAPER } });
  });
  after(() => rig.close());

  let seed = 0;
  const acknowledged = new Set();
  const sent = new Map();

  async function upload() {
    const bytes = png({ width: 20, height: 10, seed: (seed += 1), noise: 200_000 + random.below(2_000_000) });
    sent.set(hashOf(bytes), bytes);
    const target = `/api/v1/documents/${PAPER}/pictures`;
    const answer = await new Client(rig.server).send({ method: 'POST', target, headers: { 'content-type': 'image/png' }, body: bytes }).catch(() => undefined);
    if (answer?.status === 201) acknowledged.add(answer.body.picture);
  }

  test('every acknowledged one is there', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const uploads = Array.from({ length: UPLOADS }, upload);
      await delay(random.below(120));
      await rig.kill();
      await Promise.all(uploads);
      await rig.start();
      const client = new Client(rig.server);
      for (const picture of acknowledged) {
        const { bytes } = await client.call('readPicture', 200, { id: PAPER, picture });
        assert.ok(bytes.equals(sent.get(picture)), picture);
      }
      const listed = (await client.call('listPictures', 200, { id: PAPER })).body.pictures.map(({ picture }) => picture);
      for (const picture of listed) assert.equal((await client.call('readPicture', 200, { id: PAPER, picture })).bytes.length, sent.get(picture).length);
      assert.ok([...acknowledged].every((picture) => listed.includes(picture)));
    }
    assert.ok(acknowledged.size > 0, 'the server was quicker than the kill at least once');
  });

  test('the operation that shows one follows', async () => {
    const [picture] = acknowledged;
    const socket = await RawSocket.open(rig.address);
    await socket.commit('documents', PAPER, { v: 1, op: [{ insert: { image: `pictures/${picture}` }, attributes: { alt: 'A map' } }] });
    await socket.close();
    await rig.kill();
    await rig.start();
    const { body } = await new Client(rig.server).call('exportDocument', 200, { id: PAPER, format: 'markdown' });
    assert.equal(body, `![A map](pictures/${picture})\n`);
  });

  test('the data directory is whole', async () => {
    await rig.stop();
    await rig.checkDataDirectory();
    await rig.start();
  });
});
