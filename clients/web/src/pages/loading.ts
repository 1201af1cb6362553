import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { ApiError } from '../api/failure.ts';
import type { Page } from '../api/access.ts';
import type { Loadable, Loaded, PagedList } from '../ui/loaded.tsx';
import { sentenceOf } from '../ui/failures.ts';

/** Data of the server for a part of a page. While it is fetched again, the older data stay. */
export class Loading<T> implements Loadable<T> {
  readonly state: Signal<Loaded<T>> = signal<Loaded<T>>({ kind: 'loading' });
  readonly #ask: () => Promise<T>;
  #asked = 0;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  get value(): T | null {
    const { value } = this.state;
    return value.kind === 'here' ? value.value : null;
  }

  set(value: T): void {
    this.#asked += 1;
    this.state.value = { kind: 'here', value };
  }

  async load(): Promise<void> {
    const mine = (this.#asked += 1);
    if (this.state.value.kind === 'failed') this.state.value = { kind: 'loading' };
    try {
      const value = await this.#ask();
      if (mine === this.#asked) this.state.value = { kind: 'here', value };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine === this.#asked && this.state.value.kind !== 'here') {
        this.state.value = { kind: 'failed', why: sentenceOf(error.failure) };
      }
    }
  }
}

/** A list that comes by pages. */
export class PagedLoading<Item> implements PagedList {
  readonly pages: Loading<Page<Item>>;
  readonly more = signal(false);
  readonly #ask: (cursor: string | null) => Promise<Page<Item>>;

  constructor(ask: (cursor: string | null) => Promise<Page<Item>>) {
    this.#ask = ask;
    this.pages = new Loading(() => ask(null));
  }

  get hasMore(): boolean {
    return Boolean(this.pages.value?.next);
  }

  async loadMore(): Promise<void> {
    const now = this.pages.value;
    if (!now?.next || this.more.value) return;
    this.more.value = true;
    try {
      const { items, next } = await this.#ask(now.next);
      if (this.pages.value === now) this.pages.set({ items: [...now.items, ...items], next });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // the button stays
    } finally {
      this.more.value = false;
    }
  }
}
