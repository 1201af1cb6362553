import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { changeAccount, makeReset } from '../../api/access.ts';
import type { Account } from '../../api/access.ts';
import { strings } from '../../words/strings.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Check, CopyField, Field, Form, Outcome } from '../../ui/forms.tsx';
import { FormModel, isStatus } from '../form-model.ts';

const words = strings.administration;

interface Props {
  readonly account: Account;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

export function AccountDialog({ account, onChanged, onClose }: Props): JSX.Element {
  const form = useMemo(() => new FormModel(), []);
  const name = useSignal(account.name);
  const affiliation = useSignal(account.affiliation ?? '');
  const email = useSignal(account.email);
  const administrator = useSignal(account.administrator);
  const disabled = useSignal(account.disabled);
  const submit = async (): Promise<void> => {
    const change = {
      name: name.value.trim(),
      affiliation: affiliation.value.trim(),
      email: email.value.trim(),
      administrator: administrator.value,
      disabled: disabled.value,
    };
    const changed = await form.run(
      async () => void (await changeAccount(account.id, change)),
      (failure) => (isStatus(failure, 403) ? words.lastAdministrator : isStatus(failure, 409) ? strings.account.taken : null),
    );
    if (!changed) return;
    onChanged();
    onClose();
  };
  return (
    <Dialog title={words.manageTitle(account.name)} onClose={onClose} narrow>
      <Form model={form} submit={strings.forms.save} onSubmit={() => void submit()}>
        <Field label={strings.forms.name} maxLength={100} value={name} autoFocus />
        <Field label={strings.forms.affiliation} maxLength={200} optional value={affiliation} />
        <Field label={strings.forms.email} type="email" value={email} />
        <Check label={words.isAdministrator} checked={administrator.value} onChange={(on) => (administrator.value = on)} />
        <Check label={words.isDisabled} checked={disabled.value} onChange={(on) => (disabled.value = on)} />
      </Form>
      <hr class="rule" />
      <ResetAddress account={account} />
    </Dialog>
  );
}

function ResetAddress({ account }: { readonly account: Account }): JSX.Element {
  const form = useMemo(() => new FormModel(), []);
  const address = useSignal('');
  const make = async (): Promise<void> => {
    const made = await makeReset(account.id);
    address.value = location.origin + made.address;
  };
  if (address.value) {
    return (
      <div class="shown-once">
        <p>{words.resetText(account.name)}</p>
        <CopyField label={words.resetAddress} value={address.value} fresh />
      </div>
    );
  }
  return (
    <>
      <button type="button" class="button" onClick={() => void form.run(make)}>
        {words.reset}
      </button>
      <Outcome model={form} />
    </>
  );
}
