// SIGTERM under load: the server drains and ends in peace, clients come back by themselves, nothing acknowledged is
// lost and nothing is there twice.
import { after, before, describe, test } from 'node:test';
import { Random, chooseSeed } from '../stock/support/random.mjs';
import { delay } from '../stock/support/raw.mjs';
import { Rig } from './rig.mjs';

const ROUNDS = 5;

describe('SIGTERM under load', () => {
  const seed = chooseSeed();
  const random = new Random(seed);
  const rig = new Rig(random);
  before(() => rig.start());
  after(() => rig.close());

  test(`${ROUNDS} rounds, SEED=${seed}`, (t) => rig.explaining(async () => {
    await rig.load.openDocuments('drain');
    rig.load.start();
    for (let round = 0; round < ROUNDS; round++) {
      await delay(random.below(400));
      await rig.stop();
      const acknowledged = rig.acknowledged();
      await rig.checkDataDirectory();
      await rig.start();
      await rig.auditAll(acknowledged);
    }
    await rig.settle();
    t.diagnostic(`${rig.load.acknowledged} ops acknowledged, none lost, none twice`);
  }));
});
