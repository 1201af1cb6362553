import type { Signal } from '@preact/signals';
import { strings } from '../../words/strings.ts';
import { realTimers } from '../../sync/timers.ts';
import type { Thread } from '../../threads/types.ts';
import { shorten } from '../../text/shorten.ts';

/** News that come together are told together. */
const kNewsDelay = 600;
const kNewsByName = 2;

/** Tells screen readers about new comments of others. */
export class ThreadNews {
  readonly #news: Signal<string>;
  readonly #me: () => string;
  #told: string[] = [];

  constructor(news: Signal<string>, me: () => string) {
    this.#news = news;
    this.#me = me;
  }

  hear(before: Thread | null, now: Thread): void {
    const last = now.comments.at(-1);
    const isNew = now.comments.length > (before?.comments.length ?? 0);
    if (!last || !isNew || last.author.id === this.#me()) return;
    const words = now.anchor.words || now.anchor.quote;
    this.#told.push(strings.threads.news(last.author.name, shorten(words), before !== null));
    if (this.#told.length > 1) return;
    realTimers.after(kNewsDelay, () => {
      const told = this.#told.splice(0);
      this.#news.value = told.length > kNewsByName ? strings.threads.manyNews(told.length) : told.join(' ');
    });
  }
}
