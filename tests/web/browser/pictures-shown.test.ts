// Pictures as everybody sees them: two people at once, the history, figures at all widths, and those who may not write.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { contentOf } from '../support/api.ts';
import { findings, isTooWide } from '../support/axe.ts';
import { Visitor, placeCaret } from '../support/browser.ts';
import { inviteAndCome, setUp } from '../support/house.ts';
import type { Caller } from '../support/house.ts';
import { images, kFigure, kSmall, pictureDesk, shape, shots } from '../support/picture-desk.ts';
import { addPicture, chart, hashOf, pasteFiles } from '../support/pictures.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

/** What a page shows, as `shape` has it. */
function shownShape(page: Page): Promise<string> {
  return page.evaluate(() => {
    let text = '';
    for (const line of document.querySelectorAll('.ql-editor > p')) {
      const copy = line.cloneNode(true) as Element;
      for (const picture of copy.querySelectorAll('.paper-picture')) {
        const image = picture.querySelector('img');
        const [, hash] = /pictures\/([0-9a-f]{6})/.exec(image?.getAttribute('src') ?? '') ?? [];
        const alt = picture.querySelector('[data-hint]') ? '?' : JSON.stringify(image?.getAttribute('alt'));
        picture.replaceWith(`[pictures/${String(hash)} ${alt} ${String(image?.getAttribute('width'))}×${String(image?.getAttribute('height'))}]`);
      }
      text += `${(copy.textContent ?? '').replaceAll('\ufeff', '')}\n`;
    }
    return text;
  });
}

/** One thing that somebody may do, by keys and mouse. */
async function act(page: Page, random: Random): Promise<void> {
  const { keyboard } = page;
  await page.evaluate(
    ([line, end]) => {
      const lines = document.querySelectorAll('.ql-editor > p');
      const there = lines[line % lines.length];
      if (!there) return;
      document.querySelector<HTMLElement>('.ql-editor')?.focus();
      document.getSelection()?.selectAllChildren(there);
      if (end) document.getSelection()?.collapseToEnd();
      else document.getSelection()?.collapseToStart();
    },
    [random.below(9), random.below(2)] as const,
  );
  await page.waitForTimeout(20);
  for (let steps = random.below(6); steps > 0; steps -= 1) await keyboard.press(random.pick(['ArrowLeft', 'ArrowRight']));
  const things = [
    () => keyboard.type(random.pick(['words', ' and ', 'x'])),
    () => pasteFiles(page, [random.pick([kFigure, kSmall])]),
    () => keyboard.press('Control+z'),
    () => keyboard.press(random.pick(['Backspace', 'Delete', 'Enter'])),
    async () => {
      for (let steps = 1 + random.below(5); steps > 0; steps -= 1) await keyboard.press('Shift+ArrowRight');
      await keyboard.press(random.pick(['Control+x', 'Control+c', 'Control+b']));
      await keyboard.press('ArrowRight');
      if (random.below(2) > 0) await keyboard.press('Control+v');
    },
    async () => {
      const all = images(page);
      const count = await all.count();
      // Another person may delete it meanwhile.
      if (count > 0) await all.nth(random.below(count)).click({ timeout: 500, force: true }).catch(() => undefined);
      if (await page.locator('.picture-widths').isVisible()) await page.getByRole('button', { name: random.pick(['Small', 'Medium', 'Full']) }).click({ timeout: 500 }).catch(() => undefined);
    },
  ];
  await random.pick(things)();
}

