// Stock clients that write marked ops for as long as they are told to, through every crash.
import { StockClient, call } from '../stock/support/clients.mjs';
import { emptyJson, richTextLength } from '../stock/support/edits.mjs';
import { JSON0, RICH_TEXT, delay } from '../stock/support/raw.mjs';

export class Load {
  /** `server`: anything with the address in `url`; `random`: decides everything. */
  constructor(server, random, clientCount) {
    this.random = random;
    this.clients = Array.from({ length: clientCount }, (_, i) => new StockClient(server, `client ${i}`));
    this.submitted = 0;
    this.acknowledged = 0;
    this.refusals = [];
    this.documents = [];
    this.isWriting = false;
    this.isPaused = false;
  }

  /** Replaces the documents written to: half rich-text, half json0. */
  async openDocuments(generation) {
    for (const { id } of this.documents) {
      await Promise.all(this.clients.map((client) => client.forget('crash', id)));
    }
    const kinds = [['rich-text', RICH_TEXT, [{ insert: 'The paper\n' }]], ['json0', JSON0, emptyJson()]];
    this.documents = [0, 1].flatMap((n) => kinds.map(([name, type, data]) => ({
      id: `${name}-${generation}-${n}`, type, data, acknowledged: new Set(), submitted: new Set(),
    })));
    for (const { id, type, data } of this.documents) {
      await call(this.clients[0].doc('crash', id), 'create', data, type);
      await Promise.all(this.clients.map((client) => call(client.doc('crash', id), 'subscribe')));
    }
  }

  start() {
    this.isWriting = true;
    this.writers = this.clients.map((client, i) => this.write(client, i));
  }

  /** Writes nothing new. Pending changes are still sent, and resent. */
  pause() {
    this.isPaused = true;
  }

  resume() {
    this.isPaused = false;
  }

  async stop() {
    this.isWriting = false;
    await Promise.all(this.writers);
  }

  async write(client, index) {
    while (this.isWriting) {
      if (!this.isPaused) this.submit(client, index, this.random.pick(this.documents));
      await delay(this.random.below(6));
    }
  }

  submit(client, index, document) {
    const doc = client.doc('crash', document.id);
    const { random } = this;
    if (!doc.type) return; // being reloaded, because the server has forgotten something: the audit will tell
    // A deletion is only made when nothing is pending: composed with an unsent insert it could take its marker away.
    if (random.chance(0.2) && !doc.hasWritePending() && this.submitDeletion(doc, document)) return;
    const marker = `${index}-${++this.submitted}`;
    document.submitted.add(marker);
    doc.submitOp(this.insertion(doc, document, marker), {}, (error) => {
      if (error) {
        this.refusals.push(`${marker}: ${error.code} ${error.message}`);
      } else {
        document.acknowledged.add(marker);
        this.acknowledged++;
      }
    });
  }

  insertion(doc, document, marker) {
    if (document.type === JSON0) return [{ p: ['list', this.random.below(doc.data.list.length + 1)], li: { marker } }];
    const place = this.random.below(richTextLength(doc.data.ops) + 1);
    const inserts = [{ insert: { marker } }, { insert: this.random.pick(['word ', '😀', '\ud83d', '\n']) }];
    return place > 0 ? [{ retain: place }, ...inserts] : inserts;
  }

  submitDeletion(doc, document) {
    const report = (error) => error && this.refusals.push(`deletion: ${error.code} ${error.message}`);
    if (document.type === JSON0) {
      const { list } = doc.data;
      if (list.length === 0) return false;
      const at = this.random.below(list.length);
      doc.submitOp([{ p: ['list', at], ld: list[at] }], {}, report);
      return true;
    }
    const length = richTextLength(doc.data.ops);
    if (length < 20) return false;
    const count = 1 + this.random.below(12);
    const place = 1 + this.random.below(length - count - 1);
    doc.submitOp([{ retain: place }, { delete: count }], {}, report);
    return true;
  }

  close() {
    this.clients.forEach((client) => client.close());
  }
}
