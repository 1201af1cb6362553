import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { legendOfGroups, legendOfPeople } from '../../history/shares.ts';
import type { LegendLine } from '../../history/shares.ts';
import { historyWords } from '../../words/history.ts';
import { Icon } from '../icons.tsx';
import { useDismiss } from '../use-dismiss.ts';
import { FigureFace } from './face.tsx';
import type { DeedsView, HistoryView } from './views.ts';

const words = historyWords.people;

interface Props {
  readonly model: HistoryView;
  readonly deeds: DeedsView;
  readonly onChosen: () => void;
}

/** The lines of the legend as things stand. */
export function legendOf(model: HistoryView): readonly LegendLine[] {
  const shown = model.shown.value;
  const known = { shown: shown?.compares ? shown.difference : null, blame: model.blame.value };
  return model.place.value.colours === 'groups' ? legendOfGroups(model.cast, known) : legendOfPeople(model.cast, known);
}

/** One line per author: the colour, the share of the text, and the changes in the comparison that is shown. */
export function Legend({ model, deeds, onChosen }: Props): JSX.Element {
  const { colours } = model.place.value;
  const lines = legendOf(model);
  const version = model.blame.value?.version;
  return (
    <div class="legend">
      <fieldset class="segmented">
        <legend>{words.by}</legend>
        {(['people', 'groups'] as const).map((choice) => (
          <label key={choice}>
            <input
              type="radio"
              name="colours"
              checked={colours === choice}
              onChange={() => model.go({ colours: choice, faded: [] }, 'along')}
            />
            <span>{choice === 'people' ? words.byPeople : words.byGroups}</span>
          </label>
        ))}
      </fieldset>
      {version !== undefined && <p class="legend-intro">{words.shareOf(model.nameOf(version))}</p>}
      {lines.length === 0 && <p class="list-note">{colours === 'groups' ? words.noGroups : words.nobody}</p>}
      <ul>
        {lines.map((line) => (
          <LegendRow key={line.figure.id} line={line} model={model} deeds={deeds} onChosen={onChosen} />
        ))}
      </ul>
    </div>
  );
}

function LegendRow({ line: { figure, percent, done }, model, deeds, onChosen }: Props & { readonly line: LegendLine }): JSX.Element {
  const { faded } = model.place.value;
  const isFaded = faded.includes(figure.id);
  const fade = (shown: boolean): void =>
    model.go({ faded: shown ? faded.filter((id) => id !== figure.id) : [...faded, figure.id] }, 'along');
  return (
    <li class="legend-row">
      <label class="legend-who">
        <input type="checkbox" checked={!isFaded} aria-label={words.show(figure.name)} onChange={(event) => fade(event.currentTarget.checked)} />
        <FigureFace figure={figure} />
        <span class="entry-words">
          <b dir="auto">{figure.name}</b>
          {figure.groups.length > 0 && (
            <span class="entry-when" dir="auto">
              {figure.groups.join(', ')}
            </span>
          )}
          {percent !== null && <span class="entry-when">{words.share(words.percent(percent))}</span>}
          {done && <span class="entry-counts">{historyWords.counts(done)}</span>}
        </span>
      </label>
      {model.place.value.colours === 'people' && <RowMenu figureId={figure.id} name={figure.name} done={done !== null} model={model} deeds={deeds} onChosen={onChosen} />}
      {percent !== null && (
        <svg class="share" data-author={figure.hue} viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <rect width={percent} height="3" />
        </svg>
      )}
    </li>
  );
}

interface MenuProps extends Props {
  readonly figureId: string;
  readonly name: string;
  readonly done: boolean;
}

function RowMenu({ figureId, name, done, model, deeds, onChosen }: MenuProps): JSX.Element {
  const open = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useDismiss(open.value, root, button, () => (open.value = false));
  const mayUndo = done && (model.rights.value?.may('edit_document') ?? false);
  const only = model.place.value.by === figureId;
  const choose = (work: () => void): void => {
    open.value = false;
    button.current?.focus();
    work();
    onChosen();
  };
  const undo = (): void => {
    const figure = model.cast.find(figureId);
    if (figure) void deeds.previewUndo(figure);
  };
  return (
    <div class="row-menu" ref={root}>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={words.menu(name)}
        aria-expanded={open.value}
        aria-controls={id}
        onClick={() => (open.value = !open.value)}
      >
        <Icon name="more" />
      </button>
      <ul id={id} class="popover" hidden={!open.value}>
        <li>
          <button type="button" onClick={() => choose(() => model.go({ by: only ? null : figureId, group: null }))}>
            {only ? words.everybody : words.only}
          </button>
        </li>
        {mayUndo && (
          <li>
            <button type="button" onClick={() => choose(undo)}>
              {words.undo}
            </button>
          </li>
        )}
      </ul>
    </div>
  );
}
