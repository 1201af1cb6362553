import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { until } from './wait.ts';

export const kChromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: kChromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** Somebody at a browser of their own. */
export class Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Everything the browser complained about: exceptions, and what the Content-Security-Policy stopped. */
  readonly complaints: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    this.#listen(page);
  }

  static async come(browser: Browser, name: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    await context.addInitScript((given) => localStorage.setItem('plenary-name', given), name);
    return new Visitor(context, await context.newPage());
  }

  /** Another tab of the same browser. */
  async anotherTab(): Promise<Page> {
    const page = await this.context.newPage();
    this.#listen(page);
    return page;
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  async open(url: string, id: string): Promise<void> {
    await this.page.goto(`${url}/d/${id}`);
    await this.isSaved();
  }

  async isSaved(within = 30_000): Promise<void> {
    await this.page.waitForSelector('.status-badge.is-saved', { timeout: within });
  }

  /** Saved, after the page has shown the effect of the last key. */
  async isSettled(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 30)))),
    );
    await this.isSaved();
  }

  text(): Promise<string> {
    return shownText(this.page);
  }

  /** Puts the caret behind the first occurrence of `words` in the text. */
  async clickAfter(words: string): Promise<void> {
    await placeCaret(this.page, words);
  }

  #listen(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(String(error.stack ?? error)));
    page.on('console', (message) => {
      const text = message.text();
      // A cut line is reported by the browser itself; that is what those tests do.
      if (message.type() === 'error' && !/WebSocket|net::ERR_|Failed to load resource/.test(text)) this.complaints.push(text);
    });
  }
}

/** The text that the page shows, as `textOf` of the server gives it. */
export function shownText(page: Page): Promise<string> {
  return page.evaluate(() => {
    let text = '';
    const blocks = '.ql-editor :is(p, h1, h2, h3, h4, h5, h6, blockquote, li, hr, .ql-code-block)';
    for (const block of document.querySelectorAll(blocks)) {
      const copy = block.cloneNode(true) as Element;
      for (const part of copy.querySelectorAll('.ql-ui')) part.remove();
      for (const sign of copy.querySelectorAll('br.soft-break')) sign.replaceWith('\u2028');
      text += block.tagName === 'HR' ? '\ufffc' : `${(copy.textContent ?? '').replaceAll('\ufeff', '')}\n`;
    }
    return text;
  });
}

export async function placeCaret(page: Page, words: string): Promise<void> {
  await page.evaluate((wanted) => {
    const root = document.querySelector<HTMLElement>('.ql-editor');
    if (!root) throw new Error('no text');
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = (node.textContent ?? '').indexOf(wanted);
      if (at < 0) continue;
      root.focus();
      document.getSelection()?.collapse(node, at + wanted.length);
      return;
    }
    throw new Error(`not in the text: ${wanted}`);
  }, words);
  await page.waitForTimeout(20); // selectionchange reaches the editor
}

/** Selects `words` in the text. */
export async function selectWords(page: Page, words: string): Promise<void> {
  await placeCaret(page, words);
  await page.evaluate((length) => {
    const selection = document.getSelection();
    const node = selection?.focusNode;
    const end = selection?.focusOffset ?? 0;
    if (selection && node) selection.setBaseAndExtent(node, end - length, node, end);
  }, words.length);
  await page.waitForTimeout(20);
}

/** Pastes at the caret what another program put into the clipboard, by type. */
export function paste(page: Page, data: Readonly<Record<string, string>>): Promise<void> {
  return page.evaluate((given) => {
    const clipboardData = new DataTransfer();
    for (const [type, value] of Object.entries(given)) clipboardData.setData(type, value);
    document.querySelector('.ql-editor')?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, data);
}

/** Clicks into the middle of the first occurrence of `words` in the text, as a hand does. */
export async function clickWords(page: Page, words: string): Promise<void> {
  const at = await page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.querySelector('.ql-editor') as Node, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = (node.textContent ?? '').indexOf(wanted);
      if (start < 0) continue;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + wanted.length);
      const box = range.getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    }
    throw new Error(`not in the text: ${wanted}`);
  }, words);
  await page.mouse.click(at.x, at.y);
}

/** Waits until everyone is saved and shows the same, and returns it. */
export async function agreed(visitors: readonly Visitor[], within = 20_000): Promise<string> {
  let texts: string[] = [];
  await until(
    'all pages show the same',
    async () => {
      texts = await Promise.all(visitors.map((visitor) => visitor.text()));
      const saved = await Promise.all(visitors.map(({ page }) => page.locator('.status-badge.is-saved').count()));
      return saved.every((count) => count === 1) && texts.every((text) => text === texts[0]);
    },
    within,
  );
  return texts[0] ?? '';
}
