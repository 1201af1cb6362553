// Templates as a whole: making one, starting from one, what is still to do. Screenshots go to PLENARY_SCREENSHOTS or the temporary
// directory: look at them after changing a page.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { contentOf, makeDocument } from '../support/api.ts';
import { findings, isTooWide } from '../support/axe.ts';
import { Visitor, placeCaret } from '../support/browser.ts';
import { inviteAndCome, setUp } from '../support/house.ts';
import type { Caller } from '../support/house.ts';
import { stage } from '../support/stage.ts';
import { changeSettings, kSessionPlan } from '../support/templates.ts';

const kShots = process.env.PLENARY_SCREENSHOTS ?? join(tmpdir(), 'plenary-screenshots');
mkdirSync(kShots, { recursive: true });

const kLooks = [
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
  { width: 390, scheme: 'light' },
  { width: 390, scheme: 'dark' },
] as const;

describe('templates', () => {
  const on = stage();
  let ama: Visitor;
  before(async () => {
    ama = await Visitor.come(on.browser, 'Ama Boateng');
  });
  after(() => assert.deepEqual(ama.complaints, [], 'the browser complained about nothing'));

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await ama.page.keyboard.press(key);
  };
  const type = (text: string): Promise<void> => ama.page.keyboard.type(text);

  const change = (id: string, what: object): Promise<void> => changeSettings(on.server.url, id, what);

  /** A paper made from a template of ours. */
  async function filled(limits: object = {}): Promise<string> {
    const template = `template-${Math.random().toString(36).slice(2)}`;
    await makeDocument(on.server.url, { id: template, title: 'Our session plan', format: 'delta', data: kSessionPlan });
    await change(template, { template: true, ...limits });
    const answer = await fetch(`${on.server.url}/api/v1/documents`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ from: template }) });
    assert.equal(answer.status, 201);
    return ((await answer.json()) as { readonly id: string }).id;
  }

  async function inPrompt(page: Page, prompt: string): Promise<void> {
    await page.evaluate((wanted) => {
      document.querySelector<HTMLElement>('.ql-editor')?.focus();
      document.getSelection()?.collapse(document.querySelector(`[data-prompt="${wanted}"]`), 0);
    }, prompt);
    await page.waitForTimeout(20);
  }

  const countOf = (heading: string): Promise<string | null> =>
    ama.page.evaluate((words) => [...document.querySelectorAll<HTMLElement>('h2')].find((each) => each.textContent === words)?.dataset['count'] ?? null, heading);

  test('a document starts from a template of the gallery, by keyboard alone', async () => {
    await ama.page.goto(on.server.url);
    const open = ama.page.getByRole('button', { name: 'New from template' });
    await open.focus();
    await press('Enter');
    const cards = ama.page.locator('.template-card');
    await cards.first().waitFor();
    assert.match(await cards.first().innerText(), /Session plan[^]*at most 1,500 words, at most 5 pages/);
    await press('Tab');
    for (let i = 0; i < 4 && !(await cards.nth(1).evaluate((card) => card === document.activeElement)); i += 1) await press('Tab');
    await press('Enter');
    await ama.page.waitForURL(/\/d\//);
    await ama.isSaved();
    assert.equal(await ama.page.locator('.bar-title input, .bar-title').first().evaluate((node) => (node as HTMLInputElement).value ?? node.textContent), 'One-page contribution');
    await ama.page.locator('.to-do-button', { hasText: 'Still to do: 4' }).waitFor();
    await placeCaret(ama.page, 'Issue area');
    await type('x');
    await ama.page.waitForSelector('.notice:has-text("belongs to the template")');
    assert.ok(!(await ama.text()).includes('Issue areax'));
  });

  test('what is written is counted beside its heading, and what is missing or too long stands in one list', async () => {
    const id = await filled({ words_max: 20 });
    await ama.open(on.server.url, id);
    await ama.page.locator('.to-do-button', { hasText: 'Still to do: 2' }).waitFor();
    assert.equal(await countOf('Aims'), '0 of 8 words');
    await inPrompt(ama.page, 'Say in one or two sentences what the session is for.');
    await type('To say who repairs the cable when the islands are cut off.');
    await ama.page.locator('h2[data-over]').waitFor();
    assert.equal(await countOf('Aims'), '12 of 8 words, 4 over');
    await inPrompt(ama.page, 'The first question');
    await type('Who pays for it?');
    await ama.page.locator('[data-count="4 of 20 words"]').waitFor();
    await ama.page.locator('.to-do-button').click();
    const items = ama.page.locator('.to-do-list').first().locator('li');
    assert.deepEqual(await items.allTextContents(), ['“Aims”: 4 words too many', 'The whole paper: 2 words too many']);
    assert.equal(await ama.page.locator('.to-do-whole').textContent(), '22 of 20 words, about 0.7 pages');
    await items.first().getByRole('button').click();
    assert.equal(await ama.page.evaluate(() => document.getSelection()?.focusNode?.parentElement?.closest('h2')?.textContent), 'Aims');
    await ama.isSettled();
    const { words, pages, missing, over } = (await (await fetch(`${on.server.url}/api/v1/documents/${id}/completeness`)).json()) as Record<string, unknown>;
    assert.deepEqual({ words, pages, missing, over }, { words: 22, pages: 0.7, missing: [], over: ['Aims'] }, 'the server counts the same');
  });

  test('an owner makes a template of a paper, and sets what its lines say', async () => {
    const id = 'designed';
    await makeDocument(on.server.url, { id, title: 'Report', format: 'delta', data: [{ insert: 'Summary' }, { insert: '\n', attributes: { header: 2 } }, { insert: '\n\n' }] });
    await ama.open(on.server.url, id);
    const tool = ama.page.getByRole('button', { name: 'Template…' });
    const dialog = ama.page.getByRole('dialog', { name: 'Template' });
    await placeCaret(ama.page, 'Summary');
    await tool.click();
    await dialog.getByLabel('This is a template').check();
    await dialog.getByText('Saved.').waitFor();
    await dialog.getByLabel('What it is for').fill('For reports of a workshop.');
    await press('Tab');
    await dialog.getByLabel('Belongs to the template').check();
    await dialog.getByLabel('Something must be written').check();
    await dialog.getByLabel('Word limit of its part').fill('300');
    await press('Tab', 'Escape');
    await placeCaret(ama.page, 'Summary');
    await press('ArrowDown');
    await tool.click();
    await dialog.getByLabel('What to write here').fill('In five sentences');
    await press('Tab', 'Escape');
    await ama.isSettled();
    assert.deepEqual(await contentOf(on.server.url, id), [
      { insert: 'Summary' },
      { insert: '\n', attributes: { header: 2, frozen: true, required: true, 'words-max': 300 } },
      { insert: '\n', attributes: { prompt: 'In five sentences' } },
      { insert: '\n' },
    ]);
    await placeCaret(ama.page, 'Summary');
    await type(' of it');
    await ama.isSettled();
    assert.deepEqual((await contentOf(on.server.url, id))[0], { insert: 'Summary of it' }, 'in the template itself nothing holds');
    await ama.page.goto(on.server.url);
    await ama.page.getByRole('button', { name: 'New from template' }).click();
    const card = ama.page.locator('.template-card', { hasText: 'Report' });
    assert.equal(await card.locator('.template-about').innerText(), 'For reports of a workshop.');
  });

  test('a paper that is no template offers no marks of lines', async () => {
    await makeDocument(on.server.url, { id: 'plain', title: 'Plain', format: 'text', data: 'Words.\n' });
    await ama.open(on.server.url, 'plain');
    await placeCaret(ama.page, 'Words');
    await ama.page.getByRole('button', { name: 'Template…' }).click();
    const dialog = ama.page.getByRole('dialog', { name: 'Template' });
    await dialog.getByLabel('This is a template').waitFor();
    assert.equal(await dialog.getByLabel('Belongs to the template').count(), 0);
    assert.equal(await ama.page.locator('.to-do-button').count(), 0);
    await press('Escape');
  });

  test('an owner lets go of what belongs to the template, and others who have the paper open may change it then', async () => {
    const id = await filled();
    const ben = await Visitor.come(on.browser, 'Ben Okafor');
    await ben.open(on.server.url, id);
    await ama.open(on.server.url, id);
    await ama.page.getByRole('button', { name: 'Template…' }).click();
    await ama.page.getByLabel('What belongs to the template cannot be changed').uncheck();
    await ama.page.getByText('Saved.').waitFor();
    await press('Escape');
    await ben.page.locator('.holds-frozen').waitFor({ state: 'detached' });
    await placeCaret(ben.page, 'Aims');
    await ben.page.keyboard.type(' and ends');
    await ben.isSettled();
    assert.ok((await ben.text()).includes('Aims and ends'));
    await ben.leave();
  });

  for (const { width, scheme } of kLooks) {
    test(`filling in, limits reached, gallery and design at ${width} px, ${scheme}`, async () => {
      const id = await filled({ words_max: 15, pages_max: 1 });
      const ben = await Visitor.come(on.browser, 'Ben Okafor', { viewport: { width, height: 900 }, colorScheme: scheme });
      const { page } = ben;
      const shoot = async (name: string): Promise<void> => {
        await page.screenshot({ path: join(kShots, `templates-${name}-${width}-${scheme}.png`) });
        assert.deepEqual(await findings(page), [], name);
        assert.equal(await isTooWide(page), false, name);
      };
      await ben.open(on.server.url, id);
      await page.locator('.to-do-button').waitFor();
      await page.locator('[data-count]').first().waitFor();
      await shoot('filling');
      await inPrompt(page, 'Say in one or two sentences what the session is for.');
      await page.keyboard.type('To say who repairs the cable when the islands are cut off, and what it costs.');
      await page.locator('h2[data-over]').waitFor();
      await placeCaret(page, 'Policy questions');
      await page.keyboard.type('x');
      await page.locator('.notice').waitFor();
      await shoot('limits');
      await page.locator('.to-do-button').click();
      await shoot('to-do');
      await page.keyboard.press('Escape');
      await change(id, { template: true });
      await ben.open(on.server.url, id);
      await placeCaret(page, 'Aims');
      await page.locator('.tool[aria-label="Template…"]').click();
      await page.getByRole('dialog').getByLabel('Belongs to the template').waitFor();
      await shoot('design');
      await page.goto(on.server.url);
      await page.getByRole('button', { name: 'New from template' }).click();
      await page.locator('.template-card').nth(2).waitFor();
      await shoot('gallery');
      assert.deepEqual(ben.complaints, []);
      await ben.leave();
    });
  }
});

