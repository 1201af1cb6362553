import type { Anchor, Reaction, Revision, Thread, ThreadPage } from '../threads/types.ts';
import { jsonBody, kBase, request } from './request.ts';

/** Threads per page: the server's maximum. */
const kPage = 200;

/** The discussions of one document over HTTP. `author` is the name to send in open mode; null where the server knows who asks. */
export class ThreadsApi {
  readonly #address: string;
  readonly #author: () => string | null;

  constructor(document: string, author: () => string | null) {
    this.#address = `${kBase}/${encodeURIComponent(document)}/threads`;
    this.#author = author;
  }

  page(cursor: string | null): Promise<ThreadPage> {
    const parameters = new URLSearchParams({ limit: String(kPage) });
    if (cursor !== null) parameters.set('cursor', cursor);
    return request<ThreadPage>(`${this.#address}?${parameters}`);
  }

  thread(id: string): Promise<Thread> {
    return request<Thread>(this.#of(id));
  }

  /** `key` names this comment: sent twice, it is there once. */
  start(anchor: Pick<Anchor, 'version' | 'index' | 'length' | 'cell' | 'inside'>, comment: string, key: string): Promise<Thread> {
    return request<Thread>(this.#address, this.#body('POST', { anchor, comment }, { 'idempotency-key': key }));
  }

  reply(thread: string, comment: string, key: string): Promise<Thread> {
    return request<Thread>(`${this.#of(thread)}/comments`, this.#body('POST', { comment }, { 'idempotency-key': key }));
  }

  edit(thread: string, comment: string, text: string): Promise<Thread> {
    return request<Thread>(this.#comment(thread, comment), this.#body('PATCH', { comment: text }));
  }

  remove(thread: string, comment: string): Promise<Thread> {
    const author = this.#author();
    const query = author === null ? '' : `?${new URLSearchParams({ author })}`;
    return request<Thread>(`${this.#comment(thread, comment)}${query}`, { method: 'DELETE' });
  }

  react(thread: string, comment: string, reaction: Reaction | null): Promise<Thread> {
    return request<Thread>(`${this.#comment(thread, comment)}/reaction`, this.#body('PUT', { reaction }));
  }

  /** Refused with 412 if the thread is not as `thread` says any more. */
  resolve(thread: Thread, resolved: boolean): Promise<Thread> {
    return request<Thread>(this.#of(thread.id), this.#body('PATCH', { resolved }, { 'if-match': thread.etag }));
  }

  label(thread: string, labels: readonly string[]): Promise<Thread> {
    return request<Thread>(this.#of(thread), this.#body('PATCH', { labels }));
  }

  /** Without anybody: nobody is to see to it any more. */
  assign(thread: string, assignee: string | null, due: string | null): Promise<Thread> {
    return request<Thread>(this.#of(thread), this.#body('PATCH', { assignee, due }));
  }

  markRead(thread: string): Promise<void> {
    return request<undefined>(`${this.#of(thread)}/read`, jsonBody('PUT', {}));
  }

  markAllRead(): Promise<void> {
    return request<undefined>(`${this.#address}/read`, jsonBody('PUT', {}));
  }

  async revisions(thread: string, comment: string): Promise<readonly Revision[]> {
    const answer = await request<{ revisions: readonly Revision[] }>(`${this.#comment(thread, comment)}/revisions`);
    return answer.revisions;
  }

  #of(thread: string): string {
    return `${this.#address}/${encodeURIComponent(thread)}`;
  }

  #comment(thread: string, comment: string): string {
    return `${this.#of(thread)}/comments/${encodeURIComponent(comment)}`;
  }

  #body(method: string, value: object, headers: Readonly<Record<string, string>> = {}): RequestInit {
    const author = this.#author();
    return jsonBody(method, author === null ? value : { ...value, author }, headers);
  }
}
