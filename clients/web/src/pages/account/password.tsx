import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { changePassword } from '../../api/access.ts';
import { strings } from '../../words/strings.ts';
import { Form, PasswordField } from '../../ui/forms.tsx';
import { Section } from '../../ui/section.tsx';
import { FormModel, isStatus } from '../form-model.ts';

const words = strings.account;

export function PasswordPart({ email, onChanged }: { readonly email: string; readonly onChanged: () => void }): JSX.Element {
  const form = useMemo(() => new FormModel(), []);
  const current = useSignal('');
  const next = useSignal('');
  const submit = async (): Promise<void> => {
    const changed = await form.run(
      () => changePassword(current.value, next.value),
      (failure) => (isStatus(failure, 403) ? words.wrongCurrent : null),
    );
    if (!changed) return;
    current.value = '';
    next.value = '';
    form.done.value = words.changed;
    onChanged();
  };
  return (
    <Section title={words.passwordTitle} text={words.passwordText}>
      <Form model={form} submit={words.change} onSubmit={() => void submit()} quiet>
        {/* Tells a password manager which account this is. */}
        <input class="for-readers" type="text" autocomplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
        <PasswordField label={words.current} value={current} />
        <PasswordField label={strings.forms.newPassword} isNew value={next} />
      </Form>
    </Section>
  );
}
