// A server that is busy, takes no writes or does not go on from what a page has; and who is here by a link.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Page, WebSocketRoute } from 'playwright-core';
import { makeDocument, textOf } from '../support/api.ts';
import { findings, isTooWide } from '../support/axe.ts';
import { Visitor } from '../support/browser.ts';
import { kPaper } from '../support/samples.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

type Frame = Readonly<Record<string, unknown>>;

/** Stands between a page and its server: says something itself, or answers in the server's place. */
class Between {
  /** The answer to a frame of the page in place of the server's; null lets the frame through. */
  answer: (frame: Frame) => Frame | null = () => null;
  /** The actions of the frames that the server has sent so far. */
  readonly heard = new Set<unknown>();
  #page: WebSocketRoute | null = null;

  static async of(page: Page): Promise<Between> {
    const between = new Between();
    await page.routeWebSocket(/\/sync\?/, (socket) => between.#join(socket));
    return between;
  }

  say(frame: Frame): void {
    this.#page?.send(JSON.stringify(frame));
  }

  async close(code: number): Promise<void> {
    await this.#page?.close({ code });
  }

  #join(page: WebSocketRoute): void {
    this.#page = page;
    const server = page.connectToServer();
    server.onMessage((text) => {
      this.heard.add((JSON.parse(String(text)) as Frame)['a']);
      page.send(text);
    });
    page.onMessage((text) => {
      const answer = this.answer(JSON.parse(String(text)) as Frame);
      if (answer) page.send(JSON.stringify(answer));
      else server.send(text);
    });
  }
}

const refusing = (code: string, message: string) => (frame: Frame): Frame | null =>
  frame['a'] === 'op' ? { ...frame, error: { code, message } } : null;

