import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { ApiError } from '../../api/request.ts';
import type { Figure } from '../../history/cast.ts';
import { writersOf } from '../../history/shares.ts';
import type { BlameRun } from '../../history/types.ts';
import type { Thread } from '../../threads/types.ts';
import { sentenceOf } from '../form-model.ts';
import type { HistoryModel } from './history-model.ts';

/** Some words, and who wrote them. */
export interface Wrote {
  readonly start: number;
  readonly end: number;
  readonly words: string;
  /** Where it was asked, in the page: a distance from the top. */
  readonly top: number;
  readonly runs: readonly BlameRun[] | null;
  readonly people: readonly Figure[];
  readonly problem: string;
}

export interface Comments {
  readonly version: number;
  readonly threads: readonly Thread[];
}

/** What one may ask about the text on the screen: who wrote some words, what was said about it then. */
export class ReadingModel {
  readonly wrote: Signal<Wrote | null> = signal<Wrote | null>(null);
  readonly comments: Signal<Comments | null> = signal<Comments | null>(null);
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

  async whoWrote(start: number, end: number, words: string, top: number): Promise<void> {
    this.#asking.abort();
    const abort = (this.#asking = new AbortController());
    const asked: Wrote = { start, end, words, top, runs: null, people: [], problem: '' };
    this.wrote.value = asked;
    const version = this.#page.shown.value?.difference.to.version ?? this.#page.version;
    try {
      const blame = await this.#page.api.blame(version, { from: start, to: end }, abort.signal);
      if (abort.signal.aborted) return;
      this.wrote.value = { ...asked, runs: writersOf(blame, start, end), people: this.#page.cast.meet(blame.authors) };
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
