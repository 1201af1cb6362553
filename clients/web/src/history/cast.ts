import { hueOf, initials, initialsAmong, kColours, personOf } from '../text/person.ts';
import type { Person } from '../text/person.ts';
import type { HistoryAuthor } from './types.ts';

/** An author, or a group, as the page shows them. */
export interface Figure {
  readonly id: string;
  readonly name: string;
  readonly short: string;
  /** 0 … 11 */
  readonly hue: number;
  readonly groups: readonly string[];
}

/**
 * The authors met in the history so far. People have the hues and initials that they have everywhere; two of one hue differ by
 * initials. Groups are drawn nowhere else: of them, no two of the first twelve have one hue.
 */
export class Cast {
  readonly #people = new Map<string, Figure>();
  readonly #groups = new Map<string, Figure>();
  readonly #unnamed: (count: number) => string;
  readonly #named: Person[] = [];
  #nameless = 0;
  #letters: (person: Person) => string = ({ name }) => initials(name);

  /** `unnamed` makes a name from a number, for authors without one. */
  constructor(unnamed: (count: number) => string) {
    this.#unnamed = unnamed;
  }

  get people(): readonly Figure[] {
    return [...this.#people.values()];
  }

  get groups(): readonly Figure[] {
    return [...this.#groups.values()];
  }

  /** The authors of an answer, in its order. */
  meet(authors: readonly HistoryAuthor[]): readonly Figure[] {
    return authors.map((author) => this.person(author));
  }

  find(id: string): Figure | null {
    return this.#people.get(id) ?? null;
  }

  person({ id, name, groups }: HistoryAuthor): Figure {
    const known = this.#people.get(id);
    if (known) return known;
    for (const group of groups) this.group(group);
    const number = name ? 0 : (this.#nameless += 1);
    const look = personOf({ id, name: name ?? '' });
    const letters = (): string => this.#letters(look);
    const figure: Figure = {
      id,
      name: name || this.#unnamed(number),
      /** Grows when somebody is met who has the same. */
      get short() {
        return name ? letters() : String(number);
      },
      hue: look.colour,
      groups,
    };
    this.#people.set(id, figure);
    if (name) this.#named.push(look);
    this.#letters = initialsAmong(this.#named);
    return figure;
  }

  group(name: string): Figure {
    const known = this.#groups.get(name);
    if (known) return known;
    const figure: Figure = { id: name, name, short: initialsOfGroup(name), hue: freeHue(hueOf(name), this.#groups), groups: [] };
    this.#groups.set(name, figure);
    return figure;
  }
}

function freeHue(wanted: number, taken: ReadonlyMap<string, Figure>): number {
  const used = new Set([...taken.values()].map(({ hue }) => hue));
  for (let step = 0; step < kColours; step += 1) {
    const hue = (wanted + step * 5) % kColours; // 5 and 12 have no common factor: all are tried, neighbours last
    if (!used.has(hue)) return hue;
  }
  return wanted;
}

/** "DC on Accessibility" is "Ac": what all groups have in front tells nothing. */
function initialsOfGroup(name: string): string {
  const words = name.split(/\s+/u).filter(Boolean);
  const telling = words.filter((word) => !/^(dc|dynamic|coalition|coalitions|group|on|of|the|and|for|in)$/iu.test(word));
  const [first = words[0] ?? '', second] = telling;
  return second ? initials(`${first} ${second}`) : [...first].slice(0, 2).join('');
}