describe('templates where people have accounts', () => {
  const on = stage({ open: false });

  test('the owner says what a paper is; in a template its editors say what lines are; a reader sees what is still to do', async () => {
    const ama = await setUp(on.server, 'Ama Mensah', 'ama@example.org');
    const li = await inviteAndCome(on.server, ama, '李明', 'li@example.org');
    const pilar = await inviteAndCome(on.server, ama, 'Pilar Ocampo', 'pilar@example.org');
    await ama.ask('POST', '/documents', { id: 'plan', title: 'Plan', content: { format: 'delta', data: kSessionPlan } });
    await ama.give('plan', li, 'editor');
    await ama.give('plan', pilar, 'reader');
    const [owner, editor, reader] = await Promise.all([ama, li, pilar].map((who) => come(who)));
    assert.ok(owner && editor && reader);
    const toolOf = ({ page }: Visitor) => page.getByRole('button', { name: 'Template…' });
    assert.equal(await toolOf(editor).count(), 0);
    await reader.page.locator('.to-do-button', { hasText: 'Still to do: 2' }).waitFor();
    assert.equal(await toolOf(reader).count(), 0);
    await toolOf(owner).click();
    await owner.page.getByLabel('This is a template').check();
    await owner.page.getByText('Saved.').waitFor();
    await toolOf(editor).waitFor();
    await placeCaret(editor.page, 'Remarks');
    await toolOf(editor).click();
    await editor.page.getByLabel('Belongs to the template').uncheck();
    assert.equal(await editor.page.getByLabel('This is a template').count(), 0);
    await editor.page.keyboard.press('Escape');
    await editor.isSettled();
    const { ops } = await ama.ask<{ readonly ops: readonly { readonly insert: unknown; readonly attributes?: object }[] }>('GET', '/documents/plan/content?format=delta');
    assert.deepEqual(ops[ops.findIndex(({ insert }) => insert === 'Remarks') + 1]?.attributes, { header: 2 });
    for (const visitor of [owner, editor, reader]) {
      assert.deepEqual(visitor.complaints, []);
      await visitor.leave();
    }
  });

  async function come(who: Caller): Promise<Visitor> {
    const visitor = await Visitor.come(on.browser, who.name);
    await visitor.context.addCookies([who.cookie]);
    await visitor.page.goto(`${on.server.url}/d/plan`);
    await visitor.page.locator('.ql-editor h2').first().waitFor();
    return visitor;
  }
});
