import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { changedWhen, fullDate } from '../../words/dates.ts';
import { strings } from '../../words/strings.ts';
import { personOf } from '../../text/person.ts';
import type { Author, Comment, Reaction, Revision } from '../../threads/types.ts';
import { Face } from '../people.tsx';
import { CommentBox } from './comment-box.tsx';
import { CommentHtml } from './comment-html.tsx';
import type { Discussion } from './discussion.ts';

const words = strings.threads;

export function AuthorFace({ author }: { readonly author: Author }): JSX.Element {
  return <Face person={personOf(author)} />;
}

export function When({ at }: { readonly at: string }): JSX.Element {
  return (
    <time dateTime={at} title={fullDate(at) ?? at}>
      {changedWhen(at, Date.now())}
    </time>
  );
}

interface CommentProps {
  readonly model: Discussion;
  readonly comment: Comment;
}

export function CommentView({ model, comment }: CommentProps): JSX.Element {
  const [asking, setAsking] = useState(false);
  const editing = model.drafts.forComment(comment.id);
  const mine = comment.author.id === model.rights.myId;
  if (comment.deleted) {
    return (
      <div class="comment is-deleted">
        <p>{words.removed(comment.deleted.by.name, changedWhen(comment.deleted.at, Date.now()))}</p>
      </div>
    );
  }
  return (
    <div class="comment">
      <CommentHead comment={comment} />
      {editing?.open ? (
        <CommentBox model={model} shown={editing} label={words.editLabel} send={words.save} />
      ) : (
        <CommentHtml html={comment.html} />
      )}
      {comment.revisions > 0 && <Before model={model} comment={comment} />}
      {asking ? (
        <div
          class="comment-ask"
          role="group"
          aria-label={words.removeAsk}
          tabIndex={-1}
          ref={(box) => {
            if (!box?.contains(document.activeElement)) box?.focus({ preventScroll: true });
          }}
        >
          <p>{words.removeAsk}</p>
          <button type="button" class="button small danger" onClick={() => void model.deeds.remove(comment)}>
            {words.remove}
          </button>
          <button
            type="button"
            class="button small quiet"
            onClick={(event) => {
              event.currentTarget.closest<HTMLElement>('.thread-card')?.focus({ preventScroll: true });
              setAsking(false);
            }}
          >
            {words.keep}
          </button>
        </div>
      ) : (
        <div class="comment-acts">
          <React model={model} comment={comment} reaction="agree" />
          <React model={model} comment={comment} reaction="disagree" />
          {!editing?.open && (
            <span class="own-acts">
              {mine && model.rights.mayComment && (
                <button type="button" class="act" onClick={() => model.drafts.onComment(comment.thread, comment.id, comment.text)}>
                  {words.edit}
                </button>
              )}
              {model.rights.mayComment && model.rights.mayRemove(comment) && (
                <button type="button" class="act" onClick={() => setAsking(true)}>
                  {words.remove}
                </button>
              )}
            </span>
          )}
        </div>
      )}
    </div>
  );
}

/** Guests choose their names themselves: a name alone could be anybody's. */
const isGuest = (author: Author): boolean => author.id.startsWith('g-');

export function CommentHead({ comment }: { readonly comment: Comment }): JSX.Element {
  return (
    <p class="comment-head">
      <AuthorFace author={comment.author} />
      <b dir="auto">{comment.author.name}</b>
      {isGuest(comment.author) && <span class="guest">{words.guest}</span>}
      <When at={comment.created_at} />
      {comment.unread && <span class="for-readers">{words.unread}</span>}
      {comment.edited_at && <span class="edited">{words.edited}</span>}
    </p>
  );
}

function React({ model, comment, reaction }: CommentProps & { readonly reaction: Reaction }): JSX.Element {
  const count = comment.reactions[reaction];
  const pressed = model.deeds.myReaction(comment) === reaction;
  return (
    <button type="button" class="act react" aria-pressed={pressed} onClick={() => void model.deeds.react(comment, reaction)}>
      {words[reaction]}
      {count > 0 && <span class="count"> {count}</span>}
    </button>
  );
}

/** Earlier texts of an edited comment. */
function Before({ model, comment }: CommentProps): JSX.Element {
  const [before, setBefore] = useState<readonly Revision[] | null>(null);
  const toggle = (): void => {
    if (before) setBefore(null);
    else void model.deeds.revisions(comment).then(setBefore, () => setBefore(null));
  };
  return (
    <div class="before">
      <button type="button" class="act" aria-expanded={before !== null} onClick={toggle}>
        {before ? words.hideBefore : words.showBefore}
      </button>
      {before && (
        <ol aria-label={words.before}>
          {before.map(({ at, html }) => (
            <li key={at}>
              <When at={at} />
              <CommentHtml html={html} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
