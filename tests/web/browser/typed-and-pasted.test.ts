// What people type, paste and drag: nothing of it is altered, and nothing else is.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { textOf } from '../support/api.ts';
import type { Component } from '../support/api.ts';
import { Visitor, paste, placeCaret, selectWords, shownText } from '../support/browser.ts';
import { joined } from '../support/contents.ts';
import { desk } from '../support/desk.ts';

const line = (attributes: Record<string, unknown>, insert = '\n'): Component => ({ insert, attributes });

describe('what is typed and pasted', () => {
  const here = desk('typed');
  const { on, opened, saved, press } = here;
  let ama: Visitor;
  before(() => {
    ama = here.ama;
  });

  test('words beside U+FEFF are typed where the caret is, and undone whole', async () => {
    const id = await opened('ab\ufeffcd end\n');
    await placeCaret(ama.page, 'cd');
    await ama.page.keyboard.type('XYZ', { delay: 30 });
    assert.deepEqual(await saved(id), [{ insert: 'ab\ufeffcdXYZ end\n' }]);
    await press('Control+z');
    assert.deepEqual(await saved(id), [{ insert: 'ab\ufeffcd end\n' }]);
  });

  for (const [layout, key, code] of [['QWERTZ', 'z', 'KeyY'], ['Dvorak', 'z', 'Slash'], ['Russian', 'я', 'KeyZ'], ['Caps Lock', 'Z', 'KeyZ']] as const) {
    test(`Ctrl+Z undoes on a keyboard: ${layout}`, async () => {
      const id = await opened('one two three\n');
      await selectWords(ama.page, 'two');
      await press('Delete');
      const cdp = await ama.context.newCDPSession(ama.page);
      for (const type of ['rawKeyDown', 'keyUp'] as const) {
        await cdp.send('Input.dispatchKeyEvent', { type, key, code, windowsVirtualKeyCode: 90, modifiers: 2 });
      }
      assert.deepEqual(await saved(id), [{ insert: 'one two three\n' }]);
      await cdp.detach();
    });
  }

  for (const words of ['1986. The first', '15. Januar', '2. second', '007. x']) {
    test(`"${words}" stays words`, async () => {
      const id = await opened('\n');
      await ama.page.keyboard.type(words);
      assert.deepEqual(await saved(id), [{ insert: `${words}\n` }]);
    });
  }

  test('a typed address becomes a link, without the full stop behind it', async () => {
    const id = await opened('\n');
    await ama.page.keyboard.type('See https://example.org/a. Then');
    const link = 'https://example.org/a';
    assert.deepEqual(await saved(id), [{ insert: 'See ' }, { insert: link, attributes: { link } }, { insert: '. Then\n' }]);
  });

  const kOver: readonly (readonly [name: string, before: readonly Component[], over: string, text: string, after: readonly Component[]])[] = [
    ['#5 over #4', [{ insert: 'Issue #4.\n' }], '#4', '#5', [{ insert: 'Issue #5.\n' }]],
    ['an address over words', [{ insert: 'See here.\n' }], 'here', 'https://a.example', [{ insert: 'See ' }, line({ link: 'https://a.example' }, 'here'), { insert: '.\n' }]],
    ['an address over an address', [{ insert: 'See https://a.example now\n' }], 'https://a.example', 'https://b.example',
      [{ insert: 'See ' }, line({ link: 'https://b.example' }, 'https://b.example'), { insert: ' now\n' }]],
    ['an address into code', [{ insert: 'url = OLD' }, line({ 'code-block': true })], 'OLD', 'https://b.example',
      [{ insert: 'url = https://b.example' }, line({ 'code-block': 'plain' })]],
  ];
  for (const [name, content, over, text, expected] of kOver) {
    test(`pasted: ${name}; one undo brings it back`, async () => {
      const id = await opened(content);
      await selectWords(ama.page, over);
      await paste(ama.page, { 'text/plain': text });
      const words = (list: readonly Component[]): unknown[] => list.map(({ insert, attributes }) => [insert, attributes?.['link'] ?? null]);
      assert.deepEqual(words(await saved(id)), words(expected));
      await press('Control+z');
      assert.deepEqual(words(await saved(id)), words(joined(content)));
    });
  }

  const kHtml: readonly (readonly [name: string, html: string, expected: readonly Component[]])[] = [
    ['no words that Word deleted, hid or commented',
      '<p class=MsoNormal>The fee is <del cite="mailto:x">100</del><ins>250</ins> euro<span class=MsoCommentReference><a class=msocomanchor href="#c">[A1]</a></span>.' +
        '<span style="display: none;mso-hide:all"> internal</span></p><div style="mso-element:comment-list"><p class=MsoCommentText>do not tell</p></div>',
      [{ insert: 'The fee is 250 euro.\n' }]],
    ['elsewhere what is deleted is struck out', '<p>a <del>b</del> c</p>', [{ insert: 'a ' }, line({ strike: true }, 'b'), { insert: ' c\n' }]],
    ['spaces of every kind, and none of the source', '<p>10&nbsp;km,\n   a\u2009b <b> c</b></p>\n  <p>d</p>\n', [{ insert: '10\u00a0km, a\u2009b ' }, line({ bold: true }, 'c'), { insert: '\nd\n' }]],
    ['Word’s tabs and spaces', '<p class=MsoNormal>a<span style="mso-tab-count:1">&nbsp;&nbsp; </span>b<span style="mso-spacerun:yes">&nbsp; </span>c</p>', [{ insert: 'a\tb  c\n' }]],
    ['raised numbers of Google Docs', '<p>10<span style="vertical-align:super">6</span></p>', [{ insert: '10' }, line({ script: 'super' }, '6'), { insert: '\n' }]],
    ['words before a list', '<strong>Intro</strong>\n<ol>\n<li>first</li>\n</ol>', [line({ bold: true }, 'Intro'), { insert: '\nfirst' }, line({ list: 'ordered' })]],
  ];
  for (const [name, html, expected] of kHtml) {
    test(`pasted: ${name}`, async () => {
      const id = await opened('\n');
      await paste(ama.page, { 'text/html': html, 'text/plain': 'x' });
      assert.deepEqual(await saved(id), expected);
    });
  }

  for (const attributes of [{ header: 1 }, { list: 'bullet' }, { blockquote: true }]) {
    test(`the line that is pasted into keeps its format: ${JSON.stringify(attributes)}`, async () => {
      const id = await opened([{ insert: 'Head' }, line(attributes), { insert: 'p\n' }]);
      await placeCaret(ama.page, 'Head');
      await paste(ama.page, { 'text/html': '<p>and</p><p>another</p>' });
      assert.deepEqual(await saved(id), [{ insert: 'Headand' }, line(attributes), { insert: 'another\np\n' }]);
    });
  }

  test('many lines pasted at once stand where they belong, and the page goes on', async () => {
    const id = await opened([{ insert: 'be' }, { insert: 'fore\nlast' }, line({ list: 'bullet' })]);
    await placeCaret(ama.page, 'be');
    const lines = 'ab\n'.repeat(4000);
    await paste(ama.page, { 'text/plain': lines });
    const expected = `be${lines}fore\nlast\n`;
    assert.equal(await shownText(ama.page), expected);
    await ama.isSettled();
    assert.equal(await textOf(on.server.url, id), expected);
    await press('Control+z');
    await ama.isSettled();
    assert.equal(await textOf(on.server.url, id), 'before\nlast\n');
    assert.equal(await shownText(ama.page), 'before\nlast\n');
  });

  /** The lines as they are saved: words, list, indent and number. */
  async function items(id: string): Promise<string> {
    const lines: string[] = [];
    let words = '';
    for (const { insert, attributes } of await saved(id)) {
      for (const part of String(insert).split(/(?<=\n)|(?=\n)/)) {
        if (part !== '\n') words += part;
        else lines.push([words, attributes?.list, attributes?.indent, attributes?.start].join(' ').trim());
        if (part === '\n') words = '';
      }
    }
    return lines.join('|').replaceAll(/ {2,}/g, ' ');
  }

  for (const [what, html, expected] of [
    ['begins elsewhere', '<ol start="5"><li>five</li><li><p>six</p></li></ol>', 'five ordered 5|six ordered'],
    ['goes on after a remark', '<ol><li>one</li></ol><ul><li>a remark</li></ul><ol start="2"><li>two</li></ol>', 'one ordered|a remark bullet|two ordered'],
    ['has lists in it', '<ol start="0"><li>a<ol start="4"><li>b</li></ol></li><li value="9">c</li></ol>', 'a ordered 0|b ordered 1 4|c ordered 9'],
    ['has bullets', '<ul><li>a<ol start="2"><li>b</li></ol></li></ul><p>text</p><ol start="2"><li>c</li></ol>', 'a bullet|b ordered 1 2|text|c ordered 2'],
    [
      'comes from Word',
      [3, 4].map((n) => `<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>${n}.<span>&nbsp;</span></span>item</p>`).join(''),
      'item ordered 3|item ordered',
    ],
  ] as const) {
    test(`a pasted list keeps its numbers: it ${what}`, async () => {
      const id = await opened('\n');
      await paste(ama.page, { 'text/html': html });
      assert.equal(await items(id), expected);
    });
  }

  const numbered = (...starts: readonly (string | null)[]): Component[] =>
    starts.flatMap((start, at) => [{ insert: 'abcd'[at] ?? '' }, line({ list: 'ordered', ...(start === null ? {} : { start }) })]);

  test('a number typed at the start of an item is its number; the others go on', async () => {
    const id = await opened(numbered(null, null, null));
    await placeCaret(ama.page, 'b');
    await press('Home');
    await ama.page.keyboard.type('7. ');
    assert.equal(await items(id), 'a ordered|b ordered 7|c ordered');
    await press('Home');
    await ama.page.keyboard.type('2. ');
    assert.equal(await items(id), 'a ordered|b ordered|c ordered', 'the number that it has anyway is not said');
    await press('Control+z');
    assert.equal(await items(id), 'a ordered|2. b ordered 7|c ordered', 'one undo brings the marks back');
    await placeCaret(ama.page, 'c');
    await press('Home');
    await ama.page.keyboard.type('1986. ');
    assert.equal(await items(id), 'a ordered|2. b ordered 7|1986. c ordered', 'a year is a year');
  });

  test('a number stays with the first part of a broken item', async () => {
    const id = await opened(numbered('3', null));
    await placeCaret(ama.page, 'a');
    await press('Enter');
    await ama.page.keyboard.type('x');
    assert.equal(await items(id), 'a ordered 3|x ordered|b ordered');
    await placeCaret(ama.page, 'a');
    await press('Home');
    await press('Enter');
    assert.equal(await items(id), 'ordered 3|a ordered|x ordered|b ordered');
  });

  test('lines pasted into an item that says its number do not say it, too', async () => {
    const id = await opened(numbered('3', null));
    await placeCaret(ama.page, 'a');
    await paste(ama.page, { 'text/html': '<p>x</p><p>y</p>' });
    assert.equal(await items(id), 'ax ordered 3|y|b ordered');
  });

  /** The numbers that styles draw: they are in what is laid out, and in nothing that scripts of the page can read. */
  async function drawnNumbers(): Promise<string[]> {
    const cdp = await ama.context.newCDPSession(ama.page);
    const { documents, strings } = await cdp.send('DOMSnapshot.captureSnapshot', { computedStyles: [] });
    await cdp.detach();
    const texts = (documents[0]?.layout.text ?? []).map((at) => strings[at] ?? '');
    return texts.filter((text, at) => /^\w+$/.test(text) && texts[at + 1] === '.');
  }

  test('the lines of an item do not end the count of its list; other lines do, and the server counts the same', async () => {
    const item = (words: string, more: Record<string, unknown> = {}): Component[] => [{ insert: words }, line({ list: 'ordered', ...more })];
    const id = await opened([
      ...item('a'),
      { insert: 'of a' },
      line({ indent: 1 }),
      { insert: 'code' },
      line({ 'code-block': true, indent: 1 }),
      ...item('b'),
      ...item('under b', { indent: 1 }),
      { insert: 'of b' },
      line({ blockquote: true, indent: 1 }),
      ...item('c'),
      { insert: 'plain\nonly indented' },
      line({ indent: 1 }),
      ...item('d'),
      { insert: 'code' },
      line({ 'code-block': true }),
      ...item('e'),
      { insert: { divider: true } },
      ...item('f'),
    ]);
    assert.deepEqual(await drawnNumbers(), ['1', '2', 'a', '3', '1', '1', '1']);
    const text = await (await fetch(`${on.server.url}/api/v1/documents/${id}/content?format=text`)).text();
    assert.deepEqual(text.match(/\d+(?=\.)/g), ['1', '2', '1', '3', '1', '1', '1']);
    await ama.page.click('.ql-editor li >> text=/^c$/');
    await press('Home');
    await ama.page.keyboard.type('1. ');
    await ama.isSettled();
    assert.deepEqual(await drawnNumbers(), ['1', '2', 'a', '1', '1', '1', '1']);
  });

  test('numbers are copied and pasted, and drawn', async () => {
    const content = numbered('3', null, '9', null);
    const id = await opened(content);
    await press('Control+a');
    await press('Control+c');
    const other = await opened('\n');
    await press('Control+v');
    assert.equal((await items(other)).replace(/\|$/, ''), await items(id));
    assert.deepEqual(await drawnNumbers(), ['3', '4', '9', '10']);
    await ama.page.goto(`${on.server.url}/d/${id}/history`);
    await ama.page.waitForSelector('.history-text li');
    assert.deepEqual(await drawnNumbers(), ['3', '4', '9', '10'], 'in the history, too');
  });

  test('a file that is no picture and is pasted gets a word', async () => {
    await opened('x\n');
    await ama.page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['x'], 'minutes.pdf', { type: 'application/pdf' }));
      document.querySelector('.ql-editor')?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await ama.page.waitForSelector('.notice:has-text("1 file was left out")');
  });

  test('dragged words move with their formats, and one way back', async () => {
    const id = await opened([{ insert: 'Alpha ' }, line({ bold: true }, 'beta'), { insert: ' gamma.\nSecond line.\n' }]);
    await selectWords(ama.page, 'beta');
    const [from, to] = await ama.page.evaluate(() => {
      const words = getSelection()?.getRangeAt(0).getBoundingClientRect() ?? new DOMRect();
      const range = document.createRange();
      range.setStart(document.querySelectorAll('.ql-editor p')[1]?.firstChild as Node, 7);
      const place = range.getBoundingClientRect();
      return [[words.left + words.width / 2, words.top + words.height / 2], [place.left, place.top + place.height / 2]] as [[number, number], [number, number]];
    });
    await ama.page.mouse.move(...from);
    await ama.page.mouse.down();
    await ama.page.mouse.move(from[0] + 12, from[1] + 5, { steps: 3 });
    await ama.page.mouse.move(...to, { steps: 5 });
    await ama.page.mouse.up();
    await ama.page.waitForFunction(() => document.querySelectorAll('.ql-editor p')[1]?.textContent === 'Second betaline.');
    assert.deepEqual(await saved(id), [{ insert: 'Alpha  gamma.\nSecond ' }, line({ bold: true }, 'beta'), { insert: 'line.\n' }]);
  });

  test('Delete at the end of a line takes the divider behind it, and not the line end', async () => {
    const id = await opened([{ insert: 'abc\n' }, { insert: { divider: true } }, { insert: 'def\n' }]);
    await placeCaret(ama.page, 'abc');
    await press('Delete');
    assert.deepEqual(await saved(id), [{ insert: 'abc\ndef\n' }]);
  });

  test('the line that is left keeps the format of its words when a selection up to the next line is deleted', async () => {
    const id = await opened([{ insert: 'Heading' }, line({ header: 1 }), { insert: 'words\n' }]);
    await placeCaret(ama.page, 'Head');
    await press('Shift+ArrowDown');
    await press('Shift+Home');
    await press('Delete');
    const [first] = await saved(id);
    assert.equal(first?.insert, 'Headwords');
    assert.deepEqual((await saved(id))[1]?.attributes, { header: 1 });
  });

  test('a letter typed over a selection up to the next line leaves the format of the first line', async () => {
    const id = await opened([{ insert: 'Heading' }, line({ header: 1 }), { insert: 'words\n' }]);
    await placeCaret(ama.page, 'Head');
    await press('Shift+ArrowDown');
    await press('Shift+Home');
    await ama.page.keyboard.type('X');
    assert.deepEqual(await saved(id), [{ insert: 'HeadXwords' }, line({ header: 1 })]);
  });

  test('the toolbar raises words, aligns lines and sets them in, and takes it back', async () => {
    const id = await opened('Words here\n');
    await selectWords(ama.page, 'here');
    for (const name of ['Superscript', 'Centre', 'Further in']) await ama.page.click(`[aria-label="${name}"]`);
    assert.deepEqual(await saved(id), [{ insert: 'Words ' }, line({ script: 'super' }, 'here'), line({ align: 'center', indent: 1 })]);
    for (const name of ['Superscript', 'Centre', 'Further out']) await ama.page.click(`[aria-label="${name}"]`);
    assert.deepEqual(await saved(id), [{ insert: 'Words here\n' }]);
  });

  test('the hint hides under an input method', async () => {
    await opened('\n');
    const cdp = await ama.context.newCDPSession(ama.page);
    await cdp.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
    await ama.page.waitForFunction(() => getComputedStyle(document.querySelector('.ql-editor') as Element, '::before').content === 'none');
    await cdp.send('Input.insertText', { text: '日本' });
    await cdp.detach();
  });
});
