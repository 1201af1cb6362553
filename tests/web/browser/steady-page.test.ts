// Nothing that I do with comments moves the words that I look at.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { makeDocument } from '../support/api.ts';
import { Visitor, clickWords, selectWords } from '../support/browser.ts';
import { card } from '../support/comments.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

const kParagraphs = 150;
const kText = Array.from({ length: kParagraphs }, (_, i) => `Paragraph ${i + 1}: no single group holds the whole picture, and each has its own words for it.`).join('\n\n');
/** Near the end of the paper. */
const kWords = `Paragraph ${kParagraphs - 4}`;

type Watched = Window & { tops?: Set<number>; timer?: ReturnType<typeof setInterval> };

/** Does something, and fails if the words under comment were anywhere else at any moment meanwhile. */
async function steadily(page: Page, what: string, deed: () => Promise<unknown>): Promise<void> {
  await page.evaluate((words) => {
    const watched = window as Watched;
    const block = [...document.querySelectorAll('.ql-editor p')].find((paragraph) => paragraph.textContent?.startsWith(words));
    watched.tops = new Set();
    watched.timer = setInterval(() => watched.tops?.add(Math.round(block?.getBoundingClientRect().top ?? -1)), 5);
  }, kWords);
  await deed();
  await page.waitForTimeout(250);
  const tops = await page.evaluate(() => {
    const watched = window as Watched;
    clearInterval(watched.timer);
    return [...(watched.tops ?? [])];
  });
  assert.equal(tops.length, 1, `${what}: the words were at ${tops.join(', ')}`);
}

describe('the page stands still', () => {
  const on = stage();

  /** The words are selected, in the middle of the window or, with `bottom`, at the end of the page. */
  async function come(id: string, bottom = false): Promise<Visitor> {
    await makeDocument(on.server.url, { id, title: 'Long', format: 'markdown', data: kText });
    const ama = await Visitor.come(on.browser, 'Ama Boateng');
    await ama.open(on.server.url, id);
    await selectWords(ama.page, kWords);
    for (let i = 0; i < 6; i += 1) {
      await ama.page.evaluate(([words, end]) => {
        const block = [...document.querySelectorAll('.ql-editor p')].find((paragraph) => paragraph.textContent?.startsWith(String(words)));
        if (end) window.scrollTo(0, document.documentElement.scrollHeight);
        else window.scrollBy(0, (block?.getBoundingClientRect().top ?? 0) - 420);
      }, [kWords, bottom] as const);
      await ama.page.waitForTimeout(60);
    }
    return ama;
  }
  const isShown = (page: Page, text: string): Promise<unknown> => page.waitForSelector(`.thread-card .comment-html:has-text("${text}")`);

  for (const bottom of [false, true]) {
    const where = bottom ? 'at the end of the page' : 'near the end of a long paper';

    test(`with the keyboard, ${where}`, async () => {
      const ama = await come(`keys-${bottom}`, bottom);
      const { page } = ama;
      const { keyboard } = page;
      await steadily(page, 'begin a comment', () => keyboard.press('Control+Alt+m'));
      await steadily(page, 'write it', () => keyboard.type('First of all'));
      await steadily(page, 'send it', async () => {
        await keyboard.press('Control+Enter');
        await isShown(page, 'First of all');
      });
      await steadily(page, 'leave it', () => keyboard.press('Escape'));
      await steadily(page, 'go to it', () => keyboard.press('Control+Shift+e'));
      await steadily(page, 'reply', async () => {
        await page.locator('.thread-card.is-active .reply-button').focus();
        await keyboard.press('Enter');
        await keyboard.type('And a reply');
        await keyboard.press('Control+Enter');
        await isShown(page, 'And a reply');
      });
      await steadily(page, 'begin a reply and leave it', async () => {
        await page.locator('.thread-card.is-active .reply-button').focus();
        await keyboard.press('Enter');
        await keyboard.type('Never mind');
        await keyboard.press('Escape');
      });
      await steadily(page, 'resolve', async () => {
        await page.locator('.thread-card.is-active .card-tools .act').first().focus();
        await keyboard.press('Enter');
        await page.waitForSelector('.thread-card.is-resolved');
      });
      await steadily(page, 'leave a resolved one', () => keyboard.press('Escape'));
      assert.deepEqual(ama.complaints, []);
      await ama.leave();
    });

    test(`with the pointer, ${where}`, async () => {
      const ama = await come(`pointer-${bottom}`, bottom);
      const { page } = ama;
      /** As a hand does: where it is shown, without scrolling first. */
      const press = async (selector: string): Promise<void> => {
        const box = await page.locator(selector).first().boundingBox();
        assert.ok(box, selector);
        await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      };
      await page.waitForSelector('.comment-here');
      await steadily(page, 'begin a comment', () => press('.comment-here'));
      await page.keyboard.type('First of all');
      await steadily(page, 'send it', async () => {
        await press('.comment-box button[type=submit]');
        await isShown(page, 'First of all');
      });
      await steadily(page, 'go back into the text', () => clickWords(page, `${kWords}`));
      await steadily(page, 'leave it', () => clickWords(page, `Paragraph ${kParagraphs - 2}`));
      await steadily(page, 'open it', () => press('.thread-card .comment-html'));
      await steadily(page, 'reply', async () => {
        await press('.thread-card.is-active .reply-button');
        await page.keyboard.type('And a reply');
        await press('.comment-box button[type=submit]');
        await isShown(page, 'And a reply');
      });
      await steadily(page, 'delete the reply', async () => {
        await press('.thread-card.is-active li:last-child .act:has-text("Delete")');
        await page.waitForSelector('.comment-ask');
        await press('.comment-ask .danger');
        await until('it is deleted', async () => (await card(page, 'And a reply').count()) === 0);
      });
      await steadily(page, 'resolve', async () => {
        await press('.thread-card.is-active .card-tools .act');
        await page.waitForSelector('.thread-card.is-resolved');
      });
      await steadily(page, 'leave a resolved one', () => clickWords(page, `Paragraph ${kParagraphs - 2}`));
      assert.deepEqual(ama.complaints, []);
      await ama.leave();
    });
  }
});
