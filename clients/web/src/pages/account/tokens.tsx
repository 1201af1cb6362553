import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { endToken, makeToken, myTokens } from '../../api/access.ts';
import { kAbilities } from '../../api/roles.ts';
import type { Token } from '../../api/access.ts';
import type { Ability } from '../../api/roles.ts';
import { endOfDay, shortDay } from '../../words/dates.ts';
import { strings } from '../../words/strings.ts';
import { listOf } from '../../words/counting.ts';
import { Check, CopyField, Field, Form, Outcome } from '../../ui/forms.tsx';
import { WhenLoaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { FormModel } from '../form-model.ts';
import { Loading } from '../loading.ts';

const words = strings.account;

interface TokensProps {
  readonly administrator: boolean;
  /** Grows with each new password, which ends all tokens. */
  readonly passwordChanges: number;
}

export function TokensPart({ administrator, passwordChanges }: TokensProps): JSX.Element {
  const list = useMemo(() => new Loading(myTokens), []);
  const ending = useMemo(() => new FormModel(), []);
  const made = useSignal<Token | null>(null);
  useEffect(() => {
    made.value = null;
    void list.load();
  }, [passwordChanges]);
  const end = async (token: Token): Promise<void> => {
    if (await ending.run(() => endToken(token.id))) ending.done.value = words.tokenEnded;
    if (made.value?.id === token.id) made.value = null;
    await list.load();
  };
  const row = (token: Token): JSX.Element => (
    <li class="row" key={token.id}>
      <p class="row-main">
        <b dir="auto">{token.label}</b>
        <span class="row-note">
          {listOf(token.abilities.map((ability) => words.abilities[ability]))};{' '}
          {words.tokenGood(token.expires_at && shortDay(token.expires_at))}
        </span>
      </p>
      <button type="button" class="button small" aria-label={words.endTokenLabel(token.label)} onClick={() => void end(token)}>
        {words.endToken}
      </button>
    </li>
  );
  return (
    <Section title={words.tokens} text={words.tokensText}>
      <WhenLoaded of={list}>
        {(tokens) => (tokens.length > 0 ? <ul class="rows">{tokens.map(row)}</ul> : <p>{words.noTokens}</p>)}
      </WhenLoaded>
      <Outcome model={ending} />
      {made.value?.secret && (
        <div class="shown-once">
          <p>{words.tokenShown}</p>
          <CopyField label={words.tokenValue} value={made.value.secret} fresh />
        </div>
      )}
      <NewToken
        administrator={administrator}
        onMade={(token) => {
          made.value = token;
          void list.load();
        }}
      />
    </Section>
  );
}

interface NewTokenProps {
  readonly administrator: boolean;
  readonly onMade: (token: Token) => void;
}

function NewToken({ administrator, onMade }: NewTokenProps): JSX.Element {
  const form = useMemo(() => new FormModel(), []);
  const open = useSignal(false);
  const label = useSignal('');
  const until = useSignal('');
  const chosen = useSignal<ReadonlySet<Ability>>(new Set<Ability>(['read_document']));
  const submit = async (): Promise<void> => {
    if (chosen.value.size === 0) {
      form.problem.value = words.chooseAbilities;
      return;
    }
    const expires = until.value ? endOfDay(until.value) : null;
    const work = async (): Promise<void> => onMade(await makeToken(label.value.trim(), [...chosen.value], expires));
    if (!(await form.run(work))) return;
    label.value = '';
    open.value = false;
  };
  if (!open.value) {
    return (
      <p class="form-actions">
        <button type="button" class="button" onClick={() => (open.value = true)}>
          {words.makeToken}
        </button>
      </p>
    );
  }
  const offered = kAbilities.filter((ability) => administrator || ability !== 'administer');
  return (
    <Form model={form} submit={words.tokenNew} onSubmit={() => void submit()} quiet>
      <Field label={words.tokenLabel} maxLength={100} value={label} autoFocus />
      <fieldset class="checks">
        <legend>{words.tokenMay}</legend>
        {offered.map((ability) => (
          <Check
            key={ability}
            label={words.abilities[ability]}
            checked={chosen.value.has(ability)}
            onChange={(checked) => {
              const now = new Set(chosen.value);
              if (checked) now.add(ability);
              else now.delete(ability);
              chosen.value = now;
            }}
          />
        ))}
      </fieldset>
      <Field label={words.tokenUntil} type="date" optional value={until} />
    </Form>
  );
}
