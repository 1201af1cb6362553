import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { strings } from '../../words/strings.ts';
import { Icon } from '../icons.tsx';
import { PersonPicker } from '../person-picker.tsx';
import type { Thread } from '../../threads/types.ts';
import type { Discussion, Named } from './discussion.ts';

const words = strings.threads;

export interface OrderProps {
  readonly model: Discussion;
  readonly thread: Thread;
}

/** Labels of a thread, its assignee, and the day by which it is due. */
export function OrderForm({ model, thread }: OrderProps): JSX.Element {
  return (
    <div class="order-form">
      <Labels model={model} thread={thread} />
      <Assignee model={model} thread={thread} />
    </div>
  );
}

function Labels({ model, thread }: OrderProps): JSX.Element {
  const typed = useSignal('');
  const labels = thread.labels ?? [];
  const add = (event: Event): void => {
    event.preventDefault();
    const label = typed.value.trim();
    typed.value = '';
    if (label && !labels.includes(label)) void model.deeds.label(thread, [...labels, label]);
  };
  return (
    <>
      {labels.length > 0 && (
        <ul class="label-list" aria-label={words.labels}>
          {labels.map((label) => (
            <li key={label}>
              <button
                type="button"
                class="label"
                aria-label={words.removeLabel(label)}
                onClick={() => void model.deeds.label(thread, labels.filter((other) => other !== label))}
              >
                <span dir="auto">{label}</span>
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form class="label-form" onSubmit={add}>
        <label class="field">
          <span>{words.newLabel}</span>
          <input type="text" dir="auto" maxLength={60} value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} />
        </label>
        <button type="submit" class="button small" aria-disabled={!typed.value.trim()}>
          {words.addLabel}
        </button>
      </form>
    </>
  );
}

function Assignee({ model, thread }: OrderProps): JSX.Element {
  const { assignee, assignee_name, due } = thread;
  const find = async (query: string): Promise<{ people: readonly Named[]; groups: [] }> => ({
    people: await model.people(query),
    groups: [],
  });
  return (
    <>
      <PersonPicker
        label={words.assignee}
        groups={false}
        find={find}
        taken={new Set(assignee ? [assignee] : [])}
        onPick={({ id }) => void model.deeds.assign(thread, id, due ?? null)}
      />
      {assignee && (
        <>
          <p class="assigned-now">
            {words.assigneeNow(assignee_name || strings.people.nobody)}
            <button type="button" class="act" onClick={() => void model.deeds.assign(thread, null, null)}>
              {words.unassign}
            </button>
          </p>
          <label class="field">
            <span>{words.due}</span>
            <input type="date" value={due ?? ''} onChange={(event) => void model.deeds.assign(thread, assignee, event.currentTarget.value || null)} />
          </label>
        </>
      )}
    </>
  );
}
