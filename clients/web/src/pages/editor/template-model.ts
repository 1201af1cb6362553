import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { changeTemplate, documentInfo } from '../../api/documents.ts';
import type { DocumentInfo, TemplateChange } from '../../api/documents.ts';
import { ApiError } from '../../api/failure.ts';
import { heldLast, rememberHeld } from '../../device/last-template.ts';
import { markedPlace, setMark } from '../../editor/line-marks.ts';
import type { MarkedPlace } from '../../editor/line-marks.ts';
import { PaperCount } from '../../editor/paper-count.ts';
import type { QuillView } from '../../editor/quill-view.ts';
import type { Count, Part } from '../../text/counting.ts';
import type { Mark } from '../../text/template-marks.ts';
import type { PaperLimits } from '../../ui/templates/to-do.ts';
import { strings } from '../../words/strings.ts';
import { FormModel } from '../form-model.ts';
import { scrollBelowBars } from './around-the-caret.ts';

/** What the server says of a paper and templates. */
export interface TemplateProperties extends PaperLimits {
  readonly isTemplate: boolean;
  readonly fromTemplate: boolean;
  /** Frozen parts hold. In a template itself they never do: there they are written. */
  readonly holds: boolean;
}

/** The paper as a template, and as one that is filled in. */
export class TemplateModel {
  readonly properties: Signal<TemplateProperties>;
  /** How much is written; null while nothing is asked for. */
  readonly count: Signal<Count | null> = signal<Count | null>(null);
  readonly form = new FormModel();
  readonly #document: string;
  #view: QuillView | null = null;
  #counter: PaperCount | null = null;
  #loading = false;
  #again = false;

  constructor(document: string) {
    this.#document = document;
    this.properties = signal({ isTemplate: false, fromTemplate: false, holds: heldLast(document), wordsMax: null, pagesMax: null });
  }

  follow(view: QuillView): void {
    this.#view = view;
    this.#counter = new PaperCount(view.quill, (count) => (this.count.value = this.#asksForAnything(count) ? count : null));
    view.setFrozen(this.properties.value.holds, false);
  }

  close(): void {
    this.#counter?.stop();
    this.#view = null;
  }

  /** The text changed. */
  edited(): void {
    this.#counter?.changed();
  }

  /** Asks the server anew; asked meanwhile, once more afterwards. Without an answer everything stays as it is. */
  async load(): Promise<void> {
    this.#again = this.#loading;
    if (this.#loading) return;
    this.#loading = true;
    try {
      this.#know(await documentInfo(this.#document));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    } finally {
      this.#loading = false;
    }
    if (this.#again) await this.load();
  }

  async change(what: TemplateChange): Promise<void> {
    const done = await this.form.run(async () => this.#know(await changeTemplate(this.#document, what)));
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

  #know(info: DocumentInfo): void {
    const { template = false, from_template = null, frozen = false, words_max = null, pages_max = null } = info;
    const holds = frozen && !template;
    this.properties.value = { isTemplate: template, fromTemplate: from_template !== null, holds, wordsMax: words_max, pagesMax: pages_max };
    rememberHeld(this.#document, holds);
    this.#view?.setFrozen(holds, template);
    this.#counter?.changed();
  }

  #asksForAnything({ parts }: Count): boolean {
    const { wordsMax, pagesMax } = this.properties.value;
    return parts.length > 0 || wordsMax !== null || pagesMax !== null;
  }
}
