import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { FoundPeople } from '../api/access.ts';
import { ApiError } from '../api/failure.ts';
import { sentenceOf } from './failures.ts';
import { ranked } from '../text/ranking.ts';
import { strings } from '../words/strings.ts';
import { personOf } from '../text/person.ts';
import { Icon } from './icons.tsx';
import { Face } from './people.tsx';

const words = strings.sharing;
const kPause = 150;

export interface Picked {
  readonly kind: 'account' | 'group';
  readonly id: string;
  readonly name: string;
  readonly note: string;
}

interface PickerProps {
  readonly label: string;
  readonly hint?: string;
  readonly groups: boolean;
  readonly find: (query: string) => Promise<FoundPeople>;
  /** Ids of people and groups that are chosen already. */
  readonly taken: ReadonlySet<string>;
  readonly onPick: (picked: Picked) => void;
}

/** Finds people and groups by a few letters: a combobox with a listbox. */
export function PersonPicker({ label, hint, groups, find, taken, onPick }: PickerProps): JSX.Element {
  const id = useId();
  const query = useSignal('');
  const found = useSignal<readonly Picked[]>([]);
  const said = useSignal('');
  const current = useSignal(0);
  const open = useSignal(false);
  const asked = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const ask = async (): Promise<void> => {
    const mine = (asked.current += 1);
    const wanted = query.value.trim();
    try {
      const answer = wanted ? await find(wanted) : { people: [], groups: [] };
      if (mine !== asked.current) return;
      const people = answer.people.map((person): Picked => ({ kind: 'account', id: person.id, name: person.name, note: person.affiliation ?? '' }));
      const all = answer.groups.map((group): Picked => ({ kind: 'group', id: group.id, name: group.name, note: words.groupOf(group.members) }));
      found.value = ranked(wanted, [...people, ...(groups ? all : [])]);
      current.value = 0;
      open.value = found.value.length > 0;
      said.value = !wanted ? '' : found.value.length > 0 ? words.found(found.value.length) : words.nobodyFound(wanted);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine === asked.current) said.value = sentenceOf(error.failure);
    }
  };
  const type = (text: string): void => {
    query.value = text;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void ask(), kPause);
  };
  const pick = (picked: Picked): void => {
    if (taken.has(picked.id)) return;
    asked.current += 1;
    query.value = '';
    found.value = [];
    said.value = '';
    open.value = false;
    onPick(picked);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const count = found.value.length;
    if (event.key === 'Enter') {
      const picked = open.value ? found.value[current.value] : undefined;
      if (picked) pick(picked);
    } else if (event.key === 'Escape' && open.value) {
      open.value = false;
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0) {
      current.value = open.value ? (current.value + (event.key === 'ArrowDown' ? 1 : count - 1)) % count : 0;
      open.value = true;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const nobody = !open.value && said.value !== '' && found.value.length === 0;
  return (
    <div class="picker">
      <label class="field" for={`${id}-input`}>
        <span>{label}</span>
      </label>
      <input
        id={`${id}-input`}
        class="picker-input"
        type="text"
        dir="auto"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-expanded={open.value}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open.value ? `${id}-${current.value}` : undefined}
        aria-describedby={hint ? `${id}-hint` : undefined}
        value={query.value}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => (open.value = false)}
      />
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
      <ul id={`${id}-list`} role="listbox" aria-label={label} class="picker-list" hidden={!open.value}>
        {found.value.map((picked, i) => (
          <li
            key={picked.id}
            id={`${id}-${i}`}
            role="option"
            class="picker-option"
            aria-selected={i === current.value}
            aria-disabled={taken.has(picked.id)}
            onMouseDown={(event) => {
              event.preventDefault();
              pick(picked);
            }}
          >
            {picked.kind === 'group' ? <GroupFace /> : <Face person={personOf(picked)} />}
            <span class="row-main">
              <b dir="auto">{picked.name}</b>
              <span class="row-note" dir="auto">
                {taken.has(picked.id) ? words.has : picked.note}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <p class={nobody ? 'hint' : 'for-readers'} role="status">
        {said.value}
      </p>
    </div>
  );
}

export function GroupFace(): JSX.Element {
  return (
    <span class="face is-group" aria-hidden="true">
      <Icon name="group" />
    </span>
  );
}
