import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { changedWhen } from '../../words/dates.ts';
import { shorten } from '../../text/shorten.ts';
import { strings } from '../../words/strings.ts';
import type { Thread } from '../../threads/types.ts';
import { Icon } from '../icons.tsx';
import { CommentBox, SendState } from './comment-box.tsx';
import type { Discussion, DraftShown } from './discussion.ts';
import { LazyOrder, Ordered } from './thread-order.tsx';
import { CommentHtml } from './comment-html.tsx';
import { AuthorFace, CommentHead, CommentView, When } from './comment-view.tsx';

const words = strings.threads;

interface CardProps {
  readonly model: Discussion;
  readonly thread: Thread;
  /** In a list the words are said; beside the text they are level with it. */
  readonly quoted: boolean;
}

/** One thread: short, or whole when it is looked at. */
export function ThreadCard({ model, thread, quoted }: CardProps): JSX.Element {
  const active = model.active.value?.kind === 'thread' && model.active.value.id === thread.id;
  const card = useRef<HTMLElement>(null);
  useFocusWhenAsked(model, active, card);
  const first = thread.comments[0];
  const replies = thread.comments.length - 1;
  const about = words.about(first?.author.name ?? '', shorten(thread.anchor.quote) || words.emptyCell, replies);
  const label = thread.unread ? `${words.unread}: ${about}` : about;
  return (
    <article
      ref={card}
      id={`about-${thread.id}`}
      class={`thread-card${active ? ' is-active' : ''}${thread.unread ? ' is-unread' : ''} is-${thread.state}`}
      tabIndex={-1}
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        event.preventDefault();
        model.leave();
      }}
      onClick={(event) => {
        const control = event.target instanceof Element && event.target.closest('button, a, textarea, form');
        if (!active && !control) model.look({ kind: 'thread', id: thread.id });
      }}
    >
      {thread.unread && (
        <p class="unread-mark">
          <span class="unread-dot" aria-hidden="true" />
          <span class="for-readers">{words.unread}</span>
        </p>
      )}
      <About model={model} thread={thread} quoted={quoted} />
      <Ordered thread={thread} />
      {active ? <Whole model={model} thread={thread} /> : <Short model={model} thread={thread} />}
    </article>
  );
}

