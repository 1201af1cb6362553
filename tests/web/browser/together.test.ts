// Several people in one document: each sees the others, one goes away and comes back, one comes late.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeDocument, textOf } from '../support/api.ts';
import { Visitor, agreed } from '../support/browser.ts';
import { Link } from '../support/link.ts';
import { sessionTemplate } from '../support/samples.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

describe('people in one document', () => {
  const on = stage();

  test('three write into the imported template at once, one of them goes offline and comes back, a fourth comes late', async () => {
    const template = sessionTemplate();
    await makeDocument(on.server.url, { id: 'template', title: 'Session template', format: 'text', data: template });
    const link = await Link.to(on.server);
    const [ama, li, fatima] = await Promise.all(
      ['Ama Boateng', '李明', 'فاطمة'].map((name) => Visitor.come(on.browser, name)),
    );
    assert.ok(ama && li && fatima);
    await Promise.all([ama.open(on.server.url, 'template'), li.open(on.server.url, 'template'), fatima.open(link.url, 'template')]);

    const write = async (who: Visitor, after: string, words: readonly string[]): Promise<void> => {
      await who.clickAfter(after);
      for (const word of words) await who.page.keyboard.type(` ${word}`, { delay: 12 });
    };
    const words = (who: string): string[] => Array.from({ length: 8 }, (_, i) => `${who}${i}`);
    await Promise.all([
      write(ama, 'Facilitators', words('ama')),
      write(li, 'Aims', words('明')),
      (async () => {
        await write(fatima, 'Description', words('first'));
        link.cutAll();
        await write(fatima, 'first7', words('offline'));
      })(),
    ]);
    await fatima.page.waitForSelector('.status-badge.is-reconnecting, .status-badge.is-offline');
    assert.match(await fatima.text(), /offline7/, 'writing goes on without a connection');
    assert.doesNotMatch(await ama.text(), /offline0/);
    await fatima.page.waitForSelector('.status-badge.is-offline', { timeout: 12_000 });
    const status = await fatima.page.locator('.status-words').textContent();
    assert.match(status ?? '', /^Offline: \d+ changes? will be sent when you are back$/);

    link.restore();
    const text = await agreed([ama, li, fatima]);
    for (const word of [...words('ama'), ...words('明'), ...words('first'), ...words('offline')]) {
      assert.equal(text.split(` ${word}`).length - 1, 1, `${word} is there once`);
    }
    assert.equal(await textOf(on.server.url, 'template'), text, 'the server has what the pages show');
    const paragraphs = template.split('\n').map((line) => line.trim()).filter((line) => line.length > 40);
    const missing = paragraphs.filter((line) => !text.replaceAll('\u00a0', ' ').includes(line.replaceAll('\u00a0', ' ').slice(0, 40)));
    assert.ok(missing.length <= 3, `paragraphs survive, but for those written into: ${missing.join(' / ')}`);

    const late = await Visitor.come(on.browser, 'Late Leila');
    await late.open(on.server.url, 'template');
    assert.equal(await agreed([ama, li, fatima, late]), text, 'a late visitor sees the same');
    for (const visitor of [ama, li, fatima, late]) {
      assert.deepEqual(visitor.complaints, []);
      await visitor.leave();
    }
    link.close();
  });

  test('each sees the others by name, in the list and in the text, and they go when they leave', async () => {
    await makeDocument(on.server.url, { id: 'names', title: 'Names', format: 'text', data: 'One line\nAnother line\n' });
    const ama = await Visitor.come(on.browser, 'Ama Boateng');
    const li = await Visitor.come(on.browser, '李明');
    await ama.open(on.server.url, 'names');
    await li.open(on.server.url, 'names');
    await li.clickAfter('Another');
    await ama.page.waitForSelector('.cursor-name:text("李明")');
    await ama.page.click('.people-button');
    await ama.page.waitForSelector('#people-list .person:has-text("李明")');
    await li.leave();
    await until('the one who left is gone', async () => (await ama.page.locator('.cursor').count()) === 0);
    await ama.leave();
  });

  test('a new title is seen by all at once, and stays', async () => {
    await makeDocument(on.server.url, { id: 'titled', title: 'Before', format: 'text', data: 'Text\n' });
    const ama = await Visitor.come(on.browser, 'Ama');
    const li = await Visitor.come(on.browser, 'Li');
    await ama.open(on.server.url, 'titled');
    await li.open(on.server.url, 'titled');
    await ama.page.fill('.title-input', 'Nach der Sitzung 会议之后');
    await ama.page.keyboard.press('Enter');
    await until('the other sees it', async () => (await li.page.inputValue('.title-input')) === 'Nach der Sitzung 会议之后');
    assert.match(await li.page.title(), /^Nach der Sitzung/);
    await li.page.reload();
    await until('it stays', async () => (await li.page.inputValue('.title-input')) === 'Nach der Sitzung 会议之后');
    await Promise.all([ama.leave(), li.leave()]);
  });

  test('undo takes back only what I did', async () => {
    await makeDocument(on.server.url, { id: 'undo', title: 'Undo', format: 'text', data: 'Start.\nEnd.\n' });
    const ama = await Visitor.come(on.browser, 'Ama');
    const li = await Visitor.come(on.browser, 'Li');
    await ama.open(on.server.url, 'undo');
    await li.open(on.server.url, 'undo');
    await ama.clickAfter('Start.');
    await ama.page.keyboard.insertText(' mine'); // one change, however slow the machine types
    await agreed([ama, li]);
    await li.clickAfter('mine');
    await li.page.keyboard.insertText(' theirs');
    await agreed([ama, li]);
    await ama.page.keyboard.press('Control+z');
    assert.equal(await agreed([ama, li]), 'Start. theirs\nEnd.\n');
    await ama.page.keyboard.press('Control+Shift+z');
    assert.equal(await agreed([ama, li]), 'Start. mine theirs\nEnd.\n');
    await li.page.keyboard.press('Control+z');
    assert.equal(await agreed([ama, li]), 'Start. mine\nEnd.\n');
    await Promise.all([ama.leave(), li.leave()]);
  });

  test('others’ lines above mine do not move my line, my caret or my focus', async () => {
    const lines = Array.from({ length: 120 }, (_, i) => `Line ${i} of the text, long enough to be read.`).join('\n');
    await makeDocument(on.server.url, { id: 'place', title: 'Place', format: 'text', data: lines });
    const ama = await Visitor.come(on.browser, 'Ama');
    const li = await Visitor.come(on.browser, 'Li');
    await ama.open(on.server.url, 'place');
    await li.open(on.server.url, 'place');
    const top = (): Promise<number> =>
      ama.page.evaluate(() => document.getSelection()?.focusNode?.parentElement?.getBoundingClientRect().top ?? -1);
    await ama.page.evaluate(() => window.scrollTo(0, 2400));
    await ama.clickAfter('Line 70');
    await ama.page.evaluate(() => document.getSelection()?.focusNode?.parentElement?.scrollIntoView({ block: 'center' }));
    await ama.page.waitForTimeout(300);
    const before = await top();
    await li.clickAfter('Line 3');
    for (let i = 0; i < 12; i += 1) await li.page.keyboard.press('Enter');
    await li.clickAfter('Line 69');
    for (let i = 0; i < 3; i += 1) await li.page.keyboard.press('Enter');
    await agreed([ama, li]);
    await ama.page.waitForTimeout(200);
    assert.ok(Math.abs((await top()) - before) <= 2, `my line moved from ${before} to ${await top()}`);
    await ama.page.keyboard.type('!');
    assert.match(await agreed([ama, li]), /Line 70! of the text/);

    await ama.page.focus('.toolbar .tool');
    await li.page.keyboard.type('more');
    await agreed([ama, li]);
    assert.equal(await ama.page.evaluate(() => document.activeElement?.className), 'tool', 'the focus is where it was');
    await Promise.all([ama.leave(), li.leave()]);
  });
});
