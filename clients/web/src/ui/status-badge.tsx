import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Status } from '../sync/status.ts';
import { strings } from '../words/strings.ts';

const { explain, ...words } = strings.status;

function textOf(status: Status): string {
  switch (status.kind) {
    case 'offline':
      return words.offline(status.changes);
    case 'read-only':
      return words.readOnly;
    default:
      return words[status.kind];
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
    case 'offline':
    case 'reconnecting':
      return status.kept ? explain.offline : explain.offlineUnkept;
    case 'read-only':
      return status.reason.cause === 'deleted' ? explain.deleted : explain.serverRefuses(status.reason.message);
  }
}

interface StatusBadgeProps {
  readonly status: Status;
  readonly kept: boolean;
  readonly onTryNow: () => void;
}

/** What is true about my changes, in words; its explanation on demand. */
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
        <span class="status-words">{textOf(status)}</span>
        <span class="status-short" aria-hidden="true">
          {status.kind === 'offline' ? words.offlineShort(status.changes) : textOf(status)}
        </span>
      </button>
      <div id="status-explained" class="popover" hidden={!open}>
        <p>{explanationOf(status, kept)}</p>
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

/** Tells screen readers what changed for good, and nothing of the coming and going of "Saving…". */
function Announcer({ status }: { readonly status: Status }): JSX.Element {
  const [spoken, setSpoken] = useState('');
  const said = useRef<Status['kind']>('saved');
  const steady = status.kind === 'saved' || status.kind === 'saving' ? 'saved' : status.kind;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (steady === said.current || steady === 'loading') return;
      const wasAway = said.current !== 'saved';
      said.current = steady;
      if (steady === 'saved') setSpoken(wasAway ? strings.notices.back : '');
      else setSpoken(steady === 'read-only' ? `${words.readOnly}. ${explanationOf(status, true)}` : strings.notices.offlineAgain);
    }, kSpeakAfter);
    return () => clearTimeout(timer);
  }, [steady]);
  return (
    <p class="for-readers" role="status" aria-live="polite">
      {spoken}
    </p>
  );
}
