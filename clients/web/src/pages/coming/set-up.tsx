import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { setUp } from '../../api/access.ts';
import { strings } from '../../words/strings.ts';
import { Gate } from '../frame.tsx';
import { takeSecret } from '../../addresses.ts';
import { isStatus } from '../form-model.ts';
import { me } from '../whoami.ts';
import { GoneGate } from './gone.tsx';
import { NewAccountForm } from './new-account.tsx';

const words = strings.coming.setUp;

export function SetUpPage(): JSX.Element {
  const secret = useMemo(() => takeSecret(), []);
  const gone = useSignal(false);
  if (!secret) return <GoneGate title={words.gone} text={strings.coming.noSecret} />;
  if (gone.value || (me.value && !me.value.needs_set_up && me.value.kind === 'nobody')) {
    return <GoneGate title={words.gone} text={words.goneText} />;
  }
  return (
    <Gate title={words.title}>
      <p>{words.text}</p>
      <NewAccountForm
        secret={secret}
        email=""
        submit={words.submit}
        make={setUp}
        explain={(failure) => {
          if (isStatus(failure, 404)) gone.value = true;
          return null;
        }}
      />
    </Gate>
  );
}
