import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { strings } from '../words/strings.ts';
import { logInAddress } from '../addresses.ts';
import type { Me } from '../api/roles.ts';

const words = strings.rights;

/** Why a document cannot be shown. */
export type WhyGone =
  | { readonly kind: 'missing' }
  /** I may not see it any more. `unsent` is what I typed last, `kept` whether this browser has it. */
  | { readonly kind: 'lost'; readonly unsent: string; readonly kept: boolean }
  | { readonly kind: 'failed'; readonly message: string };

interface Props {
  /** Null as long as the server has not said who I am. */
  readonly me: Me | null;
}

/** In place of a document that cannot be shown. */
export function Gone({ why, me }: Props & { readonly why: WhyGone }): JSX.Element {
  switch (why.kind) {
    case 'missing':
      return me && !me.open ? <Unseen me={me} /> : <Missing />;
    case 'failed':
      return <Failed message={why.message} />;
    case 'lost':
      return <Lost me={me} unsent={why.unsent} kept={why.kept} />;
  }
}

function LogIn({ me }: Props): JSX.Element | null {
  if (me?.kind === 'account') return null;
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

/** Does not say whether there is such a document. */
function Unseen({ me }: { readonly me: Me }): JSX.Element {
  const account = me.kind === 'account';
  return (
    <main class="gone">
      <h1>{words.missingTitle}</h1>
      <p>{account ? words.missingTextAccount(me.name ?? '') : words.missingText}</p>
      <p class="gone-actions">
        <LogIn me={me} />
        {me.kind !== 'nobody' && <Home primary={account} />}
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

function Lost({ me, unsent, kept }: Props & { readonly unsent: string; readonly kept: boolean }): JSX.Element {
  const [said, setSaid] = useState('');
  const loggedOut = me?.kind === 'nobody';
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
        <LogIn me={me} />
        <Home />
      </p>
    </main>
  );
}
