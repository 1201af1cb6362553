import type { Locator, Page } from 'playwright-core';
import { selectWords } from './browser.ts';
import type { Visitor } from './browser.ts';

const kMarks = ['thread-1', 'thread-2', 'thread-3', 'thread-active', 'thread-shared', 'thread-draft'] as const;
export type MarkName = (typeof kMarks)[number];

/** Comments on `words` by keyboard, and waits until the comment is there. */
export async function comment({ page }: Visitor, words: string, text: string): Promise<void> {
  await selectWords(page, words);
  await page.keyboard.press('Control+Alt+m');
  await page.waitForSelector('.comment-box textarea:focus');
  await page.keyboard.type(text);
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector(`.thread-card .comment-html:has-text("${text}")`);
}

export const card = (page: Page, text: string): Locator => page.locator('.thread-card', { hasText: text });

/** The words under each mark, of those that mark any. */
export function marks(page: Page): Promise<Readonly<Partial<Record<MarkName, readonly string[]>>>> {
  return page.evaluate((names) => {
    const found: Partial<Record<MarkName, string[]>> = {};
    for (const name of names) {
      const words = [...(CSS.highlights.get(name) ?? [])].map(String);
      if (words.length > 0) found[name] = words;
    }
    return found;
  }, kMarks);
}
