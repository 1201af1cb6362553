import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { DocumentAccess, Person } from '../../api/access.ts';
import type { Me } from '../../api/roles.ts';
import { strings } from '../../words/strings.ts';
import { Confirm } from '../confirm.tsx';
import { PersonPicker } from '../person-picker.tsx';
import type { Sharing } from './sharing.ts';
import { WhoRow } from './who-row.tsx';

const words = strings.sharing;

interface OwnerProps {
  readonly model: Sharing;
  readonly access: DocumentAccess;
  readonly me: Me;
}

/** The owner of the document, with a control to give it to somebody else. */
export function Owner({ model, access, me }: OwnerProps): JSX.Element | null {
  const choosing = useSignal(false);
  const next = useSignal<Person | null>(null);
  const { owner } = access;
  const gives = access.you.abilities.includes('transfer_ownership');
  const end = (): void => {
    choosing.value = false;
    next.value = null;
  };
  const give = async (to: Person): Promise<void> => {
    end();
    await model.transfer(to);
  };
  return (
    <>
      {owner && (
        <WhoRow kind="account" id={owner.id} name={owner.name} note={owner.affiliation ?? null} mine={owner.id === me.id}>
          <span class="row-acts">
            {gives && (
              <button type="button" class="act" aria-expanded={choosing.value} onClick={() => (choosing.value = !choosing.value)}>
                {words.giveAway}
              </button>
            )}
            <span class="row-role">{strings.roles.owner}</span>
          </span>
        </WhoRow>
      )}
      {choosing.value && (
        <li class="row share-give">
          {next.value ? (
            <Confirm
              question={`${words.giveTo(next.value.name)} ${words.giveText(next.value.name)}`}
              yes={words.giveYes}
              no={words.keep}
              onYes={() => next.value && void give(next.value)}
              onNo={end}
            />
          ) : (
            <PersonPicker
              label={words.giveWho}
              groups={false}
              find={(query) => model.find(query)}
              taken={new Set(owner ? [owner.id] : [])}
              onPick={({ id, name }) => (next.value = { id, name })}
            />
          )}
        </li>
      )}
    </>
  );
}
