// Comments whose words overlap: they look different from single ones, and each can be reached.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { makeDocument } from '../support/api.ts';
import { findings } from '../support/axe.ts';
import { Visitor, clickWords, placeCaret } from '../support/browser.ts';
import { comment, marks } from '../support/comments.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

const kText = 'The five coalitions met in Lviv to agree on a common paper.\n\nNothing is said about this line.\n';

describe('comments on overlapping words', () => {
  const on = stage();
  const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');

  /** Whole sentence, some words of it, and one word that the second has too. */
  async function write(id: string): Promise<Visitor> {
    await makeDocument(on.server.url, { id, title: 'Overlaps', format: 'markdown', data: kText });
    const ama = await Visitor.come(on.browser, 'Ama Boateng');
    await ama.open(on.server.url, id);
    await comment(ama, 'The five coalitions met in Lviv', 'About the meeting');
    await comment(ama, 'met in Lviv to agree', 'About the place');
    await comment(ama, 'Lviv', 'About the town');
    await ama.page.keyboard.press('Escape');
    return ama;
  }

  const isActive = (page: Page, text: string): Promise<unknown> => page.waitForSelector(`.thread-card.is-active:has-text("${text}")`);

  test('look different from words of one comment, and the active one from the others', async () => {
    const ama = await write('looks');
    const { page } = ama;
    await clickWords(page, 'said about');
    await until('none is active', async () => !(await marks(page))['thread-active'] && !(await marks(page))['thread-shared']);
    assert.deepEqual(await marks(page), {
      'thread-1': ['The five coalitions ', ' to agree'],
      'thread-2': ['met in '],
      'thread-3': ['Lviv'],
    });
    await clickWords(page, 'to agree');
    await isActive(page, 'About the place');
    await until('it is marked', async () => (await marks(page))['thread-active'] !== undefined);
    assert.deepEqual(await marks(page), {
      'thread-1': ['The five coalitions '],
      'thread-active': [' to agree'],
      'thread-shared': ['met in ', 'Lviv'],
    });
    await ama.leave();
  });

  test('are picked by clicks in turn, the fewest words first', async () => {
    const ama = await write('clicks');
    const { page } = ama;
    await clickWords(page, 'said about');
    for (const text of ['About the town', 'About the place', 'About the meeting', 'About the town']) {
      await clickWords(page, 'Lviv');
      await isActive(page, text);
      await page.waitForTimeout(600); // further apart than a double click
    }
    await clickWords(page, 'five');
    await isActive(page, 'About the meeting');
    await page.waitForTimeout(600);
    await clickWords(page, 'Lviv');
    await isActive(page, 'About the town');
    await ama.leave();
  });

  test('are all reached with the keyboard', async () => {
    const ama = await write('keys');
    const { page } = ama;
    await placeCaret(page, 'met in Lv');
    await clickWords(page, 'said about');
    await placeCaret(page, 'met in Lv');
    for (const text of ['About the town', 'About the place', 'About the meeting', 'About the town']) {
      await page.keyboard.press('Control+Shift+e');
      await isActive(page, text);
      await until('the focus is there', () => page.evaluate(() => document.activeElement?.classList.contains('is-active') === true));
      await page.keyboard.press('Escape');
    }
    await ama.leave();
  });

  test('differ in more than colour where the system chooses the colours', async () => {
    const ama = await write('forced');
    const { page } = ama;
    await page.emulateMedia({ forcedColors: 'active' });
    const looks = await page.evaluate(() => {
      const text = document.querySelector('.ql-editor p') as Element;
      return ['thread-1', 'thread-2', 'thread-active', 'thread-shared'].map((name) => {
        const { textDecorationStyle, textDecorationLine, backgroundColor } = getComputedStyle(text, `::highlight(${name})`);
        return `${textDecorationLine} ${textDecorationStyle} ${backgroundColor}`;
      });
    });
    assert.equal(new Set(looks).size, 4, looks.join(' / '));
    assert.ok(looks.every((look) => look.startsWith('underline')), looks.join(' / '));
    await ama.leave();
  });

  for (const width of [390, 1280] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`look right at ${width} px (${colorScheme})`, async () => {
        mkdirSync(shots, { recursive: true });
        const ama = await write(`shot-${width}-${colorScheme}`);
        const { page } = ama;
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        await clickWords(page, width === 390 ? 'said about' : 'to agree');
        await page.waitForTimeout(100);
        assert.deepEqual(await findings(page), []);
        await page.screenshot({ path: join(shots, `overlaps-${width}-${colorScheme}.png`) });
        assert.deepEqual(ama.complaints, []);
        await ama.leave();
      });
    }
  }
});
