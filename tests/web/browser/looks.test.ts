// The looks of the pages, and their accessibility. Screenshots go to PLENARY_SCREENSHOTS or the
// temporary directory: look at them after changing a page.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { makeDocument } from '../support/api.ts';
import { Visitor, launch, selectWords } from '../support/browser.ts';
import { kPaper } from '../support/samples.ts';
import { startPlenaryd, temporaryDirectory } from '../support/server.ts';
import type { Server } from '../support/server.ts';

const kAxe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const kWidths = [390, 768, 1280, 1920] as const;
const kSchemes = ['light', 'dark'] as const;

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly where: readonly string[];
}

/** The findings of axe-core on the page as it is. */
async function findings(page: Page): Promise<readonly Finding[]> {
  // Through the debugger, since the page's own policy lets no foreign script in.
  await page.evaluate(await import('node:fs').then((fs) => fs.readFileSync(kAxe, 'utf8')));
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: never[] }> } };
    const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations.map((violation: { id: string; impact: string; nodes: { html: string; any: { message: string }[] }[] }) => ({
      id: violation.id,
      impact: violation.impact,
      where: violation.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
    }));
  });
}

describe('the pages', () => {
  const data = temporaryDirectory();
  const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');
  let server: Server;
  let browser: Browser;
  let others: Visitor[] = [];
  before(async () => {
    mkdirSync(shots, { recursive: true });
    server = await startPlenaryd(data.path);
    browser = await launch();
    const paper = { id: 'paper', title: 'Digital cooperation: the coalitions’ paper', format: 'markdown', data: kPaper } as const;
    for (const [id, title] of [
      ['notes', 'Notes of the coordination meeting 57, with all that was said about the deadlines and who fills in what'],
      ['zh', '关于数字合作的意见'],
      ['ar', 'مسودة ورقة التحالف بشأن إمكانية النفاذ'],
      ['untitled', ''],
      ['template', 'Template for the main session'],
    ] as const) {
      await makeDocument(server.url, { id, title, format: 'text', data: 'Words.\n' });
    }
    await makeDocument(server.url, paper);
    others = await Promise.all(
      ['李明', 'محمد العربي', 'फातिमा शर्मा'].map((name) => Visitor.come(browser, name, { viewport: { width: 900, height: 700 } })),
    );
    for (const other of others) await other.open(server.url, 'paper');
  });
  after(async () => {
    await browser.close();
    await server.stop();
    data.remove();
  });

  /** Lets the three others move, so that their names are shown. */
  async function othersWrite(): Promise<void> {
    const words = ['twenty-five', 'sovereignty', 'accessibility'];
    for (const [i, other] of others.entries()) {
      await selectWords(other.page, 'e');
      await selectWords(other.page, words[i] ?? 'e');
    }
  }

  for (const scheme of kSchemes) {
    test(`have no finding of axe-core (${scheme})`, async () => {
      const ama = await Visitor.come(browser, 'Ama Boateng', { colorScheme: scheme });
      const { page } = ama;
      await page.goto(server.url);
      await page.waitForSelector('.document a');
      assert.deepEqual(await findings(page), [], 'the list');
      await page.fill('input[type=search]', 'nothing is called this');
      await page.waitForSelector('.empty');
      assert.deepEqual(await findings(page), [], 'the empty list');
      await ama.open(server.url, 'paper');
      await othersWrite();
      await page.waitForSelector('.cursor.named');
      assert.deepEqual(await findings(page), [], 'the editor');
      await page.click('.people-button');
      assert.deepEqual(await findings(page), [], 'the people');
      await page.keyboard.press('Escape');
      await page.click('.status-badge');
      assert.deepEqual(await findings(page), [], 'the explained status');
      await page.keyboard.press('Escape');
      await page.click('[aria-label="Keyboard shortcuts"]');
      await page.waitForSelector('dialog[open]');
      assert.deepEqual(await findings(page), [], 'the help');
      await page.keyboard.press('Escape');
      await selectWords(page, 'register');
      await page.keyboard.press('Control+k');
      await page.waitForSelector('.link-form');
      assert.deepEqual(await findings(page), [], 'the form of a link');
      await page.goto(`${server.url}/d/there-is-none`);
      await page.waitForSelector('.gone');
      assert.deepEqual(await findings(page), [], 'a missing document');
      assert.deepEqual(ama.complaints, []);
      await ama.leave();
    });
  }

  for (const width of kWidths) {
    for (const scheme of kSchemes) {
      test(`fit ${width} px (${scheme})`, async () => {
        const viewport = { width, height: width < 500 ? 844 : 900 };
        const ama = await Visitor.come(browser, 'Ama Boateng', { viewport, colorScheme: scheme });
        const { page } = ama;
        const wider = (): Promise<boolean> =>
          page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        await page.goto(server.url);
        await page.waitForSelector('.document a');
        await page.evaluate(() => document.fonts.ready);
        assert.equal(await wider(), false, 'the list does not scroll sideways');
        await page.screenshot({ path: join(shots, `list-${width}-${scheme}.png`) });
        await ama.open(server.url, 'paper');
        await page.evaluate(() => document.fonts.ready);
        await othersWrite();
        await page.waitForTimeout(250);
        assert.equal(await wider(), false, 'the editor does not scroll sideways');
        await page.screenshot({ path: join(shots, `editor-${width}-${scheme}.png`) });
        const bar = await page.locator('.bar').boundingBox();
        assert.equal(bar?.height, 48);
        await ama.leave();
      });
    }
  }

  test('print the paper and nothing else', async () => {
    const ama = await Visitor.come(browser, 'Ama Boateng', { colorScheme: 'dark' });
    await ama.open(server.url, 'paper');
    await ama.page.emulateMedia({ media: 'print' });
    for (const part of ['.bars', '.outline', '.cursors']) assert.equal(await ama.page.locator(part).first().isVisible(), false, part);
    await ama.page.pdf({ path: join(shots, 'paper.pdf'), preferCSSPageSize: true });
    await ama.page.screenshot({ path: join(shots, 'print.png') });
    await ama.leave();
  });

  test('ask for a name once', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${server.url}/d/paper`);
    await page.waitForSelector('dialog[open]');
    assert.deepEqual(await findings(page), []);
    await page.keyboard.type('Nnenna');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.people-button .face:text("N")');
    await page.reload();
    await page.waitForSelector('.status-badge.is-saved');
    assert.equal(await page.locator('dialog[open]').count(), 0);
    await context.close();
  });
});
