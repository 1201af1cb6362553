// What the page says of what I wrote is true, whatever the network, the keyboard or a translator does.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { makeDocument, textOf } from '../support/api.ts';
import { Visitor, agreed } from '../support/browser.ts';
import { Link } from '../support/link.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

describe('the truth about my words', () => {
  const on = stage();
  let link: Link;
  before(async () => {
    link = await Link.to(on.server);
  });
  after(() => link.close());

  async function opened(id: string, text: string): Promise<Visitor> {
    await makeDocument(on.server.url, { id, title: 'Old name', format: 'text', data: text });
    const ama = await Visitor.come(on.browser, 'Ama');
    await ama.open(link.url, id);
    return ama;
  }
  const titleOf = async (id: string): Promise<string> =>
    ((await (await fetch(`${on.server.url}/api/v1/documents/${id}`)).json()) as { title: string }).title;

  test('a dead line is said after three seconds, found soon, and costs nothing', async () => {
    const ama = await opened('dead', 'Start\n');
    link.hush();
    await ama.clickAfter('Start');
    await ama.page.keyboard.type(' kept');
    await ama.page.waitForSelector('.status-badge.is-unanswered', { timeout: 5_000 });
    assert.match(await ama.page.locator('.status-words').innerText(), /^No answer from the server for \d+ seconds; your changes are kept$/);
    await ama.isSaved(20_000);
    assert.equal(await textOf(on.server.url, 'dead'), 'Start kept\n');
    await ama.leave();
  });

  test('a composition that rests is sent and goes on, and others’ changes come', async () => {
    const ama = await opened('rests', 'Agenda.\n');
    const li = await Visitor.come(on.browser, 'Li');
    await li.open(on.server.url, 'rests');
    await ama.clickAfter('Agenda');
    const cdp = await ama.context.newCDPSession(ama.page);
    for (const text of ['s', 'so', 'soon']) await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await li.clickAfter('.');
    await li.page.keyboard.type(' By Li.');
    await until('it is sent', async () => (await textOf(on.server.url, 'rests')) === 'Agendasoon. By Li.\n', 8_000);
    await cdp.send('Input.imeSetComposition', { text: 'sooner', selectionStart: 6, selectionEnd: 6 });
    await until('it goes on', async () => (await textOf(on.server.url, 'rests')) === 'Agendasooner. By Li.\n', 8_000);
    await until('others come', async () => (await ama.text()) === 'Agendasooner. By Li.\n', 12_000);
    assert.equal(await agreed([ama, li]), 'Agendasooner. By Li.\n');
    await ama.leave();
    await li.leave();
  });

  test('a title that was typed without a network survives a reload and is saved afterwards', async () => {
    const ama = await opened('title', 'T\n');
    await ama.context.route('**/api/v1/documents/title', (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()));
    await ama.page.fill('.title-input', 'Budget\t2026');
    await ama.page.keyboard.press('Enter');
    await ama.page.waitForSelector('.status-badge.is-saving');
    assert.equal(await ama.page.inputValue('.title-input'), 'Budget 2026');
    await ama.page.reload();
    await ama.page.waitForSelector('.status-badge.is-saving');
    assert.equal(await titleOf('title'), 'Old name');
    await ama.context.unroute('**/api/v1/documents/title');
    await until('it is saved', async () => (await titleOf('title')) === 'Budget 2026', 8_000);
    await ama.isSaved();
    await ama.leave();
  });

  test('the status is right on a page that was translated', async () => {
    const ama = await opened('status', 'Text\n');
    await ama.page.evaluate(() => {
      const words = document.querySelector('.status-words');
      const font = document.createElement('font');
      font.textContent = 'Gespeichert';
      words?.firstChild?.replaceWith(font);
    });
    link.hush();
    await ama.clickAfter('Text');
    await ama.page.keyboard.type('!');
    await ama.page.waitForSelector('.status-badge.is-saving:has-text("Saving")');
    await ama.isSaved();
    await ama.leave();
  });

  test('a page that is older than the server says so when the server is back', async () => {
    const ama = await opened('older', 'Text\n');
    await ama.page.route(`${link.url}/`, (route) => route.fulfill({ contentType: 'text/html', body: '<script src="/assets/index-NEWER.js"></script>' }));
    link.cutSync();
    await ama.page.waitForSelector('.status-badge.is-reconnecting, .status-badge.is-offline');
    link.restore();
    await ama.page.waitForSelector('.notice:has-text("newer version") >> text=Reload the page');
    await ama.page.unroute(`${link.url}/`);
    await ama.page.click('text=Reload the page');
    await ama.isSaved();
    await ama.leave();
  });

  /** The kinds of status that were shown since this was called, in order. */
  async function statuses(visitor: Visitor): Promise<() => Promise<readonly string[]>> {
    await visitor.page.evaluate(() => {
      const seen: string[] = [];
      (window as unknown as { seen: string[] }).seen = seen;
      const badge = document.querySelector('.status-badge');
      if (badge) new MutationObserver(() => seen.push(/is-(\S+)/.exec(badge.className)?.[1] ?? '')).observe(badge, { attributeFilter: ['class'] });
    });
    return () => visitor.page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  }

  test('what the device says of its network is said at once, also when nothing is unsaved', async () => {
    const ama = await opened('device', 'Text\n');
    const seen = await statuses(ama);
    await ama.context.setOffline(true);
    await ama.page.waitForSelector('.status-badge.is-offline');
    assert.equal(await ama.page.locator('.status-words').innerText(), 'Offline');
    await ama.context.setOffline(false);
    await ama.isSaved();
    assert.deepEqual(await seen(), ['offline', 'saved'], 'nothing else in between');
    await ama.leave();
  });

  test('a connection that is back within a second is not spoken of, and what was typed meanwhile is saved', async () => {
    const ama = await opened('blink', 'Text\n');
    const seen = await statuses(ama);
    await ama.clickAfter('Text');
    link.cutSync();
    link.restore();
    await ama.page.keyboard.type(' and more');
    await until('it is saved', async () => (await textOf(on.server.url, 'blink')) === 'Text and more\n');
    await ama.isSaved();
    assert.deepEqual((await seen()).filter((kind) => kind !== 'saving' && kind !== 'saved'), []);
    await ama.leave();
  });
});
