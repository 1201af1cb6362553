// The outline where there is no room beside the paper: a button in the bar opens it.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { makeDocument } from '../support/api.ts';
import { findings, isTooWide } from '../support/axe.ts';
import { Visitor } from '../support/browser.ts';
import { inviteAndCome, setUp } from '../support/house.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

const kPhone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true } as const;
const kFiller = Array.from({ length: 30 }, () => 'No single group holds the whole picture, and each has its own words for it.').join('\n\n');
const kHeads = ['# The coalitions’ paper', '## Openness', '### What it means for رعاية المحتوى', '## Accessibility', '### A detail', '## 核心价值'];
const kText = kHeads.map((head) => `${head}\n\n${kFiller}\n`).join('\n');

const topOf = (page: Page, words: string): Promise<number> =>
  page.locator('.ql-editor :is(h1, h2, h3, h4)', { hasText: words }).evaluate((head) => head.getBoundingClientRect().top);

/** With a finger where the button is: Playwright's own tap first scrolls a page whose bar is sticky. */
async function tapOutline(page: Page): Promise<void> {
  const box = await page.locator('.outline-button').boundingBox();
  assert.ok(box);
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
}

describe('the outline on a phone', () => {
  const on = stage();
  const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');
  before(async () => {
    mkdirSync(shots, { recursive: true });
    await makeDocument(on.server.url, { id: 'heads', title: 'The coalitions’ paper', format: 'markdown', data: kText });
    await makeDocument(on.server.url, { id: 'none', title: 'No headings', format: 'markdown', data: 'Words.\n' });
  });

  const come = async (options: BrowserContextOptions, id = 'heads'): Promise<Visitor> => {
    const ama = await Visitor.come(on.browser, 'Ama Boateng', options);
    await ama.open(on.server.url, id);
    return ama;
  };

  test('opens from the bar, goes to a heading, marks the one that is read, and brings up no keyboard', async () => {
    const ama = await come(kPhone);
    const { page } = ama;
    await page.getByRole('button', { name: 'Outline' }).waitFor();
    await tapOutline(page);
    const drawer = page.getByRole('dialog', { name: 'Outline' });
    await drawer.waitFor();
    await until('all headings are listed', async () => (await drawer.locator('li').count()) === kHeads.length);
    await drawer.getByRole('button', { name: 'Accessibility' }).tap();
    await drawer.waitFor({ state: 'detached' });
    await until('the heading stands right below the bars', async () => {
      const bars = await page.locator('.bars').evaluate((element) => element.getBoundingClientRect().bottom);
      return Math.abs((await topOf(page, 'Accessibility')) - bars - 24) <= 1;
    });
    assert.equal(await page.evaluate(() => document.activeElement?.classList.contains('outline-button')), true, 'the focus is back');
    await page.waitForTimeout(400); // a far jump is corrected for some frames
    const before = await topOf(page, 'Accessibility');
    await tapOutline(page);
    await drawer.locator('[aria-current="location"]:has-text("Accessibility")').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Accessibility', 'the current one has the focus');
    assert.ok(Math.abs((await topOf(page, 'Accessibility')) - before) <= 1, 'nothing moved');
    assert.deepEqual(ama.complaints, []);
    await ama.leave();
  });

  test('is modal, closes on Esc, on its button and beside it, and gives the focus back', async () => {
    const ama = await come(kPhone);
    const { page } = ama;
    const drawer = page.getByRole('dialog', { name: 'Outline' });
    const button = page.locator('.outline-button');
    const before = await page.evaluate(() => window.scrollY);
    for (const close of [
      () => page.keyboard.press('Escape'),
      () => drawer.getByRole('button', { name: 'Close' }).click(),
      () => page.mouse.click(200, 60),
    ]) {
      await button.focus();
      await page.keyboard.press('Enter');
      await drawer.waitFor();
      assert.equal(await page.evaluate(() => document.querySelector('.outline-drawer')?.matches(':modal')), true);
      for (let i = 0; i < kHeads.length + 4; i += 1) {
        await page.keyboard.press('Tab');
        const inside = await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('.outline-drawer') !== null);
        assert.ok(inside, 'the focus stays in the drawer');
      }
      await close();
      await drawer.waitFor({ state: 'detached' });
      assert.equal(await page.evaluate(() => document.activeElement?.classList.contains('outline-button')), true);
    }
    assert.equal(await page.evaluate(() => window.scrollY), before, 'nothing moved');
    await ama.leave();
  });

  test('says that there are no headings yet', async () => {
    const ama = await come(kPhone, 'none');
    await tapOutline(ama.page);
    await ama.page.waitForSelector('.outline-drawer:has-text("Headings appear here")');
    assert.deepEqual(await findings(ama.page), []);
    await ama.leave();
  });

  test('with a keyboard the caret goes to the heading', async () => {
    const ama = await come({ viewport: { width: 800, height: 780 } });
    const { page } = ama;
    await page.locator('.outline-button').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Openness' }).press('Enter');
    await until('the caret is there', () => page.evaluate(() => document.getSelection()?.anchorNode?.parentElement?.closest('h2')?.textContent === 'Openness'));
    await ama.leave();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`looks right (${colorScheme})`, async () => {
      const ama = await come({ ...kPhone, colorScheme });
      const { page } = ama;
      assert.deepEqual(await findings(page), []);
      await page.screenshot({ path: join(shots, `outline-bar-390-${colorScheme}.png`) });
      await tapOutline(page);
      await page.waitForSelector('.outline-drawer[open]');
      assert.deepEqual(await findings(page), []);
      assert.equal(await isTooWide(page), false);
      await page.screenshot({ path: join(shots, `outline-390-${colorScheme}.png`) });
      await ama.leave();
    });
  }
});

