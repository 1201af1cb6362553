import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { DocumentAccess, Grant } from '../../api/access.ts';
import type { Me } from '../../api/roles.ts';
import { strings } from '../../words/strings.ts';
import { Check } from '../forms.tsx';
import { Icon } from '../icons.tsx';
import { PersonPicker } from '../person-picker.tsx';
import { RoleSelect, readsHistory } from './role-select.tsx';
import { kUsualRole } from './sharing.ts';
import type { Sharing } from './sharing.ts';
import { WhoRow } from './who-row.tsx';

const words = strings.sharing;

const noteOf = ({ kind, affiliation, members }: Grant): string | null =>
  kind === 'group' ? words.groupOf(members ?? 0) : (affiliation ?? null);

interface PartProps {
  readonly model: Sharing;
  readonly access: DocumentAccess;
}

export function AddPeople({ model, access }: PartProps): JSX.Element {
  const role = useSignal(kUsualRole);
  const taken = new Set([...(access.grants ?? []).map(({ id }) => id), ...(access.owner ? [access.owner.id] : [])]);
  return (
    <div class="share-add">
      <PersonPicker
        label={words.add}
        hint={words.addHint}
        groups
        find={(query) => model.find(query)}
        taken={taken}
        onPick={(picked) => void model.give(picked, role.value, false)}
      />
      <RoleSelect label={strings.roles.label} labelShown role={role.value} onChange={(chosen) => (role.value = chosen)} />
    </div>
  );
}

export function ManagedGrants({ model, access, me }: PartProps & { readonly me: Me }): JSX.Element {
  return (
    <>
      {(access.grants ?? []).map((given) => (
        <WhoRow key={given.id} kind={given.kind} id={given.id} name={given.name} note={noteOf(given)} mine={given.id === me.id}>
          <span class="row-acts">
            {!readsHistory(given.role) && (
              <Check
                label={words.history}
                name={words.historyLabel(given.name)}
                checked={given.history}
                onChange={(on) => void model.give(given, given.role, on)}
              />
            )}
            <RoleSelect
              label={words.roleOf(given.name)}
              role={given.role}
              onChange={(role) => void model.give(given, role, given.history && !readsHistory(role))}
            />
            <button
              type="button"
              class="icon-button"
              aria-label={words.removeLabel(given.name)}
              title={words.remove}
              onClick={() => void model.take(given)}
            >
              <Icon name="close" />
            </button>
          </span>
        </WhoRow>
      ))}
    </>
  );
}

/** The same list without controls, for readers who may not change it. */
export function ShownGrants({ access, me }: { readonly access: DocumentAccess; readonly me: Me }): JSX.Element {
  const { owner } = access;
  return (
    <>
      {owner && (
        <WhoRow kind="account" id={owner.id} name={owner.name} note={owner.affiliation ?? null} mine={owner.id === me.id}>
          <span class="row-role">{strings.roles.owner}</span>
        </WhoRow>
      )}
      {(access.grants ?? []).map((given) => (
        <WhoRow key={given.id} kind={given.kind} id={given.id} name={given.name} note={noteOf(given)} mine={given.id === me.id}>
          <span class="row-role">{strings.roles[given.role]}</span>
        </WhoRow>
      ))}
    </>
  );
}
