import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Figure } from '../../history/cast.ts';
import { daysOf } from '../../history/timeline.ts';
import type { Entry } from '../../history/timeline.ts';
import { clockOf, dayOf, momentOf, spanOf } from '../../history/times.ts';
import type { Landmark, Session } from '../../history/types.ts';
import { historyWords } from '../../words/history.ts';
import { Icon } from '../icons.tsx';
import type { IconName } from '../icons.tsx';
import { BusyDays } from './days.tsx';
import { FigureFace, colouredAs } from './face.tsx';
import type { HistoryView, Timeline } from './views.ts';

const words = historyWords.timeline;

interface Props {
  readonly model: HistoryView;
  /** After a choice: on narrow pages the text is shown again. */
  readonly onChosen: () => void;
}

/** The sessions of the paper's history, newest first. */
export function TimelinePanel({ model, onChosen }: Props): JSX.Element {
  const timeline = model.timeline.now.value;
  const picked = useSignal<number | null>(null);
  return (
    <div class="timeline">
      <Whose model={model} />
      <Compare model={model} picked={picked} onChosen={onChosen} />
      <Trouble model={model} />
      {timeline ? <Days model={model} timeline={timeline} picked={picked} onChosen={onChosen} /> : !model.timeline.problem.value && <Waiting />}
    </div>
  );
}

function Waiting(): JSX.Element {
  return (
    <div class="bones">
      <p class="for-readers" role="status">
        {words.loading}
      </p>
      <div class="bone" />
      <div class="bone" />
      <div class="bone" />
      <div class="bone" />
    </div>
  );
}

function Trouble({ model }: { readonly model: HistoryView }): JSX.Element | null {
  const problem = model.timeline.problem.value;
  return problem ? (
    <div class="problem" role="alert">
      <p>{problem}</p>
      <button type="button" class="button small" onClick={() => void model.timeline.loadAgain()}>
        {historyWords.states.retry}
      </button>
    </div>
  ) : null;
}

