import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { strings } from '../strings.ts';
import { logInAddress } from './addresses.ts';
import type { Phase } from './editor-model.ts';
import { me } from './whoami.ts';

const words = strings.rights;

/** In place of a document that cannot be shown. */
export function Gone({ phase }: { readonly phase: Phase }): JSX.Element | null {
  switch (phase.kind) {
    case 'missing':
      return me.value && !me.value.open ? <Unseen /> : <Missing />;
    case 'failed':
      return <Failed message={phase.message} />;
    case 'lost':
      return <Lost unsent={phase.unsent} kept={phase.kept} />;
    default:
      return null;
  }
}

function LogIn(): JSX.Element | null {
  if (me.value?.kind === 'account') return null;
  return (
    <a class="button primary" href={logInAddress(location.pathname)}>
      {words.logIn}
    </a>
  );
}

function Home({ primary = false }: { readonly primary?: boolean }): JSX.Element {
  return (
    <a class={primary ? 'button primary' : 'button'} href="/">
      {strings.editor.goHome}
    </a>
  );
}

/** Nobody is told whether there is one. */
function Unseen(): JSX.Element {
  const who = me.value;
  const account = who?.kind === 'account';
  return (
    <main class="gone">
      <h1>{words.missingTitle}</h1>
      <p>{account ? words.missingTextAccount(who.name ?? '') : words.missingText}</p>
      <p class="gone-actions">
        <LogIn />
        {who?.kind !== 'nobody' && <Home primary={account} />}
      </p>
    </main>
  );
}

function Missing(): JSX.Element {
  return (
    <main class="gone">
      <h1>{strings.editor.missingTitle}</h1>
      <p>{strings.editor.missingText}</p>
      <p class="gone-actions">
        <Home primary />
      </p>
    </main>
  );
}

function Failed({ message }: { readonly message: string }): JSX.Element {
  return (
    <main class="gone">
      <h1>{strings.editor.failedTitle}</h1>
      <p>{message}</p>
      <p class="gone-actions">
        <button type="button" class="button primary" onClick={() => location.reload()}>
          {strings.editor.tryAgain}
        </button>
        <Home />
      </p>
    </main>
  );
}

function Lost({ unsent, kept }: { readonly unsent: string; readonly kept: boolean }): JSX.Element {
  const [said, setSaid] = useState('');
  const loggedOut = me.value?.kind === 'nobody';
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(unsent);
      setSaid(strings.forms.copied);
    } catch {
      document.querySelector<HTMLTextAreaElement>('.unsent textarea')?.select();
      setSaid(strings.forms.copyByHand);
    }
  };
  return (
    <main class="gone">
      <div role="alert">
        <h1>{loggedOut ? words.loggedOutTitle : words.lostTitle}</h1>
        <p>{loggedOut ? words.loggedOutText : words.lostText}</p>
        {unsent && <p>{kept ? words.unsentKept : words.unsentUnkept}</p>}
      </div>
      {unsent && (
        <div class="unsent">
          <textarea readOnly dir="auto" rows={6} aria-label={words.unsentLabel} value={unsent} />
          <p class="gone-actions">
            <button type="button" class="button" onClick={() => void copy()}>
              {words.unsentCopy}
            </button>
            <span role="status">{said}</span>
          </p>
        </div>
      )}
      <p class="gone-actions">
        <LogIn />
        <Home />
      </p>
    </main>
  );
}
