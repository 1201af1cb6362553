import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { openLink } from '../../api/access.ts';
import { ApiError } from '../../api/failure.ts';
import type { ApiFailure } from '../../api/failure.ts';
import { myName, rememberName } from '../../device/me.ts';
import { kLongestName } from '../../text/person.ts';
import { strings } from '../../words/strings.ts';
import { Field, Form } from '../../ui/forms.tsx';
import { Gate } from '../frame.tsx';
import { takeSecret } from '../../addresses.ts';
import { FormModel, isStatus } from '../form-model.ts';
import { sentenceOf } from '../../ui/failures.ts';
import { GoneGate } from './gone.tsx';

const words = strings.coming.link;

type Step = { readonly kind: 'opening' | 'name' } | { readonly kind: 'failed'; readonly failure: ApiFailure };

const needsName = (failure: ApiFailure): boolean =>
  failure.kind === 'refused' && failure.status === 422 && failure.code === 'name_required';

/** Opens a share link, with as few questions as the server has. */
export function ShareLinkPage(): JSX.Element {
  const secret = useMemo(() => takeSecret(), []);
  const form = useMemo(() => new FormModel(), []);
  const step = useSignal<Step>({ kind: 'opening' });
  const name = useSignal(myName() ?? '');
  const open = async (given: string | null): Promise<void> => {
    const { document } = await openLink(secret, given);
    location.replace(`/d/${encodeURIComponent(document)}`);
  };
  const start = (): void => {
    step.value = { kind: 'opening' };
    open(null).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      step.value = needsName(error.failure) ? { kind: 'name' } : { kind: 'failed', failure: error.failure };
    });
  };
  useEffect(() => {
    if (secret) start();
  }, []);
  if (!secret) return <GoneGate title={words.gone} text={strings.coming.noSecret} logIn={false} />;
  const now = step.value;
  if (now.kind === 'failed') {
    return isStatus(now.failure, 404) ? (
      <GoneGate title={words.gone} text={words.goneText} logIn={false} />
    ) : (
      <GoneGate title={strings.coming.failedTitle} text={sentenceOf(now.failure)} onRetry={start} />
    );
  }
  if (now.kind === 'opening') {
    return (
      <Gate title={words.loading}>
        <div class="bone" />
      </Gate>
    );
  }
  const submit = async (): Promise<void> => {
    const given = name.value.trim();
    const work = async (): Promise<void> => {
      rememberName(given);
      await open(given);
    };
    await form.run(work, (failure) => {
      if (isStatus(failure, 404)) step.value = { kind: 'failed', failure };
      return null;
    });
  };
  return (
    <Gate title={words.title}>
      <p>{words.text}</p>
      <Form model={form} submit={words.submit} onSubmit={() => void submit()}>
        <Field label={words.label} autocomplete="name" maxLength={kLongestName} value={name} autoFocus />
      </Form>
      <p class="aside">
        {words.haveAccount} <a href="/log-in">{strings.coming.toLogIn}</a>
      </p>
    </Gate>
  );
}
