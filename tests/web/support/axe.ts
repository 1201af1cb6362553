import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const kAxe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The findings of axe-core on the page as it is, best practices included. */
export async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(readFileSync(kAxe, 'utf8')); // through the debugger: the page's own policy lets no foreign script in
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: never[] }> } };
    const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations.map((found: { id: string; nodes: { html: string; any: { message: string }[] }[] }) =>
      `${found.id}: ${found.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`).join(' / ')}`,
    );
  });
}

/** Whether something is wider than the window. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