describe('the bar of a phone, with accounts', () => {
  const on = stage({ open: false });

  test('has room for all its buttons while others are here', async () => {
    const ama = await setUp(on.server, 'Ama Boateng', 'ama@example.org');
    await ama.write('bar', 'A title that is rather long for a phone', kText);
    const visitors: Visitor[] = [];
    for (const [i, name] of ['Li Ming', 'Pilar Ocampo', 'Jovan Kurbalija', 'Olena Koval'].entries()) {
      const other = await inviteAndCome(on.server, ama, name, `p${i}@example.org`);
      await ama.give('bar', other, 'editor');
      const visitor = await Visitor.come(on.browser, '');
      await visitor.context.addCookies([other.cookie]);
      await visitor.open(on.server.url, 'bar');
      visitors.push(visitor);
    }
    const phone = await Visitor.come(on.browser, '', kPhone);
    await phone.context.addCookies([ama.cookie]);
    await phone.open(on.server.url, 'bar');
    await phone.page.waitForSelector('.people-button');
    for (const state of ['saved', 'offline'] as const) {
      await phone.context.setOffline(state === 'offline');
      if (state === 'offline') {
        await phone.page.locator('.ql-editor').tap();
        await phone.page.keyboard.type('Words');
      }
      await phone.page.waitForSelector(`.status-badge.is-${state}`);
      await phone.page.screenshot({ path: join(process.env.PLENARY_SCREENSHOTS ?? tmpdir(), `outline-bar-${state}.png`) });
      let right = 0;
      for (const part of await phone.page.locator('.bar :is(a, button):visible, .bar input').all()) {
        const box = await part.boundingBox();
        const what = await part.evaluate((element) => element.outerHTML.slice(0, 120));
        assert.ok(box && box.x >= right - 0.5 && box.x + box.width <= 390, `${state}: ${what}`);
        right = box.x + box.width;
      }
      assert.equal(await isTooWide(phone.page), false);
      assert.deepEqual(await findings(phone.page), []);
    }
    for (const visitor of [...visitors, phone]) await visitor.leave();
  });
});
