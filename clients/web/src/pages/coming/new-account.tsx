import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { NewAccount } from '../../api/access.ts';
import type { Me } from '../../api/roles.ts';
import type { ApiFailure } from '../../api/failure.ts';
import { strings } from '../../words/strings.ts';
import { Field, Form, PasswordField } from '../../ui/forms.tsx';
import { forgetSecret } from '../../addresses.ts';
import { FormModel } from '../form-model.ts';
import { iAm } from '../whoami.ts';

interface Props {
  readonly secret: string;
  readonly email: string;
  readonly submit: string;
  readonly make: (account: NewAccount) => Promise<Me>;
  /** A sentence for a refusal, or null for the server's own. */
  readonly explain: (failure: ApiFailure) => string | null;
}

/** The fields of a new account. */
export function NewAccountForm({ secret, email: given, submit, make, explain }: Props): JSX.Element {
  const form = useMemo(() => new FormModel(), []);
  const email = useSignal(given);
  const name = useSignal('');
  const affiliation = useSignal('');
  const password = useSignal('');
  const work = async (): Promise<void> => {
    const account = { secret, email: email.value.trim(), name: name.value.trim(), affiliation: affiliation.value.trim() };
    iAm(await make({ ...account, password: password.value }));
    forgetSecret();
    location.assign('/');
  };
  return (
    <Form model={form} submit={submit} onSubmit={() => void form.run(work, explain)}>
      <Field label={strings.forms.name} hint={strings.forms.nameHint} autocomplete="name" maxLength={100} value={name} autoFocus />
      <Field
        label={strings.forms.affiliation}
        hint={strings.forms.affiliationHint}
        autocomplete="organization"
        maxLength={200}
        optional
        value={affiliation}
      />
      <Field label={strings.forms.email} type="email" autocomplete="username" value={email} />
      <PasswordField label={strings.forms.password} isNew value={password} />
    </Form>
  );
}
