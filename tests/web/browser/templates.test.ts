// Filling in a paper from a template: prompts, and what belongs to the template, with the server and real pages.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { frozenLines } from '../../../clients/web/src/text/frozen.ts';
import type { Ops } from '../../../clients/web/src/text/delta.ts';
import { contentOf, makeDocument, textOf } from '../support/api.ts';
import type { Component } from '../support/api.ts';
import { Visitor, agreed, paste, placeCaret, selectWords } from '../support/browser.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';
import { stage } from '../support/stage.ts';
import { cellAt, clickCell, textsIn } from '../support/tables.ts';
import { changeSettings, kSessionPlan } from '../support/templates.ts';
import { until } from '../support/wait.ts';

const kRefused = 'This part belongs to the template and cannot be changed.';
const frozenOf = (content: readonly Component[]): readonly string[] => frozenLines(content as Ops);

describe('filling in', () => {
  const on = stage();
  let ama: Visitor;
  let made = 0;
  before(async () => {
    ama = await Visitor.come(on.browser, 'Ama Boateng', { permissions: ['clipboard-read', 'clipboard-write'] });
  });
  after(() => assert.deepEqual(ama.complaints, [], 'the browser complained about nothing'));

  const type = (text: string): Promise<void> => ama.page.keyboard.type(text);
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await ama.page.keyboard.press(key);
  };

  async function fresh(data: readonly Component[] = kSessionPlan): Promise<string> {
    const id = `plan-${(made += 1)}`;
    await makeDocument(on.server.url, { id, title: id, format: 'delta', data });
    await changeSettings(on.server.url, id, { frozen: true });
    await ama.open(on.server.url, id);
    await ama.page.focus('.ql-editor');
    await press('Control+Home');
    return id;
  }

  async function saved(id: string): Promise<readonly Component[]> {
    await ama.isSettled();
    return contentOf(on.server.url, id);
  }

  /** Puts the caret into the empty line with this prompt. */
  async function inPrompt(prompt: string): Promise<void> {
    await ama.page.evaluate((wanted) => {
      const line = document.querySelector(`[data-prompt="${wanted}"]`);
      if (!line) throw new Error(`no prompt ${wanted}`);
      document.querySelector<HTMLElement>('.ql-editor')?.focus();
      document.getSelection()?.collapse(line, 0);
    }, prompt);
    await ama.page.waitForTimeout(20);
  }

  const shownPrompt = (prompt: string): Promise<string> =>
    ama.page.evaluate((wanted) => getComputedStyle(document.querySelector(`[data-prompt="${wanted}"]`) as Element, '::before').content, prompt);

  /** The page's text without tables and dividers. */
  const shownLines = (): Promise<string> =>
    ama.page.evaluate(() => {
      const lines = [...document.querySelectorAll('.ql-editor :is(p, h1, h2, h3, h4, h5, h6, blockquote, li, .ql-code-block)')];
      return lines.flatMap((line) => (line.closest('.table-embed') ? [] : [`${(line.textContent ?? '').replaceAll('\ufeff', '')}\n`])).join('');
    });

  const kFirst = 'The first question';

  test('a prompt goes when something is written, comes back when it is empty, and is no text', async () => {
    const id = await fresh();
    assert.match(await ama.page.locator('.ql-editor').ariaSnapshot(), /listitem: The first question/, 'a screen reader hears it');
    await inPrompt(kFirst);
    await type('Who decides?');
    assert.equal(await shownPrompt(kFirst), 'none');
    assert.ok((await textOf(on.server.url, id)).length > 0);
    for (let i = 0; i < 12; i += 1) await press('Backspace');
    assert.equal(await shownPrompt(kFirst), `"${kFirst}"`);
    assert.deepEqual(await saved(id), await contentOf(on.server.url, id));
    await press('Control+a', 'Control+c');
    const copied = await ama.page.evaluate(() => navigator.clipboard.readText());
    assert.ok(!copied.includes(kFirst) && copied.includes('Anything else.'), copied);
  });

  test('Enter in a line with a prompt makes a plain line', async () => {
    const id = await fresh();
    await inPrompt('Say in one or two sentences what the session is for.');
    await type('One.');
    await press('Enter');
    await type('Two.');
    const content = await saved(id);
    const at = content.findIndex(({ insert }) => insert === 'One.');
    assert.deepEqual(content.slice(at, at + 3), [
      { insert: 'One.' },
      { insert: '\n', attributes: { prompt: 'Say in one or two sentences what the session is for.' } },
      { insert: 'Two.\nPolicy questions' },
    ]);
  });

  test('lines pasted at the end of a line leave its marks where they were, and bring none', async () => {
    const id = await fresh([{ insert: 'Aims' }, { insert: '\n', attributes: { header: 2, required: true, 'words-max': 9 } }, { insert: '\n', attributes: { prompt: 'Here' } }]);
    await placeCaret(ama.page, 'Aims');
    await paste(ama.page, { 'text/plain': ' and ends\nof it' });
    assert.deepEqual(await saved(id), [
      { insert: 'Aims and ends' },
      { insert: '\n', attributes: { header: 2, required: true, 'words-max': 9 } },
      { insert: 'of it' },
      { insert: '\n', attributes: { header: 2 } },
      { insert: '\n', attributes: { prompt: 'Here' } },
    ]);
    await press('Control+z');
    await inPrompt('Here');
    await press('Shift+Home', 'Control+Shift+8');
    assert.deepEqual((await saved(id)).at(-1), { insert: '\n', attributes: { list: 'bullet', prompt: 'Here' } }, 'formats and marks live side by side');
    await press('Control+\\');
    assert.deepEqual((await saved(id)).at(-1), { insert: '\n', attributes: { prompt: 'Here' } }, 'clearing formats takes no mark');
  });

  const kDeeds: readonly (readonly [name: string, deed: () => Promise<void>])[] = [
    ['typing', async () => (await placeCaret(ama.page, 'Aim'), type('x'))],
    ['typing at the end', async () => (await placeCaret(ama.page, 'Aims'), type('x'))],
    ['Backspace', async () => (await placeCaret(ama.page, 'Aims'), press('Backspace'))],
    ['Delete', async () => (await placeCaret(ama.page, 'Aim'), press('Delete'))],
    ['Control+Backspace', async () => (await placeCaret(ama.page, 'Aims'), press('Control+Backspace'))],
    ['Enter', async () => (await placeCaret(ama.page, 'Aim'), press('Enter'))],
    ['Backspace at the start of the line behind it', async () => (await placeCaret(ama.page, 'Remarks'), press('ArrowDown', 'Home', 'Backspace'))],
    ['Delete at the end of the line before it', async () => (await placeCaret(ama.page, 'Remarks'), press('End', 'Delete'))],
    ['a format', async () => (await selectWords(ama.page, 'Aims'), press('Control+b'))],
    ['another kind of line', async () => (await placeCaret(ama.page, 'Aims'), press('Control+Alt+3'))],
    ['a list', async () => (await placeCaret(ama.page, 'Aims'), press('Control+Shift+8'))],
    ['cutting', async () => (await selectWords(ama.page, 'Aims'), press('Control+x'))],
    ['typing over it', async () => (await selectWords(ama.page, 'Aims'), type('x'))],
    ['pasting', async () => (await placeCaret(ama.page, 'Aim'), paste(ama.page, { 'text/plain': 'pasted words' }))],
    ['pasting lines over it', async () => (await selectWords(ama.page, 'Aims'), paste(ama.page, { 'text/html': '<p>one</p><p>two</p>' }))],
    ['a divider', async () => (await placeCaret(ama.page, 'Aim'), ama.page.locator('[data-tool][aria-label="Dividing line"], [data-tool][aria-label^="Divid"]').first().click())],
    ['clearing formats', async () => (await selectWords(ama.page, 'Aims'), press('Control+\\'))],
  ];
  for (const [name, deed] of kDeeds) {
    test(`${name} does nothing to a frozen line, and it is said`, async () => {
      const id = await fresh();
      await ama.page.evaluate(() => document.querySelector<HTMLElement>('.notice button')?.click());
      const before = await contentOf(on.server.url, id);
      const shown = await ama.text();
      await deed();
      const now = await saved(id);
      assert.deepEqual(frozenOf(now), frozenOf(before));
      if (name !== 'a divider') {
        assert.deepEqual(now, before);
        assert.equal(await ama.text(), shown);
        await ama.page.waitForSelector(`.notice:has-text("${kRefused}")`);
      }
    });
  }

  test('words that an input method brings into a frozen line can be copied', async () => {
    const id = await fresh();
    const before = await contentOf(on.server.url, id);
    await placeCaret(ama.page, 'Aims');
    const keyboard = await ama.context.newCDPSession(ama.page);
    await keyboard.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
    await keyboard.send('Input.insertText', { text: '日本' });
    assert.deepEqual(await saved(id), before);
    assert.ok(!(await ama.text()).includes('日本'));
    await ama.page.waitForSelector(`.notice.is-rescue:has-text("${kRefused}")`);
    await ama.page.locator('.notice.is-rescue .icon-button').click();
  });

  test('Enter at the end of a frozen line, and before it, makes a line beside it', async () => {
    const id = await fresh();
    const before = frozenOf(await contentOf(on.server.url, id));
    await placeCaret(ama.page, 'Aims');
    await press('Enter');
    await type('Below.');
    await placeCaret(ama.page, 'Remarks');
    await press('Home', 'Enter', 'ArrowUp');
    await type('Above.');
    const content = await saved(id);
    assert.deepEqual(frozenOf(content), before);
    assert.match(await ama.text(), /Aims\nBelow\.\n\n[^]*Above\.\nRemarks\n/);
  });

  test('select all and Delete leave what belongs to the template and the prompts; undo brings all of it back', async () => {
    const id = await fresh();
    await inPrompt(kFirst);
    await type('Who decides?');
    await press('Enter');
    await type('A question more');
    const full = await saved(id);
    await press('Control+a', 'Delete');
    const emptied = await saved(id);
    assert.deepEqual(frozenOf(emptied), frozenOf(full));
    assert.doesNotMatch(await ama.text(), /Who decides|question more|Anything else/);
    assert.equal(await shownPrompt(kFirst), `"${kFirst}"`);
    await ama.page.waitForSelector(`.notice:has-text("${kRefused}")`);
    await press('Control+z');
    assert.deepEqual(await saved(id), full);
  });

  test('the columns of a frozen table stay; its cells and rows are free', async () => {
    const id = await fresh();
    await clickCell(ama.page, 1, 2);
    await type('Ama Boateng');
    await ama.page.waitForSelector('.table-add');
    assert.equal(await ama.page.locator('.table-add').count(), 1, 'a row can be added, a column cannot');
    await ama.page.locator('.table-add').click();
    await type('Everybody');
    await clickCell(ama.page, 0, 2);
    await type('x');
    const texts = textsIn(await saved(id));
    assert.deepEqual(texts[0], ['Group', 'Speaker', 'Confirmed']);
    assert.equal(texts[1]?.[1], 'Ama Boateng');
    assert.equal(texts.length, 5);
    await ama.page.locator('.table-handle[aria-label^="Column"]').click();
    const sorts = await ama.page.locator('.table-menu button').allTextContents();
    assert.ok(sorts.length > 0 && sorts.every((label) => label.startsWith('Sort')), String(sorts));
    await press('Escape');
    assert.equal(await cellAt(ama.page, 0, 2).textContent(), 'Speaker');
  });

  test('words dragged into a frozen line stay where they are', async () => {
    const id = await fresh();
    const before = await contentOf(on.server.url, id);
    await selectWords(ama.page, 'else');
    const places = await ama.page.evaluate(() => {
      const box = document.getSelection()?.getRangeAt(0).getBoundingClientRect() as DOMRect;
      const aim = [...document.querySelectorAll('h2')].find((heading) => heading.textContent === 'Remarks')?.getBoundingClientRect() as DOMRect;
      return { from: { x: box.x + box.width / 2, y: box.y + box.height / 2 }, to: { x: aim.x + 40, y: aim.y + aim.height / 2 } };
    });
    await ama.page.mouse.move(places.from.x, places.from.y);
    await ama.page.mouse.down();
    await ama.page.mouse.move(places.to.x - 5, places.to.y, { steps: 4 });
    await ama.page.mouse.move(places.to.x, places.to.y);
    await ama.page.mouse.up();
    assert.deepEqual(await saved(id), before);
  });

  const seed = seedFromEnvironment();
  test(`whatever keys are pressed, the frozen lines are the same (SEED=${seed})`, async () => {
    const random = new Random(seed);
    const id = await fresh();
    const before = frozenOf(await contentOf(on.server.url, id));
    const keys = [
      'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'Control+Home', 'Control+End', 'Shift+ArrowDown', 'Shift+ArrowUp', 'Shift+End', 'Backspace', 'Backspace', 'Delete',
      'Enter', 'Enter', 'Tab', 'Control+z', 'Control+Shift+z', 'Control+Shift+8', 'Control+Alt+2', 'Control+x', 'Control+v', 'Control+Backspace', 'Control+a', 'Escape', 'a', 'b c', '# ', '> ',
    ];
    for (let round = 0; round < 8; round += 1) {
      const pressed: string[] = [];
      for (let i = 0; i < 25; i += 1) {
        const key = random.pick(keys);
        pressed.push(key);
        if (/^[ab#>]/.test(key)) await type(key);
        else await press(key);
      }
      const content = await saved(id);
      const told = JSON.stringify({ seed, round, pressed });
      assert.deepEqual(frozenOf(content), before, told);
      assert.equal(await ama.page.locator('.notice', { hasText: 'could not be applied' }).count(), 0, `the page and the server judge alike: ${told}`);
      assert.equal(await shownLines(), content.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join(''), told);
    }
  });

  test('a selection over lines is deleted alike, whichever of the keys is pressed with Control', async () => {
    for (const key of ['Backspace', 'Control+Backspace', 'Control+Delete']) {
      const id = await fresh([{ insert: 'Head' }, { insert: '\n', attributes: { header: 2, required: true } }, { insert: 'words\n' }]);
      await placeCaret(ama.page, 'He');
      await press(...Array<string>(5).fill('Shift+ArrowRight'), key);
      assert.deepEqual(await saved(id), [{ insert: 'Herds' }, { insert: '\n', attributes: { header: 2, required: true } }], key);
    }
  });

  test('two fill in one paper at once', async () => {
    const id = await fresh();
    const before = frozenOf(await contentOf(on.server.url, id));
    const ben = await Visitor.come(on.browser, 'Ben Okafor');
    await ben.open(on.server.url, id);
    await placeCaret(ben.page, 'Anything else.');
    await inPrompt(kFirst);
    await Promise.all([type('Who decides about the common good?'), ben.page.keyboard.type(' We bring the coffee.')]);
    await Promise.all([press('Control+a'), ben.page.keyboard.press('Control+a')]);
    await Promise.all([type('x'), ben.page.keyboard.press('Backspace')]);
    await agreed([ama, ben]);
    await until('the words are gone', async () => !(await textOf(on.server.url, id)).includes('coffee'));
    assert.deepEqual(frozenOf(await contentOf(on.server.url, id)), before);
    assert.deepEqual(ben.complaints, []);
    await ben.leave();
  });
});
