import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { usePasswordReset } from '../../api/access.ts';
import { strings } from '../../words/strings.ts';
import { Form, PasswordField } from '../../ui/forms.tsx';
import { Gate } from '../frame.tsx';
import { forgetSecret, takeSecret } from '../../addresses.ts';
import { FormModel, isStatus } from '../form-model.ts';
import { iAm } from '../whoami.ts';
import { GoneGate } from './gone.tsx';

const words = strings.coming.reset;

export function ResetPage(): JSX.Element {
  const secret = useMemo(() => takeSecret(), []);
  const form = useMemo(() => new FormModel(), []);
  const password = useSignal('');
  const gone = useSignal(false);
  if (!secret) return <GoneGate title={words.gone} text={strings.coming.noSecret} />;
  if (gone.value) return <GoneGate title={words.gone} text={words.goneText} />;
  const submit = async (): Promise<void> => {
    const work = async (): Promise<void> => {
      iAm(await usePasswordReset(secret, password.value));
      forgetSecret();
      location.assign('/');
    };
    await form.run(work, (failure) => {
      if (isStatus(failure, 404)) gone.value = true;
      return null;
    });
  };
  return (
    <Gate title={words.title}>
      <p>{words.text}</p>
      <Form model={form} submit={words.submit} onSubmit={() => void submit()}>
        <PasswordField label={strings.forms.newPassword} isNew value={password} autoFocus />
      </Form>
    </Gate>
  );
}
