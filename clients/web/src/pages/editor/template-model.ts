import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { changeTemplate } from '../../api/documents.ts';
import type { TemplateChange } from '../../api/documents.ts';
import { heldLast, rememberHeld } from '../../device/last-template.ts';
import { markedPlace, setMark } from '../../editor/line-marks.ts';
import type { MarkedPlace } from '../../editor/line-marks.ts';
import { PaperCount } from '../../editor/paper-count.ts';
import type { QuillView } from '../../editor/quill-view.ts';
import { settingsIn } from '../../sync/properties.ts';
import type { TemplateSettings } from '../../sync/properties.ts';
import type { Count, Part } from '../../text/counting.ts';
import type { Mark } from '../../text/template-marks.ts';
import { strings } from '../../words/strings.ts';
import { FormModel } from '../form-model.ts';
import { scrollBelowBars } from './around-the-caret.ts';

/** The paper as a template, and as one that is filled in. */
export class TemplateModel {
  readonly settings: Signal<TemplateSettings>;
  /** How much is written; null while nothing is asked for. */
  readonly count: Signal<Count | null> = signal<Count | null>(null);
  readonly form = new FormModel();
  readonly #document: string;
  #view: QuillView | null = null;
  #counter: PaperCount | null = null;

  constructor(document: string) {
    this.#document = document;
    this.settings = signal({ isTemplate: false, about: '', fromTemplate: false, frozen: heldLast(document), wordsMax: null, pagesMax: null });
  }

  follow(view: QuillView): void {
    this.#view = view;
    this.#counter = new PaperCount(view.quill, (count) => (this.count.value = this.#asksForAnything(count) ? count : null));
    this.#show();
  }

  close(): void {
    this.#counter?.stop();
    this.#view = null;
  }

  /** The text changed. */
  edited(): void {
    this.#counter?.changed();
  }

  /** The server says what the paper is. */
  heard(settings: TemplateSettings): void {
    this.settings.value = settings;
    this.#show();
    this.#counter?.changed();
  }

  async change(what: TemplateChange): Promise<void> {
    const done = await this.form.run(async () => this.heard(settingsIn(await changeTemplate(this.#document, what))));
    if (done) this.form.done.value = strings.templates.saved;
  }

  /** The line, or the table, with the caret. */
  get place(): MarkedPlace | null {
    const view = this.#view;
    return view && markedPlace(view.quill, view.tables);
  }

  mark(name: Mark, value: unknown): void {
    const view = this.#view;
    if (view) setMark(view.quill, view.tables, name, value);
  }

  /** Shows the heading of a part, with the caret at its end. */
  goTo(part: Part): void {
    const heading = this.#counter?.headingOf(part);
    const quill = this.#view?.quill;
    if (!heading || !quill) return;
    scrollBelowBars(heading, 0);
    const blot = quill.scroll.find(heading);
    if (blot && !matchMedia('(pointer: coarse)').matches) quill.setSelection(blot.offset(quill.scroll) + blot.length() - 1, 0, 'silent');
  }

  /** In a template nothing is held: there it is written. */
  #show(): void {
    const { frozen, isTemplate } = this.settings.value;
    const holds = frozen && !isTemplate;
    rememberHeld(this.#document, holds);
    this.#view?.setFrozen(holds, isTemplate);
  }

  #asksForAnything({ parts }: Count): boolean {
    const { wordsMax, pagesMax } = this.settings.value;
    return parts.length > 0 || wordsMax !== null || pagesMax !== null;
  }
}
