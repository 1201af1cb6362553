import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { endOtherSessions, endSession, mySessions } from '../../api/access.ts';
import type { MySession } from '../../api/access.ts';
import { changedWhen } from '../../words/dates.ts';
import { strings } from '../../words/strings.ts';
import { Outcome } from '../../ui/forms.tsx';
import { WhenLoaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { FormModel } from '../form-model.ts';
import { Loading } from '../loading.ts';
import { leave } from '../whoami.ts';

const words = strings.account;

interface SessionsProps {
  /** Grows with each new password, which ends the other sessions. */
  readonly passwordChanges: number;
  readonly failedLogIns: number;
}

export function SessionsPart({ passwordChanges, failedLogIns }: SessionsProps): JSX.Element {
  const list = useMemo(() => new Loading(mySessions), []);
  const form = useMemo(() => new FormModel(), []);
  useEffect(() => void list.load(), [passwordChanges]);
  const end = async (work: () => Promise<void>): Promise<void> => {
    const ended = await form.run(work);
    if (ended) form.done.value = words.ended;
    await list.load();
  };
  const now = Date.now();
  const row = (session: MySession): JSX.Element => {
    const which = session.current ? words.thisOne : words.otherOne;
    const said = words.session(changedWhen(session.created_at, now), changedWhen(session.used_at, now));
    return (
      <li class="row" key={session.id}>
        <p class="row-main">
          <b>{which}</b>
          <span class="row-note">{said}</span>
        </p>
        <button
          type="button"
          class="button small"
          aria-label={words.endLabel(`${which}, ${said}`)}
          onClick={() => void (session.current ? form.run(leave) : end(() => endSession(session.id)))}
        >
          {words.end}
        </button>
      </li>
    );
  };
  return (
    <Section title={words.sessions}>
      {failedLogIns > 0 && <p class="hint-box">{words.failedLogIns(failedLogIns)}</p>}
      <WhenLoaded of={list}>
        {(sessions) => (
          <>
            <ul class="rows">{sessions.map(row)}</ul>
            {sessions.length > 1 && (
              <p class="form-actions">
                <button type="button" class="button" onClick={() => void end(endOtherSessions)}>
                  {words.endOthers}
                </button>
              </p>
            )}
          </>
        )}
      </WhenLoaded>
      <Outcome model={form} />
    </Section>
  );
}
