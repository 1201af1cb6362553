// What the page says of what I wrote is true, whatever the network, the keyboard or a translator does.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { makeDocument, textOf } from '../support/api.ts';
import { Visitor, agreed, launch } from '../support/browser.ts';
import { Link } from '../support/link.ts';
import { startPlenaryd, temporaryDirectory } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { until } from '../support/wait.ts';

describe('the truth about my words', () => {
  const data = temporaryDirectory();
  let server: Server;
  let browser: Browser;
  let link: Link;
  before(async () => {
    server = await startPlenaryd(data.path);
    browser = await launch();
    link = await Link.to(server);
  });
  after(async () => {
    await browser.close();
    link.close();
    await server.stop();
    data.remove();
  });

  async function opened(id: string, text: string): Promise<Visitor> {
    await makeDocument(server.url, { id, title: 'Old name', format: 'text', data: text });
    const ama = await Visitor.come(browser, 'Ama');
    await ama.open(link.url, id);
    return ama;
  }
  const titleOf = async (id: string): Promise<string> =>
    ((await (await fetch(`${server.url}/api/v1/documents/${id}`)).json()) as { title: string }).title;

  test('a dead line is said after three seconds, found soon, and costs nothing', async () => {
    const ama = await opened('dead', 'Start\n');
    link.hush();
    await ama.clickAfter('Start');
    await ama.page.keyboard.type(' kept');
    await ama.page.waitForSelector('.status-badge.is-unanswered', { timeout: 5_000 });
    assert.match(await ama.page.locator('.status-words').innerText(), /^No answer from the server for \d+ seconds; your changes are kept$/);
    await ama.isSaved(20_000);
    assert.equal(await textOf(server.url, 'dead'), 'Start kept\n');
    await ama.leave();
  });

  test('a composition that rests is sent and goes on, and others’ changes come', async () => {
    const ama = await opened('rests', 'Agenda.\n');
    const li = await Visitor.come(browser, 'Li');
    await li.open(server.url, 'rests');
    await ama.clickAfter('Agenda');
    const cdp = await ama.context.newCDPSession(ama.page);
    for (const text of ['s', 'so', 'soon']) await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await li.clickAfter('.');
    await li.page.keyboard.type(' By Li.');
    await until('it is sent', async () => (await textOf(server.url, 'rests')) === 'Agendasoon. By Li.\n', 8_000);
    await cdp.send('Input.imeSetComposition', { text: 'sooner', selectionStart: 6, selectionEnd: 6 });
    await until('it goes on', async () => (await textOf(server.url, 'rests')) === 'Agendasooner. By Li.\n', 8_000);
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
});
