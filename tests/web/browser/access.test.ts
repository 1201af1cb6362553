// Coming in, one's account, the people of a server; and what those see who may not come in.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findings, isTooWide } from '../support/axe.ts';
import { Caller, inviteAndCome, kPassword, setUpAddress } from '../support/house.ts';
import { stage } from '../support/stage.ts';

describe('who comes in', () => {
  const on = stage({ open: false });
  const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');
  mkdirSync(shots, { recursive: true });
  const complaints: string[] = [];
  let ama: Caller;

  async function comeIn(as: Caller | null = null, options: Parameters<Browser['newContext']>[0] = {}): Promise<{ context: BrowserContext; page: Page }> {
    const context = await on.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    if (as) await context.addCookies([as.cookie]);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/WebSocket|net::ERR_|Failed to load resource/.test(message.text())) complaints.push(message.text());
    });
    return { context, page };
  }

  const at = (page: Page, label: string): ReturnType<Page['getByLabel']> => page.getByLabel(label, { exact: true });

  test('the first account is made at the address that the server says, by keyboard alone', async () => {
    const { context, page } = await comeIn();
    await page.goto(`${on.server.url}/`);
    await page.waitForURL('**/log-in');
    await page.waitForSelector('.hint-box:has-text("plenaryd")');
    assert.deepEqual(await findings(page), [], 'the log-in page of a new server');
    await page.goto(await setUpAddress(on.server));
    await page.waitForSelector('h1:has-text("Set up this server")');
    assert.equal(new URL(page.url()).hash, '', 'the secret has left the address bar');
    await page.reload();
    await page.waitForSelector('h1:has-text("Set up this server")');
    assert.deepEqual(await findings(page), [], 'the set-up page');
    await page.locator('input:focus').waitFor();
    for (const text of ['Ama Mensah', 'Secretariat', 'ama@example.org', kPassword]) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter'); // on "Show"
    assert.equal(await at(page, 'Password').getAttribute('type'), 'text');
    assert.equal(await at(page, 'Password').inputValue(), kPassword);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.who-button:has-text("Ama Mensah")');
    await page.waitForSelector('.empty h2');
    assert.deepEqual(await findings(page), [], 'the list of documents');
    await context.close();
    ama = await Caller.by(on.server.url, '/session', { email: 'ama@example.org', password: kPassword });
  });

  test('an administrator invites somebody, who makes an account and is in', async () => {
    const { context, page } = await comeIn(ama);
    await page.goto(`${on.server.url}/people#groups`);
    await at(page, 'New group').fill('Core values');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.group h3:has-text("Core values")');
    await page.click('a[href="#invitations"]');
    await at(page, 'E-mail address (optional)').fill('li@example.org');
    await page.check('text=Core values');
    await page.click('button:has-text("Make an invitation")');
    const address = await at(page, 'Address of the invitation').inputValue();
    assert.match(address, /\/invitation#.+/);
    assert.deepEqual(await findings(page), [], 'the invitations');
    await page.waitForSelector('.row:has-text("li@example.org")');
    await context.close();

    const guest = await comeIn();
    await guest.page.goto(address);
    await guest.page.waitForSelector('text=You will be a member of Core values.');
    assert.equal(new URL(guest.page.url()).hash, '');
    assert.equal(await at(guest.page, 'E-mail address').inputValue(), 'li@example.org');
    assert.deepEqual(await findings(guest.page), [], 'the invitation');
    await at(guest.page, 'Name').fill('李明');
    await at(guest.page, 'Password').fill('short');
    await guest.page.click('button:has-text("Make my account")');
    assert.equal(new URL(guest.page.url()).pathname, '/invitation', 'a short password is not sent');
    await at(guest.page, 'Password').fill(kPassword);
    await guest.page.click('button:has-text("Make my account")');
    await guest.page.waitForSelector('.who-button:has-text("李明")');
    await guest.page.goto(address);
    await guest.page.waitForSelector('h1:has-text("does not work any more")');
    await guest.context.close();
  });

  test('log in, wrong and right, to where one wanted to go and nowhere else; log out', async () => {
    await ama.write('plan', 'A plan', '# Plan\n\nNobody else sees this.\n');
    const { context, page } = await comeIn();
    await page.goto(`${on.server.url}/d/plan`);
    await page.waitForSelector('h1:has-text("There is no such document, or you may not see it")');
    assert.deepEqual(await findings(page), [], 'a document that one may not see');
    await page.click('main a:has-text("Log in")');
    await page.waitForURL('**/log-in?to=%2Fd%2Fplan');
    assert.equal(await at(page, 'E-mail address').getAttribute('autocomplete'), 'username');
    assert.equal(await at(page, 'Password').getAttribute('autocomplete'), 'current-password');
    await at(page, 'E-mail address').fill('ama@example.org');
    await at(page, 'Password').fill('wrong horse battery');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.problem:has-text("is not right")');
    assert.equal(await at(page, 'E-mail address').inputValue(), 'ama@example.org', 'what was typed is still there');
    assert.deepEqual(await findings(page), [], 'the log-in page with a problem');
    await at(page, 'Password').fill(kPassword);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/d/plan');
    await page.waitForSelector('.status-badge.is-saved');
    for (const elsewhere of ['https://example.org/', '//example.org/', '/\\example.org', '/\t/example.org']) {
      await page.goto(`${on.server.url}/log-in?${new URLSearchParams({ to: elsewhere })}`);
      assert.equal(await page.locator('a:has-text("Continue")').getAttribute('href'), '/', elsewhere);
    }
    await page.goto(on.server.url);
    await page.click('.who-button');
    assert.deepEqual(await findings(page), [], 'the menu');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.classList.contains('who-button'));
    await page.keyboard.press('Enter');
    await page.click('.who-menu button:has-text("Log out")');
    await page.waitForURL('**/log-in');
    await page.goto(`${on.server.url}/d/plan`);
    await page.waitForSelector('h1:has-text("There is no such document")');
    await context.close();
  });

  test('one’s account: name, password, sessions, tokens', async () => {
    const pilar = await inviteAndCome(on.server, ama, 'Pilar Ocampo', 'pilar@example.org');
    const other = await Caller.by(on.server.url, '/session', { email: 'pilar@example.org', password: kPassword });
    const { context, page } = await comeIn(pilar);
    await page.goto(`${on.server.url}/account`);
    await at(page, 'Name').fill('Pilar Ocampo Reyes');
    await at(page, 'Affiliation (optional)').fill('Gender coalition');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('.done:has-text("Saved.")');
    await page.waitForSelector('.who-button:has-text("Pilar Ocampo Reyes")');
    await page.waitForSelector('.row:has-text("This browser")');
    await page.waitForSelector('.row:has-text("Another browser")');
    assert.deepEqual(await findings(page), [], 'the account');
    await page.click('button:has-text("Log out everywhere else")');
    await page.waitForSelector('.row:has-text("Another browser")', { state: 'detached' });
    assert.equal((await other.ask<{ kind: string }>('GET', '/me')).kind, 'nobody');
    await page.click('button:has-text("Make a token")');
    await at(page, 'What it is for').fill('Nightly export');
    await page.check('text=export documents');
    assert.deepEqual(await findings(page), [], 'a new token');
    await page.click('button[type=submit]:has-text("Make a token")');
    assert.ok((await at(page, 'The token').inputValue()).length > 20);
    await page.click('[aria-label="End the token “Nightly export”"]');
    await page.waitForSelector('text=No program has a token of yours.');
    await at(page, 'Password as it is now').fill('not this one, no');
    await at(page, 'New password').fill('a better horse battery');
    await page.click('button:has-text("Change the password")');
    await page.waitForSelector('.problem:has-text("not your password")');
    await at(page, 'Password as it is now').fill(kPassword);
    await page.click('button:has-text("Change the password")');
    await page.waitForSelector('.done:has-text("The password is changed")');
    await context.close();
    await Caller.by(on.server.url, '/session', { email: 'pilar@example.org', password: 'a better horse battery' });
  });

  test('one’s account says when others tried to log in to it', async () => {
    const { context, page } = await comeIn(ama);
    await page.route('**/api/v1/me', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), failed_log_ins: 3 } });
    });
    await page.goto(`${on.server.url}/account`);
    await page.waitForSelector('.hint-box:has-text("3 failed log-ins since you were last here.")');
    assert.deepEqual(await findings(page), []);
    for (const [width, scheme] of [[390, 'dark'], [1280, 'light']] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      assert.equal(await isTooWide(page), false);
      await page.screenshot({ path: join(shots, `account-failed-${width}-${scheme}.png`), fullPage: true });
    }
    await context.close();
  });

  test('an administrator changes accounts, makes an address for a new password, sees what happened', async () => {
    const { context, page } = await comeIn(ama);
    await page.goto(`${on.server.url}/people`);
    await page.waitForSelector('.row:has-text("李明")');
    assert.deepEqual(await findings(page), [], 'the accounts');
    await page.fill('[type=search]', 'gender');
    await page.waitForSelector('.row:has-text("李明")', { state: 'detached' });
    await page.click('[aria-label="Change the account of Pilar Ocampo Reyes"]');
    await page.waitForSelector('dialog[open]');
    await page.click('button:has-text("Make an address for a new password")');
    const address = await at(page, 'Address for a new password').inputValue();
    assert.deepEqual(await findings(page), [], 'an account');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.click('a[href="#groups"]');
    await page.getByRole('combobox', { name: 'Add a member' }).fill('pil');
    await page.waitForSelector('[role=option]:has-text("Pilar")');
    assert.deepEqual(await findings(page), [], 'the groups');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.group .row:has-text("Pilar")');
    await page.click('a[href="#audit"]');
    await page.waitForSelector('.row:has-text("Pilar Ocampo Reyes added to a group")');
    assert.deepEqual(await findings(page), [], 'what happened');
    await context.close();

    const pilar = await comeIn();
    await pilar.page.goto(address);
    await at(pilar.page, 'New password').fill('yet another horse');
    assert.deepEqual(await findings(pilar.page), [], 'the page for a new password');
    await pilar.page.keyboard.press('Enter');
    await pilar.page.waitForSelector('.who-button:has-text("Pilar")');
    await pilar.page.goto(`${on.server.url}/people`);
    await pilar.page.waitForSelector('h1:has-text("Only administrators see this page")');
    await pilar.context.close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1280]) {
      test(`the pages fit ${width} px (${colorScheme})`, async () => {
        const viewport = { width, height: width < 500 ? 844 : 900 };
        const shot = async (page: Page, name: string): Promise<void> => {
          await page.evaluate(() => document.fonts.ready);
          assert.equal(await isTooWide(page), false, `${name} does not scroll sideways`);
          await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`), fullPage: true });
        };
        const nobody = await comeIn(null, { viewport, colorScheme });
        await nobody.page.goto(`${on.server.url}/log-in`);
        await nobody.page.waitForSelector('form');
        await shot(nobody.page, 'log-in');
        await nobody.page.goto(`${on.server.url}/d/plan`);
        await nobody.page.waitForSelector('.gone');
        await shot(nobody.page, 'unseen');
        const { address } = await ama.ask<{ address: string }>('POST', '/invitations', { email: 'fatima@example.org' });
        await nobody.page.goto(on.server.url + address);
        await nobody.page.waitForSelector('form');
        await shot(nobody.page, 'invitation');
        await nobody.context.close();
        const { context, page } = await comeIn(ama, { viewport, colorScheme });
        await page.goto(on.server.url);
        await page.waitForSelector('.document');
        await page.click('.who-button');
        await shot(page, 'home-menu');
        await page.goto(`${on.server.url}/account`);
        await page.waitForSelector('.row');
        await page.click('button:has-text("Make a token")');
        await shot(page, 'account');
        for (const part of ['accounts', 'invitations', 'groups', 'audit']) {
          await page.goto(`${on.server.url}/people#${part}`);
          await page.reload();
          await page.waitForSelector('.row, .group');
          await shot(page, `people-${part}`);
        }
        await page.goto(`${on.server.url}/people`);
        await page.click('[aria-label^="Change the account of Pilar"]');
        await page.waitForSelector('dialog[open]');
        await shot(page, 'people-account');
        await context.close();
      });
    }
  }

  test('no page complained', () => assert.deepEqual(complaints, []));
});
