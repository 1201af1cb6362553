// A selection goes on from where its maker left it, whatever others write meanwhile.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { makeDocument } from '../support/api.ts';
import { Visitor, agreed, placeCaret } from '../support/browser.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

const kText = 'Above the words.\nBefore, then chosen words, then after.\n';

const selected = (page: Page): Promise<{ readonly words: string; readonly backwards: boolean }> =>
  page.evaluate(() => {
    const selection = document.getSelection();
    const range = selection?.getRangeAt(0);
    return { words: String(range), backwards: selection?.focusNode === range?.startContainer && selection?.focusOffset === range?.startOffset };
  });

describe('a selection made backwards', () => {
  const on = stage();

  const byKeys = async (page: Page): Promise<void> => {
    await placeCaret(page, 'chosen words');
    for (let i = 0; i < 5; i += 1) await page.keyboard.press('Shift+ArrowLeft');
  };
  const byMouse = async (page: Page): Promise<void> => {
    const box = await page.evaluate(() => {
      const text = document.querySelectorAll('.ql-editor p')[1]?.firstChild as Text;
      const range = document.createRange();
      const start = (text.textContent ?? '').indexOf('words,');
      range.setStart(text, start);
      range.setEnd(text, start + 5);
      const { left, right, top, height } = range.getBoundingClientRect();
      return { left, right, y: top + height / 2 };
    });
    await page.mouse.move(box.right, box.y);
    await page.mouse.down();
    await page.mouse.move((box.left + box.right) / 2, box.y);
    await page.mouse.move(box.left, box.y);
    await page.mouse.up();
  };

  for (const [how, make] of [['with the keyboard', byKeys], ['with the mouse', byMouse]] as const) {
    for (const [where, after, typed, words] of [
      ['in a line above', 'Above', ' new', 'words'],
      ['before it in its line', 'Before', ' new', 'words'],
      ['behind it in its line', 'then after', ' new', 'words'],
      ['within it', 'chosen wo', 'OO', 'woOOrds'],
    ] as const) {
      test(`${how} keeps its direction while somebody writes ${where}`, async () => {
        const id = `${how}-${where}`.replaceAll(' ', '-');
        await makeDocument(on.server.url, { id, title: 'Selection', format: 'text', data: kText });
        const [ama, li] = [await Visitor.come(on.browser, 'Ama'), await Visitor.come(on.browser, 'Li')];
        for (const visitor of [ama, li]) await visitor.open(on.server.url, id);
        await make(ama.page);
        assert.deepEqual(await selected(ama.page), { words: 'words', backwards: true });
        await li.clickAfter(after);
        await li.page.keyboard.type(typed, { delay: 60 });
        await until('it has come', async () => (await ama.text()).includes(`${after}${typed}`));
        await agreed([ama, li]);
        assert.deepEqual(await selected(ama.page), { words, backwards: true });
        await ama.page.keyboard.press('Shift+ArrowLeft');
        assert.deepEqual(await selected(ama.page), { words: ` ${words}`, backwards: true }, 'it goes on to the left');
        await ama.page.keyboard.press('Shift+ArrowRight');
        assert.deepEqual(await selected(ama.page), { words, backwards: true });
        for (const visitor of [ama, li]) {
          assert.deepEqual(visitor.complaints, []);
          await visitor.leave();
        }
      });
    }
  }
});