function useFocusWhenAsked(model: Discussion, active: boolean, card: { readonly current: HTMLElement | null }): void {
  const asked = model.focusAsked.value;
  useLayoutEffect(() => {
    if (active && asked > 0 && asked !== answered) {
      answered = asked;
      card.current?.focus({ preventScroll: true });
      // In the margin it lies beside its words, and is not put there yet: the page must not move to look for it.
      if (!card.current?.closest('.margin-cards')) card.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [asked, active]);
}
/** Each asking is answered by one card. */
let answered = 0;

/** The words, where the card is not beside them, and what became of them. */
function About({ model, thread, quoted }: CardProps): JSX.Element | null {
  const { anchor } = thread;
  const orphaned = model.book.isOrphaned(thread);
  if (!orphaned && !quoted) return null;
  const { removed } = anchor;
  const when = removed ? changedWhen(removed.at, Date.now()) : '';
  const name = removed ? removed.by_name || model.nameOf(removed.by) : '';
  return (
    <div class={orphaned ? 'about is-orphaned' : 'about'}>
      {orphaned && (
        <p class="about-lost">
          {!removed ? words.wordsJustRemoved : name ? words.wordsRemovedBy(name, when) : words.wordsRemoved(when)}
        </p>
      )}
      <blockquote dir="auto" aria-label={orphaned ? words.wordsWere : undefined}>
        {shorten(anchor.words || anchor.quote, 160) || words.emptyCell}
      </blockquote>
    </div>
  );
}

function Short({ model, thread }: { readonly model: Discussion; readonly thread: Thread }): JSX.Element {
  const first = thread.comments.find(({ deleted }) => !deleted) ?? thread.comments[0];
  const replies = thread.comments.length - 1;
  const last = thread.comments.at(-1);
  const draft = model.drafts.forThread(thread.id);
  return (
    <>
      {first && (
        <div class="comment">
          <CommentHead comment={first} />
          {first.deleted ? (
            <p class="is-deleted">{words.removed(first.deleted.by.name, changedWhen(first.deleted.at, Date.now()))}</p>
          ) : (
            <CommentHtml html={first.html} />
          )}
        </div>
      )}
      <div class="card-foot">
        <button
          type="button"
          class="act"
          hidden={replies === 0 && !model.rights.mayComment}
          onClick={() => (replies > 0 ? model.look({ kind: 'thread', id: thread.id }, true) : model.reply(thread.id))}
        >
          {replies > 0 ? words.replies(replies) : words.reply}
        </button>
        {replies > 0 && last && (
          <span class="last-reply">
            <AuthorFace author={last.author} />
            <When at={last.created_at} />
          </span>
        )}
        {draft && <span class="draft-mark">{words.draft}</span>}
        {thread.state === 'resolved' && <span class="resolved-mark">{words.filter.resolved}</span>}
      </div>
    </>
  );
}

function Whole({ model, thread }: { readonly model: Discussion; readonly thread: Thread }): JSX.Element {
  const draft = model.drafts.forThread(thread.id);
  const resolved = thread.state === 'resolved';
  const hasWords = model.book.rangeOf(thread.id) !== null;
  const agree = thread.comments.at(-1)?.reactions;
  return (
    <>
      <div class="card-tools">
        {model.rights.mayResolve(thread) && (
          <button type="button" class="act" onClick={() => void model.deeds.resolve(thread, !resolved)}>
            <Icon name="tick" />
            {resolved ? words.reopen : words.resolve}
          </button>
        )}
        <button type="button" class="act" onClick={() => void model.copyLink(thread.id)}>
          <Icon name="link" />
          {words.link}
        </button>
        {hasWords && model.listOpen.value && (
          <button type="button" class="act" onClick={() => (model.goTo(thread.id, false), model.leave())}>
            {words.toWords}
          </button>
        )}
      </div>
      {model.rights.mayOrder && <LazyOrder model={model} thread={thread} />}
      {thread.resolved && (
        <p class="resolved-line">
          {words.resolvedBy(thread.resolved.by.name, changedWhen(thread.resolved.at, Date.now()))}
        </p>
      )}
      <ol class="comments">
        {thread.comments.map((comment) => (
          <li key={comment.id}>
            <CommentView model={model} comment={comment} />
          </li>
        ))}
      </ol>
      {agree && agree.agree > 1 && agree.disagree === 0 && <p class="no-objection">{words.noObjection}</p>}
      {draft?.open ? (
        <CommentBox model={model} shown={draft} label={words.replyLabel} send={words.reply} />
      ) : (
        <div class="reply-start" hidden={!model.rights.mayComment}>
          {draft && <SendState state={draft.state} problem={draft.problem} />}
          <button type="button" class="reply-button" onClick={() => model.reply(thread.id)}>
            {draft ? words.goOn : words.reply}
          </button>
        </div>
      )}
    </>
  );
}

/** A comment on words that is being written, or waits. */
export function DraftCard({ model, shown }: { readonly model: Discussion; readonly shown: DraftShown }): JSX.Element {
  const { draft } = shown;
  const active = model.active.value?.id === draft.key;
  const quote = draft.about.kind === 'words' ? shorten(draft.about.quote, 160) : '';
  return (
    <article class={active || shown.open ? 'thread-card is-active is-draft' : 'thread-card is-draft'} aria-label={`${words.draft}: ${quote}`}>
      {!model.drafts.placeOf(draft.key) && (
        <div class="about is-orphaned">
          <blockquote dir="auto">{quote}</blockquote>
        </div>
      )}
      {shown.open ? (
        <CommentBox model={model} shown={shown} label={words.commentLabel} send={words.send} />
      ) : (
        <>
          <p class="draft-text" dir="auto">
            <span class="draft-mark">{words.draft}</span> {shorten(draft.text, 120)}
          </p>
          <SendState state={shown.state} problem={shown.problem} />
          <div class="card-foot">
            <button
              type="button"
              class="act"
              onClick={() => {
                model.drafts.open(draft.key);
                model.look({ kind: 'draft', id: draft.key });
              }}
            >
              {words.goOn}
            </button>
            <button type="button" class="act" onClick={() => model.drafts.drop(draft.key)}>
              {words.discard}
            </button>
          </div>
        </>
      )}
    </article>
  );
}
