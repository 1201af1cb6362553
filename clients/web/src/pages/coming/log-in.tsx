import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { logIn } from '../../api/access.ts';
import { strings } from '../../words/strings.ts';
import { Field, Form, PasswordField } from '../../ui/forms.tsx';
import { Gate } from '../frame.tsx';
import { safePath } from '../../addresses.ts';
import { FormModel, isStatus } from '../form-model.ts';
import { iAm, leave, me } from '../whoami.ts';

const words = strings.coming.logIn;

export function LogInPage(): JSX.Element {
  const to = safePath(new URLSearchParams(location.search).get('to'));
  const who = me.value;
  if (who?.open) location.replace(to);
  return (
    <Gate title={words.title}>
      {who?.kind === 'account' ? <Already name={who.name ?? ''} to={to} /> : <LogIn to={to} needsSetUp={who?.needs_set_up ?? false} />}
    </Gate>
  );
}

function LogIn({ to, needsSetUp }: { readonly to: string; readonly needsSetUp: boolean }): JSX.Element {
  const form = useMemo(() => new FormModel(), []);
  const email = useSignal('');
  const password = useSignal('');
  const submit = async (): Promise<void> => {
    const work = async (): Promise<void> => {
      iAm(await logIn(email.value.trim(), password.value));
      location.assign(to);
    };
    await form.run(work, (failure) => (isStatus(failure, 403) ? words.wrong : null));
  };
  return (
    <>
      {needsSetUp && <p class="hint-box">{words.needsSetUp}</p>}
      <Form model={form} submit={words.submit} onSubmit={() => void submit()}>
        <Field label={strings.forms.email} type="email" autocomplete="username" value={email} autoFocus />
        <PasswordField label={strings.forms.password} value={password} />
      </Form>
      <p class="aside">{words.forgot}</p>
      <p class="aside">{words.noAccount}</p>
    </>
  );
}

function Already({ name, to }: { readonly name: string; readonly to: string }): JSX.Element {
  const form = useMemo(() => new FormModel(), []);
  return (
    <>
      <p>{words.already(name)}</p>
      {form.problem.value && (
        <p class="problem" role="alert">
          {form.problem.value}
        </p>
      )}
      <p class="form-actions">
        <a class="button primary" href={to}>
          {words.goOn}
        </a>
        <button type="button" class="button" onClick={() => void form.run(leave)}>
          {words.logOut}
        </button>
      </p>
    </>
  );
}
