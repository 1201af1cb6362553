import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Me } from '../api/roles.ts';
import { logInAddress } from '../addresses.ts';
import { strings } from '../words/strings.ts';
import { personOf } from '../text/person.ts';
import { Face } from './people.tsx';
import { useDismiss } from './use-dismiss.ts';

const words = strings.who;

const here = (): string => location.pathname + location.search;

interface WhoProps {
  readonly me: Me;
  /** Ends the session. Rejects if the server did not. */
  readonly onLeave: () => Promise<void>;
  /** Without the name, for bars that have no room. */
  readonly compact?: boolean;
}

/** Somebody with a session of their own. */
const hasSession = ({ kind }: Me): boolean => kind === 'account' || kind === 'guest' || kind === 'vouched';

/** The menu with my name and the pages of my account. Nothing in open mode. */
export function WhoMenu({ me, onLeave, compact = false }: WhoProps): JSX.Element | null {
  if (me.open) return null;
  if (!hasSession(me)) {
    return (
      <a class="button" href={logInAddress(here())}>
        {words.logIn}
      </a>
    );
  }
  return <Menu me={me} onLeave={onLeave} compact={compact} />;
}

function Menu({ me, onLeave, compact }: WhoProps): JSX.Element {
  const open = useSignal(false);
  const failed = useSignal('');
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const name = me.name ?? strings.people.nobody;
  useDismiss(open.value, root, button, () => (open.value = false));
  const goOut = (): void => {
    onLeave().catch(() => {
      failed.value = strings.forms.unreachable;
    });
  };
  return (
    <div class="who" ref={root}>
      <button
        ref={button}
        type="button"
        class="who-button"
        aria-expanded={open.value}
        aria-controls="who-menu"
        title={name}
        onClick={() => (open.value = !open.value)}
      >
        <Face person={personOf({ id: me.id, name })} />
        <span class={compact ? 'for-readers' : 'who-name'} dir="auto">
          {name}
        </span>
        <span class="for-readers">, {words.menu}</span>
      </button>
      <div id="who-menu" class="popover who-menu" hidden={!open.value}>
        <p class="who-said">
          <b dir="auto">{name}</b>
          {me.affiliation && <span dir="auto">{me.affiliation}</span>}
          {me.administrator && <span>{words.administrator}</span>}
          {me.kind === 'guest' && <span>{words.guest}</span>}
        </p>
        <ul>
          {me.kind === 'account' && (
            <li>
              <a href="/account">{words.account}</a>
            </li>
          )}
          {me.administrator && (
            <li>
              <a href="/people">{words.people}</a>
            </li>
          )}
          {me.kind === 'guest' && (
            <li>
              <a href={logInAddress(here())}>{words.logIn}</a>
            </li>
          )}
          <li>
            <button type="button" onClick={goOut}>
              {me.kind === 'account' ? words.logOut : words.leaveGuest}
            </button>
          </li>
        </ul>
        <p class="problem" role="alert" hidden={!failed.value}>
          {failed.value}
        </p>
      </div>
    </div>
  );
}
