// Pictures: brought by button, paste and drop, shown as figures, described, resized, copied, kept when the line is bad.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { contentOf, makeDocument } from '../support/api.ts';
import type { Component } from '../support/api.ts';
import { findings, isTooWide } from '../support/axe.ts';
import { Visitor, paste, placeCaret, selectWords } from '../support/browser.ts';
import { inviteAndCome, setUp } from '../support/house.ts';
import type { Caller } from '../support/house.ts';
import { addPicture, chart, dropFiles, hashOf, noisyPng, pasteFiles, png } from '../support/pictures.ts';
import type { Given } from '../support/pictures.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';
import { temporaryDirectory } from '../support/server.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

const kPaper = [{ insert: 'Before it.\nA line of words.\n\nAfter it.\n' }];
const given = (bytes: Buffer, name = 'figure.png', type = 'image/png'): Given => ({ name, type, bytes });
const kFigure = given(png(1200, 600));
const kSmall = given(png(120, 60, [200, 90, 60]), 'small.png');

/** A picture as `hash alt width×height`, words as they are. */
function shape(content: readonly Component[]): string {
  return content
    .map(({ insert, attributes = {} }) => {
      if (typeof insert === 'string') return insert;
      const { alt, width, height } = attributes;
      return `[${String(insert['image']).slice(0, 15)} ${alt === undefined ? '?' : JSON.stringify(alt)} ${String(width)}×${String(height)}]`;
    })
    .join('');
}

const sign = ({ bytes }: Given, alt = '?', size = '670×335'): string => `[pictures/${hashOf(bytes).slice(0, 6)} ${alt} ${size}]`;
const images = (page: Page): ReturnType<Page['locator']> => page.locator('.ql-editor .paper-picture img');

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

