import { useSignal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { calendarDay } from '../../words/dates.ts';
import { strings } from '../../words/strings.ts';
import type { Thread } from '../../threads/types.ts';
import type { OrderProps } from './order-form.tsx';

const words = strings.threads;

/** Labels of a thread, and its assignee. */
export function Ordered({ thread }: { readonly thread: Thread }): JSX.Element | null {
  const { labels = [], assignee, assignee_name, due } = thread;
  if (labels.length === 0 && !assignee) return null;
  const name = assignee_name || strings.people.nobody;
  return (
    <div class="ordered">
      {assignee && <p class="assigned">{due ? words.forWhomUntil(name, calendarDay(due)) : words.forWhom(name)}</p>}
      {labels.length > 0 && (
        <ul aria-label={words.labels}>
          {labels.map((label) => (
            <li class="label" key={label} dir="auto">
              {label}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The form for both, fetched when it is opened first. */
export function LazyOrder(props: OrderProps): JSX.Element {
  const open = useSignal(false);
  const form = useSignal<{ readonly Form: ComponentType<OrderProps> } | null>(null);
  const toggle = async (): Promise<void> => {
    open.value = !open.value;
    form.value ??= { Form: (await import('./order-form.tsx')).OrderForm };
  };
  const Shown = form.value?.Form;
  return (
    <div class="order">
      <button type="button" class="act" aria-expanded={open.value} onClick={() => void toggle().catch(() => (open.value = false))}>
        {words.order}
      </button>
      {open.value && Shown && <Shown {...props} />}
    </div>
  );
}