/** Chooses the person or group whose sessions are listed. The changes of others are faded in the text. */
function Whose({ model }: { readonly model: HistoryView }): JSX.Element | null {
  void model.timeline.now.value;
  void model.shown.value;
  void model.blame.value;
  const id = useId();
  const { by, group } = model.place.value;
  const { people, groups } = model.cast;
  if (people.length < 2 && by === null && group === null) return null;
  const value = by !== null ? `by ${by}` : group !== null ? `group ${group}` : '';
  const choose = (chosen: string): void =>
    model.go({ by: chosen.startsWith('by ') ? chosen.slice(3) : null, group: chosen.startsWith('group ') ? chosen.slice(6) : null });
  return (
    <div class="row-field">
      <label for={id}>{words.filter}</label>
      <span class="select">
        <select id={id} value={value} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">{words.everybody}</option>
          {groups.length > 0 && (
            <optgroup label={words.groups}>
              {groups.map(({ id: name }) => (
                <option key={name} value={`group ${name}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
          <optgroup label={words.people}>
            {by !== null && !people.some(({ id: known }) => known === by) && <option value={value}>{historyWords.somebody}</option>}
            {people.map((figure) => (
              <option key={figure.id} value={`by ${figure.id}`}>
                {figure.name}
              </option>
            ))}
          </optgroup>
        </select>
        <Icon name="chevron" />
      </span>
    </div>
  );
}

/** Any two versions, by their numbers. */
function Compare({ model, picked, onChosen }: Props & { readonly picked: Signal<number | null> }): JSX.Element {
  const open = useSignal(false);
  const from = useSignal('');
  const to = useSignal('');
  const form = useId();
  const toggle = (): void => {
    open.value = !open.value;
    from.value = String(model.place.value.from ?? 0);
    to.value = String(model.version);
  };
  const compare = (event: Event): void => {
    event.preventDefault();
    const [one, other] = [Number(from.value), Number(to.value)];
    model.go({ from: Math.min(one, other), to: Math.max(one, other) });
    onChosen();
  };
  const field = (label: string, value: Signal<string>): JSX.Element => (
    <label class="field">
      <span>{label}</span>
      <input
        type="number"
        required
        min={0}
        max={model.head}
        inputMode="numeric"
        value={value.value}
        onInput={(event) => (value.value = event.currentTarget.value)}
      />
    </label>
  );
  return (
    <div class="compare">
      <button type="button" class="act" aria-expanded={open.value} aria-controls={form} onClick={toggle}>
        <Icon name="compare" />
        {words.compare}
      </button>
      <form id={form} class="compare-form" hidden={!open.value} onSubmit={compare}>
        {field(words.from, from)}
        {field(words.to, to)}
        <button type="submit" class="button small primary">
          {words.compareNow}
        </button>
      </form>
      <div role="status">
        {picked.value !== null && (
          <p class="picking">
            {words.picking(picked.value)}{' '}
            <button type="button" class="act" onClick={() => (picked.value = null)}>
              {words.stopPicking}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

interface DaysProps extends Props {
  readonly timeline: Timeline;
  readonly picked: Signal<number | null>;
}

function Days(props: DaysProps): JSX.Element {
  const { model, timeline, onChosen } = props;
  const { by, group } = model.place.value;
  const landmarks = timeline.landmarks.filter((landmark) => concerns(timeline.people[landmark.by ?? -1], by, group));
  const days = daysOf(timeline.sessions, landmarks, model.facts.value?.created ?? null, timeline.next !== null);
  return (
    <>
      <BusyDays days={timeline.days} model={model} onChosen={onChosen} />
      {days.length === 0 && <p class="list-note">{words.empty}</p>}
      {days.map(({ day, entries }) => (
        <section key={day} class="timeline-day" aria-label={words.zone(dayOf(day))}>
          <h3>{words.zone(dayOf(day))}</h3>
          <ol>
            {entries.map((entry) => (
              <li key={keyOf(entry)}>{entry.kind === 'session' ? <SessionRow {...props} session={entry.session} /> : <LandmarkRow {...props} landmark={entry.landmark} time={entry.time} />}</li>
            ))}
          </ol>
        </section>
      ))}
      {timeline.next !== null && (
        <p class="more">
          <button type="button" class="button small" aria-disabled={model.timeline.more.value} onClick={() => void model.timeline.loadEarlier()}>
            {words.earlier}
          </button>
        </p>
      )}
    </>
  );
}

const keyOf = (entry: Entry): string =>
  entry.kind === 'session'
    ? `s ${entry.session.from} ${entry.session.to} ${entry.session.by}`
    : `l ${entry.landmark.kind} ${entry.landmark.version} ${entry.landmark.milestone ?? ''}`;

/** Whether a landmark is listed under a filter by person or group. */
function concerns(figure: Figure | undefined, by: string | null, group: string | null): boolean {
  if (by === null && group === null) return true;
  return figure !== undefined && (by === null || figure.id === by) && (group === null || figure.groups.includes(group));
}

function SessionRow({ model, timeline, picked, session, onChosen }: DaysProps & { readonly session: Session }): JSX.Element {
  const person = timeline.people[session.by];
  const name = person?.name ?? historyWords.somebody;
  const span = spanOf(session.start, session.end);
  const { from, to } = model.place.value;
  const isShown = from === session.from && (to ?? model.head) === session.to;
  const choose = (): void => {
    model.go({ from: session.from, to: session.to });
    onChosen();
  };
  return (
    <div class={isShown ? 'entry is-shown' : 'entry'}>
      <button type="button" class="entry-main" aria-current={isShown ? 'true' : undefined} onClick={choose}>
        {person && <FigureFace figure={colouredAs(person, model.place.value.colours, model.cast)} />}
        <span class="entry-words">
          <b dir="auto">{name}</b>
          <span class="entry-when">{span}</span>
          <span class="entry-counts">{historyWords.counts(session)}</span>
        </span>
      </button>
      <PickButton model={model} picked={picked} version={picked.value === null ? session.from : session.to} what={words.session(name, span)} onChosen={onChosen} />
    </div>
  );
}

const kLandmarkIcons: Readonly<Record<Landmark['kind'], IconName>> = {
  created: 'document', milestone: 'flag', restore: 'undo', undo: 'undo', deleted: 'close',
};

function LandmarkRow({ model, timeline, picked, landmark, time, onChosen }: DaysProps & { readonly landmark: Landmark; readonly time: string }): JSX.Element {
  const name = historyWords.isolated(timeline.people[landmark.by ?? -1]?.name ?? '');
  const { from, to } = model.place.value;
  const isShown = from === null && (to ?? model.head) === landmark.version;
  const choose = (): void => {
    model.go({ from: null, to: landmark.version });
    onChosen();
  };
  const undone = timeline.people[landmark.undone ?? -1]?.name;
  const what = saidOf(landmark, name, undone ? historyWords.isolated(undone) : words.somebody, model);
  return (
    <div class={`entry is-landmark is-${landmark.kind}${isShown ? ' is-shown' : ''}`}>
      <button type="button" class="entry-main" aria-current={isShown ? 'true' : undefined} onClick={choose}>
        <span class="entry-sign">
          <Icon name={kLandmarkIcons[landmark.kind]} />
        </span>
        <span class="entry-words">
          <b dir="auto">{what}</b>
          <span class="entry-when" title={momentOf(time)}>
            {landmark.kind === 'milestone' && `${words.milestone} · `}
            {`${clockOf(time)} UTC · ${historyWords.version(landmark.version)}`}
          </span>
          {landmark.note && (
            <span class="entry-counts" dir="auto">
              {landmark.note}
            </span>
          )}
        </span>
      </button>
      <PickButton model={model} picked={picked} version={landmark.version} what={what} onChosen={onChosen} />
    </div>
  );
}

function saidOf({ kind, name: title, restores }: Landmark, name: string, undone: string, model: HistoryView): string {
  switch (kind) {
    case 'milestone':
      return title ?? words.milestone;
    case 'created':
      return name ? words.created(name) : words.createdPlain;
    case 'restore':
      return words.restored(name || historyWords.somebody, restores === undefined ? '' : model.nameOf(restores));
    case 'undo':
      return words.undone(name || historyWords.somebody, undone);
    case 'deleted':
      return words.deleted(name || historyWords.somebody);
  }
}

interface PickProps extends Props {
  readonly picked: Signal<number | null>;
  readonly version: number;
  readonly what: string;
}

/** The first press chooses where to compare from, the next where to. */
function PickButton({ model, picked, version, what, onChosen }: PickProps): JSX.Element {
  const from = picked.value;
  const label = from === null ? words.compareFromLabel(what) : words.compareToLabel(what);
  const press = (): void => {
    if (from === null) {
      picked.value = version;
      return;
    }
    picked.value = null;
    model.go({ from: Math.min(from, version), to: Math.max(from, version) });
    onChosen();
  };
  return (
    <button type="button" class="entry-pick" aria-pressed={from === version} aria-label={label} title={from === null ? words.compareFrom : words.compareTo} onClick={press}>
      <Icon name="compare" />
    </button>
  );
}