describe('pictures', () => {
  const on = stage();
  const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');
  let ama: Visitor;
  let made = 0;

  const come = async (name: string): Promise<Visitor> => {
    // Requests that a service worker sends cannot be held back here.
    return Visitor.come(on.browser, name, { permissions: ['clipboard-read', 'clipboard-write'], serviceWorkers: 'block' });
  };
  before(async () => {
    mkdirSync(shots, { recursive: true });
    ama = await come('Ama Boateng');
  });
  after(() => assert.deepEqual(ama.complaints, [], 'the browser complained about nothing'));

  const type = (text: string): Promise<void> => ama.page.keyboard.type(text);
  const press = (key: string): Promise<void> => ama.page.keyboard.press(key);

  async function fresh(data: unknown = kPaper, pictures: readonly Buffer[] = []): Promise<string> {
    const id = `pictures-${(made += 1)}`;
    await makeDocument(on.server.url, { id, title: 'A paper with pictures', format: 'delta', data });
    for (const bytes of pictures) await addPicture(on.server.url, id, bytes);
    await ama.open(on.server.url, id);
    return id;
  }

  async function arrived(page: Page, count: number): Promise<void> {
    await until(`${count} pictures are shown`, async () => (await images(page).count()) === count);
    await until('nothing is on its way', async () => (await page.locator('.picture-upload').count()) === 0);
  }

  async function saved(id: string): Promise<string> {
    await ama.isSettled();
    return shape(await contentOf(on.server.url, id));
  }

  /** A paper with one figure, whose place is 11 to 12. */
  async function withFigure(alt: string | null = 'A chart', caption = 'Figure 1.'): Promise<string> {
    const { bytes } = kFigure;
    const attributes = { ...(alt === null ? {} : { alt }), width: '670', height: '335' };
    return fresh([{ insert: 'Before it.\n' }, { insert: { image: `pictures/${hashOf(bytes)}` }, attributes }, { insert: `${caption}\nAfter it.\n` }], [bytes]);
  }

  test('one is chosen by the toolbar’s button and stands below the line, with its size', async () => {
    const id = await fresh();
    await placeCaret(ama.page, 'Before');
    const [dialogue] = await Promise.all([ama.page.waitForEvent('filechooser'), ama.page.click('.tool[aria-label="Picture"]')]);
    await dialogue.setFiles([{ name: 'figure.png', mimeType: 'image/png', buffer: kFigure.bytes }]);
    await arrived(ama.page, 1);
    assert.equal(await saved(id), `Before it.\n${sign(kFigure)}\nA line of words.\n\nAfter it.\n`);
    await type('!');
    assert.match(await saved(id), /^Before! it\./, 'the caret is where it was');
    assert.equal(await images(ama.page).first().evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth), 1200);
    assert.equal(await ama.page.locator('p.is-figure').count(), 1);
    // Its room is there before it is: nothing jumps.
    assert.deepEqual(await images(ama.page).first().evaluate((image) => ['width', 'height', 'loading'].map((name) => image.getAttribute(name))), ['670', '335', 'lazy']);
  });

  test('several are pasted as files into an empty line, in their order, and one undo each takes them out', async () => {
    const id = await fresh();
    await placeCaret(ama.page, 'A line of words.');
    await press('ArrowDown');
    await pasteFiles(ama.page, [kFigure, kSmall, given(Buffer.from('%PDF'), 'minutes.pdf', 'application/pdf')]);
    await arrived(ama.page, 2);
    assert.equal(await saved(id), `Before it.\nA line of words.\n${sign(kFigure)}\n${sign(kSmall, '?', '120×60')}\nAfter it.\n`);
    assert.match((await ama.page.locator('.notice').textContent()) ?? '', /1 file was left out/);
    await press('Control+z');
    assert.equal(await saved(id), `Before it.\nA line of words.\n${sign(kFigure)}\nAfter it.\n`);
    await press('Control+z');
    assert.equal(await saved(id), 'Before it.\nA line of words.\n\nAfter it.\n');
  });

  test('one is dropped where the mouse is', async () => {
    const id = await fresh();
    const box = await ama.page.locator('.ql-editor p').nth(1).boundingBox();
    assert.ok(box);
    await dropFiles(ama.page, [kSmall], { x: box.x + 80, y: box.y + 12 });
    await arrived(ama.page, 1);
    assert.equal(await saved(id), `Before it.\nA line of words.\n${sign(kSmall, '?', '120×60')}\n\nAfter it.\n`);
  });

  test('a file from the desk goes into the paper, also over a picture; beside the paper it does nothing', async () => {
    const id = await withFigure();
    const desk = temporaryDirectory();
    const file = join(desk.path, 'small.png');
    writeFileSync(file, kSmall.bytes);
    const session = await ama.context.newCDPSession(ama.page);
    const drop = async (x: number, y: number): Promise<void> => {
      const data = { items: [], files: [file], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, x, y, data });
    };
    await drop(20, 700);
    const figure = await images(ama.page).first().boundingBox();
    assert.ok(figure);
    await drop(figure.x + 60, figure.y + 60);
    await arrived(ama.page, 2);
    assert.equal(await saved(id), `Before it.\n${sign(kSmall, '?', '120×60')}\n${sign(kFigure, '"A chart"')}Figure 1.\nAfter it.\n`);
    assert.equal(ama.page.url(), `${on.server.url}/d/${id}`);
    desk.remove();
  });

  test('words that come with a picture of themselves are pasted as words', async () => {
    const id = await fresh([{ insert: '\n' }]);
    await ama.page.focus('.ql-editor');
    await pasteFiles(ama.page, [kSmall], { 'text/html': '<b>From</b> a sheet', 'text/plain': 'From a sheet' });
    assert.equal(await saved(id), 'From a sheet\n');
  });

  test('of pasted pages, pictures with their data come along; those at other addresses are named', async () => {
    const id = await fresh([{ insert: '\n' }]);
    const asked: string[] = [];
    ama.page.on('request', (request) => asked.push(request.url()));
    const data = `data:image/png;base64,${kSmall.bytes.toString('base64')}`;
    await ama.page.focus('.ql-editor');
    const html = `<p>One</p><p><img src="${data}" alt="A &quot;bar&quot;" onerror="x()"></p><p>Two <img src="https://example.org/spy.png"></p><img src="data:text/html,x">`;
    await paste(ama.page, { 'text/html': html });
    await arrived(ama.page, 1);
    assert.equal(await saved(id), `One\n${sign(kSmall, '"A \\"bar\\""', '120×60')}\nTwo \n`.replace('Two \n', 'Two\n'));
    assert.match((await ama.page.locator('.notice').textContent()) ?? '', /2 pictures were left out/);
    assert.deepEqual(asked.filter((address) => address.includes('example.org')), []);
  });

  test('a pasted figure keeps its caption behind its picture', async () => {
    const id = await fresh([{ insert: '\n' }]);
    const data = `data:image/png;base64,${kSmall.bytes.toString('base64')}`;
    await ama.page.focus('.ql-editor');
    await paste(ama.page, { 'text/html': `<p>One</p><figure><img src="${data}" alt="x"><figcaption><p>Its <b>caption</b></p></figcaption></figure><p>Two</p>` });
    await arrived(ama.page, 1);
    assert.equal(await saved(id), `One\n${sign(kSmall, '"x"', '120×60')}Its caption\nTwo\n`);
  });

  test('a picture that is copied in a browser comes as a file, whatever its address', async () => {
    const id = await fresh([{ insert: '\n' }]);
    await ama.page.focus('.ql-editor');
    await pasteFiles(ama.page, [kSmall], { 'text/html': '<meta charset="utf-8"><img src="https://example.org/a.png">' });
    await arrived(ama.page, 1);
    assert.equal(await saved(id), `${sign(kSmall, '?', '120×60')}\n`);
  });

  test('a drawing is a picture that runs nothing', async () => {
    const id = await fresh([{ insert: '\n' }]);
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="150"><script>alert(1)</script><rect width="300" height="150" fill="#2f6f7e"/></svg>';
    await ama.page.focus('.ql-editor');
    await pasteFiles(ama.page, [given(Buffer.from(drawing), 'drawing.svg', 'image/svg+xml')]);
    await arrived(ama.page, 1);
    assert.match(await saved(id), /^\[pictures\/[0-9a-f]{6} \? 300×150\]\n$/);
    await until('it is shown', () => images(ama.page).first().evaluate((image: HTMLImageElement) => image.naturalWidth === 300));
  });

  test('others write while one is on its way: it goes to where its place is then, and the caret stays', async () => {
    const id = await fresh();
    const ben = await come('Ben Okoro');
    await ben.open(on.server.url, id);
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await ama.page.route('**/pictures', async (route) => {
      await held;
      await route.fallback();
    });
    await placeCaret(ama.page, 'A line');
    await pasteFiles(ama.page, [kSmall]);
    await until('it is on its way', () => ama.page.locator('.picture-upload', { hasText: 'being stored' }).isVisible());
    await placeCaret(ben.page, 'Before');
    await ben.page.keyboard.type(' and long before');
    await ben.page.keyboard.press('Enter');
    await placeCaret(ama.page, 'After');
    await type('wards');
    assert.doesNotMatch(await saved(id), /pictures/);
    letGo();
    await arrived(ama.page, 1);
    await ama.page.unroute('**/pictures');
    await type(', at last');
    await ben.isSettled();
    assert.equal(await saved(id), `Before and long before\n it.\nA line of words.\n${sign(kSmall, '?', '120×60')}\n\nAfterwards, at last it.\n`);
    await until('the other page shows it', async () => (await images(ben.page).count()) === 1);
    assert.deepEqual(ben.complaints, []);
    await ben.leave();
  });

  test('one that is refused says why and can be tried again, or given up', async () => {
    const id = await fresh();
    let status = 415;
    await ama.page.route('**/pictures', (route) => (status === 0 ? route.fallback() : route.fulfill({ status, json: { status, title: 'refused', detail: 'no' } })));
    await placeCaret(ama.page, 'A line');
    await pasteFiles(ama.page, [kSmall]);
    const failed = ama.page.locator('.picture-upload.is-failed');
    await until('it says why', async () => /small\.png: not a kind of picture/.test((await failed.textContent()) ?? ''));
    assert.deepEqual(await findings(ama.page), []);
    await ama.page.screenshot({ path: join(shots, 'pictures-refused.png') });
    await ama.page.setViewportSize({ width: 390, height: 900 });
    assert.equal(await isTooWide(ama.page), false);
    await ama.page.screenshot({ path: join(shots, 'pictures-refused-390.png') });
    await ama.page.setViewportSize({ width: 1280, height: 900 });
    status = 0;
    await failed.getByRole('button', { name: 'Try again' }).click();
    await arrived(ama.page, 1);
    status = 409;
    await pasteFiles(ama.page, [kFigure]);
    await until('it says why', async () => /holds as many pictures/.test((await failed.textContent()) ?? ''));
    await failed.getByRole('button', { name: 'Do not insert figure.png' }).click();
    await arrived(ama.page, 1);
    await pasteFiles(ama.page, [given(Buffer.alloc(10 * 1024 * 1024 + 1), 'huge.png')]);
    await until('it says why', async () => /huge\.png: larger than 10 MB/.test((await failed.textContent()) ?? ''));
    await failed.getByRole('button', { name: /Do not insert/ }).click();
    await ama.page.unroute('**/pictures');
    assert.match(await saved(id), /\[pictures\/[^\]]*\]\n\nAfter/);
  });

  test('one that is brought without a connection waits for it', async () => {
    const id = await fresh();
    await placeCaret(ama.page, 'A line');
    await ama.page.route('**/pictures', (route) => route.abort('internetdisconnected'));
    await pasteFiles(ama.page, [kSmall]);
    await until('it waits', () => ama.page.locator('.picture-upload', { hasText: 'waits for the connection' }).isVisible());
    await ama.page.unroute('**/pictures');
    await ama.page.getByRole('button', { name: 'Try again' }).click();
    await arrived(ama.page, 1);
    assert.match(await saved(id), /\[pictures/);
  });

  test('a large one has a smaller copy for screens, made here; a small one has none', async () => {
    const id = await fresh();
    const large = given(noisyPng(2000, 1000, 7), 'large.png');
    await placeCaret(ama.page, 'A line');
    await pasteFiles(ama.page, [large, kSmall]);
    await arrived(ama.page, 2);
    const { pictures } = (await (await fetch(`${on.server.url}/api/v1/documents/${id}/pictures`)).json()) as { pictures: { picture: string; screen: boolean }[] };
    assert.deepEqual(new Map(pictures.map(({ picture, screen }) => [picture, screen])), new Map([[hashOf(large.bytes), true], [hashOf(kSmall.bytes), false]]));
    const copy = await fetch(`${on.server.url}/api/v1/documents/${id}/pictures/${hashOf(large.bytes)}?for=screen`);
    assert.equal(copy.headers.get('content-type'), 'image/webp');
    assert.ok((await copy.arrayBuffer()).byteLength < large.bytes.length);
    const shown = images(ama.page).first();
    await shown.scrollIntoViewIfNeeded();
    await until('the copy is shown', async () => (await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)) === 1600);
  });

  test('what it shows is asked for when it has come in, without taking the focus', async () => {
    const id = await fresh();
    await placeCaret(ama.page, 'A line of words.');
    await pasteFiles(ama.page, [kFigure]);
    await arrived(ama.page, 1);
    const field = ama.page.getByLabel('Alternative text');
    await until('it is asked', () => field.isVisible());
    await type(' More.');
    assert.equal(await ama.page.locator('.picture-frame[data-hint]').count(), 1);
    assert.deepEqual(await findings(ama.page), []);
    await ama.page.screenshot({ path: join(shots, 'pictures-asked.png') });
    await field.fill('A chart of members');
    await press('Enter');
    assert.equal(await saved(id), `Before it.\nA line of words. More.\n${sign(kFigure, '"A chart of members"')}\n\nAfter it.\n`);
    assert.equal(await field.count(), 0);
    assert.equal(await images(ama.page).first().getAttribute('alt'), 'A chart of members');
    assert.equal(await ama.page.locator('.picture-frame[data-hint]').count(), 0);
  });

  test('of several that came in, one after another is asked for', async () => {
    const id = await fresh();
    await placeCaret(ama.page, 'A line of words.');
    await pasteFiles(ama.page, [kSmall, kFigure]);
    await arrived(ama.page, 2);
    const field = ama.page.getByLabel('Alternative text');
    await until('it is asked', () => field.isVisible());
    await field.fill('First');
    await press('Enter');
    await until('the next is asked for, and has the focus', () => field.evaluate((element: HTMLInputElement) => element.value === '' && element === document.activeElement));
    await ama.page.getByLabel(/Decorative/).click();
    await until('all are', async () => (await field.count()) === 0);
    assert.match(await saved(id), /"First" 120×60\]\n\[pictures\/[0-9a-f]{6} "" 670×335\]/);
  });

  test('arrow keys go over it and select it; Enter opens its tools, Esc leaves them, Delete deletes', async () => {
    const id = await withFigure();
    await placeCaret(ama.page, 'Before it.');
    await press('ArrowRight');
    await press('ArrowRight');
    await until('it is selected', () => ama.page.locator('.picture-outline').isVisible());
    await press('ArrowRight');
    await type('The ');
    assert.equal(await saved(id), `Before it.\n${sign(kFigure, '"A chart"')}The Figure 1.\nAfter it.\n`);
    for (let at = 0; at < 5; at += 1) await press('ArrowLeft');
    await until('it is selected again', () => ama.page.locator('.picture-outline').isVisible());
    await press('Enter');
    const field = ama.page.getByLabel('Alternative text');
    await until('the field has the focus', () => field.evaluate((element) => element === document.activeElement));
    await press('Control+a');
    await type('Members by year');
    await press('Enter');
    assert.match(await saved(id), /"Members by year"/);
    await press('Enter');
    await until('the field has the focus', () => field.evaluate((element) => element === document.activeElement));
    await press('Escape');
    await until('the tools are gone', async () => (await field.count()) === 0);
    await press('Delete');
    assert.equal(await saved(id), 'Before it.\nThe Figure 1.\nAfter it.\n');
    await press('Control+z');
    assert.match(await saved(id), /"Members by year" 670×335/);
    await placeCaret(ama.page, 'The ');
    for (let at = 0; at < 5; at += 1) await press('Backspace');
    assert.match(await saved(id), /\]Figure 1/, 'who takes back a caption does not lose the picture');
    await press('Backspace');
    assert.equal(await saved(id), 'Before it.\nFigure 1.\nAfter it.\n');
  });

  test('a click opens its tools: widths, decoration, deletion', async () => {
    const id = await withFigure();
    await images(ama.page).first().click();
    await ama.page.getByRole('button', { name: 'Small' }).click();
    assert.equal(await saved(id), `Before it.\n${sign(kFigure, '"A chart"', '223×112')}Figure 1.\nAfter it.\n`);
    assert.equal(await ama.page.getByRole('button', { name: 'Small' }).getAttribute('aria-pressed'), 'true');
    await ama.page.getByLabel(/Decorative/).check();
    assert.match(await saved(id), / "" 223×112\]/);
    assert.equal(await images(ama.page).first().getAttribute('alt'), '');
    await ama.page.getByLabel(/Decorative/).uncheck();
    assert.match(await saved(id), / \? 223×112\]/);
    assert.equal(await ama.page.getByRole('link', { name: 'Open full size' }).getAttribute('href'), `/api/v1/documents/${id}/pictures/${hashOf(kFigure.bytes)}`);
    await ama.page.locator('.picture-tools').getByRole('button', { name: 'Delete' }).click();
    assert.equal(await saved(id), 'Before it.\nFigure 1.\nAfter it.\n');
  });

  test('what is typed over a selected one is plain words', async () => {
    const id = await withFigure();
    await placeCaret(ama.page, 'Before it.');
    await press('ArrowRight');
    await press('ArrowRight');
    await type('words');
    assert.deepEqual(await saved(id).then(() => contentOf(on.server.url, id)), [{ insert: 'Before it.\nwordsFigure 1.\nAfter it.\n' }]);
  });

  test('is copied within the paper as it is; from another paper with its bytes', async () => {
    const id = await withFigure();
    await ama.page.focus('.ql-editor');
    await press('Control+a');
    await press('Control+c');
    await press('Control+End');
    await press('Control+v');
    const all = `Before it.\n${sign(kFigure, '"A chart"')}Figure 1.\nAfter it.`;
    assert.equal(await saved(id), `${all}${all}\n`);
    const other = await fresh([{ insert: 'Here: \n' }]);
    const posts: string[] = [];
    ama.page.on('request', (request) => request.method() === 'POST' && posts.push(new URL(request.url()).pathname));
    await ama.page.focus('.ql-editor');
    await press('Control+End');
    await press('Control+v');
    await arrived(ama.page, 1);
    assert.deepEqual(posts.filter((path) => path.includes('/pictures')), [`/api/v1/documents/${other}/pictures`]);
    assert.equal(await saved(other), `Here: Before it.\n${sign(kFigure, '"A chart"')}Figure 1.\nAfter it.\n`);
  });

  test('is dragged to another line as words are', async () => {
    const id = await withFigure();
    await images(ama.page).first().click();
    await press('Escape');
    const picture = await images(ama.page).first().boundingBox();
    const line = await ama.page.locator('.ql-editor p').last().boundingBox();
    assert.ok(picture && line);
    await ama.page.mouse.move(picture.x + 60, picture.y + 60);
    await ama.page.mouse.down();
    await ama.page.mouse.move(picture.x + 90, picture.y + 90, { steps: 4 });
    await ama.page.mouse.move(line.x + 300, line.y + 12, { steps: 6 });
    await ama.page.mouse.up();
    assert.equal(await saved(id), `Before it.\nFigure 1.\nAfter it.${sign(kFigure, '"A chart"')}\n`);
  });

  test('a comment on words with a picture in them stays on them', async () => {
    const id = await withFigure();
    await selectWords(ama.page, 'Before it.');
    await press('Shift+ArrowDown');
    await press('Shift+ArrowDown');
    await ama.page.waitForTimeout(50); // selectionchange reaches the editor
    await press('Control+Alt+m');
    await ama.page.waitForSelector('.comment-box textarea:focus');
    await type('Is this the latest figure?');
    await press('Control+Enter');
    await ama.page.waitForSelector('.thread-card .comment-html:has-text("latest figure")');
    await placeCaret(ama.page, 'Before it.');
    await press('Home');
    await type('Long ');
    const anchors = async (): Promise<string> => {
      const answer = (await (await fetch(`${on.server.url}/api/v1/documents/${id}/threads`)).json()) as { threads: { anchor: { index: number; length: number; state: string } }[] };
      return answer.threads.map(({ anchor: { index, length, state } }) => `${index} ${length} ${state}`).join();
    };
    // "Before it.", a line's end, the picture and "Figure 1.", after five letters.
    await until('it has moved with them', async () => (await anchors()) === '5 21 anchored');
    assert.equal(await saved(id), `Long Before it.\n${sign(kFigure, '"A chart"')}Figure 1.\nAfter it.\n`);
    assert.equal(await ama.page.locator('.thread-card').count(), 1);
  });

  test('what is pasted in a cell goes below the table', async () => {
    const table = { rows: [{ insert: { id: 'r1' } }], columns: [{ insert: { id: 'c1' }, attributes: { name: 'Who' } }], cells: {} };
    const id = await fresh([{ insert: 'Before.\n' }, { insert: { 'table-embed': table } }, { insert: 'After.\n' }]);
    await ama.page.locator('.table-embed td').first().click();
    await until('one is in the cell', () => ama.page.locator('.cell-editor .cell-words').first().isVisible());
    await pasteFiles(ama.page, [kSmall], {}, '.cell-editor .cell-words');
    await arrived(ama.page, 1);
    assert.match(await saved(id), /\[pictures\/[^\]]*120×60\]\nAfter/);
  });

  test('what other programs put on the page around it does not reach the paper', async () => {
    const id = await withFigure();
    await images(ama.page).first().evaluate((image: HTMLImageElement) => {
      image.alt = 'Ein Diagramm';
      image.parentElement?.append('translated');
    });
    await placeCaret(ama.page, 'Figure 1.');
    await type(' More.');
    assert.equal(await saved(id), `Before it.\n${sign(kFigure, '"A chart"')}Figure 1. More.\nAfter it.\n`);
  });

  test('one that is not there shows what it was, and what others put on it is kept', async () => {
    const id = await fresh([{ insert: { image: `pictures/${'a'.repeat(64)}` }, attributes: { alt: 'A lost map', width: '300', height: '200' } }, { insert: '\n' }, { insert: { image: 'https://example.org/x.png' } }, { insert: '\n' }]);
    await until('it says so', async () => (await ama.page.locator('.picture-lost').textContent()) === 'Picture cannot be shown: A lost map');
    assert.equal(await ama.page.locator('.unknown-embed').textContent().then((text) => text?.replaceAll('\ufeff', '')), 'picture (not shown)');
    await ama.page.focus('.ql-editor');
    await press('Control+End');
    await type('x');
    assert.equal(await saved(id), '[pictures/aaaaaa "A lost map" 300×200]\n[https://example ? undefined×undefined]x\n');
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
