import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { momentOf } from '../../history/times.ts';
import { historyWords } from '../../words/history.ts';
import type { Comment, Thread } from '../../threads/types.ts';
import { CommentHtml } from '../threads/comment-html.tsx';
import { FigureFace } from './face.tsx';
import type { HistoryView, ReadingView } from './views.ts';

const words = historyWords.comments;

interface Props {
  readonly model: HistoryView;
  readonly reading: ReadingView;
  /** Brings the words of a thread into view. */
  readonly onShow: (thread: Thread) => void;
}

/** The discussions as they stood, to read. */
export function CommentsPanel({ model, reading, onShow }: Props): JSX.Element {
  const version = model.shown.value?.difference.to.version;
  useEffect(() => {
    if (version !== undefined) void reading.showComments(version);
  }, [version]);
  const comments = reading.comments.value;
  const problem = reading.commentsProblem.value;
  if (!reading.mayReadComments) return <p class="list-note">{words.forbidden}</p>;
  if (problem) {
    return (
      <div class="problem" role="alert">
        <p>{problem}</p>
        <button type="button" class="button small" onClick={() => version !== undefined && void reading.showComments(version)}>
          {historyWords.states.retry}
        </button>
      </div>
    );
  }
  if (!comments) return <p class="list-note">{words.loading}</p>;
  return (
    <div class="old-threads" aria-busy={comments.version !== version}>
      <p class="list-note">{comments.threads.length === 0 ? words.none : words.intro(model.nameOf(comments.version))}</p>
      <ol>
        {comments.threads.map((thread) => (
          <li key={thread.id} class="old-thread">
            <OldThread thread={thread} model={model} onShow={onShow} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function OldThread({ thread, model, onShow }: { readonly thread: Thread; readonly model: HistoryView; readonly onShow: Props['onShow'] }): JSX.Element {
  const { anchor, resolved, comments } = thread;
  const gone = anchor.state === 'orphaned';
  return (
    <>
      {gone ? (
        <blockquote class="old-quote is-gone" dir="auto">
          <span class="entry-when">{words.gone}: </span>
          {anchor.quote}
        </blockquote>
      ) : (
        <button type="button" class="old-quote" dir="auto" onClick={() => onShow(thread)}>
          <span class="for-readers">{words.toWords}: </span>
          {anchor.words || anchor.quote}
        </button>
      )}
      <ol>
        {comments.map((comment) => (
          <li key={comment.id}>
            <OldComment comment={comment} model={model} />
          </li>
        ))}
      </ol>
      {resolved && <p class="entry-when">{words.resolved(resolved.by.name)}</p>}
    </>
  );
}

function OldComment({ comment, model }: { readonly comment: Comment; readonly model: HistoryView }): JSX.Element {
  const { author, created_at, deleted, html } = comment;
  if (deleted) return <p class="entry-when">{words.removed}</p>;
  const figure = model.cast.find(author.id) ?? model.cast.person({ id: author.id, name: author.name, groups: [] });
  return (
    <div class="comment">
      <p class="comment-head">
        <FigureFace figure={figure} />
        <b dir="auto">{author.name}</b>
        <time dateTime={created_at}>{momentOf(created_at)}</time>
      </p>
      <CommentHtml html={html} />
    </div>
  );
}