describe('pictures on the page', () => {
  const on = stage();
  const desk = pictureDesk(on);
  const { come, press, fresh, arrived, withFigure } = desk;
  let ama: Visitor;
  before(() => {
    ama = desk.ama;
  });

  test('two people do this and that with pictures, and both pages show what the server has', async () => {
    const seed = seedFromEnvironment();
    console.log(`seed ${seed}`);
    const random = new Random(seed);
    const id = await fresh([{ insert: 'One line of words.\nAnother line of words.\n' }], [kFigure.bytes]);
    const ben = await come('Ben Okoro');
    await ben.open(on.server.url, id);
    for (let round = 0; round < 40; round += 1) {
      for (const { page } of [ama, ben]) if (random.below(3) > 0) await act(page, random);
    }
    await until('both show what the server has', async () => {
      for (const visitor of [ama, ben]) await visitor.isSettled();
      const wanted = shape(await contentOf(on.server.url, id));
      const shown = await Promise.all([ama, ben].map(({ page }) => shownShape(page)));
      return shown.every((each) => each === wanted);
    });
    const { version } = (await (await fetch(`${on.server.url}/api/v1/documents/${id}`)).json()) as { version: number };
    assert.ok(version > 10, 'much was done');
    assert.deepEqual(ben.complaints, []);
    await ben.leave();
  });

  test('the history shows them: as they were, new ones and deleted ones', async () => {
    const id = await withFigure();
    await placeCaret(ama.page, 'After it.');
    await pasteFiles(ama.page, [kSmall]);
    await arrived(ama.page, 1 + 1);
    await images(ama.page).first().click();
    await ama.page.locator('.picture-tools').getByRole('button', { name: 'Small' }).click();
    await press('Delete');
    await ama.isSettled();
    await ama.page.goto(`${on.server.url}/d/${id}/history?from=1`);
    const shown = ama.page.locator('.history-text .paper-picture img');
    await until('both are shown', async () => (await shown.count()) === 2);
    await until('they are fetched', () => shown.evaluateAll((all) => all.every((image) => (image as HTMLImageElement).naturalWidth > 0)));
    assert.equal(await ama.page.locator('.history-text del img').getAttribute('alt'), 'A chart');
    assert.equal(await ama.page.locator('.history-text ins img').getAttribute('width'), '120');
    assert.deepEqual(await findings(ama.page), []);
    await ama.page.screenshot({ path: join(shots, 'pictures-history.png') });
  });

  test('look right as figures, and a screen reader finds its way', async () => {
    const figure = await chart(on.browser);
    const { bytes } = kSmall;
    const text = 'The coalition counts its members each spring; those who come back after a year are counted once. ';
    const caption = 'Figure 1. Members of the coalitions at the end of each year; the last one is an estimate by the secretariat.';
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 390]) {
        await ama.page.emulateMedia({ colorScheme });
        await ama.page.setViewportSize({ width, height: 1000 });
        await fresh([
          { insert: `Members` },
          { insert: '\n', attributes: { header: 2 } },
          { insert: `${text.repeat(2)}\n` },
          { insert: { image: `pictures/${hashOf(figure)}` }, attributes: { alt: 'Bars rising from 42 in 2020 to 112 in 2025', width: '670', height: '357' } },
          { insert: `${caption}\n${text}\n` },
          { insert: { image: `pictures/${hashOf(bytes)}` }, attributes: { width: '120', height: '60' } },
          { insert: `Not described yet.\n${text} An icon ` },
          { insert: { image: `pictures/${hashOf(bytes)}` }, attributes: { alt: '', width: '24', height: '12' } },
          { insert: ' among words.\n' },
        ], [figure, bytes]);
        await until('it is shown', async () => images(ama.page).first().evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0));
        assert.equal(await ama.page.locator('p.is-figure').count(), 2);
        assert.equal(await isTooWide(ama.page), false);
        await ama.page.screenshot({ path: join(shots, `pictures-${width}-${colorScheme}.png`) });
        await images(ama.page).first().click();
        assert.deepEqual(await findings(ama.page), []);
        assert.equal(await isTooWide(ama.page), false);
        await ama.page.screenshot({ path: join(shots, `pictures-tools-${width}-${colorScheme}.png`) });
      }
    }
    await ama.page.emulateMedia({ colorScheme: 'light', media: 'print' });
    await ama.page.screenshot({ path: join(shots, 'pictures-print.png'), fullPage: true });
    await ama.page.emulateMedia({ media: 'screen' });
    await ama.page.setViewportSize({ width: 1280, height: 900 });
  });
});

describe('pictures and those who may not write', () => {
  const on = stage({ open: false });
  let ama: Caller;
  before(async () => {
    ama = await setUp(on.server, 'Ama Boateng', 'ama@example.org');
    const { bytes } = kFigure;
    const data = [{ insert: 'Before it.\n' }, { insert: { image: `pictures/${hashOf(bytes)}` }, attributes: { width: '670', height: '335' } }, { insert: 'Figure 1.\n' }];
    await ama.ask('POST', '/documents', { id: 'shared', title: 'Shared', content: { format: 'delta', data } });
    await addPicture(on.server.url, 'shared', bytes, { cookie: `${ama.cookie.name}=${ama.cookie.value}` });
  });

  for (const role of ['reader', 'commenter']) {
    test(`a ${role} sees it, opens it in full size, and has no tools`, async () => {
      const li = await inviteAndCome(on.server, ama, 'Li', `${role}@example.org`);
      await ama.give('shared', li, role);
      const visitor = await Visitor.come(on.browser, '');
      await visitor.context.addCookies([li.cookie]);
      await visitor.open(on.server.url, 'shared');
      const { page } = visitor;
      await until('it is shown', async () => (await images(page).count()) === 1);
      assert.equal(await page.locator('.picture-frame').evaluate((frame) => getComputedStyle(frame, '::after').content), 'none');
      const link = page.locator('.picture-frame a');
      assert.equal(await link.getAttribute('tabindex'), '0');
      const [opened] = await Promise.all([visitor.context.waitForEvent('page'), images(page).first().click()]);
      await opened.waitForURL(`**/api/v1/documents/shared/pictures/${hashOf(kFigure.bytes)}`);
      await opened.close();
      await link.focus();
      const [byKey] = await Promise.all([visitor.context.waitForEvent('page'), page.keyboard.press('Enter')]);
      await byKey.close();
      assert.equal(await page.locator('.picture-tools, .picture-outline, .tool').count(), 0);
      await pasteFiles(page, [kSmall]);
      assert.equal(await page.locator('.picture-upload').count(), 0);
      assert.deepEqual(await findings(page), []);
      assert.deepEqual(visitor.complaints, []);
      await visitor.leave();
    });
  }
});
