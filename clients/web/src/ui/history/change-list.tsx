import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { historyWords } from '../../words/history.ts';
import { Icon } from '../icons.tsx';
import { FigureFace, colouredAs } from './face.tsx';
import type { HistoryView } from './views.ts';

const words = historyWords.changes;
/** Built at once; more when asked. */
const kPage = 100;

interface Props {
  readonly model: HistoryView;
  readonly onChosen: () => void;
}

/** The changes in words, in the order of the text: the twin of the coloured text. */
export function ChangeList({ model, onChosen }: Props): JSX.Element {
  const changed = model.changes.changed.value;
  const listed = model.changes.listed.value;
  const pages = useSignal(1);
  useEffect(() => {
    pages.value = 1;
  }, [changed]);
  void model.place.value;
  const current = model.changes.current;
  const at = listed.findIndex(({ id }) => id === current);
  useEffect(() => {
    document.querySelector('.change-list [aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  if (!changed) {
    return (
      <div class="list-note">
        <p>{words.version}</p>
        {model.version > 0 && (
          <button type="button" class="button small" onClick={() => void model.player.step(-1)}>
            {words.before}
          </button>
        )}
      </div>
    );
  }
  if (changed.reading.changes.length === 0) return <p class="list-note">{historyWords.nothing.here}</p>;
  const most = Math.max(pages.value * kPage, at + 1);
  return (
    <div class="change-list">
      {!model.changes.preview.value && <SectionFilter model={model} />}
      {listed.length === 0 && <p class="list-note">{words.none}</p>}
      <ol aria-label={words.label}>
        {listed.slice(0, most).map((change) => {
          const figure = changed.people[change.by];
          return (
            <li key={change.id}>
              <button
                type="button"
                class="change-row"
                aria-current={change.id === current ? 'true' : undefined}
                onClick={() => {
                  onChosen();
                  model.changes.select(change.id, true);
                }}
              >
                {figure && <FigureFace figure={colouredAs(figure, model.place.value.colours, model.cast)} />}
                <span>{model.changes.told(change)}</span>
              </button>
            </li>
          );
        })}
      </ol>
      {listed.length > most && (
        <p class="more">
          <button type="button" class="button small" onClick={() => (pages.value += 1)}>
            {words.more}
          </button>
        </p>
      )}
    </div>
  );
}

function SectionFilter({ model }: { readonly model: HistoryView }): JSX.Element | null {
  const id = useId();
  const sections = model.shown.value?.reading.sections ?? [];
  if (sections.length === 0) return null;
  const { section } = model.place.value;
  const top = Math.min(...sections.map(({ level }) => level));
  return (
    <div class="row-field">
      <label for={id}>{words.section}</label>
      <span class="select">
        <select
          id={id}
          value={section === null ? '' : String(section)}
          onChange={({ currentTarget: { value } }) => model.go({ section: value === '' ? null : Number(value), change: null })}
        >
          <option value="">{words.everywhere}</option>
          {(sections[0]?.block ?? 0) > 0 && <option value="0">{words.beginning}</option>}
          {sections.map(({ title, level }, i) => (
            <option key={i} value={String(i + 1)}>
              {'\u2003'.repeat(level - top) + title}
            </option>
          ))}
        </select>
        <Icon name="chevron" />
      </span>
    </div>
  );
}

/** From change to change, and which of how many. */
export function ChangeStepper({ model }: { readonly model: HistoryView }): JSX.Element | null {
  const listed = model.changes.listed.value;
  void model.place.value;
  if (listed.length === 0) return null;
  return (
    <div class="change-stepper" role="group" aria-label={words.title}>
      <button type="button" class="icon-button" aria-label={words.previous} title={`${words.previous} (P)`} onClick={() => model.changes.step(-1, false)}>
        <Icon name="up" />
      </button>
      <span class="change-count">{model.changes.position}</span>
      <button type="button" class="icon-button" aria-label={words.next} title={`${words.next} (N)`} onClick={() => model.changes.step(1, false)}>
        <Icon name="down" />
      </button>
    </div>
  );
}
