// Keys at random in one page: what it shows is what the server has. Nothing that is typed stays on the page alone.
//   SEED=7 PLENARY_KEY_ROUNDS=300 node --import tsx --test browser/random-keys.test.ts
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contentOf, makeDocument } from '../support/api.ts';
import { Visitor } from '../support/browser.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';
import { stage } from '../support/stage.ts';

const kRounds = Number(process.env.PLENARY_KEY_ROUNDS ?? 25);
const kKeysOfARound = 14;
const kKeys = [
  ...['Control+b', 'Control+b', 'Control+i', 'Control+Shift+8', 'Control+z', 'Control+y', 'Enter', 'Enter', 'Backspace', 'Delete', 'Control+Backspace'],
  ...['Shift+Enter', 'Shift+Enter', 'Shift+Enter', 'Control+Shift+.'],
  ...['Home', 'End', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
  ...['Shift+ArrowUp', 'Shift+ArrowDown', 'Shift+ArrowLeft', 'Shift+Home', 'Shift+End'],
];

describe('random keys', () => {
  const on = stage();

  test(`in ${kRounds} rounds, the server has what the page shows`, async () => {
    const first = seedFromEnvironment();
    console.log(`SEED=${first}`);
    const ama = await Visitor.come(on.browser, 'Ama Boateng');
    const { keyboard } = ama.page;
    for (let seed = first; seed < first + kRounds; seed += 1) {
      const random = new Random(seed);
      const id = `keys-${seed}`;
      await makeDocument(on.server.url, { id, title: id, format: 'delta', data: [{ insert: 'One two\n\nThree four\nFive\n' }] });
      await ama.open(on.server.url, id);
      await ama.page.locator('.ql-editor p').nth(random.below(4)).click();
      const done: string[] = [];
      for (let i = 0; i < kKeysOfARound; i += 1) {
        const key = random.below(5) === 0 ? 'abc' : (kKeys[random.below(kKeys.length)] as string);
        done.push(key);
        if (key === 'abc') await keyboard.type(key);
        else await keyboard.press(key);
      }
      await ama.isSettled();
      const server = (await contentOf(on.server.url, id)).map(({ insert }) => insert).join('');
      const shown = await ama.text();
      assert.equal(shown, server, `SEED=${seed} PLENARY_KEY_ROUNDS=1: ${done.join(' ')}`);
    }
    assert.deepEqual(ama.complaints, []);
    await ama.leave();
  });
});
