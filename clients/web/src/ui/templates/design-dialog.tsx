import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { strings } from '../../words/strings.ts';
import type { TemplateSettings } from '../../sync/properties.ts';
import type { Mark } from '../../text/template-marks.ts';
import type { MarkedPlace } from '../../editor/line-marks.ts';
import { limitIn } from '../../text/template-marks.ts';
import { Dialog } from '../dialog.tsx';
import { Check, Outcome } from '../forms.tsx';
import type { FormState } from '../forms.tsx';

const words = strings.templates;

export interface DesignProps {
  readonly paper: TemplateSettings;
  /** Null if the caret is in no line. */
  readonly place: MarkedPlace | null;
  readonly isOwner: boolean;
  readonly form: FormState;
  readonly onMark: (name: Mark, value: unknown) => void;
  readonly onChange: (what: { readonly template?: boolean; readonly about?: string; readonly frozen?: boolean; readonly words_max?: number | null; readonly pages_max?: number | null }) => void;
  readonly onClose: () => void;
}

/** What a template says of the line with the caret, and of the whole paper. Each change counts at once. */
export function DesignDialog({ paper, place, isOwner, form, onMark, onChange, onClose }: DesignProps): JSX.Element {
  return (
    <Dialog title={words.designTitle} onClose={onClose} narrow>
      <div class="stack design">
        {paper.isTemplate && <Line place={place} onMark={onMark} />}
        {isOwner && (
          <section class="stack">
            <h3>{words.paperTitle}</h3>
            <Check label={words.isTemplate} checked={paper.isTemplate} onChange={(template) => onChange({ template })} />
            {paper.isTemplate && <TextLine label={words.about} hint={words.aboutHint} most={300} value={paper.about} onChange={(about) => onChange({ about })} />}
            {paper.fromTemplate && !paper.isTemplate && <Check label={words.holds} checked={paper.frozen} onChange={(frozen) => onChange({ frozen })} />}
            <Limit label={words.paperWordsMax} value={paper.wordsMax} onChange={(words_max) => onChange({ words_max })} />
            <Limit label={words.paperPagesMax} value={paper.pagesMax} onChange={(pages_max) => onChange({ pages_max })} />
          </section>
        )}
        <Outcome model={form} />
      </div>
    </Dialog>
  );
}

function Line({ place, onMark }: Pick<DesignProps, 'place' | 'onMark'>): JSX.Element {
  const [marks, setMarks] = useState(place?.marks ?? {});
  const set = (name: Mark, value: unknown): void => {
    setMarks({ ...marks, [name]: value });
    onMark(name, value);
  };
  if (!place) return <p class="hint">{words.noLine}</p>;
  const isTable = place.kind === 'table';
  const limit = limitIn(marks['words-max']) ?? null;
  return (
    <section class="stack">
      <h3>{isTable ? words.tableTitle : words.lineTitle}</h3>
      {place.words && (
        <p class="design-words" dir="auto">
          {place.words}
        </p>
      )}
      <Check label={isTable ? words.frozenColumns : words.frozen} checked={marks['frozen'] === true} onChange={(on) => set('frozen', on || null)} />
      {place.kind === 'line' && (
        <TextLine
          label={words.prompt}
          hint={words.promptHint}
          most={500}
          value={typeof marks['prompt'] === 'string' ? marks['prompt'] : ''}
          onChange={(prompt) => set('prompt', prompt || null)}
        />
      )}
      {place.kind === 'heading' && (
        <>
          <Check label={words.required} checked={marks['required'] === true} onChange={(on) => set('required', on || null)} />
          <Limit label={words.wordsMax} value={limit} onChange={(most) => set('words-max', most)} />
        </>
      )}
    </section>
  );
}

interface TextLineProps {
  readonly label: string;
  readonly hint: string;
  /** Characters. */
  readonly most: number;
  readonly value: string;
  /** Without white space around it. */
  readonly onChange: (value: string) => void;
}

function TextLine({ label, hint, most, value, onChange }: TextLineProps): JSX.Element {
  const id = useId();
  return (
    <label class="field">
      <span>{label}</span>
      <input type="text" dir="auto" maxLength={most} value={value} aria-describedby={id} onChange={(event) => onChange(event.currentTarget.value.trim())} />
      <span id={id} class="hint">
        {hint}
      </span>
    </label>
  );
}

interface LimitProps {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

function Limit({ label, value, onChange }: LimitProps): JSX.Element {
  return (
    <label class="field is-limit">
      <span>{label}</span>
      <input
        type="number"
        min={1}
        step={1}
        placeholder={words.noLimit}
        value={value ?? ''}
        onChange={(event) => {
          const typed = event.currentTarget.value.trim();
          const limit = limitIn(Number(typed));
          if (typed === '' || limit !== undefined) onChange(limit ?? null);
        }}
      />
    </label>
  );
}
