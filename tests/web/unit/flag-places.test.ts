// Where the flags of others' cursors stand.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fans, placeFlags } from '../../../clients/web/src/editor/flag-places.ts';
import type { Flag } from '../../../clients/web/src/editor/flag-places.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';

const flag = (left: number, top: number, above: boolean, width = 20): Flag => ({ caret: { left, top, height: 24 }, width, height: 12, above });
const kRoom = { width: 300, strip: 50 };
const at = (...flags: readonly Flag[]): string => placeFlags(flags, kRoom).map(({ left, top }) => `${left},${top}`).join(' ');

describe('flags', () => {
  for (const [what, flags, places] of [
    ['stand on their carets', [flag(10, 100, true), flag(100, 100, true)], '9,88 99,88'],
    ['at one place stand side by side', [flag(10, 100, true), flag(10, 100, true)], '9,88 31,88'],
    ['at the end of a line stay beside the others', [flag(295, 100, true), flag(290, 100, true)], '280,88 258,88'],
    ['of small letters stand in the row of their line', [flag(10, 100, true), flag(12, 103, true)], '9,88 31,91'],
    ['without room stand beside the text', [flag(10, 100, false)], '-22,106'],
    ['of one line take another column', [flag(80, 100, false), flag(10, 100, false)], '-44,106 -22,106'],
    ['of a crowded line give way downwards', [flag(1, 100, false), flag(2, 100, false), flag(3, 100, false), flag(4, 128, false)], '-22,106 -44,106 -22,119 -22,134'],
  ] as const) {
    test(what, () => assert.equal(at(...flags), places));
  }

  test('never lie on each other', () => {
    const random = new Random(seedFromEnvironment());
    for (let round = 0; round < 500; round += 1) {
      const flags = Array.from({ length: 1 + random.below(8) }, () => flag(random.below(300), 28 * random.below(3), random.below(2) === 0, 20));
      const boxes = placeFlags(flags, kRoom).map(({ left, top }) => ({ left, right: left + 20, top, bottom: top + 12 }));
      boxes.forEach((a, i) => boxes.slice(0, i).forEach((b) =>
        assert.ok(a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom, JSON.stringify([flags, a, b]))));
    }
  });

  test('of carets at one place have their heads side by side', () => {
    const caret = (left: number, top: number) => ({ left, top, height: 24 });
    assert.deepEqual(fans([caret(10, 0), caret(12, 0), caret(10, 28), caret(10, 0)], 9), [0, 1, 0, 2]);
  });
});
