// Somebody who reads a paper over HTTP and comments on what they see, trying again until each comment is acknowledged.
import assert from 'node:assert/strict';
import { delay } from '../stock/support/raw.mjs';

export class Commenter {
  constructor(rig, document, name, random) {
    this.rig = rig;
    this.document = document;
    this.name = name;
    this.random = random;
    /** The acknowledged comments: {words, id, anchor?} */
    this.said = [];
  }

  get address() {
    return `${this.rig.server.httpUrl}/api/v1/documents/${this.document}`;
  }

  /** Comments until then, and ends when all is acknowledged. */
  async comment(until) {
    while (Date.now() < until) {
      const mine = this.said.filter((entry) => entry.anchor);
      if (mine.length > 0 && this.random.chance(0.3)) await this.reply(this.random.pick(mine).id);
      else await this.start();
      await delay(this.random.below(60));
    }
  }

  async start() {
    const { version, text } = await this.read();
    const length = 1 + this.random.below(Math.min(30, text.length - 1));
    const anchor = { version, index: this.random.below(text.length - length), length };
    const words = `${this.name} says ${this.said.length}`;
    const thread = await this.post('/threads', { anchor, comment: words, author: this.name });
    this.said.push({ words, id: thread.id, anchor });
  }

  async reply(id) {
    const words = `${this.name} answers ${this.said.length}`;
    await this.post(`/threads/${id}/comments`, { comment: words, author: this.name });
    this.said.push({ words, id });
  }

  async read() {
    const response = await this.persist(() => fetch(`${this.address}/content?format=delta`));
    const version = Number(response.headers.get('plenary-version'));
    const { ops } = await response.json();
    return { version, text: ops.map(({ insert }) => (typeof insert === 'string' ? insert : ' ')).join('') };
  }

  async post(path, body) {
    const key = `${this.name}-${this.said.length}-${this.random.below(1e9)}`;
    const response = await this.persist(() => fetch(this.address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    }));
    assert.equal(response.status, 201, await response.clone().text());
    return response.json();
  }

  /** Every thread, page by page. */
  async all() {
    const threads = [];
    let cursor = '';
    do {
      const response = await this.persist(() => fetch(`${this.address}/threads?limit=200${cursor && `&cursor=${cursor}`}`));
      const page = await response.json();
      threads.push(...page.threads);
      cursor = page.next_cursor;
    } while (cursor);
    return threads;
  }

  /** Until the server answers, and not to say that it cannot just now. */
  async persist(ask) {
    const end = Date.now() + 60_000;
    for (;;) {
      try {
        const response = await ask();
        if (response.status < 500) return response;
      } catch (error) {
        if (Date.now() > end) throw error;
      }
      if (Date.now() > end) throw new Error('the server does not come back');
      await delay(20 + this.random.below(60));
    }
  }
}
