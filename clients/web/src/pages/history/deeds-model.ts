import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { ApiError } from '../../api/failure.ts';
import type { Figure } from '../../history/cast.ts';
import { readDifference } from '../../history/changes.ts';
import { historyWords } from '../../words/history.ts';
import type { DeedsView, OpenDialog } from '../../ui/history/views.ts';
import { FormModel, isStatus } from '../form-model.ts';
import { sentenceOf } from '../../ui/failures.ts';
import type { HistoryModel } from './history-model.ts';

/** Actions on a version: restore it, name it, take back one person's changes. */
export class DeedsModel implements DeedsView {
  readonly dialog: Signal<OpenDialog> = signal<OpenDialog>({ kind: 'none' });
  readonly form = new FormModel();
  readonly #page: HistoryModel;

  constructor(page: HistoryModel) {
    this.#page = page;
  }

  close(): void {
    this.dialog.value = { kind: 'none' };
    this.form.problem.value = '';
  }

  askRestore(version: number): void {
    this.dialog.value = { kind: 'restore', version };
  }

  askName(version: number): void {
    const named = this.#page.milestoneAt(version);
    this.dialog.value = { kind: 'name', version, milestone: named?.milestone ?? null, name: named?.name ?? '', note: named?.note ?? '' };
  }

  async restore(version: number): Promise<void> {
    const words = historyWords.restore;
    const before = this.#page.head;
    const what = this.#page.nameOf(version);
    await this.form.run(
      async () => {
        const answer = await this.#page.api.restore(version);
        this.close();
        if (!answer.changed) return this.#page.say({ text: words.unchanged });
        await this.#page.refresh({ from: null, to: null, change: null });
        this.#page.say({ text: words.done(capital(what), answer.version) });
      },
      (failure) => (isStatus(failure, 409) && before > 0 ? words.busy : null),
    );
  }

  async name(version: number, milestone: string | null, name: string, note: string): Promise<void> {
    const { api, timeline } = this.#page;
    await this.form.run(async () => {
      const saved = milestone === null ? await api.nameVersion(version, name.trim(), note.trim()) : await api.rename(milestone, name.trim(), note.trim());
      this.close();
      this.#page.say({ text: historyWords.milestone.saved(saved.name) });
      await timeline.loadAgain();
    });
  }

  async removeName(milestone: string): Promise<void> {
    await this.form.run(async () => {
      await this.#page.api.removeName(milestone);
      this.close();
      this.#page.say({ text: historyWords.milestone.removed });
      await this.#page.timeline.loadAgain();
    });
  }

  // ---- taking back

  /** Shows what the paper would be. */
  async previewUndo(figure: Figure): Promise<void> {
    const page = this.#page;
    const { from, to } = page.shown.value?.difference ?? {};
    if (!from || !to) return;
    page.busy.value = true;
    try {
      const answer = await page.api.previewUndo(figure.id, from.version, to.version);
      const reading = readDifference(answer.pieces);
      if (reading.changes.length === 0) return page.say({ text: historyWords.undo.nothing(figure.name) });
      page.changes.showPreview({ figure, from: from.version, to: to.version, reading, people: page.cast.meet(answer.authors), summary: answer.summary });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      page.say({ text: sentenceOf(error.failure) });
    } finally {
      page.busy.value = false;
    }
  }

  async undo(): Promise<void> {
    const page = this.#page;
    const preview = page.changes.preview.value;
    if (!preview) return;
    const { figure, from, to } = preview;
    const went = await this.form.run(async () => {
      const answer = await page.api.undo(figure.id, from, to);
      page.changes.showPreview(null);
      if (!answer.changed) return page.say({ text: historyWords.undo.unchanged });
      await page.refresh({ from: answer.version - 1, to: answer.version, change: null });
      page.say({ text: historyWords.undo.done(figure.name, answer.version) });
    });
    if (!went) page.say({ text: this.form.problem.value });
  }

  leaveUndo(): void {
    this.#page.changes.showPreview(null);
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