describe('a server that cannot do what a page wants', () => {
  const on = stage();
  const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');
  mkdirSync(shots, { recursive: true });

  async function write(id: string, data = 'Start.\n'): Promise<{ ama: Visitor; between: Between }> {
    await makeDocument(on.server.url, { id, title: 'Digital cooperation', format: 'markdown', data });
    const ama = await Visitor.come(on.browser, 'Ama Boateng');
    const between = await Between.of(ama.page);
    await ama.open(on.server.url, id);
    return { ama, between };
  }

  test('busy, it is called so, what is typed is kept and saved later, and one goes on writing meanwhile', async () => {
    const { ama, between } = await write('busy');
    between.answer = refusing('ERR_UNAVAILABLE', 'The server is busy: try again');
    await ama.clickAfter('Start.');
    await ama.page.keyboard.type(' One.');
    await ama.page.waitForSelector('.status-badge.is-waiting');
    assert.equal(await ama.page.locator('.status-words').textContent(), 'Waiting to save…');
    await ama.page.keyboard.press('Control+s');
    await ama.page.waitForSelector('.notice:has-text("What you wrote is kept")');
    await ama.page.keyboard.type(' Two.');
    assert.equal(await ama.text(), 'Start. One. Two.\n', 'the text can be written in');
    between.answer = () => null;
    await ama.isSaved();
    assert.equal(await textOf(on.server.url, 'busy'), 'Start. One. Two.\n');
    assert.deepEqual(ama.complaints, []);
    await ama.leave();
  });

  test('that closes sockets because it has no room gets the same words once when it has', async () => {
    const { ama, between } = await write('closed');
    await ama.clickAfter('Start.');
    await ama.page.keyboard.type(' One.');
    await between.close(1013);
    await ama.page.keyboard.type(' Two.');
    await ama.isSettled();
    await until('the server has it', async () => (await textOf(on.server.url, 'closed')) === 'Start. One. Two.\n');
    await ama.leave();
  });

  test('whose store takes no writes makes the paper read-only at once, until it takes them again', async () => {
    const { ama, between } = await write('store');
    const tell = (properties: Frame): void => between.say({ a: 'properties', c: 'documents', d: 'store', properties });
    tell({ title: 'Digital cooperation', read_only: true });
    await ama.page.waitForSelector('.status-badge.is-read-only');
    assert.equal(await ama.page.locator('.ql-editor[contenteditable="true"]').count(), 0);
    tell({ title: 'Digital cooperation' });
    await ama.isSaved();
    await ama.clickAfter('Start.');
    await ama.page.keyboard.type(' On.');
    await ama.isSettled();
    assert.equal(await textOf(on.server.url, 'store'), 'Start. On.\n');
    await ama.leave();
  });

  test('that does not go on from what a page has gives it the document anew, and the page gives back what was typed', async () => {
    const { ama, between } = await write('anew');
    between.answer = refusing('ERR_UNAVAILABLE', 'busy');
    await ama.clickAfter('Start.');
    await ama.page.keyboard.type(' Lost?');
    await ama.page.waitForSelector('.status-badge.is-waiting');
    // From now on nobody may go on from an older version: neither this session nor another one from the same draft.
    between.answer = (frame) =>
      frame['a'] === 's' && typeof frame['v'] === 'number'
        ? { a: 's', c: 'documents', d: 'anew', error: { code: 'ERR_HISTORY_REJECTED', message: 'Open the document afresh' } }
        : frame['a'] === 'op' ? { ...frame, error: { code: 'ERR_UNAVAILABLE', message: 'busy' } } : null;
    await between.close(1012);
    await ama.page.waitForSelector('.notice:has-text("could not be put into the document") button:has-text("Copy my words")');
    assert.deepEqual(await findings(ama.page), []);
    between.answer = () => null;
    await ama.isSaved();
    assert.equal(await ama.text(), 'Start.\n');
    await ama.page.keyboard.press('Control+s');
    await ama.page.waitForSelector('.notice:has-text("Already saved.")');
    assert.equal(await ama.page.locator('.notice:has-text("Copy my words")').count(), 1, 'no other message covers it');
    await ama.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await ama.page.click('.notice button:has-text("Copy my words")');
    await ama.page.waitForSelector('.notice button:has-text("Copied")');
    assert.equal(await ama.page.evaluate(() => navigator.clipboard.readText()), ' Lost?');
    await ama.clickAfter('Start.');
    await ama.page.keyboard.type(' On.');
    await ama.isSettled();
    assert.equal(await textOf(on.server.url, 'anew'), 'Start. On.\n');
    await ama.leave();
  });

  test('too busy for a read is asked again, and nobody sees it', async () => {
    const ama = await Visitor.come(on.browser, 'Ama Boateng');
    let refused = 0;
    await ama.page.route('**/api/v1/documents?*', (route) => {
      refused += 1;
      const answer = { status: 503, headers: { 'retry-after': '1' }, contentType: 'application/problem+json', body: '{"code":"busy","detail":"Too much waits"}' };
      return refused === 1 ? route.fulfill(answer) : route.continue();
    });
    await ama.page.goto(`${on.server.url}/`);
    await ama.page.waitForSelector('.document-row, .documents li, a[href^="/d/"]');
    assert.equal(await ama.page.locator('text=The list could not be loaded').count(), 0);
    assert.ok(refused >= 2);
    await ama.leave();
  });

  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [390, 1280] as const) {
      test(`shows waiting, guests and words given back at ${width} px (${scheme})`, async () => {
        const id = `looks-${width}-${scheme}`;
        const { ama, between } = await write(id, kPaper);
        await ama.page.setViewportSize({ width, height: 860 });
        await ama.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        const version = await ama.page.evaluate(async (at) => ((await (await fetch(at)).json()) as { version: number }).version, `${on.server.url}/api/v1/documents/${id}`);
        await until('the page listens for people', () => between.heard.has('ps'));
        const people = [['g-1', 'María José Quispe', 140, true], ['a-2', 'فاطمة الزهراء', 620, false], ['g-3', '李明', 900, true]] as const;
        for (const [src, name, index, guest] of people) {
          const p = { index, length: 0, name, colour: src.charCodeAt(2) % 12, ...(guest ? { guest } : {}) };
          between.say({ a: 'p', ch: `documents.${id}`, src, id: `cursor-${src}`, p, pv: 1, c: 'documents', d: id, v: version, t: 'http://sharejs.org/types/rich-text/v1' });
        }
        await ama.page.waitForSelector('.cursor-name:has-text("María José Quispe"):has-text("(guest)")');
        between.answer = refusing('ERR_UNAVAILABLE', 'The server is busy: try again');
        await ama.clickAfter('Version 2');
        await ama.page.keyboard.type(' of the paper');
        await ama.page.waitForSelector('.status-badge.is-waiting');
        await ama.page.click('.status-badge');
        assert.deepEqual(await findings(ama.page), []);
        await ama.page.screenshot({ path: join(shots, `busy-${width}-${scheme}.png`) });
        await ama.page.keyboard.press('Escape');
        await ama.page.click('.people-button');
        await ama.page.waitForSelector('.person:has-text("李明") .guest');
        assert.equal(await ama.page.locator('.person:has-text("فاطمة الزهراء") .guest').count(), 0);
        assert.deepEqual(await findings(ama.page), []);
        await ama.page.screenshot({ path: join(shots, `guests-${width}-${scheme}.png`) });
        await ama.page.keyboard.press('Escape');
        between.answer = refusing('ERR_OT_OP_NOT_APPLIED', 'The operation does not fit the document');
        await between.close(1012);
        await ama.page.waitForSelector('.notice:has-text("Some of your changes")');
        await ama.page.keyboard.press('Control+s');
        assert.deepEqual(await findings(ama.page), []);
        assert.equal(await isTooWide(ama.page), false);
        await ama.page.screenshot({ path: join(shots, `given-back-${width}-${scheme}.png`) });
        await ama.leave();
      });
    }
  }
});
