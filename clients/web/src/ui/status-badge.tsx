import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Status } from '../sync/status.ts';
import { strings } from '../words/strings.ts';

const { explain, ...words } = strings.status;

function textOf(status: Status): string {
  switch (status.kind) {
    case 'unanswered':
      return words.unanswered(status.seconds, status.kept);
    case 'offline':
      return words.offline(status.changes);
    case 'read-only':
      return words.readOnly;
    default:
      return words[status.kind];
  }
}

/** The short form, for a bar with little room. */
function shortTextOf(status: Status): string {
  switch (status.kind) {
    case 'unanswered':
      return words.unansweredShort(status.seconds);
    case 'offline':
      return words.offlineShort(status.changes);
    case 'waiting':
      return words.waitingShort;
    default:
      return textOf(status);
  }
}

function explanationOf(status: Status, kept: boolean): string {
  switch (status.kind) {
    case 'loading':
      return explain.loading;
    case 'saved':
      return explain.saved;
    case 'saving':
      return kept ? explain.saving : explain.savingUnkept;
    case 'waiting':
      return kept ? explain.waiting : explain.waitingUnkept;
    case 'unanswered':
      return status.kept ? explain.unanswered : explain.unansweredUnkept;
    case 'offline':
    case 'reconnecting':
      return status.kept ? explain.offline : explain.offlineUnkept;
    case 'read-only':
      return status.reason.cause === 'deleted' ? explain.deleted : explain.serverReadOnly;
  }
}

interface StatusBadgeProps {
  readonly status: Status;
  readonly kept: boolean;
  readonly onTryNow: () => void;
}

/**
 * The state of my changes in a word or two. Other words are other elements (`key`): a translator puts nodes of its own in
 * the place of ours, and a text that we change in ours would not be seen. A press shows the
 * explanation.
 */
export function StatusBadge({ status, kept, onTryNow }: StatusBadgeProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const close = (event: Event): void => {
      const outside = event.target instanceof Node && !root.current?.contains(event.target);
      if (outside || (event instanceof KeyboardEvent && event.key === 'Escape')) setOpen(false);
    };
    document.addEventListener('mousedown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('mousedown', close);
      document.removeEventListener('keydown', close);
    };
  }, [open]);
  const away = status.kind === 'offline' || status.kind === 'reconnecting';
  return (
    <div class="status" ref={root}>
      <button
        type="button"
        class={`status-badge is-${status.kind}`}
        aria-expanded={open}
        aria-controls="status-explained"
        onClick={() => setOpen(!open)}
      >
        <span class="status-dot" aria-hidden="true" />
        <span key={`long ${textOf(status)}`} class="status-words">
          {textOf(status)}
        </span>
        <span key={`short ${shortTextOf(status)}`} class="status-short" aria-hidden="true">
          {shortTextOf(status)}
        </span>
      </button>
      <div id="status-explained" class="popover" hidden={!open}>
        <p key={explanationOf(status, kept)}>{explanationOf(status, kept)}</p>
        {away && (
          <button type="button" class="button" onClick={onTryNow}>
            {words.tryNow}
          </button>
        )}
      </div>
      <Announcer status={status} />
    </div>
  );
}

/** Long enough that a blink of the network is not read aloud. */
const kSpeakAfter = 2_000;

function spokenOf(status: Status): string {
  if (status.kind === 'read-only') return `${words.readOnly}. ${explanationOf(status, true)}`;
  if (status.kind === 'unanswered') return explanationOf(status, status.kept);
  return status.kind === 'waiting' ? strings.notices.waitingSave : strings.notices.offlineAgain;
}

const spokenBack = (before: Status['kind']): string => (before === 'waiting' || before === 'unanswered' ? strings.notices.allSaved : strings.notices.back);

/** Tells screen readers what changed for good, and nothing of the coming and going of "Saving…". */
function Announcer({ status }: { readonly status: Status }): JSX.Element {
  const [spoken, setSpoken] = useState('');
  const said = useRef<Status['kind']>('saved');
  const steady = status.kind === 'saved' || status.kind === 'saving' ? 'saved' : status.kind;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (steady === said.current || steady === 'loading') return;
      const before = said.current;
      said.current = steady;
      setSpoken(steady === 'saved' ? (before === 'saved' ? '' : spokenBack(before)) : spokenOf(status));
    }, kSpeakAfter);
    return () => clearTimeout(timer);
  }, [steady]);
  return (
    <p class="for-readers" role="status" aria-live="polite">
      <span key={spoken}>{spoken}</span>
    </p>
  );
}
