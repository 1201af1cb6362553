import type { Column } from './model.ts';

/** More would cover the table. */
const kMost = 8;

/** What a cell's kind suggests for the words that stand in it. Any other words may stand there as well. */
export function suggestionsFor({ kind, choices }: Column, words: string, people: readonly string[]): readonly string[] {
  const all = kind === 'choice' ? choices : kind === 'person' ? people : [];
  const typed = words.trim().toLocaleLowerCase();
  if (typed === '' || all.some((each) => each.toLocaleLowerCase() === typed)) return all.slice(0, kMost);
  return all.filter((each) => each.toLocaleLowerCase().includes(typed)).slice(0, kMost);
}
