// Words and pages, counted as the server counts them: the table of cases holds both to the same.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { countPaper } from '../../../clients/web/src/text/counting.ts';
import type { Ops } from '../../../clients/web/src/text/delta.ts';
import { sizeOf } from '../../../clients/web/src/text/text-size.ts';

interface Cases {
  readonly lines: readonly { readonly text: string; readonly words: number; readonly width: number }[];
  readonly papers: readonly { readonly name: string; readonly content: Ops; readonly words: number; readonly pages: number; readonly parts: readonly object[] }[];
}

const cases = JSON.parse(readFileSync(new URL('../../data/counting/cases.json', import.meta.url), 'utf8')) as Cases;

describe('counting', () => {
  test('lines have the words and the width of the table of cases', () => {
    for (const { text, words, width } of cases.lines) assert.deepEqual({ text, ...sizeOf(text) }, { text, words, width });
  });

  for (const { name, content, words, pages, parts } of cases.papers) {
    test(name, () => {
      const counted = countPaper(content);
      assert.deepEqual({ words: counted.words, pages: counted.pages }, { words, pages });
      const told = counted.parts.map((part) => ({
        title: part.title, words: part.words, words_max: part.wordsMax, required: part.required, missing: part.missing, over: part.over,
      }));
      assert.deepEqual(told, parts);
    });
  }
});
