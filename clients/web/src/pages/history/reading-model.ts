import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { ApiError } from '../../api/failure.ts';
import { writingsOf } from '../../history/writers.ts';
import type { Asked } from '../../history/inside-texts.ts';
import type { Thread } from '../../threads/types.ts';
import { sentenceOf } from '../../ui/failures.ts';
import type { OldComments, ReadingView, Wrote } from '../../ui/history/views.ts';
import type { HistoryModel } from './history-model.ts';

/** Questions about the text on the screen: the authors of some words, and the comments as they stood then. */
export class ReadingModel implements ReadingView {
  readonly wrote: Signal<Wrote | null> = signal<Wrote | null>(null);
  readonly comments: Signal<OldComments | null> = signal<OldComments | null>(null);
  readonly commentsProblem = signal('');
  readonly #page: HistoryModel;
  #asking = new AbortController();
  #commentsOf = -1;

  constructor(page: HistoryModel) {
    this.#page = page;
  }

  get mayReadComments(): boolean {
    return this.#page.rights.value?.may('read_threads') ?? false;
  }

  async whoWrote(what: Asked, words: string, top: number): Promise<void> {
    this.#asking.abort();
    const abort = (this.#asking = new AbortController());
    const asked: Wrote = { ...what, words, top, writings: null, people: [], problem: '' };
    this.wrote.value = asked;
    const version = this.#page.shown.value?.difference.to.version ?? this.#page.version;
    try {
      const blame = await this.#page.api.blame(version, { from: what.start, to: what.end }, abort.signal);
      if (abort.signal.aborted) return;
      this.wrote.value = { ...asked, writings: writingsOf(blame, what), people: this.#page.cast.meet(blame.authors) };
    } catch (error) {
      if (abort.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      this.wrote.value = { ...asked, problem: sentenceOf(error.failure) };
    }
  }

  closeWrote(): void {
    this.#asking.abort();
    this.wrote.value = null;
  }

  /** Fetches the discussions as they stood at a version, once. */
  async showComments(version: number): Promise<void> {
    if (!this.mayReadComments || this.#commentsOf === version) return;
    this.#commentsOf = version;
    this.commentsProblem.value = '';
    const threads: Thread[] = [];
    try {
      for (let cursor: string | null = null; ; ) {
        const page = await this.#page.api.threads(version, cursor);
        if (this.#commentsOf !== version) return;
        threads.push(...page.threads);
        cursor = page.next_cursor;
        if (cursor === null) break;
      }
      threads.sort((a, b) => a.anchor.index - b.anchor.index);
      this.comments.value = { version, threads };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (this.#commentsOf !== version) return;
      this.#commentsOf = -1;
      this.commentsProblem.value = sentenceOf(error.failure);
    }
  }
}
