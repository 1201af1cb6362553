import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { betweenOf, longMomentOf, momentOf } from '../../history/times.ts';
import type { Moment } from '../../history/types.ts';
import { historyWords } from '../../words/history.ts';
import { Icon } from '../icons.tsx';
import type { DeedsView, HistoryView, Preview } from './views.ts';

const words = historyWords.banner;

interface Props {
  readonly model: HistoryView;
  readonly deeds: DeedsView;
}

/** Names the version on the screen, and offers the actions for it. */
export function Banner({ model, deeds }: Props): JSX.Element | null {
  const preview = model.changes.preview.value;
  const shown = model.shown.value;
  if (preview) return <PreviewBanner preview={preview} deeds={deeds} />;
  if (!shown) return null;
  const { from, to } = shown.difference;
  const isHead = to.version === model.head;
  return (
    <section class="history-banner" aria-label={words.label}>
      <div class="banner-what">
        <div class="banner-title">
          <h2 dir="auto">{titleOf(model, shown.compares ? from : null, to)}</h2>
          <span class={isHead ? 'tag' : 'tag is-waiting'}>{isHead ? words.current : words.notCurrent}</span>
          {!isHead && (
            <button type="button" class="act" onClick={() => model.go({ from: null, to: null })}>
              {words.showCurrent}
            </button>
          )}
          {model.busy.value && (
            <span class="busy-dot" role="status">
              <span class="for-readers">{words.busy}</span>
            </span>
          )}
        </div>
        <p class="banner-when">{shown.compares ? `${spanOf(from, to)} · ${historyWords.counts(shown.difference.summary)}` : madeOf(to)}</p>
        <Note model={model} version={to.version} />
      </div>
      <div class="banner-acts" role="group" aria-label={words.actions}>
        <ComparedWith model={model} />
        <Acts model={model} deeds={deeds} to={to.version} isHead={isHead} />
      </div>
      {model.newer.value > 0 && model.place.value.to === null && (
        <p class="banner-news">
          {words.newer(model.newer.value)}{' '}
          <button type="button" class="act" onClick={() => void model.refresh({ to: null })}>
            {words.showNewer}
          </button>
        </p>
      )}
    </section>
  );
}

function titleOf(model: HistoryView, from: Moment | null, to: Moment): string {
  if (from) return words.changes(model.nameOf(from.version), model.nameOf(to.version));
  const name = model.nameOf(to.version);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const madeOf = ({ time }: Moment): string => (time === null ? words.empty : words.made(longMomentOf(time)));

function spanOf(from: Moment, to: Moment): string {
  if (from.time === null || to.time === null) return words.spans(words.empty, to.time === null ? words.empty : momentOf(to.time));
  return betweenOf(from.time, to.time);
}

function Note({ model, version }: { readonly model: HistoryView; readonly version: number }): JSX.Element | null {
  const note = model.milestoneAt(version)?.note;
  return note ? (
    <p class="banner-note" dir="auto">
      {note}
    </p>
  ) : null;
}

function Acts({ model, deeds, to, isHead }: Props & { readonly to: number; readonly isHead: boolean }): JSX.Element | null {
  const mayEdit = model.rights.value?.may('edit_document') ?? false;
  const named = model.milestoneAt(to) !== null;
  return (
    <>
      {mayEdit && (
        <button type="button" class="button small" onClick={() => deeds.askName(to)}>
          <Icon name="flag" />
          {named ? words.rename : words.name}
        </button>
      )}
      {mayEdit && !isHead && (
        <button type="button" class="button small primary" onClick={() => deeds.askRestore(to)}>
          <Icon name="undo" />
          {words.restore}
        </button>
      )}
    </>
  );
}

/** Chooses the older version to compare with: none, a named one, the beginning, or any. */
function ComparedWith({ model }: { readonly model: HistoryView }): JSX.Element {
  const id = useId();
  const { from } = model.place.value;
  const version = model.version;
  const named = (model.timeline.now.value?.landmarks ?? []).filter((landmark) => landmark.kind === 'milestone' && landmark.version < version);
  const isListed = from === null || from === 0 || named.some((landmark) => landmark.version === from);
  return (
    <div class="compared">
      <label class="for-readers" for={id}>
        {words.compared}
      </label>
      <span class="select">
        <select
          id={id}
          value={from === null ? '' : String(from)}
          onChange={({ currentTarget: { value } }) => model.go({ from: value === '' ? null : Number(value) })}
        >
          <option value="">{words.comparedNone}</option>
          {!isListed && <option value={String(from)}>{words.comparedSince(historyWords.version(from ?? 0))}</option>}
          {named.map((landmark) => (
            <option key={landmark.milestone} value={String(landmark.version)}>
              {words.comparedSince(words.named(landmark.name ?? '', landmark.version))}
            </option>
          ))}
          {version > 0 && <option value="0">{words.comparedSince(words.comparedBeginning)}</option>}
        </select>
        <Icon name="chevron" />
      </span>
    </div>
  );
}

/** Nothing has been done yet: it is shown, and asked. */
function PreviewBanner({ preview, deeds }: { readonly preview: Preview; readonly deeds: DeedsView }): JSX.Element {
  const { undo } = historyWords;
  const leave = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    leave.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <section class="history-banner is-preview" aria-label={undo.preview}>
      <div class="banner-what" role="status">
        <div class="banner-title">
          <h2 dir="auto">{undo.title(preview.figure.name)}</h2>
          <span class="tag is-waiting">{undo.preview}</span>
        </div>
        <p class="banner-when">
          <b>{undo.would(historyWords.counts(preview.summary))}</b> {undo.text(historyWords.isolated(preview.figure.name), preview.from, preview.to)}
        </p>
      </div>
      <div class="banner-acts">
        <button type="button" class="button small primary" aria-disabled={deeds.form.busy.value} onClick={() => void deeds.undo()}>
          {undo.yes}
        </button>
        <button ref={leave} type="button" class="button small" onClick={() => deeds.leaveUndo()}>
          {undo.no}
        </button>
      </div>
    </section>
  );
}
