// What goes through a clipboard comes back as it was. ROUNDS and SEED from the environment: ROUNDS=300 takes minutes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { contentOf, makeDocument } from '../support/api.ts';
import type { Component } from '../support/api.ts';
import { Visitor, paste } from '../support/browser.ts';
import { joined, randomContent } from '../support/contents.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';
import { stage } from '../support/stage.ts';

const kRounds = Number(process.env['ROUNDS'] ?? 30);

/** Copies the selection and returns what a browser would put on the clipboard. */
function copied(page: Page): Promise<{ html: string; text: string }> {
  return page.evaluate(() => {
    const clipboardData = new DataTransfer();
    document.querySelector('.ql-editor')?.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
    return { html: clipboardData.getData('text/html'), text: clipboardData.getData('text/plain') };
  });
}

describe('the clipboard', () => {
  const on = stage();
  let ama: Visitor;
  let made = 0;
  before(async () => {
    ama = await Visitor.come(on.browser, 'Ama Boateng', { permissions: ['clipboard-read', 'clipboard-write'] });
  });
  after(() => assert.deepEqual(ama.complaints, [], 'the browser complained about nothing'));

  async function opened(content: readonly Component[]): Promise<string> {
    const id = `clipboard-${(made += 1)}`;
    await makeDocument(on.server.url, { id, title: id, format: 'delta', data: { ops: content } });
    await ama.open(on.server.url, id);
    await ama.page.focus('.ql-editor');
    return id;
  }

  async function saved(id: string): Promise<Component[]> {
    await ama.isSettled();
    return joined(await contentOf(on.server.url, id));
  }

  const kWays: readonly (readonly [name: string, plain: boolean, goThrough: (id: string) => Promise<string>])[] = [
    ['cut and pasted in the paper', false, async (id) => {
      for (const key of ['Control+a', 'Control+x', 'Control+v']) await ama.page.keyboard.press(key);
      return id;
    }],
    ['through HTML', false, async () => {
      await ama.page.keyboard.press('Control+a');
      const { html } = await copied(ama.page);
      const other = await opened([{ insert: '\n' }]);
      await paste(ama.page, { 'text/html': html });
      return other;
    }],
    ['through plain text', true, async () => {
      await ama.page.keyboard.press('Control+a');
      const { text } = await copied(ama.page);
      const other = await opened([{ insert: '\n' }]);
      await paste(ama.page, { 'text/plain': text.replaceAll('\n', '\r\n') });
      return other;
    }],
  ];
  for (const [name, plain, goThrough] of kWays) {
    test(`${Math.ceil(kRounds / 3)} contents come back equal ${name}`, async (t) => {
      const seed = seedFromEnvironment();
      t.diagnostic(`seed ${seed}`);
      for (let round = 0; round < Math.ceil(kRounds / 3); round += 1) {
        // Not in code: what is pasted into a line of code is code.
        const content = joined([{ insert: 'x\n' }, ...randomContent(new Random(seed + round), plain)]);
        const id = await goThrough(await opened(content));
        assert.deepEqual(await saved(id), content, `SEED=${seed + round}`);
      }
    });
  }
});
