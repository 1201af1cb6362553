import { computed, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Me } from '../../api/roles.ts';
import { myName, rememberName } from '../../device/me.ts';
import type { Present } from '../../sync/presence.ts';
import { initialsAmong, kLongestName, personOf } from '../../text/person.ts';
import type { Person } from '../../text/person.ts';

/** The people in an open document: the others with their places, and how they see me. */
export class WhoIsHere {
  readonly me: Signal<Person> = signal(personOf({ name: myName() ?? '' }));
  /** Changes only when somebody comes, goes or is called otherwise; cursors move all the time. */
  readonly others: Signal<readonly Present[]> = signal<readonly Present[]>([]);
  /** The initials of each: two of one hue who are here differ by them. */
  readonly letters: ReadonlySignal<(person: Person) => string> = computed(() => initialsAmong([this.me.value, ...this.others.value]));
  readonly #introduce: (me: Person) => void;
  #places: ReadonlyMap<string, Present> = new Map();

  /** `introduce` tells the others who I am. */
  constructor(introduce: (me: Person) => void) {
    this.#introduce = introduce;
  }

  /** Takes the name that the server knows me by. In open mode the name is the one chosen on this device. */
  know({ open, id, name }: Me): void {
    if (open || !name) return;
    this.me.value = personOf({ id, name: name.slice(0, kLongestName) });
  }

  rename(name: string): void {
    rememberName(name);
    this.me.value = personOf({ name });
    this.#introduce(this.me.value);
  }

  /** Call with all others whenever one of them moved. */
  moved(people: readonly Present[]): void {
    this.#places = new Map(people.map((person) => [person.id, person]));
    if (!samePeople(people, this.others.value)) this.others.value = people;
  }

  /** The present place of a person. `person` may be from a list that was drawn some time ago. */
  placeOf(person: Present): number {
    return (this.#places.get(person.id) ?? person).index;
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
