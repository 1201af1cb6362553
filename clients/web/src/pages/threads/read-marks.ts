import type { ThreadsApi } from '../../api/threads.ts';
import type { ThreadBook } from '../../threads/book.ts';

/** Marks threads as read: on the server, and in the book. */
export class ReadMarks {
  readonly #api: ThreadsApi;
  readonly #book: ThreadBook;
  readonly #seeing = new Set<string>();

  constructor(api: ThreadsApi, book: ThreadBook) {
    this.#api = api;
    this.#book = book;
  }

  /** A thread that is looked at is read, if somebody is there to read it. */
  see(id: string): void {
    if (!this.#book.get(id)?.unread || document.hidden || this.#seeing.has(id)) return;
    this.#seeing.add(id);
    this.#api
      .markRead(id)
      .then(() => this.#book.read([id]))
      .catch(() => undefined) // it is unread until it is looked at again
      .finally(() => this.#seeing.delete(id));
  }

  /** Throws ApiError. */
  async seeAll(): Promise<void> {
    await this.#api.markAllRead();
    this.#book.read([...this.#book.all()].map(({ id }) => id));
  }
}
