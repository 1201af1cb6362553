// One person looks the same wherever a page draws them.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { personOf } from '../../../clients/web/src/text/person.ts';
import { makeDocument } from '../support/api.ts';
import { Visitor } from '../support/browser.ts';
import { comment } from '../support/comments.ts';
import { Caller, inviteAndCome, setUp } from '../support/house.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

interface Look {
  readonly hue: string | undefined;
  readonly letters: string;
}

/** Hue and initials of the first face that fits. */
async function faceAt(page: Page, selector: string): Promise<Look> {
  const face = page.locator(selector).first();
  await face.waitFor({ state: 'attached' });
  return face.evaluate((element) => ({ hue: (element as HTMLElement).dataset['author'], letters: (element.textContent ?? '').trim() }));
}

async function flagOf(page: Page, name: string): Promise<Look> {
  const label = page.locator(`.cursor-name:has-text("${name}")`).first();
  await label.waitFor({ state: 'attached' });
  return label.evaluate((element) => ({
    hue: element.closest<HTMLElement>('.cursor')?.dataset['author'],
    letters: (element as HTMLElement).dataset['initials'] ?? '',
  }));
}

/** What `reader` sees of `name`, who has a cursor in the paper, a comment and a part of the text. */
async function looks(reader: Visitor, url: string, id: string, name: string, said: string): Promise<readonly Look[]> {
  const { page } = reader;
  await page.click('.people-button');
  const inList = await faceAt(page, `.person:has-text("${name}") .face`);
  await page.keyboard.press('Escape');
  const seen = [await flagOf(page, name), inList, await faceAt(page, `.beside:has-text("${said}") .face`)];
  const other = await reader.anotherTab();
  await other.goto(`${url}/d/${id}/history`);
  await other.getByRole('tab', { name: 'People' }).click();
  seen.push(await faceAt(other, `.legend-row:has-text("${name}") .face`));
  await other.close();
  return seen;
}

const allAlike = (seen: readonly Look[]): void => assert.deepEqual(seen, seen.map(() => seen[0]));

describe('one person, with accounts', () => {
  const on = stage({ open: false });
  let ama: Caller;
  let amos: Caller;
  before(async () => {
    ama = await setUp(on.server, 'Ama Boateng', 'ama@example.org');
    amos = await inviteAndCome(on.server, ama, 'Pilar Reyes', 'pilar@example.org');
    await ama.write('one', 'One', 'The five coalitions met in Lviv.\n');
    await ama.give('one', amos, 'editor');
  });

  const come = async (as: Caller): Promise<Visitor> => {
    const visitor = await Visitor.come(on.browser, '');
    await visitor.context.addCookies([as.cookie]);
    await visitor.open(on.server.url, 'one');
    return visitor;
  };

  test('has one hue and one set of initials in flag, list, thread, history and menu, in each tab', async () => {
    const [reader, writer] = [await come(amos), await come(ama)];
    await writer.clickAfter('coalitions');
    await writer.page.keyboard.type(' of the forum');
    await writer.isSettled();
    await comment(writer, 'coalitions', 'Which five?');
    const seen = await looks(reader, on.server.url, 'one', 'Ama Boateng', 'Which five?');
    allAlike([...seen, await faceAt(writer.page, '.who-button .face')]);

    const second = await writer.anotherTab();
    await second.goto(`${on.server.url}/d/one`);
    await second.waitForSelector('.status-badge.is-saved');
    await until('the reader sees two cursors', async () => (await reader.page.locator('.cursor').count()) === 2);
    const hues = await reader.page.locator('.cursor').evaluateAll((flags) => flags.map((flag) => (flag as HTMLElement).dataset['author']));
    assert.deepEqual(hues, [seen[0]?.hue, seen[0]?.hue]);
    await reader.page.click('.people-button');
    assert.equal(await reader.page.locator('.person').count(), 1, 'two tabs are one person');
    await second.click('.people-button');
    assert.equal(await second.locator('.person:has-text("Ama Boateng")').count(), 0, 'and I am nobody else');
    for (const visitor of [reader, writer]) {
      assert.deepEqual(visitor.complaints, []);
      await visitor.leave();
    }
  });

  test('people of one hue who are here together differ by initials', async () => {
    const { colour } = personOf(ama);
    let twin: Caller | null = null;
    for (let i = 0; twin === null; i += 1) {
      const next = await inviteAndCome(on.server, ama, 'Adwoa Baidoo', `twin-${i}@example.org`);
      if (personOf(next).colour === colour) twin = next;
    }
    await ama.give('one', twin, 'editor');
    const [reader, one, other] = [await come(amos), await come(ama), await come(twin)];
    await until('both are told apart', async () =>
      (await flagOf(reader.page, 'Ama Boateng')).letters === 'ABo' && (await flagOf(reader.page, 'Adwoa Baidoo')).letters === 'ABa');
    assert.deepEqual(await faceAt(reader.page, '.people-button .face:has-text("ABo")'), { hue: String(colour), letters: 'ABo' });
    await other.leave();
    await until('alone, the plain initials come back', async () => (await flagOf(reader.page, 'Ama Boateng')).letters === 'AB');
    for (const visitor of [reader, one]) await visitor.leave();
  });
});

describe('one person, without accounts', () => {
  const on = stage();

  test('is the name: one hue and one set of initials everywhere', async () => {
    await makeDocument(on.server.url, { id: 'open', title: 'Open', format: 'markdown', data: 'The five coalitions met in Lviv.\n' });
    const [reader, writer] = [await Visitor.come(on.browser, '李明'), await Visitor.come(on.browser, 'Ama Boateng')];
    for (const visitor of [reader, writer]) await visitor.open(on.server.url, 'open');
    await writer.clickAfter('coalitions');
    await writer.page.keyboard.type(' of the forum');
    await writer.isSettled();
    await comment(writer, 'coalitions', 'Which five?');
    allAlike(await looks(reader, on.server.url, 'open', 'Ama Boateng', 'Which five?'));
    await reader.page.goto(on.server.url);
    const home = await faceAt(reader.page, '.document-people .face');
    assert.deepEqual(home, await faceAt(writer.page, '.people-button .face:last-child'));
    for (const visitor of [reader, writer]) {
      assert.deepEqual(visitor.complaints, []);
      await visitor.leave();
    }
  });
});
