import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { listAccounts } from '../../api/access.ts';
import type { Account } from '../../api/access.ts';
import { shortDay } from '../../words/dates.ts';
import { strings } from '../../words/strings.ts';
import { personOf } from '../../text/person.ts';
import { MoreOf, WhenLoaded } from '../../ui/loaded.tsx';
import { Face } from '../../ui/people.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Section } from '../../ui/section.tsx';
import { PagedLoading } from '../loading.ts';
import { AccountDialog } from './account-dialog.tsx';

const words = strings.administration;

export function AccountsPart(): JSX.Element {
  const query = useSignal('');
  const open = useSignal<Account | null>(null);
  const list = useMemo(() => new PagedLoading((cursor) => listAccounts(query.value.trim(), cursor)), []);
  useEffect(() => void list.pages.load(), []);
  return (
    <Section title={words.parts.accounts}>
      <SearchField label={words.searchAccounts} query={query} onAsk={() => void list.pages.load()} />
      <WhenLoaded of={list.pages}>
        {({ items }) =>
          items.length > 0 ? (
            <ul class="rows">
              {items.map((account) => (
                <AccountRow key={account.id} account={account} onOpen={() => (open.value = account)} />
              ))}
            </ul>
          ) : (
            <p>{words.noAccounts}</p>
          )
        }
      </WhenLoaded>
      <MoreOf list={list} />
      {open.value && (
        <AccountDialog
          account={open.value}
          onChanged={() => void list.pages.load()}
          onClose={() => (open.value = null)}
        />
      )}
    </Section>
  );
}

function AccountRow({ account, onOpen }: { readonly account: Account; readonly onOpen: () => void }): JSX.Element {
  return (
    <li class={account.disabled ? 'row is-faint' : 'row'}>
      <Face person={personOf(account)} />
      <p class="row-main">
        <b dir="auto">{account.name}</b>
        {account.administrator && <span class="tag">{words.administrator}</span>}
        {account.disabled && <span class="tag is-loss">{words.disabled}</span>}
        <span class="row-note">
          {account.affiliation && <span dir="auto">{account.affiliation} · </span>}
          {account.email} · {words.since(shortDay(account.created_at))}
        </span>
      </p>
      <button type="button" class="button small" aria-label={words.manageLabel(account.name)} onClick={onOpen}>
        {words.manage}
      </button>
    </li>
  );
}
