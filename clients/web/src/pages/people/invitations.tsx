import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { invite, listGroups, listInvitations, withdrawInvitation } from '../../api/access.ts';
import type { Group, Invitation } from '../../api/access.ts';
import { shortDay } from '../../words/dates.ts';
import { strings } from '../../words/strings.ts';
import { Check, CopyField, Field, Form, Outcome } from '../../ui/forms.tsx';
import { WhenLoaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { FormModel } from '../form-model.ts';
import { Loading } from '../loading.ts';

const words = strings.administration;

export function InvitationsPart(): JSX.Element {
  const list = useMemo(() => new Loading(listInvitations), []);
  const groups = useMemo(() => new Loading(listGroups), []);
  const made = useSignal<Invitation | null>(null);
  const ending = useMemo(() => new FormModel(), []);
  useEffect(() => {
    void list.load();
    void groups.load();
  }, []);
  const withdraw = async (invitation: Invitation): Promise<void> => {
    if (await ending.run(() => withdrawInvitation(invitation.id))) ending.done.value = words.withdrawn;
    if (made.value?.id === invitation.id) made.value = null;
    await list.load();
  };
  const names = (ids: readonly string[]): string =>
    ids.map((id) => groups.value?.find((group) => group.id === id)?.name ?? '').filter(Boolean).join(', ');
  const row = (invitation: Invitation): JSX.Element => {
    const who = invitation.email || words.anybody;
    return (
      <li class="row" key={invitation.id}>
        <p class="row-main">
          <b>{who}</b>
          {invitation.administrator && <span class="tag">{words.administrator}</span>}
          <span class="row-note">
            {names(invitation.groups) && `${names(invitation.groups)} · `}
            {words.until(shortDay(invitation.expires_at))}
          </span>
        </p>
        <button type="button" class="button small" aria-label={words.withdrawLabel(who)} onClick={() => void withdraw(invitation)}>
          {words.withdraw}
        </button>
      </li>
    );
  };
  return (
    <>
      <Section title={words.invite} text={words.inviteText}>
        {made.value?.address && (
          <div class="shown-once" key={made.value.id}>
            <p>{words.invitationShown}</p>
            <CopyField label={words.invitationAddress} value={location.origin + made.value.address} fresh />
          </div>
        )}
        <Invite
          groups={groups.value ?? []}
          onMade={(invitation) => {
            made.value = invitation;
            void list.load();
          }}
        />
      </Section>
      <Section title={words.openInvitations}>
        <WhenLoaded of={list}>
          {(invitations) => (invitations.length > 0 ? <ul class="rows">{invitations.map(row)}</ul> : <p>{words.noInvitations}</p>)}
        </WhenLoaded>
        <Outcome model={ending} />
      </Section>
    </>
  );
}

interface InviteProps {
  readonly groups: readonly Group[];
  readonly onMade: (invitation: Invitation) => void;
}

function Invite({ groups, onMade }: InviteProps): JSX.Element {
  const form = useMemo(() => new FormModel(), []);
  const email = useSignal('');
  const administrator = useSignal(false);
  const chosen = useSignal<readonly string[]>([]);
  const submit = async (): Promise<void> => {
    const work = async (): Promise<void> => onMade(await invite(email.value.trim(), administrator.value, chosen.value));
    if (!(await form.run(work))) return;
    email.value = '';
    administrator.value = false;
  };
  return (
    <Form model={form} submit={words.makeInvitation} onSubmit={() => void submit()}>
      <Field label={words.inviteEmail} hint={words.inviteEmailHint} type="email" optional autocomplete="off" value={email} />
      {groups.length > 0 && (
        <fieldset class="checks">
          <legend>{words.inviteGroups}</legend>
          {groups.map(({ id, name }) => (
            <Check
              key={id}
              label={name}
              checked={chosen.value.includes(id)}
              onChange={(on) => (chosen.value = on ? [...chosen.value, id] : chosen.value.filter((other) => other !== id))}
            />
          ))}
        </fieldset>
      )}
      <Check label={words.isAdministrator} checked={administrator.value} onChange={(on) => (administrator.value = on)} />
    </Form>
  );
}
