// The history's page: three authors write, one deletes another's sentence, a version is named, another restored; the
// page of the history shows each as it was, and its address shows the same to whoever may see it.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findings, isTooWide } from '../support/axe.ts';
import { Visitor, launch, selectWords } from '../support/browser.ts';
import { inviteAndCome, setUp } from '../support/house.ts';
import type { Caller } from '../support/house.ts';
import { kPaper } from '../support/samples.ts';
import { startPlenaryd, temporaryDirectory } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { until } from '../support/wait.ts';

const kLi = ' Whoever cannot hear or see a session was not there.';
const kPilar = ' Women and girls are heard in every part of it.';

describe('the history of a paper', () => {
  const data = temporaryDirectory();
  const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');
  const complaints: string[] = [];
  let server: Server;
  let browser: Browser;
  let ama: Caller;
  let li: Caller;
  let pilar: Caller;
  /** Versions: as imported, after Li's sentence, after Pilar's, after Pilar deleted Li's, after Ama made words bold. */
  const versions = { made: 0, li: 0, pilar: 0, deleted: 0, bold: 0 };

  before(async () => {
    mkdirSync(shots, { recursive: true });
    server = await startPlenaryd(data.path, 0, { open: false });
    browser = await launch();
    ama = await setUp(server, 'Ama Mensah', 'ama@example.org');
    li = await inviteAndCome(server, ama, '李明', 'li@example.org');
    pilar = await inviteAndCome(server, ama, 'Pilar Ocampo Reyes', 'pilar@example.org');
    const group = await ama.ask<{ id: string }>('POST', '/groups', { name: 'DC on Accessibility' });
    await ama.ask('PUT', `/groups/${group.id}/members/${li.id}`);
    await ama.write('paper', 'The coalitions’ paper', kPaper);
    for (const editor of [li, pilar]) await ama.give('paper', editor, 'editor');
    await write();
  });
  after(async () => {
    await browser.close();
    await server.stop();
    data.remove();
  });

  async function come(as: Caller, options: BrowserContextOptions = {}): Promise<Visitor> {
    const visitor = await Visitor.come(browser, as.name, options);
    await visitor.context.addCookies([as.cookie]);
    return visitor;
  }

  const headNow = async (): Promise<number> => (await ama.ask<{ version: number }>('GET', '/documents/paper')).version;
  const textNow = async (): Promise<string> => {
    const { ops } = await ama.ask<{ ops: { insert: unknown }[] }>('GET', '/documents/paper/content?format=delta');
    return ops.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
  };

  /** The three write, one after the other. */
  async function write(): Promise<void> {
    versions.made = await headNow();
    const steps: readonly (readonly [keyof typeof versions, Caller, (visitor: Visitor) => Promise<void>])[] = [
      ['li', li, async (visitor) => {
        await visitor.clickAfter('its own words for it.');
        await visitor.page.keyboard.type(kLi);
      }],
      ['pilar', pilar, async (visitor) => {
        await visitor.clickAfter('is shown, not guessed.');
        await visitor.page.keyboard.type(kPilar);
      }],
      ['deleted', pilar, async (visitor) => {
        await selectWords(visitor.page, kLi);
        await visitor.page.keyboard.press('Delete');
      }],
      ['bold', ama, async (visitor) => {
        await selectWords(visitor.page, 'digital sovereignty');
        await visitor.page.keyboard.press('Control+b');
      }],
    ];
    for (const [name, who, work] of steps) {
      const visitor = await come(who);
      await visitor.open(server.url, 'paper');
      await work(visitor);
      await visitor.isSettled();
      await visitor.leave();
      versions[name] = await headNow();
    }
  }

  /** Opens the history, and waits until the requested view is on the screen. */
  async function look(visitor: Visitor, query = ''): Promise<Page> {
    const { page } = visitor;
    await page.goto(`${server.url}/d/paper/history${query}`);
    await isStill(page);
    return page;
  }

  async function isStill(page: Page): Promise<void> {
    await page.waitForSelector('.history-text');
    await page.waitForSelector('.timeline .entry, .foot-sides', { state: 'attached' });
    await page.waitForFunction(() => document.querySelector('.history-paper')?.getAttribute('aria-busy') === 'false');
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 60))));
  }

  async function done(visitor: Visitor): Promise<void> {
    complaints.push(...visitor.complaints);
    await visitor.leave();
  }

  const bannerOf = async (page: Page): Promise<string> => (await page.textContent('.history-banner h2')) ?? '';
  const marked = (page: Page, selector: string): Promise<readonly string[]> =>
    page.$$eval(`.history-text ${selector}`, (elements) =>
      elements.map((element) => {
        const copy = element.cloneNode(true) as Element;
        for (const part of copy.querySelectorAll('[data-outside]')) part.remove();
        return copy.textContent ?? '';
      }),
    );
  const listed = (page: Page): Promise<readonly string[]> => page.$$eval('.change-row', (rows) => rows.map((row) => row.querySelector('span:last-child')?.textContent ?? ''));

  test('each change is shown as it was, in colour and in words', async () => {
    const visitor = await come(ama);
    let page = await look(visitor, `?from=${versions.made}&to=${versions.li}`);
    assert.deepEqual(await marked(page, 'ins.change'), [kLi]);
    assert.deepEqual(await marked(page, 'del.change'), []);
    assert.match((await page.textContent('ins.change')) ?? '', /^inserted by 李明: /);
    assert.match((await page.textContent('.banner-when')) ?? '', new RegExp(`UTC · ${kLi.length} characters written$`));
    assert.match((await listed(page))[0] ?? '', /^李明 inserted “Whoever cannot hear or see .*” in “1\. Why we write together” at \d\d:\d\d UTC$/);
    await page.waitForSelector('.history-banner .tag:has-text("Not the current version")');

    page = await look(visitor, `?from=${versions.pilar}&to=${versions.deleted}`);
    assert.deepEqual(await marked(page, 'del.change'), [kLi]);
    assert.match((await listed(page))[0] ?? '', /^Pilar Ocampo Reyes deleted “Whoever cannot .*”, written by 李明 in/);

    page = await look(visitor, `?from=${versions.made}&to=${versions.bold}`);
    assert.deepEqual(await marked(page, 'ins.change'), [kPilar]);
    assert.deepEqual(await marked(page, '.change.reshaped'), ['digital sovereignty']);
    assert.match((await page.getAttribute('.change.reshaped', 'title')) ?? '', /^made bold by Ama Mensah, .* UTC$/);
    assert.equal(await page.locator('.change-map rect').count(), 2);
    const hues = await page.$$eval('.change', (changes) => changes.map((change) => change.getAttribute('data-author')));
    // Ids are drawn by lot, so two authors may have one of the twelve hues in common.
    assert.deepEqual(hues.map((hue) => /^\d+$/.test(hue ?? '')), [true, true], 'each author has a hue');

    page = await look(visitor, `?to=${versions.li}`);
    assert.equal(await page.locator('.change').count(), 0);
    assert.match((await page.textContent('.history-text')) ?? '', new RegExp(kLi.trim()));
    assert.equal(await bannerOf(page), `Version ${versions.li}`);
    await done(visitor);
  });

  test('sessions are chosen in the timeline, filtered by author and group; back leads back', async () => {
    const visitor = await come(pilar);
    const page = await look(visitor);
    await page.waitForSelector('.history-banner .tag:has-text("Current version")');
    await page.waitForSelector('.timeline-day h3:has-text("UTC")');
    await page.click('.entry-main:has-text("李明")');
    await isStill(page);
    assert.deepEqual(await marked(page, 'ins.change'), [kLi]);
    const chosen = page.url();
    await page.click('.entry.is-created .entry-main');
    await isStill(page);
    assert.equal(await bannerOf(page), `Version ${versions.made}`);
    await page.goBack();
    await isStill(page);
    assert.deepEqual([page.url(), await marked(page, 'ins.change')], [chosen, [kLi]]);
    await page.getByLabel('Whose work').selectOption({ label: 'DC on Accessibility' });
    await until('only the group’s sessions are listed', async () => (await page.locator('.entry:not(.is-landmark)').count()) === 1);
    await page.getByLabel('Whose work').selectOption({ label: 'Pilar Ocampo Reyes' });
    await page.waitForSelector('.change.is-faded');
    assert.deepEqual(await listed(page), []);
    await done(visitor);
  });

  test('a version is named; it stands out in the timeline and on the line', async () => {
    const visitor = await come(ama);
    const page = await look(visitor, `?to=${versions.pilar}`);
    await page.click('button:has-text("Name this version")');
    await page.waitForSelector('dialog[open]');
    assert.deepEqual(await findings(page), [], 'the dialogue');
    await page.keyboard.type('Version 1');
    await page.keyboard.press('Tab');
    await page.keyboard.type('As sent to the coordinators.');
    await page.keyboard.press('Enter');
    await page.waitForSelector(`.history-banner h2:has-text("Version 1 (version ${versions.pilar})")`);
    await page.waitForSelector('.entry.is-milestone:has-text("As sent to the coordinators.")');
    await page.waitForSelector('.tick.is-milestone', { state: 'attached' });
    await look(visitor);
    await page.getByLabel('Which changes are marked').selectOption({ label: `Changes since Version 1 (version ${versions.pilar})` });
    await page.waitForSelector('del.change');
    assert.deepEqual(await marked(page, 'del.change'), [kLi]);
    await done(visitor);
  });

  test('an older version is restored, and nothing is lost', async () => {
    const visitor = await come(ama);
    const page = await look(visitor, `?to=${versions.pilar}`);
    assert.equal((await textNow()).includes(kLi), false);
    await page.click('button:has-text("Restore this version")');
    await page.waitForSelector('dialog:has-text("Nothing is lost")');
    assert.deepEqual(await findings(page), [], 'the question');
    await page.click('button:has-text("Restore it")');
    await page.waitForSelector('.notice:has-text("is the current text again")');
    await page.waitForSelector('.history-banner .tag:has-text("Current version")');
    assert.equal((await textNow()).includes(kLi), true);
    await page.waitForSelector('.entry.is-restore:has-text("Ama Mensah restored Version 1")');
    const now = await headNow();
    await look(visitor, `?from=${versions.deleted}&to=${now}`);
    assert.deepEqual(await marked(page, 'ins.change'), [kLi], 'the sentence is there again');
    await look(visitor, `?to=${versions.deleted}`);
    assert.equal((await page.textContent('.history-text'))?.includes(kLi), false, 'what was before is still there to see');
    await done(visitor);
  });

  test('what one author did is undone after a look at it', async () => {
    const visitor = await come(ama);
    const page = await look(visitor, `?from=${versions.made}&to=${versions.pilar}`);
    await page.getByRole('tab', { name: 'People' }).click();
    await page.waitForSelector('.legend-row:has-text("of the text")');
    assert.deepEqual(await findings(page), [], 'the legend');
    await page.getByLabel('Show the changes of 李明').uncheck();
    await page.waitForSelector('.change.is-faded');
    await page.getByLabel('Show the changes of 李明').check();
    const before = await textNow();
    await page.getByRole('button', { name: 'More about Pilar Ocampo Reyes' }).click();
    await page.getByRole('button', { name: 'Undo what they did here…' }).click();
    await page.waitForSelector('.history-banner.is-preview');
    assert.deepEqual(await marked(page, 'del.change'), [kPilar]);
    assert.equal(await textNow(), before, 'it is a preview');
    assert.deepEqual(await findings(page), [], 'the preview');
    await page.getByRole('button', { name: 'Undo it' }).click();
    await page.waitForSelector('.notice:has-text("is undone")');
    const text = await textNow();
    assert.deepEqual([text.includes(kPilar), text.includes(kLi)], [false, true]);
    await page.waitForSelector('.entry.is-undo:has-text("Ama Mensah undid what Pilar Ocampo Reyes did")');
    await done(visitor);
  });

  test('the address reproduces the view, for others too', async () => {
    const visitor = await come(ama);
    const page = await look(visitor, `?from=${versions.made}&to=${versions.bold}`);
    await page.getByLabel('In which section').selectOption({ label: '1. Why we write together' });
    await page.keyboard.press('Escape');
    await page.click('.history-text p >> nth=0');
    await page.keyboard.press('n');
    await page.waitForSelector('.change.is-current');
    await page.getByRole('tab', { name: 'People' }).click();
    await page.getByLabel('Show the changes of Pilar Ocampo Reyes').uncheck();
    await page.waitForURL(/fade=/);
    await page.waitForURL(/change=/);
    const seen = (where: Page): Promise<unknown> =>
      where.evaluate(() => ({
        text: document.querySelector('.history-text')?.textContent,
        current: document.querySelector('.change.is-current')?.textContent,
        faded: [...document.querySelectorAll('.change.is-faded')].map((change) => change.textContent),
        banner: document.querySelector('.history-banner')?.textContent?.replace(/Name this version|Restore this version|Change the name/g, ''),
      }));
    const address = page.url();
    const shown = await seen(page);
    const other = await come(li);
    await other.page.goto(address);
    await isStill(other.page);
    await other.page.waitForSelector('.change.is-current');
    assert.deepEqual(await seen(other.page), shown);
    assert.equal((await other.page.getByLabel('In which section').locator('option:checked').innerText()).trim(), '1. Why we write together');
    await done(other);
    await done(visitor);
  });

  test('every part of it is reached by keyboard alone', async () => {
    const visitor = await come(pilar);
    const { page } = visitor;
    await visitor.open(server.url, 'paper');
    await page.focus('.ql-editor');
    await page.keyboard.press('Control+Alt+Shift+KeyH');
    await page.waitForURL('**/d/paper/history');
    await isStill(page);
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    /** Presses Tab until something is reached. */
    const tabTo = async (what: string): Promise<void> => {
      for (let i = 0; i < 90; i += 1) {
        await press('Tab');
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, what)) return;
      }
      assert.fail(`Tab never reaches ${what}`);
    };
    await tabTo('.skip-link');
    await press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'history-text');
    await tabTo('.player input[type=range]');
    await press('ArrowLeft');
    await page.waitForURL(/[?&]to=\d+/);
    assert.match((await page.getAttribute('.player input', 'aria-valuetext')) ?? '', /^Version \d+ of \d+, .* UTC$/);
    await press('End');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await tabTo('.compared select');
    await press('ArrowDown');
    await page.waitForSelector('.change');
    await tabTo('.compare > .act');
    await press('Enter', 'Tab');
    await page.keyboard.type(String(versions.made));
    await press('Tab');
    await page.keyboard.type(String(versions.bold));
    await press('Enter');
    await page.waitForURL(`**/d/paper/history?from=${versions.made}&to=${versions.bold}`);
    await isStill(page);
    await press('Tab', 'n');
    await page.waitForFunction(() => document.activeElement?.classList.contains('change'));
    await press('Alt+ArrowDown');
    await page.waitForSelector('.change-count:has-text("2 of")');
    await press('p');
    await page.waitForSelector('.change-count:has-text("1 of")');
    await page.waitForSelector('[role=status]:has-text("Change 1 of")', { state: 'attached' });
    await tabTo('.wrote-button');
    await press('ArrowDown', 'Enter');
    await page.waitForSelector('.wrote-box li b');
    assert.deepEqual(await findings(page), [], 'who wrote this');
    await press('Escape');
    await page.waitForFunction(() => document.activeElement?.classList.contains('wrote-button'));
    await tabTo('.side-tabs [aria-selected=true]');
    await press('ArrowRight');
    await page.waitForSelector('.legend-row');
    await press('ArrowRight');
    await page.waitForSelector('.old-threads');
    await press('?');
    await page.waitForSelector('dialog[open] kbd');
    assert.deepEqual(await findings(page), [], 'the shortcuts');
    await press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.evaluate(() => document.querySelector<HTMLElement>('.skip-link')?.focus());
    await tabTo('.entry-main');
    await press('Enter');
    await page.waitForSelector('.entry.is-shown');
    await done(visitor);
  });

  test('comments are shown as they were, on their words', async () => {
    const words = 'Digital sovereignty';
    const { ops } = await ama.ask<{ ops: { insert: unknown }[] }>('GET', '/documents/paper/content?format=delta');
    const text = ops.map(({ insert }) => (typeof insert === 'string' ? insert : '\ufffc')).join('');
    await li.ask('POST', '/documents/paper/threads', {
      anchor: { version: await headNow(), index: text.indexOf(words), length: words.length },
      comment: 'Are these two not the same question?',
    });
    const visitor = await come(pilar);
    const page = await look(visitor);
    await page.getByRole('tab', { name: 'Comments' }).click();
    await page.waitForSelector('.old-thread:has-text("Are these two not the same question?")');
    assert.equal(await page.evaluate(() => [...(CSS.highlights.get('thread-2') ?? [])].map(String).join()), words);
    assert.deepEqual(await findings(page), [], 'the comments');
    await look(visitor, `?to=${versions.made}`);
    await page.getByRole('tab', { name: 'Comments' }).click();
    await page.waitForSelector('.old-threads:has-text("Nobody had commented on this version.")');
    await done(visitor);
  });

  test('whoever may read a paper and not its history is told so', async () => {
    const reader = await inviteAndCome(server, ama, 'फातिमा शर्मा', 'fatima@example.org');
    await ama.give('paper', reader, 'reader');
    const visitor = await come(reader);
    const { page } = visitor;
    await visitor.open(server.url, 'paper');
    assert.equal(await page.locator('a[href$="/history"]').count(), 0);
    await page.goto(`${server.url}/d/paper/history`);
    await page.waitForSelector('h1:has-text("You may read this paper, but not its history")');
    assert.deepEqual(await findings(page), [], 'the refusal');
    await page.goto(`${server.url}/d/no-such-paper/history`);
    await page.waitForSelector('h1:has-text("There is no such document")');
    await done(visitor);
  });

  test('without a connection what is on the screen stays', async () => {
    const visitor = await come(ama);
    const page = await look(visitor, `?to=${versions.li}`);
    await visitor.context.setOffline(true);
    await page.waitForSelector('.history-problem');
    assert.match((await page.textContent('.history-text')) ?? '', new RegExp(kLi.trim()));
    await visitor.context.setOffline(false);
    await page.waitForSelector('.history-problem', { state: 'detached' });
    await done(visitor);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1280]) {
      test(`the page fits ${width} px (${colorScheme})`, async () => {
        const visitor = await come(ama, { viewport: { width, height: width < 500 ? 844 : 900 }, colorScheme });
        const { page } = visitor;
        const shot = async (name: string): Promise<void> => {
          await page.evaluate(() => document.fonts.ready);
          assert.equal(await isTooWide(page), false, `${name} does not scroll sideways`);
          assert.deepEqual(await findings(page), [], name);
          await page.screenshot({ path: join(shots, `history-${name}-${width}-${colorScheme}.png`) });
        };
        await look(visitor, `?from=${versions.made}&to=${versions.bold}`);
        await shot('changes');
        await look(visitor, `?from=${versions.li}&to=${versions.deleted}&change=1`);
        await shot('change');
        await look(visitor);
        await shot('now');
        if (width < 500) {
          for (const name of ['Timeline', 'Changes', 'People', 'Comments']) {
            await page.click(`.foot-sides button:has-text("${name}")`);
            await page.waitForSelector('.side-drawer[open]');
            await page.waitForTimeout(200);
            await shot(`drawer-${name.toLowerCase()}`);
            await page.keyboard.press('Escape');
            await page.waitForSelector('.side-drawer', { state: 'detached' });
          }
        }
        await done(visitor);
      });
    }
  }

  test('prints the coloured text with its legend', async () => {
    const visitor = await come(ama, { colorScheme: 'dark' });
    const page = await look(visitor, `?from=${versions.made}&to=${versions.bold}`);
    await page.waitForSelector('.print-head li', { state: 'attached' });
    await page.emulateMedia({ media: 'print' });
    for (const part of ['.bars', '.history-left', '.history-right', '.history-foot', '.change-map']) assert.equal(await page.locator(part).first().isVisible(), false, part);
    assert.match((await page.textContent('.print-head')) ?? '', new RegExp(`Changes from version ${versions.made} \\(.* UTC\\) to version ${versions.bold} \\(.* UTC\\)`));
    assert.equal(await page.locator('.print-head li').count(), 2);
    await page.pdf({ path: join(shots, 'history.pdf'), preferCSSPageSize: true });
    await done(visitor);
  });

  test('the editor loads nothing of it', async () => {
    const visitor = await come(ama);
    const asked: string[] = [];
    visitor.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await visitor.open(server.url, 'paper');
    assert.deepEqual(asked.filter((path) => path.includes('/assets/history')), []);
    await done(visitor);
  });

  test('no page complained', () => assert.deepEqual(complaints, []));
});
