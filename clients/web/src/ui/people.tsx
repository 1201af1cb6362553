import { createContext } from 'preact';
import type { JSX } from 'preact';
import { useContext, useRef, useState } from 'preact/hooks';
import { initials } from '../text/person.ts';
import { strings } from '../words/strings.ts';
import type { Present } from '../sync/presence.ts';
import type { Person } from '../text/person.ts';
import { useDismiss } from './use-dismiss.ts';

/** Faces shown before "+n". */
const kFaces = 5;

interface PeopleProps {
  readonly me: Person;
  readonly others: readonly Present[];
  /** Null where the server knows my name: then I am shown elsewhere. */
  readonly onRename: (() => void) | null;
  readonly onGoTo: (person: Present) => void;
}

/** How a page tells people apart who are in it together. Elsewhere everybody has their plain initials. */
export const Letters = createContext<{ readonly value: (person: Person) => string }>({ value: ({ name }) => initials(name) });

interface FaceProps {
  /** Somebody of whom only the name is known has no hue: it would be another one than elsewhere. */
  readonly person: Person | { readonly name: string };
  readonly mine?: boolean;
}

export function Face({ person, mine = false }: FaceProps): JSX.Element {
  const letters = useContext(Letters);
  const known = 'colour' in person;
  return (
    <span class={mine ? 'face is-me' : 'face'} data-author={known ? person.colour : undefined} aria-hidden="true">
      {known ? letters.value(person) : initials(person.name)}
    </span>
  );
}

const nameOf = (person: Person): string => person.name || strings.people.nobody;

/** One person in several tabs is one person, and I am not somebody else there. */
function distinct(me: Person, others: readonly Present[]): readonly Present[] {
  const seen = new Map<string, Present>();
  for (const person of others) {
    const key = person.name ? `${person.name}/${person.colour}/${person.guest}` : person.id;
    const isMe = me.name !== '' && person.name === me.name && person.colour === me.colour;
    if (!isMe && !seen.has(key)) seen.set(key, person);
  }
  return [...seen.values()];
}

/** How many others are here beside those whose faces are shown; on phones it stands for all of them. */
function Rest({ count, room }: { readonly count: number; readonly room: 'wide' | 'narrow' }): JSX.Element | null {
  if (count <= 0) return null;
  return (
    <span class={`face rest is-${room}`} aria-hidden="true">
      {strings.people.moreShort(count)}
    </span>
  );
}

export function People({ me, others, onRename, onGoTo }: PeopleProps): JSX.Element | null {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const people = distinct(me, others);
  useDismiss(open, root, button, () => setOpen(false));
  if (onRename === null && people.length === 0) return null;
  const shown = people.slice(0, kFaces);
  const rest = people.length - shown.length;
  return (
    <div class="people" ref={root}>
      <button
        ref={button}
        type="button"
        class="people-button"
        aria-expanded={open}
        aria-controls="people-list"
        onClick={() => setOpen(!open)}
      >
        <span class="for-readers">{strings.people.list(people.length + 1)}</span>
        {shown.map((person) => (
          <Face key={person.id} person={person} />
        ))}
        <Rest count={rest} room="wide" />
        {people.length > 1 && <Rest count={people.length} room="narrow" />}
        {onRename && <Face person={me} mine />}
      </button>
      <div id="people-list" class="popover" hidden={!open}>
        <h2>{strings.people.label}</h2>
        <ul>
          {onRename && (
            <li>
              <button type="button" class="person" onClick={onRename}>
                <Face person={me} />
                <span dir="auto">{nameOf(me)}</span>
                <span class="aside">{strings.people.you}</span>
                <span class="action">{strings.people.changeName}</span>
              </button>
            </li>
          )}
          {people.map((person) => (
            <li key={person.id}>
              <button
                type="button"
                class="person"
                title={strings.people.goTo(nameOf(person))}
                onClick={() => {
                  setOpen(false);
                  onGoTo(person);
                }}
              >
                <Face person={person} />
                <span dir="auto">{nameOf(person)}</span>
                {person.guest && <span class="guest">{strings.people.guestMark}</span>}
              </button>
            </li>
          ))}
        </ul>
        {people.length === 0 && <p class="aside">{strings.people.alone}</p>}
      </div>
    </div>
  );
}
