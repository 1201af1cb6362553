// The flags of others' cursors: a name while somebody begins to move, then a head that lies on no words.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { makeDocument } from '../support/api.ts';
import { Visitor } from '../support/browser.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

const kWords = 'The five coalitions met in Lviv to agree on a common paper about openness and the governance of core values; no single group holds the whole picture. ';
const kText = `# A heading\n\n${kWords.repeat(4)}\n\n- first point\n- second point\n\n${kWords.repeat(2)}\n`;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const boxesOf = (page: Page, what: 'flags' | 'words'): Promise<readonly Box[]> =>
  page.evaluate((kind) => {
    const found: DOMRect[] = [];
    if (kind === 'flags') for (const flag of document.querySelectorAll('.cursor:not([hidden]) .cursor-name')) found.push(flag.getBoundingClientRect());
    else {
      const range = document.createRange();
      const walker = document.createTreeWalker(document.querySelector('.ql-editor') as Node, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        range.selectNode(node);
        found.push(...range.getClientRects());
      }
    }
    return found.map(({ left, top, right, bottom }) => ({ left, top, right, bottom }));
  }, what);

/** Half a pixel is rounding. */
const meet = (a: Box, b: Box): boolean => a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;

describe('flags of others', () => {
  const on = stage();
  const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');
  mkdirSync(shots, { recursive: true });
  const kNames = ['Ama Boateng', 'Oлена Коваль', 'María José Quispe', 'فاطمة الزهراء', 'Jovan Kurbalija', 'Nnenna Okafor'];

  /** A reader, and six people: on a heading, in the middle of lines, two at one place, at a list. */
  async function gather(id: string, width: number): Promise<{ reader: Visitor; others: readonly Visitor[] }> {
    await makeDocument(on.server.url, { id, title: 'Flags', format: 'markdown', data: kText });
    const reader = await Visitor.come(on.browser, 'Rita Reader', { viewport: { width, height: 860 } });
    await reader.open(on.server.url, id);
    const others: Visitor[] = [];
    for (const [i, after] of ['heading', 'agree on', 'agree on', 'whole', 'second', 'first'].entries()) {
      const other = await Visitor.come(on.browser, kNames[i] ?? '');
      await other.open(on.server.url, id);
      await other.clickAfter(after);
      if (i === 3) for (let line = 0; line < 4; line += 1) await other.page.keyboard.press('ArrowDown');
      others.push(other);
    }
    await until('all are shown', async () => (await reader.page.locator('.cursor:not([hidden])').count()) === others.length);
    return { reader, others };
  }

  const atRest = (page: Page): Promise<void> => until('all are at rest', async () => (await page.locator('.cursor.named').count()) === 0);

  for (const width of [390, 1280] as const) {
    test(`at rest lie on no words, nor on each other, at ${width} px`, async () => {
      const { reader, others } = await gather(`rest-${width}`, width);
      const { page } = reader;
      await atRest(page);
      const [flags, words] = [await boxesOf(page, 'flags'), await boxesOf(page, 'words')];
      assert.equal(flags.length, kNames.length);
      assert.ok(words.length > 8);
      for (const [i, flag] of flags.entries()) {
        assert.deepEqual(words.filter((box) => meet(flag, box)), [], `${kNames[i] ?? ''} ${JSON.stringify(flag)}`);
        assert.deepEqual(flags.slice(0, i).filter((box) => meet(flag, box)), [], `${kNames[i] ?? ''} lies on another flag`);
        assert.ok(flag.left >= 0 && flag.right <= width, 'is in the window');
      }
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(60);
        await page.screenshot({ path: join(shots, `flags-${width}-${colorScheme}.png`) });
      }
      await page.emulateMedia({ colorScheme: 'light' });
      for (const other of others) await other.leave();
      assert.deepEqual(reader.complaints, []);
      await reader.leave();
    });
  }

  test('name their owners when they begin to move, and not again as long as they go on; not when I type above them', async () => {
    const { reader, others } = await gather('moving', 1280);
    const { page } = reader;
    const [ama] = others;
    assert.ok(ama);
    const named = (): Promise<readonly string[]> => page.locator('.cursor.named .cursor-name').allTextContents();
    await atRest(page);
    await page.waitForTimeout(6_000); // whoever moved while coming would be named again by now
    await reader.clickAfter('A head');
    for (let i = 0; i < 12; i += 1) {
      await page.keyboard.type('x');
      await page.waitForTimeout(40);
      assert.deepEqual(await named(), [], 'my typing moves nobody');
    }
    await ama.page.keyboard.type('a');
    await until('her name is shown', async () => (await named()).includes('Ama Boateng'));
    for (let i = 0; (await named()).length > 0; i += 1) {
      assert.ok(i < 100, 'the name goes while she types on');
      await ama.page.keyboard.type('b');
      await page.waitForTimeout(80);
    }
    for (let i = 0; i < 20; i += 1) {
      await ama.page.keyboard.type('c');
      await page.waitForTimeout(80);
      assert.deepEqual(await named(), []);
    }
    for (const other of others) await other.leave();
    await reader.leave();
  });

  test('at one place show all their names under the pointer', async () => {
    const { reader, others } = await gather('pointer', 1280);
    const { page } = reader;
    await atRest(page);
    const caret = await page.locator('.cursor:has(.cursor-name:text-is("María José Quispe"))').boundingBox();
    assert.ok(caret);
    await page.mouse.move(caret.x + 2, caret.y + caret.height / 2);
    await until('both are named', async () => (await page.locator('.cursor.named').count()) === 2);
    const [one, other] = await page.locator('.cursor.named .cursor-name').evaluateAll((flags) => flags.map((flag) => flag.getBoundingClientRect().toJSON() as Box));
    assert.ok(one && other && !meet(one, other));
    await page.screenshot({ path: join(shots, 'flags-pointer.png') });
    await page.mouse.move(20, 800);
    await atRest(page);
    await page.click('.people-button');
    await page.click('.person:has-text("Ama Boateng")');
    await page.waitForSelector('.cursor.named:has-text("Ama Boateng")');
    for (const each of others) await each.leave();
    await reader.leave();
  });
});
