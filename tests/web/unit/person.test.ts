// What a person looks like: hue and initials.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { initials, initialsAmong, kColours, personOf } from '../../../clients/web/src/text/person.ts';
import { apart, contrast, kSight, oklch } from '../support/colours.ts';
import type { Sight } from '../support/colours.ts';

describe('a person', () => {
  for (const [name, letters] of [['Ama Boateng', 'AB'], ['李明', '李'], ['محمد العربي', 'م'], ['फातिमा शर्मा', 'फा'], ['jovan', 'J'], ['Élodie van der Meer', 'ÉM'], ['', '?'], ['👩‍🚀 Ada', '👩‍🚀']] as const) {
    test(`initials of ${name || 'nobody'}`, () => assert.equal(initials(name), letters));
  }

  test('has one hue, whatever the name becomes', () => {
    assert.equal(personOf({ id: 'a-7', name: 'Ama' }).colour, personOf({ id: 'a-7', name: 'Ama Boateng' }).colour);
    assert.notEqual(personOf({ id: 'a-7', name: 'Ama' }).colour, personOf({ id: 'a-8', name: 'Ama' }).colour);
  });
  test('is the name where there are no accounts', () => {
    const { colour } = personOf({ name: 'Ama Boateng' });
    for (const id of ['n-Ama Boateng', '~Ama Boateng', null, '']) assert.equal(personOf({ id, name: 'Ama Boateng' }).colour, colour);
  });

  const among = (...names: readonly string[]): readonly string[] => {
    const people = names.map((name) => ({ name, colour: 3 }));
    return people.map(initialsAmong(people));
  };
  for (const [names, letters] of [
    [['Ama Boateng', 'Li Ming'], ['AB', 'LM']],
    [['Ama Boateng', 'Amos Brown'], ['ABo', 'ABr']],
    [['Anna Berg', 'Arne Berg'], ['AnB', 'ArB']],
    [['Anna Bell', 'Anna Berg'], ['ABel', 'ABer']],
    [['anna', 'ahmed'], ['An', 'Ah']],
    [['王小明', '王大文', 'Li Ming'], ['王小', '王大', 'LM']],
    [['Ana Silva', 'Ana Silva'], ['AS', 'AS']],
    [['Ana Silva', 'Ana  Silva'], ['AS2', 'AS1']],
  ] as const) {
    test(`of one hue: ${names.join(', ')}`, () => {
      assert.deepEqual(among(...names), letters);
      assert.deepEqual(among(...[...names].reverse()), [...letters].reverse(), 'whoever came first');
    });
  }
  test('of another hue keeps plain initials', () => {
    const people = [{ name: 'Ama Boateng', colour: 1 }, { name: 'Amos Brown', colour: 2 }];
    assert.deepEqual(people.map(initialsAmong(people)), ['AB', 'AB']);
    assert.equal(initialsAmong(people)({ name: 'Somebody Else', colour: 1 }), 'SE');
  });
});

describe('the twelve hues', () => {
  const css = readFileSync(new URL('../../../clients/web/src/styles/tokens.css', import.meta.url), 'utf8');
  const rows = [...css.matchAll(/\[data-author='\d+'\] \{ --author: light-dark\((oklch\(.*?\)), (oklch\(.*?\))\)/g)];
  const hues = { light: rows.map(([, light = '']) => oklch(light)), dark: rows.map(([, , dark = '']) => oklch(dark)) };
  test('are twelve', () => assert.equal(rows.length, kColours));
  for (const scheme of ['light', 'dark'] as const) {
    for (const sight of Object.keys(kSight) as Sight[]) {
      test(`stand apart (${scheme}, ${sight})`, () => {
        const least = Math.min(...hues[scheme].flatMap((a, i) => hues[scheme].slice(0, i).map((b) => apart(a, b, sight))));
        assert.ok(least >= (sight === 'all' ? 0.1 : 0.055), `${least}`);
      });
    }
    test(`bear initials (${scheme})`, () => {
      const letters = scheme === 'light' ? oklch('oklch(0.995 0 0)') : oklch('oklch(0.18 0.01 75)');
      for (const hue of hues[scheme]) assert.ok(contrast(hue, letters) >= 4.5);
    });
  }
});
