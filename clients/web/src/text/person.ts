/** A person as the page shows them: a name and a colour. */

export const kColours = 12;
export const kLongestName = 60;

export interface Person {
  readonly name: string;
  /** 0 … 11 */
  readonly colour: number;
}

/** The same hue for the same person on everybody's page, where none was chosen. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return hash % kColours;
}

/** A person's initials: two letters where letters stand apart (Latin, Greek, Cyrillic), else the first one. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = firstLetter(words[0]);
  if (!/^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(first)) return first || '?';
  return first + (words.length > 1 ? firstLetter(words.at(-1)) : '');
}

function firstLetter(word: string | undefined): string {
  if (!word) return '';
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word);
  for (const { segment } of segments) return segment.toLocaleUpperCase();
  return '';
}
