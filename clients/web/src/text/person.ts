/** What a person looks like: one hue and one set of initials, the same wherever they are drawn. */

export const kColours = 12;
export const kLongestName = 60;

export interface Person {
  readonly name: string;
  /** 0 … 11 */
  readonly colour: number;
}

/** Without accounts a person is a name, and the server makes ids of it: "n-Ama" of a comment, "~Ama" of an operation. */
const kNameAsId = /^(?:n-|~)/;

/** The look of the person with this id. Without an id, and without accounts, the name is the identity. */
export function personOf({ id, name }: { readonly id?: string | null; readonly name: string }): Person {
  return { name, colour: hueOf(id ? id.replace(kNameAsId, '') : name) };
}

/** A hue out of twelve for any words: the same on every page and device. */
export function hueOf(identity: string): number {
  let hash = 0;
  for (const letter of identity) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return hash % kColours;
}

/** A person's initials: two letters where letters stand apart (Latin, Greek, Cyrillic), else the first one. */
export function initials(name: string): string {
  const words = wordsOf(name);
  const first = start(words[0], 1);
  if (!standApart(first)) return first || '?';
  return first + (words.length > 1 ? start(words.at(-1), 1) : '');
}

/**
 * The initials of each of these people, longer where two of one hue have the same: "ABo" and "ABr" instead of twice "AB". The
 * answer does not depend on their order. Others get their plain initials.
 */
export function initialsAmong(people: Iterable<Person>): (person: Person) => string {
  const alike = new Map<string, Set<string>>();
  for (const { name, colour } of people) {
    const look = `${colour}/${initials(name)}`;
    alike.set(look, (alike.get(look) ?? new Set()).add(name));
  }
  const told = new Map<string, string>();
  for (const [look, names] of alike) {
    if (names.size < 2) continue;
    const apart = apartFrom([...names].sort());
    for (const [name, letters] of apart) told.set(`${look}/${name}`, letters);
  }
  return ({ name, colour }) => {
    const plain = initials(name);
    return told.get(`${colour}/${plain}/${name}`) ?? plain;
  };
}

/** Longer initials of names that have the same; numbers where the names hardly differ. */
function apartFrom(names: readonly string[]): readonly (readonly [string, string])[] {
  for (const longer of [lastLonger(2), firstLonger, lastLonger(3)]) {
    const letters = names.map(longer);
    if (new Set(letters).size === names.length) return names.map((name, i) => [name, letters[i] ?? '']);
  }
  return names.map((name, i) => [name, `${initials(name)}${i + 1}`]);
}

const lastLonger = (length: number) => (name: string): string => {
  const words = wordsOf(name);
  if (words.length < 2 || !standApart(start(words[0], 1))) return start(words[0], length);
  return start(words[0], 1) + start(words.at(-1), length);
};

const firstLonger = (name: string): string => {
  const words = wordsOf(name);
  return start(words[0], 2) + (words.length > 1 ? start(words.at(-1), 1) : '');
};

const wordsOf = (name: string): readonly string[] => name.trim().split(/\s+/u).filter(Boolean);

const standApart = (letter: string): boolean => /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(letter);

/** The first letters of a word as people count them, the very first one large. */
function start(word: string | undefined, length: number): string {
  let letters = '';
  let left = length;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word ?? '')) {
    if (left === 0) break;
    letters += letters === '' ? segment.toLocaleUpperCase() : segment;
    left -= 1;
  }
  return letters;
}
