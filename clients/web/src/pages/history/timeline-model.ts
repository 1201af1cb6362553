import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { ApiError } from '../../api/failure.ts';
import type { HistoryApi, Whose } from '../../api/history.ts';
import type { Cast } from '../../history/cast.ts';
import type { Timeline, TimelineView } from '../../ui/history/views.ts';
import { sentenceOf } from '../../ui/failures.ts';

/** The sessions that are loaded so far, newest first. Each page brings authors of its own: here they are one list. */
export class TimelineModel implements TimelineView {
  readonly now: Signal<Timeline | null> = signal<Timeline | null>(null);
  readonly problem = signal('');
  readonly more = signal(false);
  readonly #api: HistoryApi;
  readonly #cast: Cast;
  #whose: Whose = { by: null, group: null };
  #asked = 0;

  constructor(api: HistoryApi, cast: Cast) {
    this.#api = api;
    this.#cast = cast;
  }

  /** Fetches from the newest on. The older list stays meanwhile. */
  async load(whose: Whose): Promise<void> {
    this.#whose = whose;
    await this.#fetch(null);
  }

  async loadAgain(): Promise<void> {
    await this.#fetch(null);
  }

  /** Returns whether something came. */
  async loadEarlier(): Promise<boolean> {
    const next = this.now.value?.next;
    if (!next || this.more.value) return false;
    this.more.value = true;
    try {
      return await this.#fetch(next);
    } finally {
      this.more.value = false;
    }
  }

  async #fetch(before: string | null): Promise<boolean> {
    const mine = (this.#asked += 1);
    this.problem.value = '';
    try {
      const page = await this.#api.sessions(this.#whose, before);
      if (mine !== this.#asked) return false;
      const known = before === null ? null : this.now.value;
      const people = [...(known?.people ?? [])];
      const placeOf = this.#cast.meet(page.authors).map((figure) => {
        const found = people.indexOf(figure);
        return found < 0 ? people.push(figure) - 1 : found;
      });
      const place = (author: number): number => placeOf[author] ?? -1;
      const renumbered = <T extends { readonly by?: number | null; readonly undone?: number }>(entry: T): T => ({
        ...entry,
        ...(typeof entry.by === 'number' ? { by: place(entry.by) } : {}),
        ...(typeof entry.undone === 'number' ? { undone: place(entry.undone) } : {}),
      });
      this.now.value = {
        sessions: [...(known?.sessions ?? []), ...page.sessions.map(renumbered)],
        landmarks: known?.landmarks ?? (page.landmarks ?? []).map(renumbered),
        days: known?.days ?? page.days ?? [],
        people,
        next: page.next,
      };
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine === this.#asked) this.problem.value = sentenceOf(error.failure);
      return false;
    }
  }
}
