import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { ranked } from '../../text/ranking.ts';
import { strings } from '../../words/strings.ts';
import { personOf } from '../../text/person.ts';
import { mentionAt } from '../../threads/mentions.ts';
import type { Mention } from '../../threads/mentions.ts';
import { Face } from '../people.tsx';
import type { Discussion } from './discussion.ts';

const words = strings.threads;
const kPause = 120;
const kMost = 6;

/** The people offered after "@", as they are narrowed down by typing. */
export class MentionChoice {
  readonly found: Signal<readonly Mention[]>;
  readonly current: Signal<number>;
  readonly #model: Discussion;
  readonly #taken = new Set<string>();
  #start = -1;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(model: Discussion, found: Signal<readonly Mention[]>, current: Signal<number>) {
    this.#model = model;
    this.found = found;
    this.current = current;
  }

  /** The text or the caret of the box changed. */
  follow(area: HTMLTextAreaElement): void {
    clearTimeout(this.#timer);
    const at = this.#model.rights.knowsPeople ? mentionAt(area.value, area.selectionStart) : null;
    if (!at || [...this.#taken].some((name) => at.query.startsWith(name))) return this.end();
    this.#start = at.start;
    // The list is narrowed at once, before the server's answer: Enter must take a person that fits the letters typed.
    const fits = ({ name }: Mention): boolean => name.toLocaleLowerCase().includes(at.query.toLocaleLowerCase());
    if (this.found.value.length > 0) this.#show(ranked(at.query, this.found.value.filter(fits)));
    const mine = (this.#asked += 1);
    this.#timer = setTimeout(() => {
      this.#model.people(at.query).then(
        (people) => {
          if (mine !== this.#asked) return;
          this.#show(ranked(at.query, people).map(({ id, name }) => ({ id, name })));
        },
        () => this.end(),
      );
    }, kPause);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    if (this.found.value.length > 0) this.found.value = [];
  }

  #show(found: readonly Mention[]): void {
    this.found.value = found.slice(0, kMost);
    this.current.value = 0;
  }

  move(by: number): void {
    const count = this.found.value.length;
    this.current.value = (this.current.value + by + count) % count;
  }

  /** The text with the name in it, and where the caret goes. */
  taken(text: string, caret: number, named: Mention): { readonly text: string; readonly caret: number } {
    this.#taken.add(named.name);
    const before = `${text.slice(0, this.#start)}@${named.name}`;
    return { text: before + text.slice(caret), caret: before.length };
  }
}

export function useMentions(model: Discussion): MentionChoice {
  const found = useSignal<readonly Mention[]>([]);
  const current = useSignal(0);
  const choice = useMemo(() => new MentionChoice(model, found, current), [model]);
  useEffect(() => () => choice.end(), [choice]);
  return choice;
}

interface ListProps {
  readonly id: string;
  readonly choice: MentionChoice;
  readonly onTake: (named: Mention) => void;
}

export function MentionList({ id, choice, onTake }: ListProps): JSX.Element {
  const found = choice.found.value;
  return (
    <>
      <ul id={id} class="mention-list" role="listbox" aria-label={words.mention} hidden={found.length === 0}>
        {found.map((person, i) => (
          <li
            key={person.id}
            id={`${id}-${i}`}
            role="option"
            class="picker-option"
            aria-selected={i === choice.current.value}
            onMouseDown={(event) => {
              event.preventDefault();
              onTake(person);
            }}
          >
            <Face person={personOf(person)} />
            <span dir="auto">{person.name}</span>
          </li>
        ))}
      </ul>
      <p class="for-readers" role="status">
        {found.length > 0 ? words.mentionFound(found.length) : ''}
      </p>
    </>
  );
}
