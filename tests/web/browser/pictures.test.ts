// Pictures come in: by button, paste and drop, from other programs, when the line is bad, with a smaller copy for screens.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { findings, isTooWide } from '../support/axe.ts';
import { paste, placeCaret } from '../support/browser.ts';
import type { Visitor } from '../support/browser.ts';
import { given, images, kFigure, kSmall, pictureDesk, shots, sign } from '../support/picture-desk.ts';
import { dropFiles, hashOf, noisyPng, pasteFiles } from '../support/pictures.ts';
import { temporaryDirectory } from '../support/server.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

describe('pictures that come in', () => {
  const on = stage();
  const desk = pictureDesk(on);
  const { come, type, press, fresh, arrived, saved, withFigure } = desk;
  let ama: Visitor;
  before(() => {
    ama = desk.ama;
  });

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
});
