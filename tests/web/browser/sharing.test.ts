// Sharing a paper: people, groups, links; what each role can do in the editor; and what becomes of a page whose rights change.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { findings, isTooWide } from '../support/axe.ts';
import { Visitor, launch, selectWords } from '../support/browser.ts';
import { Caller, inviteAndCome, kPassword, setUp } from '../support/house.ts';
import { Link } from '../support/link.ts';
import { startPlenaryd, temporaryDirectory } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { until } from '../support/wait.ts';

const kText = '# The coalitions’ paper\n\nNo single group holds the whole picture, and each has its own words for it.\n\nOpenness is a condition.\n';

describe('sharing', () => {
  const data = temporaryDirectory();
  const shots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');
  let server: Server;
  let browser: Browser;
  let ama: Caller;
  let li: Caller;
  let pilar: Caller;
  before(async () => {
    mkdirSync(shots, { recursive: true });
    server = await startPlenaryd(data.path, 0, { open: false });
    browser = await launch();
    ama = await setUp(server, 'Ama Mensah', 'ama@example.org');
    li = await inviteAndCome(server, ama, '李明', 'li@example.org', 'Accessibility');
    pilar = await inviteAndCome(server, ama, 'Pilar Ocampo Reyes', 'pilar@example.org', 'Gender and digital governance');
    const group = await ama.ask<{ id: string }>('POST', '/groups', { name: 'Core values' });
    await ama.ask('PUT', `/groups/${group.id}/members/${li.id}`);
  });
  after(async () => {
    await browser.close();
    await server.stop();
    data.remove();
  });

  /** Somebody's browser; without a caller, that of a person without a session. */
  async function come(as: Caller | null, options: BrowserContextOptions = {}): Promise<Visitor> {
    const visitor = await Visitor.come(browser, as?.name ?? '', options);
    if (as) await visitor.context.addCookies([as.cookie]);
    else await visitor.context.addInitScript(() => localStorage.removeItem('plenary-name'));
    return visitor;
  }

  async function linkTo(document: string, role: string): Promise<{ readonly id: string; readonly address: string }> {
    return ama.ask('POST', `/documents/${document}/links`, { role, label: 'For the mailing list' });
  }

  /** Comes by a link, under a name. */
  async function comeBy(address: string, name: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const guest = await come(null, options);
    await guest.page.goto(server.url + address);
    await guest.page.getByLabel('Your name').fill(name);
    await guest.page.keyboard.press('Enter');
    await guest.page.waitForURL('**/d/*');
    await guest.isSaved();
    return guest;
  }

  const editable = (visitor: Visitor): Promise<boolean> =>
    visitor.page.evaluate(() => document.querySelector('.ql-editor')?.getAttribute('contenteditable') === 'true');

  test('a paper is shared by keyboard alone, and what others may do is changed and taken back', async () => {
    await ama.write('paper', 'The coalitions’ paper', kText);
    const owner = await come(ama);
    await owner.open(server.url, 'paper');
    const { page } = owner;
    await page.focus('.share-button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.share-summary:has-text("Only you can see this.")');
    assert.deepEqual(await findings(page), [], 'the dialogue');
    const picker = page.getByRole('combobox', { name: 'Add people or groups' });
    await picker.focus();
    await page.keyboard.type('pil');
    await page.waitForSelector('[role=option]:has-text("Pilar")');
    assert.deepEqual(await findings(page), [], 'people who were found');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.done:has-text("Pilar Ocampo Reyes can comment.")');
    await page.waitForSelector('.share-summary:has-text("You and Pilar Ocampo Reyes can see this, and nobody else.")');
    await picker.focus();
    await page.keyboard.type('core');
    await page.waitForSelector('[role=option]:has-text("Core values")');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.row:has-text("Group, 1 member")');
    await page.getByLabel('What Pilar Ocampo Reyes may do').selectOption('editor');
    await page.waitForSelector('.done:has-text("Pilar Ocampo Reyes can edit.")');
    await page.getByLabel('Core values may see the history').check();
    await page.waitForSelector('.done:has-text("Core values can comment.")');
    assert.deepEqual(await findings(page), [], 'the dialogue with people');
    const access = await ama.ask<{ grants: { name: string; role: string; history: boolean }[] }>('GET', '/documents/paper/access');
    assert.deepEqual(
      access.grants.map(({ name, role, history }) => `${name} ${role} ${String(history)}`).sort(),
      ['Core values commenter true', 'Pilar Ocampo Reyes editor false'],
    );
    await page.click('[aria-label="Remove Core values"]');
    await page.waitForSelector('.done:has-text("Core values was removed.")');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.classList.contains('share-button'));

    const editor = await come(pilar);
    await editor.page.goto(server.url);
    await editor.page.click('.document a:has-text("paper")');
    await editor.isSaved();
    await editor.clickAfter('Openness is a condition');
    await editor.page.keyboard.type(' and not a feature');
    await until('it is at the other’s', async () => (await owner.text()).includes('a condition and not a feature'));
    await editor.page.click('[aria-label="Who can see this"]');
    await editor.page.waitForSelector('.share-summary:has-text("You and Ama Mensah can see this")');
    assert.equal(await editor.page.locator('dialog select, dialog input').count(), 0, 'nothing to change there');
    assert.deepEqual(await findings(editor.page), [], 'who can see this');
    assert.deepEqual([...owner.complaints, ...editor.complaints], []);
    await owner.leave();
    await editor.leave();
  });

  test('whoever has a commenter’s link gives a name, cannot type, and comments', async () => {
    await ama.write('comments', 'For comment', kText);
    const owner = await come(ama);
    await owner.open(server.url, 'comments');
    await owner.page.click('.share-button');
    await owner.page.click('button:has-text("New link")');
    await owner.page.getByLabel('For whom or what').fill('Public comment');
    assert.deepEqual(await findings(owner.page), [], 'a new link');
    await owner.page.click('button:has-text("Make the link")');
    const address = await owner.page.getByLabel('Address of the new link').inputValue();
    await owner.page.waitForSelector('.row:has-text("Public comment")');
    assert.deepEqual(await findings(owner.page), [], 'a link that was made');

    const guest = await come(null);
    const { page } = guest;
    await page.goto(address);
    await page.waitForSelector('h1:has-text("What is your name?")');
    assert.equal(new URL(page.url()).hash, '', 'the secret has left the address bar');
    assert.deepEqual(await findings(page), [], 'the question for a name');
    await page.keyboard.type('Nnenna Okafor');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/d/comments');
    await guest.isSaved();
    await page.waitForSelector('.role-line:has-text("You can read and comment.")');
    assert.equal(await page.locator('dialog[open]').count(), 0, 'the name is not asked for again');
    assert.equal(await page.locator('.toolbar').count(), 0);
    assert.equal(await page.locator('.title-input').getAttribute('readonly'), '');
    assert.deepEqual(await findings(page), [], 'the editor of a commenter');

    const before = await guest.text();
    await page.click('.ql-editor p');
    await guest.clickAfter('No single group');
    await page.keyboard.type('XYZ');
    for (const key of ['Enter', 'Backspace', 'Delete', 'Control+b', 'Control+x', 'Control+z', 'Control+v', 'Tab']) await page.keyboard.press(key);
    await page.evaluate(() => document.execCommand('insertText', false, 'QQQ'));
    await page.waitForTimeout(200);
    assert.equal(await guest.text(), before, 'nothing that is typed goes in');
    assert.equal(await owner.text(), before);

    // Words are chosen with the keyboard.
    await guest.clickAfter('No single group');
    for (let i = 0; i < 'single group'.length; i += 1) await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Control+Alt+m');
    await page.waitForSelector('.comment-box textarea:focus');
    await page.keyboard.type('Which groups?');
    await page.keyboard.press('Control+Enter');
    const mine = page.locator('.thread-card', { hasText: 'Which groups?' });
    await mine.locator('b:has-text("Nnenna Okafor")').waitFor();
    await owner.page.keyboard.press('Escape');
    await owner.page.waitForSelector('.thread-card:has-text("Which groups?") b:has-text("Nnenna Okafor")');
    assert.equal(await owner.page.locator('.thread-card:has-text("Which groups?") .guest').textContent(), 'guest', 'who chose the name');
    await mine.locator('button:has-text("Edit")').click();
    await page.keyboard.type(' All 25?');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.thread-card .comment-html:has-text("Which groups? All 25?")');

    // The one who shared it takes it back; the open page ends.
    await owner.page.click('.share-button');
    await owner.page.click('[aria-label="Withdraw the link: Public comment"]');
    await owner.page.waitForSelector('.confirm:focus-within');
    assert.deepEqual(await findings(owner.page), [], 'the question before a link is withdrawn');
    await owner.page.click('button:has-text("Withdraw the link")');
    await owner.page.waitForSelector('.done:has-text("does not work any more")');
    await page.waitForSelector('h1:has-text("You no longer have access to this document")', { timeout: 10_000 });
    assert.equal(await page.locator('.ql-editor').isVisible(), false);
    assert.deepEqual(await findings(page), [], 'a lost document');
    await page.goto(address);
    await page.waitForSelector('h1:has-text("This link does not work any more")');
    assert.deepEqual([...owner.complaints, ...guest.complaints], []);
    await owner.leave();
    await guest.leave();
  });

  test('a guest is shown as a guest while they write, and people with an account are not', async () => {
    await ama.write('guests', 'With guests', kText);
    const owner = await come(ama);
    const shown: { readonly name?: string; readonly guest?: boolean }[] = [];
    owner.page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => {
        const frame = JSON.parse(String(payload)) as { a: string; p?: { name?: string; guest?: boolean } | null };
        if (frame.a === 'p' && frame.p) shown.push(frame.p);
      });
    });
    await owner.open(server.url, 'guests');
    const guest = await comeBy((await linkTo('guests', 'editor')).address, 'Nnenna Okafor');
    await guest.clickAfter('No single group');
    await guest.page.keyboard.type(' of ours');
    await owner.clickAfter('Openness is a condition');
    await owner.page.keyboard.type(' of work');
    await owner.page.waitForSelector('.cursor-name:has-text("Nnenna Okafor"):has-text("(guest)")', { state: 'attached' });
    await owner.page.click('.people-button');
    await owner.page.waitForSelector('.person:has-text("Nnenna Okafor") .guest');
    assert.deepEqual(shown.filter(({ name }) => name === 'Nnenna Okafor').filter((value) => value.guest !== true), [], 'the server marks a guest');
    assert.ok(shown.some(({ name }) => name === 'Nnenna Okafor'));
    await guest.page.waitForSelector('.cursor-name:has-text("Ama Mensah")', { state: 'attached' });
    assert.equal(await guest.page.locator('.cursor-name:has-text("Ama Mensah"):has-text("(guest)")').count(), 0);
    assert.equal(await guest.page.locator('.person:has-text("Ama Mensah") .guest').count(), 0);
    assert.deepEqual(await findings(owner.page), [], 'a paper with a guest in it');
    assert.deepEqual([...owner.complaints, ...guest.complaints], []);
    await owner.leave();
    await guest.leave();
  });

  test('a reader reads, without a name, comments or tools', async () => {
    await ama.write('read', 'To read', kText);
    const { address } = await linkTo('read', 'reader');
    const reader = await come(null);
    await reader.page.goto(server.url + address);
    await reader.page.waitForURL('**/d/read');
    await reader.isSaved();
    await reader.page.waitForSelector('.role-line:has-text("You can read this document.")');
    await selectWords(reader.page, 'single group');
    await reader.page.keyboard.press('Control+Alt+m');
    await reader.page.waitForTimeout(200);
    for (const part of ['.comment-here', '.comment-box', '.threads-button', '.toolbar']) assert.equal(await reader.page.locator(part).count(), 0, part);
    assert.equal(await editable(reader), false);
    assert.deepEqual(await findings(reader.page), [], 'the editor of a reader');
    await ama.ask('PUT', '/documents/read/grants/accounts/' + li.id, { role: 'editor' });
    const editor = await come(li);
    await editor.open(server.url, 'read');
    await editor.clickAfter('Openness is');
    await editor.page.keyboard.type(' surely');
    await until('the reader sees it as it is written', async () => (await reader.text()).includes('Openness is surely a condition'));
    assert.deepEqual(reader.complaints, []);
    await reader.leave();
    await editor.leave();
  });

  test('what an editor typed is kept when they may only comment any more, and sent when they may edit again', async () => {
    await ama.write('demoted', 'For a while', kText);
    await ama.give('demoted', pilar, 'editor');
    const link = await Link.to(server);
    const editor = await come(null);
    await editor.context.addCookies([{ ...pilar.cookie, url: link.url }]);
    await editor.open(link.url, 'demoted');
    await editor.clickAfter('Openness is a condition');
    link.cutSync();
    await editor.page.waitForSelector('.status-badge.is-reconnecting, .status-badge.is-offline');
    await editor.page.keyboard.type(', as the forum said in Katowice');
    await ama.give('demoted', pilar, 'commenter');
    link.restore();
    await editor.page.waitForSelector('.notice:has-text("was not sent, since you may not edit any more")', { timeout: 30_000 });
    await editor.page.waitForSelector('.role-line');
    await editor.isSaved();
    assert.ok(!(await editor.text()).includes('Katowice'), 'the page shows what the others have');
    await editor.page.reload();
    await editor.page.waitForSelector('.notice:has-text("was not sent")');
    await editor.isSaved();
    await ama.give('demoted', pilar, 'editor');
    await editor.page.reload();
    await editor.isSaved();
    await until('what was typed arrives', async () => (await editor.text()).includes('as the forum said in Katowice'));
    const content = await ama.ask<{ ops: { insert: string }[] }>('GET', '/documents/demoted/content?format=delta');
    const whole = content.ops.map(({ insert }) => insert).join('');
    assert.equal(whole.split('Katowice').length, 2, 'once');
    assert.deepEqual(editor.complaints, []);
    await editor.leave();
    link.close();
  });

  test('an editor who loses everything can copy what was not sent', async () => {
    await ama.write('taken', 'Taken away', kText);
    await ama.give('taken', pilar, 'editor');
    const link = await Link.to(server);
    const editor = await come(null);
    await editor.context.addCookies([{ ...pilar.cookie, url: link.url }]);
    await editor.open(link.url, 'taken');
    await editor.clickAfter('Openness is a condition');
    link.cutSync();
    await editor.page.waitForSelector('.status-badge.is-reconnecting, .status-badge.is-offline');
    await editor.page.keyboard.type(', my last words');
    await ama.ask('DELETE', `/documents/taken/grants/accounts/${pilar.id}`);
    link.restore();
    await editor.page.waitForSelector('h1:has-text("You no longer have access")', { timeout: 30_000 });
    assert.equal(await editor.page.getByLabel('Your words that were not sent').inputValue(), ', my last words');
    await editor.page.waitForSelector('text=It is kept in this browser');
    assert.deepEqual(await findings(editor.page), [], 'a lost document with unsent words');
    await editor.page.screenshot({ path: join(shots, 'lost.png') });
    await editor.leave();
    link.close();
  });

  test('a page whose session ends elsewhere says so, and goes on after log-in with what was not sent', async () => {
    await ama.write('ended', 'A session ends', kText);
    await ama.give('ended', pilar, 'editor');
    const link = await Link.to(server);
    const context = await Caller.by(server.url, '/session', { email: pilar.email, password: kPassword });
    const editor = await come(null);
    await editor.context.addCookies([{ ...context.cookie, url: link.url }]);
    await editor.open(link.url, 'ended');
    await editor.clickAfter('Openness is a condition');
    link.cutSync();
    await editor.page.waitForSelector('.status-badge.is-reconnecting, .status-badge.is-offline');
    await editor.page.keyboard.type(', typed too late');
    await context.ask('DELETE', '/session');
    link.restore();
    await editor.page.waitForSelector('h1:has-text("You are logged out")', { timeout: 30_000 });
    assert.equal(await editor.page.getByLabel('Your words that were not sent').inputValue(), ', typed too late');
    await editor.page.click('main a:has-text("Log in")');
    await editor.page.getByLabel('E-mail address').fill(pilar.email);
    await editor.page.getByLabel('Password', { exact: true }).fill(kPassword);
    await editor.page.keyboard.press('Enter');
    await editor.page.waitForURL('**/d/ended');
    await editor.isSaved();
    await until('what was typed arrives', async () => (await editor.text()).includes('a condition, typed too late'));
    await editor.isSaved();
    assert.deepEqual(editor.complaints, []);
    await editor.leave();
    link.close();
  });

  test('without a network a paper opens with the rights that it had', async () => {
    await ama.write('away', 'Away', kText);
    await ama.give('away', pilar, 'editor');
    await ama.give('away', li, 'commenter');
    const link = await Link.to(server);
    const [editor, commenter] = await Promise.all([come(null), come(null)]);
    await editor.context.addCookies([{ ...pilar.cookie, url: link.url }]);
    await commenter.context.addCookies([{ ...li.cookie, url: link.url }]);
    for (const visitor of [editor, commenter]) {
      await visitor.open(link.url, 'away');
      await visitor.page.evaluate(() => navigator.serviceWorker.ready.then(() => caches.match('/')));
      await until('the page is kept', () => visitor.page.evaluate(() => caches.match('/').then((kept) => kept !== undefined)));
      await visitor.page.waitForTimeout(2_500); // the draft without changes is written when it is quiet
    }
    link.cutAll();
    for (const visitor of [editor, commenter]) {
      await visitor.page.reload();
      await visitor.page.waitForSelector('.ql-editor :text("Openness is a condition")', { timeout: 20_000 });
    }
    await commenter.page.waitForSelector('.role-line:has-text("You can read and comment.")');
    await editor.clickAfter('Openness is a condition');
    await editor.page.keyboard.type(', on a train');
    link.restore();
    await editor.isSaved();
    await commenter.isSaved();
    await until('it arrives at the other', async () => (await commenter.text()).includes('a condition, on a train'));
    assert.deepEqual([...editor.complaints, ...commenter.complaints], []);
    await editor.leave();
    await commenter.leave();
    link.close();
  });

  test('rights that grow come without a reload, and those of an open page shrink', async () => {
    await ama.write('grows', 'It grows', kText);
    await ama.give('grows', li, 'reader');
    const visitor = await come(li);
    await visitor.open(server.url, 'grows');
    await visitor.page.waitForSelector('.role-line:has-text("You can read this document.")');
    await ama.give('grows', li, 'editor');
    await visitor.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await visitor.page.waitForSelector('.toolbar');
    await visitor.clickAfter('Openness is');
    await visitor.page.keyboard.type(' now');
    await visitor.isSettled();
    await ama.give('grows', li, 'reader');
    await visitor.page.waitForSelector('.role-line:has-text("You can read this document.")', { timeout: 10_000 });
    await visitor.isSaved();
    assert.ok((await visitor.text()).includes('Openness is now a condition'));
    assert.deepEqual(visitor.complaints, []);
    await visitor.leave();
  });

  test('a commenter who was away while the server started again reads on', async () => {
    await ama.write('restart', 'Started again', kText);
    await ama.give('restart', pilar, 'editor');
    const { address } = await linkTo('restart', 'commenter');
    const guest = await comeBy(address, 'Nnenna Okafor');
    const link = await Link.to(server);
    await guest.context.addCookies((await guest.context.cookies()).map(({ name, value }) => ({ name, value, url: link.url })));
    await guest.open(link.url, 'restart');
    link.cutSync();
    await guest.page.waitForSelector('.status-badge.is-reconnecting, .status-badge.is-offline');
    const editor = await come(pilar);
    await editor.open(server.url, 'restart');
    await editor.clickAfter('Openness is');
    await editor.page.keyboard.type(' always');
    await editor.isSettled();
    await editor.leave();
    const { port } = server;
    await server.stop();
    server = await startPlenaryd(data.path, port, { open: false });
    link.restore();
    await until('the page shows what was written meanwhile', async () => (await guest.text()).includes('Openness is always a condition'), 40_000);
    await guest.isSaved();
    assert.deepEqual(guest.complaints, []);
    await guest.leave();
    link.close();
  });

  test('comments name people, are given to one, are labelled, and are unread until they are looked at', async () => {
    await ama.write('orders', 'Who sees to it', kText);
    await ama.give('orders', pilar, 'commenter');
    await ama.give('orders', li, 'editor');
    const commenter = await come(pilar);
    await commenter.open(server.url, 'orders');
    await selectWords(commenter.page, 'single group');
    await commenter.page.keyboard.press('Control+Alt+m');
    await commenter.page.waitForSelector('.comment-box textarea:focus');
    await commenter.page.keyboard.type('Which groups, @am');
    await commenter.page.waitForSelector('.mention-list [role=option]:has-text("Ama Mensah")');
    assert.deepEqual(await findings(commenter.page), [], 'people who can be named');
    await commenter.page.keyboard.press('Enter');
    await commenter.page.keyboard.type('?');
    assert.equal(await commenter.page.locator('.comment-box textarea').inputValue(), 'Which groups, @Ama Mensah?');
    await commenter.page.keyboard.press('Control+Enter');
    await commenter.page.waitForSelector('.thread-card .comment-html:has-text("Which groups, @Ama Mensah?")');
    const { threads } = await ama.ask<{ threads: { unread: boolean; comments: { text: string }[] }[] }>('GET', `/documents/orders/threads?mentioned=${ama.id}`);
    assert.equal(threads[0]?.comments[0]?.text, `Which groups, [@Ama Mensah](mention:${ama.id})?`);
    assert.equal(threads[0]?.unread, true);

    const editor = await come(li);
    const { page } = editor;
    await editor.open(server.url, 'orders');
    await page.waitForSelector('.thread-card.is-unread');
    await page.waitForSelector('.threads-button[aria-label$="1 unread"]');
    assert.deepEqual(await findings(page), [], 'an unread comment');
    await page.screenshot({ path: join(shots, 'thread-unread.png') });
    await page.click('.thread-card .comment-html');
    await page.waitForSelector('.thread-card.is-unread', { state: 'detached' });
    await page.click('button:has-text("Label, assign")');
    await page.getByLabel('New label').fill('Definitions');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.ordered .label:has-text("Definitions")');
    await page.getByRole('combobox', { name: 'Who sees to it' }).fill('ama');
    await page.waitForSelector('[role=option]:has-text("Ama Mensah")');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.assigned:has-text("For Ama Mensah")');
    await page.getByLabel('Until').fill('2027-01-31');
    await page.waitForSelector('.assigned:has-text("For Ama Mensah, until 31 Jan 2027")');
    assert.deepEqual(await findings(page), [], 'labels and who sees to it');
    await page.screenshot({ path: join(shots, 'thread-order.png') });

    // The commenter sees it, and may resolve their own threads, but not order it.
    await commenter.page.waitForSelector('.thread-card .assigned:has-text("For Ama Mensah")');
    await commenter.page.click('.thread-card .comment-html');
    await commenter.page.waitForSelector('.card-tools button:has-text("Resolve")');
    assert.equal(await commenter.page.locator('button:has-text("Label, assign")').count(), 0);

    // A moderator deletes what another wrote; everything is marked as read at once.
    await selectWords(commenter.page, 'Openness');
    await commenter.page.keyboard.press('Control+Alt+m');
    await commenter.page.keyboard.type('Too short.');
    await commenter.page.keyboard.press('Control+Enter');
    await page.waitForSelector('.threads-button[aria-label$="1 unread"]');
    await page.click('.threads-button');
    await page.click('.list-filters button:has-text("Unread")');
    await page.waitForSelector('.thread-list .thread-card:has-text("Too short.")');
    assert.deepEqual(await findings(page), [], 'the list of what is unread');
    await page.click('button:has-text("Mark all as read")');
    await page.waitForSelector('.list-note:has-text("You have seen everything.")');
    await page.click('.list-filters button:has-text("Open")');
    await page.click('.thread-list .thread-card:has-text("Too short.") .comment-html');
    await page.click('.thread-card:has-text("Too short.") .own-acts button:has-text("Delete")');
    await page.click('.comment-ask button:has-text("Delete")');
    await page.waitForSelector('.comment.is-deleted:has-text("李明 deleted this comment")');
    assert.deepEqual([...editor.complaints, ...commenter.complaints], []);
    await editor.leave();
    await commenter.leave();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1280]) {
      test(`the pages fit ${width} px (${colorScheme})`, async () => {
        const id = `looks-${width}-${colorScheme}`;
        await ama.write(id, 'Digital cooperation: the coalitions’ paper', kText);
        await ama.give(id, pilar, 'editor');
        await ama.give(id, li, 'commenter');
        const { address } = await linkTo(id, 'commenter');
        const viewport = { width, height: width < 500 ? 844 : 900 };
        const owner = await come(ama, { viewport, colorScheme });
        const shot = async (visitor: Visitor, name: string): Promise<void> => {
          await visitor.page.evaluate(() => document.fonts.ready);
          await visitor.page.waitForTimeout(150);
          assert.equal(await isTooWide(visitor.page), false, `${name} does not scroll sideways`);
          await visitor.page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`) });
        };
        const guest = await come(null, { viewport, colorScheme });
        await guest.page.goto(server.url + address);
        await guest.page.waitForSelector('form');
        await shot(guest, 'link-name');
        await guest.page.getByLabel('Your name').fill('Nnenna Okafor');
        await guest.page.keyboard.press('Enter');
        await guest.isSaved();
        await owner.open(server.url, id);
        await owner.page.waitForSelector('.people .face');
        await shot(owner, 'editor-owner');
        await shot(guest, 'editor-commenter');
        await owner.page.click('.share-button');
        await owner.page.waitForSelector('.share .row');
        await shot(owner, 'share');
        await owner.page.click('button:has-text("New link")');
        await owner.page.getByLabel('For whom or what').scrollIntoViewIfNeeded();
        await shot(owner, 'share-new-link');
        await owner.page.click('button:has-text("Make the link")');
        await owner.page.getByLabel('Address of the new link').scrollIntoViewIfNeeded();
        await shot(owner, 'share-link-made');
        const reader = await come(li, { viewport, colorScheme });
        await reader.open(server.url, id);
        await reader.page.click('[aria-label="Who can see this"]');
        await reader.page.waitForSelector('.share .row');
        await shot(reader, 'who-can-see');
        for (const visitor of [owner, guest, reader]) {
          assert.deepEqual(visitor.complaints, []);
          await visitor.leave();
        }
      });
    }
  }
});
