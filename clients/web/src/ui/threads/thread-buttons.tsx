import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { shorten } from '../../text/shorten.ts';
import { strings } from '../../words/strings.ts';
import { countsOf } from '../../threads/listing.ts';
import { withoutMarkup } from '../../threads/mentions.ts';
import type { Thread } from '../../threads/types.ts';
import { Icon } from '../icons.tsx';
import type { Discussion } from './discussion.ts';

const words = strings.threads;

interface Props {
  readonly model: Discussion;
}

/** In the bar: how many are open; opens the list. */
export function ThreadsButton({ model }: Props): JSX.Element {
  void model.revision.value;
  const { open, orphaned, unread } = countsOf(model.book, model.rights.myId);
  const count = open + orphaned;
  return (
    <button
      type="button"
      class="threads-button"
      aria-expanded={model.listOpen.value}
      aria-label={`${words.title}: ${words.open(count)}${unread > 0 ? `, ${words.unreadCount(unread)}` : ''}`}
      title={unread > 0 ? `${words.title}: ${words.unreadCount(unread)}` : words.title}
      onClick={() => model.toggleList()}
    >
      <Icon name="comment" />
      <span aria-hidden="true">{count}</span>
      {unread > 0 && <span class="unread-dot" aria-hidden="true" />}
    </button>
  );
}

/** At the paper's edge, level with the selection. The selection stays while it is pressed. */
export function CommentHereButton({ model }: Props): JSX.Element | null {
  const here = model.here.value;
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const parent = button.current?.offsetParent;
    if (!button.current || !parent || !here) return;
    const origin = parent.getBoundingClientRect().top + window.scrollY;
    button.current.style.top = `${here.top - origin - button.current.offsetHeight / 2}px`;
  });
  if (!here) return null;
  return (
    <button
      ref={button}
      type="button"
      class="comment-here"
      aria-label={words.commentHere}
      title={`${words.comment} (Ctrl+Alt+M)`}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => model.comment()}
    >
      <Icon name="comment" />
    </button>
  );
}

/** On pages without a margin: one line about the thread at the caret, and a hidden list of near threads for screen readers. */
export function ThreadPeek({ model }: Props): JSX.Element {
  void model.revision.value;
  const at = model.atCaret.value;
  const thread = at && model.book.get(at.id);
  return (
    <aside aria-label={words.margin}>
      {!model.listOpen.value && (
        <ul class="for-readers" aria-label={words.listLabel}>
          {model.beside.value.map(({ kind, id }) => {
            const near = kind === 'thread' ? model.book.get(id) : null;
            return (
              near && (
                <li key={id} id={`about-${id}`}>
                  {said(near)}
                </li>
              )
            );
          })}
        </ul>
      )}
      {thread && !model.listOpen.value && (
        <button
          type="button"
          class="thread-peek"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => model.look({ kind: 'thread', id: thread.id }, true)}
        >
          <Icon name="comment" />
          <span dir="auto">{said(thread)}</span>
          {at.more > 0 && <span class="count">+{at.more}</span>}
        </button>
      )}
    </aside>
  );
}

function said(thread: Thread): string {
  const first = thread.comments.find(({ deleted }) => !deleted);
  return first ? words.atCaret(first.author.name, shorten(withoutMarkup(first.text).text, 80)) : shorten(thread.anchor.quote);
}
