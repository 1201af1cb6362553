// Messages to webhooks about documents: signed, as described, and without anybody's words.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { eventually, freshId } from '../stock/support/raw.mjs';
import { House } from './support/house.mjs';
import { errorsOfValue } from './support/validation.mjs';

const NO_ROW = '0123456789abcdef0123';

/** Takes messages: {headers, text, body}. */
class Receiver {
  static async open() {
    const receiver = new Receiver();
    receiver.messages = [];
    receiver.server = http.createServer((request, response) => {
      const pieces = [];
      request.on('data', (piece) => pieces.push(piece));
      request.once('end', () => {
        const text = Buffer.concat(pieces).toString();
        receiver.messages.push({ headers: request.headers, text, body: JSON.parse(text) });
        response.writeHead(204).end();
      });
    });
    await new Promise((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    receiver.url = `http://127.0.0.1:${receiver.server.address().port}/hook`;
    return receiver;
  }

  typesOf(id) {
    return this.messages.filter(({ body }) => body.data.document === id).map(({ body }) => body.type);
  }

  close() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

describe('webhooks', () => {
  let house;
  let owner;
  let receiver;
  before(async () => {
    house = await House.open();
    await house.setUp();
    owner = await house.welcome('Olga');
    receiver = await Receiver.open();
  });
  after(async () => {
    await house.close();
    await receiver.close();
  });

  const make = async () => {
    const id = freshId('paper');
    await owner.call('createDocument', 201, { body: { id, title: 'Zanzibar agreement', content: { format: 'text', data: 'Quetzals\n' } } });
    return id;
  };

  test('hear of what they asked for, signed, without words', async () => {
    const id = await make();
    const { body: hook } = await owner.call('makeDocumentWebhook', 201, { id, body: { url: receiver.url, label: 'Our chat' } });
    const { body: { id: thread } } = await owner.call('startThread', 201, { id, body: { comment: 'Okapi', anchor: { version: 1, index: 0, length: 3 } } });
    await owner.call('addComment', 201, { id, thread, body: { comment: 'Okapi again' } });
    await owner.call('renameDocument', 200, { id, body: { title: 'Zanzibar treaty' } });
    const expected = ['document.renamed', 'thread.replied', 'thread.started'];
    await eventually(() => `only ${receiver.typesOf(id)} came`, () => receiver.typesOf(id).length === expected.length);
    assert.deepEqual(receiver.typesOf(id).sort(), expected);
    for (const { headers, text, body } of receiver.messages) {
      assert.deepEqual(errorsOfValue('#/components/schemas/Happening', body), [], text);
      const key = Buffer.from(hook.secret.replace('whsec_', ''), 'base64');
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
      assert.equal(headers['webhook-signature'], `v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
      assert.ok(!/Zanzibar|Okapi|Quetzals/.test(text), text);
    }
    const { body: { webhooks } } = await owner.call('listDocumentWebhooks', 200, { id });
    assert.deepEqual(webhooks.map(({ id: known, label }) => [known, label]), [[hook.id, 'Our chat']]);
    assert.ok(!JSON.stringify(webhooks).includes(hook.secret));
    await owner.call('removeDocumentWebhook', 204, { id, hook: hook.id });
    await owner.call('removeDocumentWebhook', 404, { id, hook: hook.id });
  });

  test('of an administrator hear of all documents, of the kinds that they name', async () => {
    const { administrator } = house;
    const { body: hook } = await administrator.call('makeWebhook', 201, { body: { url: receiver.url, types: ['document.created', 'document.deleted'] } });
    const id = await make();
    await owner.call('renameDocument', 200, { id, body: { title: 'Another' } });
    await owner.call('deleteDocument', 204, { id });
    await eventually(() => `only ${receiver.typesOf(id)} came`, () => receiver.typesOf(id).length === 2);
    assert.deepEqual(receiver.typesOf(id).sort(), ['document.created', 'document.deleted']);
    const other = await make();
    await owner.call('removeDocumentWebhook', 404, { id: other, hook: hook.id });
    assert.ok((await administrator.call('listWebhooks', 200)).body.webhooks.some((known) => known.id === hook.id));
    await administrator.call('removeWebhook', 204, { hook: hook.id });
    await administrator.call('removeWebhook', 404, { hook: NO_ROW });
    const { body: { entries } } = await administrator.call('readAudit', 200, { limit: 10 });
    assert.ok(entries.some(({ what }) => what === 'webhook.remove'));
  });

  test('are refused where they make no sense', async () => {
    const id = await make();
    for (const body of [{}, { url: 'ftp://example.org' }, { url: 'nowhere' }, { url: 'https://user@example.org/' }, { url: receiver.url, types: ['document.eaten'] }, { url: receiver.url, secret: 'mine' }]) {
      await owner.call('makeDocumentWebhook', 400, { id, body });
      await house.administrator.call('makeWebhook', 400, { body });
    }
  });
});
