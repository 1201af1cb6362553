// kill -9 under load, again and again: no acknowledged op is lost, none is there twice, and the data directory is
// whole each time. ROUNDS=100 for the full claim; SEED= replays the choices.
import { after, before, describe, test } from 'node:test';
import { Random, chooseSeed } from '../stock/support/random.mjs';
import { delay } from '../stock/support/raw.mjs';
import { Rig } from './rig.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 15);
const ROUNDS_PER_GENERATION = 5; // then fresh documents: folding ever longer logs would be all the test does

describe('kill -9 under load', () => {
  const seed = chooseSeed();
  const random = new Random(seed);
  const rig = new Rig(random);
  before(() => rig.start());
  after(() => rig.close());

  test(`${ROUNDS} rounds, SEED=${seed}`, (t) => rig.explaining(async () => {
    let kills = 0;
    const crash = async () => {
      await rig.kill();
      kills++;
      const acknowledged = rig.acknowledged();
      await rig.checkDataDirectory();
      await rig.start();
      return acknowledged;
    };
    for (let round = 0; round < ROUNDS; round++) {
      if (round % ROUNDS_PER_GENERATION === 0) {
        if (round > 0) await rig.settle();
        await rig.load.openDocuments(round / ROUNDS_PER_GENERATION);
        rig.load.start();
      }
      await delay(random.below(round % 3 === 0 ? 60 : 500)); // soon after the start, or in full run
      let acknowledged = await crash();
      if (random.chance(0.2)) {
        await delay(random.below(30)); // while clients come back and resend
        acknowledged = await crash();
      }
      await rig.auditAll(acknowledged);
    }
    await rig.settle();
    await rig.stop();
    await rig.checkDataDirectory();
    t.diagnostic(`${kills} kills, ${rig.load.acknowledged} ops acknowledged, none lost, none twice`);
  }));
});
