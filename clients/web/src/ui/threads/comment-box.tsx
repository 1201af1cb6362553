import type { JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { strings } from '../../words/strings.ts';
import type { Mention } from '../../threads/mentions.ts';
import type { Discussion, DraftShown } from './discussion.ts';
import { MentionList, useMentions } from './mention-list.tsx';

const words = strings.threads;

interface BoxProps {
  readonly model: Discussion;
  readonly shown: DraftShown;
  readonly label: string;
  readonly send: string;
}

/** The box to write a comment in. The draft is stored with every key. */
export function CommentBox({ model, shown, label, send }: BoxProps): JSX.Element {
  const { draft, state, problem, kept } = shown;
  const area = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  // At once: the next key must not go into the text.
  useLayoutEffect(() => area.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => {
    const box = area.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight + 2}px`;
  }, [draft.text]);
  const close = (): void => {
    model.drafts.close(draft.key);
    if (draft.about.kind === 'words') model.look(null);
    model.leave();
  };
  const list = useId();
  const choice = useMentions(model);
  const offered = choice.found.value;
  const take = (named: Mention): void => {
    const box = area.current;
    if (!box) return;
    const { text, caret } = choice.taken(box.value, box.selectionStart, named);
    choice.end();
    model.drafts.write(draft.key, text, named);
    box.value = text;
    box.setSelectionRange(caret, caret);
  };
  /** Keys that are for the list of names while it is there. */
  const chooses = (event: KeyboardEvent): boolean => {
    if (offered.length === 0 || event.ctrlKey || event.metaKey) return false;
    if (event.key === 'ArrowDown') choice.move(1);
    else if (event.key === 'ArrowUp') choice.move(-1);
    else if (event.key === 'Escape') choice.end();
    else if (event.key === 'Enter' || event.key === 'Tab') {
      const named = offered[choice.current.value];
      if (named) take(named);
    } else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (chooses(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) model.drafts.send(draft.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const busy = state === 'sending';
  return (
    <form
      class="comment-box"
      data-key={draft.key}
      onSubmit={(event) => {
        event.preventDefault();
        model.drafts.send(draft.key);
      }}
    >
      <textarea
        ref={area}
        dir="auto"
        rows={2}
        aria-label={label}
        aria-describedby={hint}
        aria-autocomplete={model.rights.knowsPeople ? 'list' : undefined}
        aria-controls={offered.length > 0 ? list : undefined}
        aria-activedescendant={offered.length > 0 ? `${list}-${choice.current.value}` : undefined}
        value={draft.text}
        readOnly={busy}
        onInput={(event) => {
          model.drafts.write(draft.key, event.currentTarget.value);
          choice.follow(event.currentTarget);
        }}
        onBlur={() => choice.end()}
        onKeyDown={onKeyDown}
      />
      <MentionList id={list} choice={choice} onTake={take} />
      <p id={hint} class="box-hint">
        {kept ? words.hint : words.notKept}
      </p>
      <SendState state={state} problem={problem} />
      <div class="box-acts">
        {(draft.text.trim() || state === 'refused') && (
          <button type="button" class="act" onClick={() => (model.drafts.drop(draft.key), model.leave())}>
            {words.discard}
          </button>
        )}
        <button type="button" class="button small quiet" onClick={close}>
          {words.cancel}
        </button>
        <button type="submit" class="button small primary" disabled={busy || !draft.text.trim()}>
          {send}
        </button>
      </div>
    </form>
  );
}

export function SendState({ state, problem }: Pick<DraftShown, 'state' | 'problem'>): JSX.Element {
  return (
    <div role="status">
      {state === 'sending' && <p class="box-state">{words.sending}</p>}
      {state === 'waiting' && <p class="box-state is-waiting">{words.waiting}</p>}
      {state === 'refused' && <p class="box-state refusal">{problem}</p>}
    </div>
  );
}
