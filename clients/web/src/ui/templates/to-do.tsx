import type { JSX } from 'preact';
import type { Count, Part } from '../../text/counting.ts';
import { strings } from '../../words/strings.ts';
import { Dialog } from '../dialog.tsx';
import { Icon } from '../icons.tsx';
import { toDoIn } from './to-do.ts';
import type { PaperLimits } from './to-do.ts';

const words = strings.templates;

interface Props {
  readonly count: Count;
  readonly limits: PaperLimits;
}

/** Under the bar: how much is still to do. It opens the list. */
export function ToDoButton({ count, limits, onOpen }: Props & { readonly onOpen: () => void }): JSX.Element {
  const open = toDoIn(count, limits).length;
  return (
    <button type="button" class={open > 0 ? 'to-do-button is-open' : 'to-do-button'} aria-haspopup="dialog" title={words.toDoCount(open)} onClick={onOpen}>
      <Icon name={open > 0 ? 'flag' : 'tick'} />
      <span class="to-do-words">{words.toDoCount(open)}</span>
      <span class="to-do-number" aria-hidden="true">
        {open > 0 ? open : ''}
      </span>
    </button>
  );
}

/** What is missing or too long, with ways there, and how much is written. */
export function ToDoDialog({ count, limits, onGoTo, onClose }: Props & { readonly onGoTo: (part: Part) => void; readonly onClose: () => void }): JSX.Element {
  const open = toDoIn(count, limits);
  // Closed at once: while it is open, the paper takes no caret.
  const goTo = (button: HTMLElement, part: Part): void => {
    button.closest('dialog')?.close();
    onGoTo(part);
  };
  const limited = count.parts.filter(({ wordsMax }) => wordsMax !== null);
  return (
    <Dialog title={words.toDo} onClose={onClose} narrow>
      <p class="to-do-whole">{words.wholeOf(count.words, count.pages, limits.wordsMax, limits.pagesMax)}</p>
      {open.length === 0 ? (
        <p>{words.complete}</p>
      ) : (
        <ul class="to-do-list">
          {open.map(({ text, part }) => (
            <li key={`${part?.line}/${text}`}>
              {part ? (
                <button type="button" onClick={(event) => goTo(event.currentTarget, part)}>
                  {text}
                </button>
              ) : (
                text
              )}
            </li>
          ))}
        </ul>
      )}
      {limited.length > 0 && (
        <>
          <h3>{words.counted}</h3>
          <ul class="to-do-list is-quiet">
            {limited.map((part) => (
              <li key={part.line}>
                <button type="button" onClick={(event) => goTo(event.currentTarget, part)}>
                  <span dir="auto">{part.title}</span>
                  <span class={part.over ? 'part-count is-over' : 'part-count'}>
                    {part.over ? words.ofOver(part.words, part.wordsMax ?? 0) : words.of(part.words, part.wordsMax ?? 0)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
