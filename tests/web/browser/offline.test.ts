// Text written without a connection, or while the server dies, is there afterwards, once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { makeDocument, textOf } from '../support/api.ts';
import { Visitor, agreed, launch, placeCaret, shownText } from '../support/browser.ts';
import { Link } from '../support/link.ts';
import { startPlenaryd, temporaryDirectory } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { until } from '../support/wait.ts';

const once = (text: string, word: string): void => assert.equal(text.split(word).length - 1, 1, `${word} once in: ${text}`);

describe('writing without a connection', () => {
  const data = temporaryDirectory();
  let server: Server;
  let browser: Browser;
  before(async () => {
    server = await startPlenaryd(data.path);
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await server.stop();
    data.remove();
  });

  test('survives a reload, and a second one, exactly once', async () => {
    await makeDocument(server.url, { id: 'train', title: 'On a train', format: 'text', data: 'Start.\n' });
    const link = await Link.to(server);
    const ama = await Visitor.come(browser, 'Ama');
    const li = await Visitor.come(browser, 'Li');
    await ama.open(link.url, 'train');
    await li.open(server.url, 'train');
    await ama.clickAfter('Start.');
    await ama.page.keyboard.type(' [online]');
    await ama.isSaved();
    link.cutSync();
    await ama.page.keyboard.type(' [offline]');
    await li.clickAfter('Start.');
    await li.page.keyboard.type(' [meanwhile]');
    await ama.page.waitForTimeout(50);
    for (const word of ['[first reload]', '[second reload]']) {
      await ama.page.reload();
      await until('what I wrote is shown', async () => (await ama.text()).includes('[offline]'));
      await ama.clickAfter('[offline]');
      await ama.page.keyboard.type(` ${word}`);
      await ama.page.waitForTimeout(50);
    }
    link.restore();
    const text = await agreed([ama, li]);
    for (const word of ['[online]', '[offline]', '[meanwhile]', '[first reload]', '[second reload]']) once(text, word);
    assert.equal(await textOf(server.url, 'train'), text);
    await Promise.all([ama.leave(), li.leave()]);
    link.close();
  });

  test('a tab that was closed offline is sent by another tab, once', async () => {
    await makeDocument(server.url, { id: 'tabs', title: 'Tabs', format: 'text', data: 'Start.\n' });
    const link = await Link.to(server);
    const ama = await Visitor.come(browser, 'Ama');
    await ama.open(link.url, 'tabs');
    const other = await ama.anotherTab();
    await other.goto(`${link.url}/d/tabs`);
    await other.waitForSelector('.status-badge.is-saved');
    link.cutSync();
    await ama.clickAfter('Start.');
    await ama.page.keyboard.type(' [one tab]');
    await placeCaret(other, 'Start.');
    await other.keyboard.type(' [other tab]');
    await ama.page.waitForTimeout(100);
    await other.close();
    await ama.page.reload();
    await until('mine is shown', async () => (await ama.text()).includes('[one tab]'));
    link.restore();
    await until('both are on the server', async () => /one tab.*other tab|other tab.*one tab/.test(await textOf(server.url, 'tabs')));
    await ama.isSaved();
    await until('both are shown', async () => (await ama.text()) === (await textOf(server.url, 'tabs')));
    const text = await ama.text();
    once(text, '[one tab]');
    once(text, '[other tab]');
    await ama.leave();
    link.close();
  });

  test('a reload works without any network, and what is written then is sent once', async () => {
    await makeDocument(server.url, { id: 'tunnel', title: 'In a tunnel', format: 'text', data: 'Start.\n' });
    const link = await Link.to(server);
    const ama = await Visitor.come(browser, 'Ama');
    await ama.open(link.url, 'tunnel');
    await ama.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await until('the page is kept', () =>
      ama.page.evaluate(async () => {
        const kept = await caches.open('plenary-shell').then((cache) => cache.keys());
        const paths = kept.map((request) => new URL(request.url).pathname);
        return paths.includes('/') && paths.some((path) => path.includes('editor-') && path.endsWith('.js'));
      }),
    );
    await ama.clickAfter('Start.');
    await ama.page.keyboard.type(' [before]');
    await ama.isSaved();
    await ama.page.waitForTimeout(1_800); // the kept copy follows acknowledged changes after a while
    link.cutAll();
    await ama.page.reload();
    await until('the kept copy is shown', async () => (await ama.text()) === 'Start. [before]\n');
    await ama.clickAfter('[before]');
    await ama.page.keyboard.type(' [in the tunnel]');
    await ama.page.reload();
    await until('what I wrote is shown', async () => (await ama.text()).includes('[in the tunnel]'));
    link.restore();
    await ama.isSaved(30_000);
    assert.equal(await textOf(server.url, 'tunnel'), 'Start. [before] [in the tunnel]\n');
    await ama.leave();
    link.close();
  });

  test('two tabs with one document both write and nothing is sent twice', async () => {
    await makeDocument(server.url, { id: 'pair', title: 'Pair', format: 'text', data: 'Start.\n' });
    const ama = await Visitor.come(browser, 'Ama');
    await ama.open(server.url, 'pair');
    const other = await ama.anotherTab();
    await other.goto(`${server.url}/d/pair`);
    await other.waitForSelector('.status-badge.is-saved');
    for (let i = 0; i < 4; i += 1) {
      await ama.page.bringToFront();
      await ama.clickAfter('Start.');
      await ama.page.keyboard.type(` [a${i}]`);
      await other.bringToFront();
      await placeCaret(other, 'Start.');
      await other.keyboard.type(` [b${i}]`);
      if (i === 1) await other.reload();
      if (i === 1) await other.waitForSelector('.status-badge.is-saved');
    }
    await until('both show the same', async () => (await shownText(other)) === (await ama.text()));
    const text = await ama.text();
    for (let i = 0; i < 4; i += 1) {
      once(text, `[a${i}]`);
      once(text, `[b${i}]`);
    }
    await ama.leave();
  });

  test('the server is killed and started again: nothing acknowledged is lost, and pages come back by themselves', async () => {
    await makeDocument(server.url, { id: 'killed', title: 'Killed', format: 'text', data: 'Start.\n' });
    const ama = await Visitor.come(browser, 'Ama');
    const li = await Visitor.come(browser, 'Li');
    await ama.open(server.url, 'killed');
    await li.open(server.url, 'killed');
    await ama.clickAfter('Start.');
    await ama.page.keyboard.type(' [saved]');
    await ama.isSaved();
    await li.clickAfter('Start.');
    const typing = li.page.keyboard.type(' [typed while the server dies]', { delay: 25 });
    await ama.page.waitForTimeout(300);
    const { port } = server;
    await server.stop('SIGKILL');
    await typing;
    await ama.page.keyboard.type(' [without a server]');
    server = await startPlenaryd(data.path, port);
    const text = await agreed([ama, li]);
    for (const word of ['[saved]', '[typed while the server dies]', '[without a server]']) once(text, word);
    assert.equal(await textOf(server.url, 'killed'), text);
    assert.deepEqual(ama.complaints, []);
    await Promise.all([ama.leave(), li.leave()]);
  });
});
