import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { strings } from '../../words/strings.ts';
import { Frame } from '../frame.tsx';
import { logInAddress } from '../../addresses.ts';
import { me } from '../whoami.ts';
import { PasswordPart } from './password.tsx';
import { ProfilePart } from './profile.tsx';
import { SessionsPart } from './sessions.tsx';
import { TokensPart } from './tokens.tsx';

const words = strings.account;

export function AccountPage(): JSX.Element | null {
  const changes = useSignal(0);
  const who = me.value;
  if (!who) return null;
  if (who.kind === 'nobody') {
    location.replace(logInAddress('/account'));
    return null;
  }
  if (who.kind !== 'account') {
    return (
      <Frame title={words.accountsOnly}>
        {!who.open && <p>{words.accountsOnlyText}</p>}
        <p class="form-actions">
          <a class="button" href="/">
            {strings.coming.toHome}
          </a>
        </p>
      </Frame>
    );
  }
  return (
    <Frame title={words.title}>
      <ProfilePart who={who} />
      <PasswordPart email={who.email ?? ''} onChanged={() => (changes.value += 1)} />
      {/* A new password ends sessions and tokens: both lists are fetched again. */}
      <SessionsPart passwordChanges={changes.value} failedLogIns={who.failed_log_ins ?? 0} />
      <TokensPart passwordChanges={changes.value} administrator={who.administrator} />
    </Frame>
  );
}
