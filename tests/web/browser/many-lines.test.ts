// A paper of very many lines is kept in sheaves on the page. Nobody sees them: not who writes, not who reads, not the server.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { contentOf, makeDocument, textOf } from '../support/api.ts';
import { Visitor, agreed, placeCaret, shownText } from '../support/browser.ts';
import { joined } from '../support/contents.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';
import { stage } from '../support/stage.ts';

const kLines = 1_500;
const numbered = (from: number, to: number): string => Array.from({ length: to - from }, (_, i) => `line ${from + i}\n`).join('');

/** How the page has the lines. */
interface Kept {
  readonly sheaves: number;
  /** Children of the text that are none. */
  readonly others: number;
  readonly longest: number;
  /** Neighbouring items of lists that are not in one list. */
  readonly torn: number;
}

describe('a paper of many lines', () => {
  const on = stage();
  let ama: Visitor;
  let made = 0;
  before(async () => {
    ama = await Visitor.come(on.browser, 'Ama Boateng');
  });
  after(() => assert.deepEqual(ama.complaints, [], 'the browser complained about nothing'));

  async function opened(data: string): Promise<string> {
    const id = `many-${(made += 1)}`;
    await makeDocument(on.server.url, { id, title: id, format: 'text', data });
    await ama.open(on.server.url, id);
    await ama.page.focus('.ql-editor');
    return id;
  }

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await ama.page.keyboard.press(key);
  };

  /** Puts the caret behind `words`, where a person sees it. */
  async function goTo(words: string): Promise<void> {
    await placeCaret(ama.page, words);
    await ama.page.evaluate(() => document.getSelection()?.focusNode?.parentElement?.scrollIntoView({ block: 'center' }));
    await ama.page.waitForTimeout(100); // the browser learns what is near the window at its next frame
  }

  /** What the server has, after it was seen that the page shows the same. */
  async function saved(id: string): Promise<string> {
    await ama.isSettled();
    const text = await textOf(on.server.url, id);
    assert.equal(await shownText(ama.page), text);
    return text;
  }

  const kept = (): Promise<Kept> =>
    ama.page.evaluate(() => {
      const root = document.querySelector('.ql-editor');
      if (!root) throw new Error('no text');
      const sheaves = [...root.querySelectorAll(':scope > .ql-sheaf')];
      const blocks = [...root.querySelectorAll('.ql-sheaf > *')].flatMap((block) => (block.tagName === 'OL' ? [...block.children] : [block]));
      const torn = blocks.filter((block, at) => {
        const next = blocks[at + 1];
        return block.tagName === 'LI' && next?.tagName === 'LI' && block.parentElement !== next.parentElement;
      });
      return {
        sheaves: sheaves.length,
        others: root.children.length - sheaves.length,
        longest: Math.max(...sheaves.map(({ children }) => children.length)),
        torn: torn.length,
      };
    });

  /** The words of the last line of a sheaf in the middle, and of the first line of the next one. */
  const border = (): Promise<[string, string]> =>
    ama.page.evaluate(() => {
      const sheaf = document.querySelectorAll('.ql-sheaf')[5];
      return [sheaf?.lastElementChild?.textContent ?? '', sheaf?.nextElementSibling?.firstElementChild?.textContent ?? ''];
    });

  test('is written in across the borders of its sheaves', async () => {
    const text = numbered(0, kLines);
    const id = await opened(text);
    const [above, below] = await border();
    assert.notEqual(below, '');
    await goTo(above);
    await press('Delete', 'X', 'Enter');
    assert.equal(await saved(id), text.replace(`${above}\n${below}`, `${above}X\n${below}`));
    await press('Backspace', 'Home', 'Backspace', 'Y', 'ArrowDown', 'ArrowUp', 'Control+z', 'Control+z');
    await press('Control+z', 'Control+z', 'Control+z');
    await ama.isSettled();
    for (let step = 0; step < 8; step += 1) await press('Control+z');
    assert.equal(await saved(id), text);
    const { others } = await kept();
    assert.equal(others, 0);
  });

  test('has whole lists: one over a border counts on', async () => {
    const text = numbered(0, kLines);
    const id = await opened(text);
    const [above, below] = await border();
    await goTo(above);
    await press('Shift+ArrowDown', 'Control+Shift+7');
    await ama.isSettled();
    const lines = joined(await contentOf(on.server.url, id)).filter(({ attributes }) => attributes?.list === 'ordered');
    assert.equal(lines.length, 2);
    assert.equal((await kept()).torn, 0, `${above} and ${below} are one list`);
    assert.equal(await saved(id), text);
  });

  for (const lines of [300, kLines]) {
    test(`lets an arrow key go one line on from a caret that is out of view: ${lines} lines`, async () => {
      await opened(numbered(0, lines));
      // In the longer paper, the first and the last line of a sheaf are among them.
      for (const [line, key, expected] of [[200, 'ArrowDown', 201], [239, 'ArrowDown', 240], [240, 'ArrowUp', 239], [239, 'Shift+ArrowDown', 240], [239, 'ArrowRight', 240]] as const) {
        await placeCaret(ama.page, `line ${line}`);
        await ama.page.evaluate(() => window.scrollTo(0, 0));
        await ama.page.waitForTimeout(100);
        await press(key);
        const at = await ama.page.evaluate(() => document.getSelection()?.focusNode?.textContent);
        assert.equal(at, `line ${expected}`, `${key} in line ${line}`);
      }
    });
  }

  test('comes back whole and in one step after everything was deleted', async () => {
    const text = numbered(0, 2 * kLines);
    const id = await opened(text);
    await press('Control+a', 'Delete');
    assert.equal(await saved(id), '\n');
    await press('Control+z');
    assert.equal(await saved(id), text);
    const isCaret = await ama.page.evaluate(() => document.getSelection()?.isCollapsed);
    assert.equal(isCaret, true, 'so much is not selected again');
    await press('Control+Shift+z');
    assert.equal(await saved(id), '\n');
    await press('Control+z', 'Control+End', '!');
    assert.equal(await saved(id), `${text.slice(0, -1)}!\n`);
  });

  test('takes back what another program does to a line', async () => {
    const text = numbered(0, kLines);
    const id = await opened(text);
    await placeCaret(ama.page, 'line 700');
    await ama.page.evaluate(() => {
      const lines = document.querySelectorAll('.ql-editor p');
      const font = document.createElement('font');
      font.textContent = 'translated';
      lines[700]?.replaceChildren(font);
      lines[701]?.remove();
      lines[900]?.parentElement?.remove();
    });
    await press('!');
    assert.equal(await saved(id), text.replace('line 700\n', 'line 700!\n'));
  });

  for (const lines of [150, kLines]) {
    test(`of ${lines}, more than a hundred become a list, code and words again, at one key each`, async () => {
      const id = await opened(numbered(0, lines));
      const button = (name: string): Promise<void> => ama.page.click(`.tool[aria-label="${name}"]`);
      const counted = async (): Promise<readonly number[]> => {
        const text = await saved(id);
        assert.equal(text.split('\n').length, lines + 1);
        return Promise.all(['li', '.ql-code-block', 'p'].map((kind) => ama.page.locator(`.ql-editor ${kind}`).count()));
      };
      await ama.page.evaluate(() => {
        const all = document.querySelectorAll('.ql-editor p');
        document.getSelection()?.setBaseAndExtent(all[10] as Node, 0, all[140] as Node, 0);
      });
      await ama.page.waitForTimeout(50);
      await press('Control+Shift+7');
      assert.deepEqual(await counted(), [130, 0, lines - 130]);
      await press('Control+Shift+7');
      assert.deepEqual(await counted(), [0, 0, lines]);
      await button('Code block');
      assert.deepEqual(await counted(), [0, 130, lines - 130]);
      await press('Control+Shift+7');
      assert.deepEqual(await counted(), [130, 0, lines - 130]);
      await press('Control+Alt+0', 'Control+Shift+7', 'Control+z', 'Control+z', 'Control+z');
      assert.deepEqual(await counted(), [0, 0, lines]);
    });
  }

  test(`is right after anything that anybody does to it (SEED=${seedFromEnvironment()})`, async () => {
    const random = new Random(seedFromEnvironment());
    const id = await opened(numbered(0, kLines));
    const kofi = await Visitor.come(on.browser, 'Kofi');
    await kofi.open(on.server.url, id);
    await kofi.page.focus('.ql-editor');
    const paste = (text: string): Promise<boolean> =>
      ama.page.evaluate((words) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', words);
        const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        return document.querySelector('.ql-editor')?.dispatchEvent(event) ?? false;
      }, text);
    const goAnywhere = async ({ page }: Visitor): Promise<void> => {
      const place = random.below(1_000);
      await page.evaluate((share) => {
        const blocks = document.querySelectorAll('.ql-editor :is(p, li, h2)');
        const block = blocks[Math.floor((blocks.length - 1) * (share / 1_000))];
        block?.scrollIntoView({ block: 'center' });
        document.getSelection()?.collapse(block?.lastChild ?? null, 0);
      }, place);
      await page.waitForTimeout(20);
    };
    const acts: readonly (() => Promise<unknown>)[] = [
      () => press('a', 'Enter', 'b'),
      () => press('Backspace', 'Backspace'),
      () => press('Delete'),
      () => press('Control+Shift+7'),
      () => press('Control+Alt+2'),
      () => press('Shift+ArrowDown', 'Shift+ArrowDown', 'Control+Shift+8'),
      () => press(...Array.from({ length: 30 + random.below(90) }, () => 'Shift+ArrowDown'), random.below(2) ? 'Delete' : 'Control+Shift+7'),
      () => press('Control+z'),
      () => press('Control+Shift+z'),
      () => paste(numbered(0, 30 + random.below(200))),
      () => paste(`${numbered(0, 100)}no end`),
      async () => {
        await goAnywhere(kofi);
        await kofi.page.keyboard.type('Kofi ');
        await kofi.page.keyboard.press('Enter');
      },
    ];
    for (let round = 0; round < 60; round += 1) {
      if (random.below(3) > 0) await goAnywhere(ama);
      await acts[random.below(acts.length)]?.();
      if (round % 10 < 9) continue;
      const text = await agreed([ama, kofi]);
      assert.equal(await textOf(on.server.url, id), text, `after round ${round}`);
      const { others, torn } = await kept();
      assert.deepEqual({ others, torn }, { others: 0, torn: 0 }, `after round ${round}`);
    }
    await kofi.leave();
  });
});
