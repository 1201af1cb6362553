import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { changeMe } from '../../api/access.ts';
import type { Me } from '../../api/roles.ts';
import { strings } from '../../words/strings.ts';
import { Field, Form } from '../../ui/forms.tsx';
import { Section } from '../../ui/section.tsx';
import { FormModel, isStatus } from '../form-model.ts';
import { iAm } from '../whoami.ts';

const words = strings.account;

export function ProfilePart({ who }: { readonly who: Me }): JSX.Element {
  const form = useMemo(() => new FormModel(), []);
  const name = useSignal(who.name ?? '');
  const affiliation = useSignal(who.affiliation ?? '');
  const email = useSignal(who.email ?? '');
  const submit = async (): Promise<void> => {
    const change = { name: name.value.trim(), affiliation: affiliation.value.trim(), email: email.value.trim() };
    const saved = await form.run(
      async () => void iAm(await changeMe(change)),
      (failure) => (isStatus(failure, 409) ? words.taken : null),
    );
    if (saved) form.done.value = strings.forms.saved;
  };
  return (
    <Section title={words.profile} text={words.profileText}>
      <Form model={form} submit={strings.forms.save} onSubmit={() => void submit()}>
        <Field label={strings.forms.name} autocomplete="name" maxLength={100} value={name} />
        <Field label={strings.forms.affiliation} autocomplete="organization" maxLength={200} optional value={affiliation} />
        <Field label={strings.forms.email} type="email" autocomplete="email" value={email} />
      </Form>
    </Section>
  );
}
