import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { acceptInvitation, openInvitation } from '../../api/access.ts';
import type { OpenedInvitation } from '../../api/access.ts';
import { ApiError } from '../../api/failure.ts';
import type { ApiFailure } from '../../api/failure.ts';
import { fullDate } from '../../words/dates.ts';
import { strings } from '../../words/strings.ts';
import { Gate } from '../frame.tsx';
import { takeSecret } from '../../addresses.ts';
import { isStatus } from '../form-model.ts';
import { sentenceOf } from '../../ui/failures.ts';
import { GoneGate } from './gone.tsx';
import { NewAccountForm } from './new-account.tsx';

const words = strings.coming.invitation;

export function InvitationPage(): JSX.Element {
  const secret = useMemo(() => takeSecret(), []);
  const opened = useSignal<OpenedInvitation | null>(null);
  const failure = useSignal<ApiFailure | null>(null);
  const open = (): void => {
    failure.value = null;
    openInvitation(secret).then(
      (invitation) => {
        opened.value = invitation;
      },
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        failure.value = error.failure;
      },
    );
  };
  useEffect(() => {
    if (secret) open();
  }, []);
  if (!secret) return <GoneGate title={words.gone} text={strings.coming.noSecret} />;
  if (failure.value) {
    return isStatus(failure.value, 404) ? (
      <GoneGate title={words.gone} text={words.goneText} />
    ) : (
      <GoneGate title={strings.coming.failedTitle} text={sentenceOf(failure.value)} onRetry={open} />
    );
  }
  const invitation = opened.value;
  if (!invitation) {
    return (
      <Gate title={words.title}>
        <p role="status">{words.loading}</p>
      </Gate>
    );
  }
  return (
    <Gate title={words.title}>
      <p>
        {words.text} {invitation.administrator && words.administrator}{' '}
        {invitation.groups.length > 0 && words.groups(invitation.groups)}
      </p>
      <p class="aside">{words.until(fullDate(invitation.expires_at) ?? '')}</p>
      <NewAccountForm
        secret={secret}
        email={invitation.email ?? ''}
        submit={words.submit}
        make={acceptInvitation}
        explain={(refused) => {
          if (isStatus(refused, 404)) failure.value = refused;
          return isStatus(refused, 409) ? words.taken : null;
        }}
      />
    </Gate>
  );
}
