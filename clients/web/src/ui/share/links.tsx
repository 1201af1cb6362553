import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { DocumentAccess, ShareLink } from '../../api/access.ts';
import type { Role } from '../../api/roles.ts';
import { changedWhen, endOfDay, shortDay } from '../../words/dates.ts';
import type { Sharing } from './sharing.ts';
import { linkedRoles } from './summary.ts';
import { strings } from '../../words/strings.ts';
import { Confirm } from '../confirm.tsx';
import { Check, CopyField, Field } from '../forms.tsx';
import { Icon } from '../icons.tsx';
import { RoleSelect, readsHistory } from './role-select.tsx';

const words = strings.sharing;

interface LinksProps {
  readonly model: Sharing;
  readonly links: readonly ShareLink[];
}

export function Links({ model, links }: LinksProps): JSX.Element {
  const fresh = model.fresh.value;
  return (
    <section>
      <h3>{words.links}</h3>
      <p class="aside">{words.linksText}</p>
      {fresh?.address && (
        <div class="shown-once" key={fresh.id}>
          <p>
            {words.linkShown} {words.linkWhoever(strings.roles[fresh.role])}
          </p>
          <CopyField label={words.linkAddress} value={location.origin + fresh.address} fresh />
        </div>
      )}
      <NewLink model={model} />
      {links.length > 0 ? (
        <ul class="rows">
          {links.map((link) => (
            <LinkRow key={link.id} model={model} link={link} />
          ))}
        </ul>
      ) : (
        <p class="aside">{words.noLinks}</p>
      )}
    </section>
  );
}

function LinkRow({ model, link }: { readonly model: Sharing; readonly link: ShareLink }): JSX.Element {
  const asking = useSignal(false);
  const now = Date.now();
  const label = link.label || words.linkUnnamed;
  const until = link.expires_at;
  const ended = until !== null && Date.parse(until) <= now;
  const notes = [
    words.linkBy(link.by_name, changedWhen(link.created_at, now)),
    link.used_at ? words.linkUsed(changedWhen(link.used_at, now)) : words.linkUnused,
    ...(until ? [ended ? words.linkEnded(shortDay(until)) : words.linkGood(shortDay(until))] : []),
  ];
  return (
    <li class={ended ? 'row is-faint' : 'row'}>
      <span class="face is-group" aria-hidden="true">
        <Icon name="link" />
      </span>
      <p class="row-main">
        <b dir="auto">{label}</b>
        <span class="row-note">{notes.join(' · ')}</span>
      </p>
      <span class="row-acts">
        <span class="row-role">
          {strings.roles[link.role]}
          {link.history && !readsHistory(link.role) && <span class="row-note">{words.history}</span>}
        </span>
        <button type="button" class="button small" aria-label={words.withdrawLabel(label)} onClick={() => (asking.value = true)}>
          {words.withdraw}
        </button>
      </span>
      {asking.value && (
        <Confirm
          question={words.withdrawAsk}
          yes={words.withdrawYes}
          no={words.keep}
          onYes={() => {
            asking.value = false;
            void model.revoke(link);
          }}
          onNo={() => (asking.value = false)}
        />
      )}
    </li>
  );
}

function NewLink({ model }: { readonly model: Sharing }): JSX.Element {
  const open = useSignal(false);
  const role = useSignal<Role>('commenter');
  const history = useSignal(false);
  const label = useSignal('');
  const until = useSignal('');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const made = await model.link({
      role: role.value,
      history: history.value && !readsHistory(role.value),
      label: label.value.trim(),
      expires_at: until.value ? endOfDay(until.value) : null,
    });
    if (!made) return;
    open.value = false;
    label.value = '';
    until.value = '';
  };
  if (!open.value) {
    return (
      <p>
        <button type="button" class="button" onClick={() => (open.value = true)}>
          <Icon name="plus" />
          {words.newLink}
        </button>
      </p>
    );
  }
  return (
    <form class="link-new" aria-label={words.newLink} onSubmit={(event) => void submit(event)}>
      <Field label={words.linkFor} optional maxLength={100} value={label} autoFocus />
      <Field label={words.linkUntil} type="date" optional value={until} />
      <RoleSelect label={strings.roles.label} labelShown role={role.value} onChange={(chosen) => (role.value = chosen)} />
      {!readsHistory(role.value) && (
        <Check label={words.history} checked={history.value} onChange={(on) => (history.value = on)} />
      )}
      <div class="form-actions">
        <button type="submit" class="button primary" aria-disabled={model.changing.busy.value}>
          {words.makeLink}
        </button>
        <button type="button" class="button quiet" onClick={() => (open.value = false)}>
          {strings.forms.cancel}
        </button>
      </div>
    </form>
  );
}

/** The same list without controls, for readers who may not change it. */
export function ShownLinks({ access }: { readonly access: DocumentAccess }): JSX.Element | null {
  const roles = linkedRoles(access);
  if (roles.length === 0) return null;
  return (
    <section>
      <h3>{words.links}</h3>
      <ul class="plain-list">
        {roles.map((role) => (
          <li key={role}>{words.anyLink(strings.roles[role])}</li>
        ))}
      </ul>
    </section>
  );
}
