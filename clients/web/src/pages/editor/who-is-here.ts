import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { Me } from '../../api/roles.ts';
import { me, rememberName } from '../../device/me.ts';
import type { Present } from '../../sync/presence.ts';
import { hueOf, kColours, kLongestName } from '../../text/person.ts';
import type { Person } from '../../text/person.ts';

/** The people in an open document: the others with their places, and how they see me. */
export class WhoIsHere {
  readonly me: Signal<Person> = signal(me());
  /** Changes only when somebody comes, goes or is called otherwise; cursors move all the time. */
  readonly others: Signal<readonly Present[]> = signal<readonly Present[]>([]);
  readonly #introduce: (me: Person) => void;
  #places: ReadonlyMap<string, Present> = new Map();
  #colourChosen = false;

  /** `introduce` tells the others who I am. */
  constructor(introduce: (me: Person) => void) {
    this.#introduce = introduce;
  }

  /** Takes the name that the server knows me by. In open mode the name is the one chosen on this device. */
  know({ open, id, name }: Me): void {
    if (open || !name) return;
    const colour = this.#colourChosen ? this.me.value.colour : hueOf(id ?? name);
    this.me.value = { name: name.slice(0, kLongestName), colour };
  }

  rename(name: string): void {
    rememberName(name);
    this.#become({ ...this.me.value, name });
  }

  /** Call with all others whenever one of them moved. */
  moved(people: readonly Present[]): void {
    this.#places = new Map(people.map((person) => [person.id, person]));
    if (!samePeople(people, this.others.value)) this.others.value = people;
    if (!this.#colourChosen && people.length > 0) this.#chooseColour(people);
  }

  /** The present place of a person. `person` may be from a list that was drawn some time ago. */
  placeOf(person: Present): number {
    return (this.#places.get(person.id) ?? person).index;
  }

  /** Once per page: a newcomer takes a hue that nobody has. */
  #chooseColour(people: readonly Present[]): void {
    this.#colourChosen = true;
    const taken = new Set(people.map((person) => person.colour));
    if (!taken.has(this.me.value.colour)) return;
    const free = Array.from({ length: kColours }, (_, colour) => colour).filter((colour) => !taken.has(colour));
    const colour = free[Math.floor(Math.random() * free.length)];
    if (colour !== undefined) this.#become({ ...this.me.value, colour });
  }

  #become(now: Person): void {
    this.me.value = now;
    this.#introduce(now);
  }
}

function samePeople(a: readonly Present[], b: readonly Present[]): boolean {
  return (
    a.length === b.length &&
    a.every((person, i) => {
      const other = b[i];
      return person.id === other?.id && person.name === other.name && person.colour === other.colour && person.guest === other.guest;
    })
  );
}
