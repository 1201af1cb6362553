// Editing by one person: shortcuts, pasting, links, the keyboard alone.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { WebSocket } from 'ws';
import { contentOf, makeDocument, textOf } from '../support/api.ts';
import type { Component } from '../support/api.ts';
import { Visitor, selectWords, shownText } from '../support/browser.ts';
import { stage } from '../support/stage.ts';
import { textsIn } from '../support/tables.ts';
import { until } from '../support/wait.ts';

describe('editing', () => {
  const on = stage();
  let ama: Visitor;
  let made = 0;
  before(async () => {
    ama = await Visitor.come(on.browser, 'Ama Boateng', { permissions: ['clipboard-read', 'clipboard-write'] });
  });
  after(() => assert.deepEqual(ama.complaints, [], 'the browser complained about nothing'));

  /** Opens a fresh document with `text`, the caret at its start, and returns its id. */
  async function fresh(text: string): Promise<string> {
    const id = `editing-${(made += 1)}`;
    await makeDocument(on.server.url, { id, title: id, format: 'text', data: text });
    await ama.open(on.server.url, id);
    await ama.page.focus('.ql-editor');
    await ama.page.keyboard.press('Control+Home');
    return id;
  }

  async function saved(id: string): Promise<readonly Component[]> {
    await ama.isSettled();
    return contentOf(on.server.url, id);
  }

  const type = (text: string): Promise<void> => ama.page.keyboard.type(text);
  const press = (key: string): Promise<void> => ama.page.keyboard.press(key);

  function paste(page: Page, html: string, text = ''): Promise<void> {
    return page.evaluate(
      ([richText, plain]) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/html', richText);
        clipboardData.setData('text/plain', plain);
        document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      },
      [html, text] as const,
    );
  }

  const kLineStarts: readonly (readonly [string, readonly string[], object])[] = [
    ['# ', [], { header: 1 }],
    ['### ', [], { header: 3 }],
    ['- ', [], { list: 'bullet' }],
    ['1. ', [], { list: 'ordered' }],
    ['[ ] ', [], { list: 'unchecked' }],
    ['> ', [], { blockquote: true }],
    ['```', ['Enter'], { 'code-block': true }],
  ];
  test('words typed over the sign of a format at the caret stand in their order', async () => {
    for (const select of ['Shift+Home', 'Shift+End']) {
      const id = await fresh('\nthree\n');
      await press('Control+b');
      await press(select);
      await ama.page.waitForTimeout(30); // selectionchange reaches the editor
      await type('xyz');
      assert.deepEqual(await saved(id), [{ insert: 'xyz', attributes: { bold: true } }, { insert: '\nthree\n' }], select);
    }
  });

  for (const [marks, keys, attributes] of kLineStarts) {
    test(`${JSON.stringify(marks)} at the start of a line makes ${JSON.stringify(attributes)}`, async () => {
      const id = await fresh('\n');
      await type(marks);
      for (const key of keys) await press(key);
      await type('Words');
      const line = (await saved(id)).slice(0, 2);
      assert.equal(line[0]?.insert, 'Words');
      for (const [name, value] of Object.entries(attributes)) assert.ok(line[1]?.attributes?.[name] === value || name === 'code-block');
      assert.ok(line[1]?.attributes);
    });
  }

  test('--- and Enter make a divider, and one undo brings the marks back', async () => {
    const id = await fresh('\n');
    await type('---');
    await press('Enter');
    await ama.page.keyboard.insertText('below');
    const content = await saved(id);
    assert.ok(typeof content[0]?.insert === 'object' && 'divider' in content[0].insert);
    assert.equal(content[1]?.insert, 'below\n');
    await press('Control+z');
    await press('Control+z');
    await saved(id);
    assert.equal(await textOf(on.server.url, id), '---\n');
  });

  test('the shortcuts of words and paragraphs work', async () => {
    const id = await fresh('Some words here\nSecond line\n');
    await selectWords(ama.page, 'words');
    for (const keys of ['Control+b', 'Control+i', 'Control+u', 'Control+Shift+x']) await press(keys);
    await press('Control+Alt+2');
    const content = await saved(id);
    const words = content.find((component) => component.insert === 'words');
    assert.deepEqual(words?.attributes, { bold: true, italic: true, underline: true, strike: true });
    assert.ok(content.some((component) => component.attributes?.['header'] === 2));
    await press('Control+\\');
    await press('Control+Alt+0');
    await saved(id);
    assert.deepEqual(await contentOf(on.server.url, id), [{ insert: 'Some words here\nSecond line\n' }]);
  });

  test('Tab and Shift+Tab move list lines in and out; Esc and Tab leave the text', async () => {
    const id = await fresh('\n');
    await type('- one');
    await press('Enter');
    await type('two');
    await press('Tab');
    assert.ok((await saved(id)).some((component) => component.attributes?.['indent'] === 1));
    await press('Shift+Tab');
    assert.ok(!(await saved(id)).some((component) => component.attributes?.['indent']));
    await press('Escape');
    await press('Tab');
    assert.equal(await ama.page.evaluate(() => document.activeElement?.closest('.ql-editor') === null), true);
    assert.equal(await textOf(on.server.url, id), 'one\ntwo\n', 'the tab did not get into the text');
  });

  test('Tab in a list item far below a plain line is sent as well', async () => {
    const id = await fresh('Plain\n');
    await press('End');
    await press('Enter');
    await type('- one');
    await press('Enter');
    await type('two');
    await press('Tab');
    assert.ok((await saved(id)).some((component) => component.attributes?.['indent'] === 1));
  });

  test('text in other scripts, emoji and dead keys reaches the server as typed', async () => {
    const id = await fresh('Überall é\n');
    await press('End');
    await type(' où ça 李明 سلام 👩‍🚀 नमस्ते');
    await press('Backspace');
    await press('Enter');
    await type('Ñandú');
    await saved(id);
    assert.equal(await textOf(on.server.url, id), await shownText(ama.page));
    assert.match(await textOf(on.server.url, id), /^Überall é où ça 李明 سلام 👩‍🚀 नमस्ते?\nÑandú\n$/);
  });

  test('what is typed in the same moment as Enter stands in its order', async () => {
    const id = await fresh('\n');
    const lines = ['Ama', 'Benyam', 'Chidi', 'Dolma', 'Élodie', 'Farid', 'Grace', 'Hana', 'Ines', 'Jovan', 'Kofi', 'Li'];
    for (const [at, line] of lines.entries()) {
      if (at > 0) await press('Enter');
      await type(line);
    }
    await saved(id);
    assert.equal(await textOf(on.server.url, id), `${lines.join('\n')}\n`);
  });

  test('others’ changes wait while an input method composes, and nothing of the composition leaks', async () => {
    const id = await fresh('Start\nEnd\n');
    const li = await Visitor.come(on.browser, 'Li');
    await li.open(on.server.url, id);
    await press('End');
    const cdp = await ama.context.newCDPSession(ama.page);
    await cdp.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
    await li.clickAfter('End');
    await li.page.keyboard.type(' by Li');
    await ama.page.waitForTimeout(300);
    assert.equal(await textOf(on.server.url, id), 'Start\nEnd by Li\n', 'nothing of the composition has left');
    assert.doesNotMatch(await ama.text(), /by Li/, 'the text is not touched while composing');
    await ama.page.waitForSelector('.status-badge.is-saving');
    await cdp.send('Input.insertText', { text: '日本' });
    await until('both are there', async () => (await textOf(on.server.url, id)) === 'Start日本\nEnd by Li\n');
    await until('and shown', async () => (await ama.text()) === 'Start日本\nEnd by Li\n');
    await cdp.detach();
    await li.leave();
  });

  test('a pasted page keeps its structure and nothing of it runs', async () => {
    const id = await fresh('\n');
    await ama.page.evaluate(() => Object.assign(window, { harmed: [] }));
    await paste(
      ama.page,
      `<meta><script>window.harmed.push('script')</script><style>body{display:none}</style>
       <h2 onclick="window.harmed.push('click')">Heading</h2>
       <p>Some <b>bold</b> and <a href="javascript:window.harmed.push('link')">bad</a> and <a href="https://example.org/">good</a>
       <img src="x" onerror="window.harmed.push('img')"><svg onload="window.harmed.push('svg')"></svg></p>
       <ul><li>one</li><li>two</li></ul><iframe srcdoc="<script>parent.harmed.push('frame')</script>"></iframe>
       <table><tr><td>a</td><td><p>b</p></td></tr><tr><td>c</td><td>d</td></tr></table>
       <p style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·</span>Word<img src=x onerror="window.harmed.push('word')"></p>`,
    );
    await ama.page.waitForTimeout(150);
    const content = await saved(id);
    const text = content.map(({ insert }) => (typeof insert === 'string' ? insert : 'table-embed' in insert ? '' : '?')).join('');
    assert.match(text, /^Heading\nSome bold and bad and good/);
    assert.match(text, /one\ntwo\n/);
    assert.deepEqual(textsIn(content), [['a', 'b'], ['c', 'd']]);
    assert.ok(!text.includes('harmed') && !text.includes('display') && !text.includes('?'), text);
    const links = content.flatMap(({ attributes }) => (attributes?.['link'] ? [attributes['link']] : []));
    assert.deepEqual(links, ['https://example.org/']);
    assert.ok(content.some(({ attributes }) => attributes?.['header'] === 2));
    assert.equal(content.filter(({ attributes }) => attributes?.['list'] === 'bullet').length, 2);
    assert.deepEqual(await ama.page.evaluate(() => (window as unknown as { harmed: string[] }).harmed), []);
    await ama.page.waitForSelector('.notice:has-text("left out")');
  });

  test('what Word and Google Docs say with styles is kept: bold, lists, headings; words that look like code are left alone', async () => {
    const id = await fresh('\n');
    await paste(
      ama.page,
      `<b style="font-weight:normal" id="docs-internal-guid-1"><h1 style="color:red">Title</h1>
       <p dir="ltr"><span style="font-weight:700">strong</span><span style="font-style:italic"> slanted</span>
       <span>&lt;p style="x" onclick="y"&gt;</span></p></b>`,
    );
    const docs = await saved(id);
    assert.ok(docs.some(({ insert, attributes }) => insert === 'strong' && attributes?.['bold'] === true), JSON.stringify(docs));
    assert.ok(docs.some(({ insert, attributes }) => String(insert).includes('slanted') && attributes?.['italic'] === true));
    assert.ok(docs.some(({ insert }) => String(insert).includes('<p style="x" onclick="y">')));
    assert.ok(docs.some(({ attributes }) => attributes?.['header'] === 1));

    const word = await fresh('\n');
    await paste(
      ama.page,
      `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- @list l0:level1 {mso-level-number-format:bullet;} --></style></head>
       <body><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>First</p>
       <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Second</p><p>After</p></body></html>`,
    );
    const list = await saved(word);
    assert.equal(list.filter(({ attributes }) => attributes?.['list'] === 'bullet').length, 2, JSON.stringify(list));
    assert.equal(await textOf(on.server.url, word), 'First\nSecond\nAfter\n');
  });

  test('what somebody put into the document by other means does not run either', async () => {
    const id = `editing-${(made += 1)}`;
    const hostile = [
      { insert: 'click', attributes: { link: 'javascript:window.harmed=1' } },
      { insert: { video: 'javascript:window.harmed=1' } },
      { insert: { image: 'x" onerror="window.harmed=1' } },
      { insert: '<img src=x onerror=window.harmed=1>\n' },
    ];
    await makeDocument(on.server.url, { id, title: id, format: 'text', data: 'x\n' });
    const socket = new WebSocket(`${on.server.url.replace('http', 'ws')}/sync`);
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send(JSON.stringify({ a: 'hs', id: null, protocol: 1, protocolMinor: 2 }));
    const answered = new Promise<void>((resolve) => {
      socket.on('message', (text) => {
        if ((JSON.parse(String(text)) as { a: string }).a === 'op') resolve();
      });
    });
    socket.send(JSON.stringify({ a: 'op', c: 'documents', d: id, v: 1, seq: 1, x: {}, op: hostile }));
    await answered;
    socket.close();
    await ama.open(on.server.url, id);
    assert.equal(await ama.page.locator('.ql-editor a').count(), 0, 'an unsafe address is no link');
    assert.equal(await ama.page.locator('.ql-editor img, .ql-editor iframe').count(), 0);
    assert.equal(await ama.page.evaluate(() => 'harmed' in window), false);
    await ama.page.focus('.ql-editor');
    await press('Control+End');
    await type('still works');
    await ama.isSettled();
    assert.match(await textOf(on.server.url, id), /still works/);
  });

  test('a link is made, shown, refused, changed and removed with the keyboard', async () => {
    const id = await fresh('See the register here\n');
    await selectWords(ama.page, 'register');
    await press('Control+k');
    await ama.page.waitForSelector('.link-form');
    const [bubble, line] = [await ama.page.locator('.link-bubble').boundingBox(), await ama.page.locator('.ql-editor p').first().boundingBox()];
    assert.ok(bubble && line && bubble.y >= line.y + line.height - 4, 'it does not lie on the words that it is about');
    await type('javascript:alert(1)');
    await press('Enter');
    await ama.page.waitForSelector('.link-form .refusal');
    await ama.page.fill('.link-form input >> nth=0', 'example.org/register');
    await press('Enter');
    const linked = (await saved(id)).find(({ insert }) => insert === 'register');
    assert.equal(linked?.attributes?.['link'], 'https://example.org/register');
    await ama.clickAfter('regis');
    await ama.page.waitForSelector('.link-preview a[href="https://example.org/register"]');
    await press('Control+k');
    await ama.page.fill('.link-form input >> nth=0', 'mailto:ama@example.org');
    await press('Enter');
    const changed = (await saved(id)).find(({ insert }) => insert === 'register');
    assert.equal(changed?.attributes?.['link'], 'mailto:ama@example.org');
    await ama.clickAfter('regis');
    await ama.page.click('.link-preview button:has-text("Remove")');
    assert.deepEqual(await saved(id), [{ insert: 'See the register here\n' }]);
  });

  for (const away of ['ArrowUp', 'Home ArrowUp End', 'Shift+ArrowUp ArrowUp']) {
    test(`words in an empty line are sent after a format was chosen there and the caret went away and back (${away})`, async () => {
      const id = await fresh('One\n\nThree\n');
      await ama.page.locator('.ql-editor p').nth(1).click();
      await press('Control+b');
      for (const key of away.split(' ')) await press(key);
      await type('a');
      await ama.page.locator('.ql-editor p').nth(1).click();
      await type('words');
      const shown = (await ama.page.locator('.ql-editor p').allTextContents()).join('\n');
      assert.equal((await saved(id)).map(({ insert }) => insert).join(''), `${shown}\n`);
      assert.match(shown, /\nwords\n/);
    });
  }

  test('the toolbar says what is on, moves with the arrows and gives the focus back', async () => {
    const id = await fresh('Words\n');
    await press('Control+Home');
    await press('Alt+F10');
    assert.equal(await ama.page.evaluate(() => document.activeElement?.tagName), 'SELECT');
    for (let i = 0; i < 3; i += 1) await press('ArrowRight');
    assert.equal(await ama.page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Bold');
    await press('Escape');
    assert.ok(await ama.page.evaluate(() => document.activeElement?.classList.contains('ql-editor')));
    await selectWords(ama.page, 'Words');
    await press('Control+b');
    await ama.page.waitForSelector('[aria-label="Bold"][aria-pressed="true"]');
    await ama.page.click('[aria-label="Bold"]');
    await ama.page.waitForSelector('[aria-label="Bold"][aria-pressed="false"]');
    assert.deepEqual(await saved(id), [{ insert: 'Words\n' }]);
  });

  test('Alt+0 lists the shortcuts, Esc closes them, Ctrl+S answers', async () => {
    await fresh('Words\n');
    await press('Alt+0');
    await ama.page.waitForSelector('dialog[open] h2:has-text("Keyboard shortcuts")');
    await press('Escape');
    await until('the focus is back', () => ama.page.evaluate(() => Boolean(document.activeElement?.closest('.ql-editor'))));
    await press('Control+s');
    await ama.page.waitForSelector('.notice:has-text("Already saved.")');
  });

  test('whoever goes on in the paper as soon as a dialog is closed stays there', async () => {
    await fresh('Words\n');
    const { page } = ama;
    for (const way of ['Escape', 'its button']) {
      await page.focus('.status-badge');
      await press('Alt+0');
      await page.waitForSelector('dialog[open]');
      await page.evaluate((way) => {
        const dialog = document.querySelector('dialog');
        const words = document.querySelector<HTMLElement>('.ql-editor');
        if (way === 'Escape') dialog?.close();
        else dialog?.querySelector('button')?.click();
        words?.focus();
      }, way);
      await page.waitForSelector('dialog', { state: 'detached' });
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
      assert.equal(await page.evaluate(() => document.activeElement?.closest('.ql-editor') !== null), true, way);
    }
  });

  test('the outline lists the headings and goes to them', async () => {
    const id = `editing-${(made += 1)}`;
    const filler = Array.from({ length: 40 }, () => 'A paragraph.').join('\n\n');
    await makeDocument(on.server.url, { id, title: id, format: 'markdown', data: `# First\n\n${filler}\n\n## Second\n\n${filler}\n` });
    await ama.open(on.server.url, id);
    await ama.page.click('.outline button:has-text("Second")');
    await until('it is in view', () =>
      ama.page.evaluate(() => {
        const top = document.querySelector('.ql-editor h2')?.getBoundingClientRect().top ?? -1;
        return top > 0 && top < 400;
      }),
    );
    await ama.page.waitForSelector('.outline button[aria-current]:has-text("Second")');
  });

  test('a whole visit works with the keyboard alone', async () => {
    await ama.page.goto(on.server.url);
    await ama.page.waitForSelector('.document a');
    const focusOn = async (label: RegExp, key = 'Tab'): Promise<void> => {
      for (let i = 0; i < 40; i += 1) {
        await press(key);
        const text = await ama.page.evaluate(() => {
          const active = document.activeElement;
          return `${active?.getAttribute('aria-label') ?? ''} ${active?.textContent ?? ''} ${active?.getAttribute('placeholder') ?? ''}`;
        });
        if (label.test(text)) return;
      }
      assert.fail(`not reached with ${key}: ${label}`);
    };
    await focusOn(/New document/);
    await press('Enter');
    await ama.page.waitForURL('**/d/*');
    await ama.isSaved();
    await focusOn(/^Title/);
    await type('Made by keyboard');
    await press('Enter');
    assert.ok(await ama.page.evaluate(() => document.activeElement?.classList.contains('ql-editor')), 'Enter goes to the text');
    await type('# A heading');
    await press('Enter');
    await type('Words.');
    await ama.isSettled();
    const id = new URL(ama.page.url()).pathname.split('/').at(-1) ?? '';
    assert.equal(await textOf(on.server.url, id), 'A heading\nWords.\n');
    await press('Escape');
    await focusOn(/All documents/, 'Shift+Tab');
    await press('Enter');
    await ama.page.waitForSelector('.document-title:has-text("Made by keyboard")');
  });

  test('files are imported from the list, and searching finds them', async () => {
    await ama.page.goto(on.server.url);
    await ama.page.waitForSelector('.document a');
    await ama.page.setInputFiles('input[type=file]', [
      { name: 'one.md', mimeType: 'text/markdown', buffer: Buffer.from('# Imported paper\n\nWords *here*.\n') },
      { name: 'two_notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Plain.\n') },
      { name: 'three.docx', mimeType: 'application/octet-stream', buffer: Buffer.from([1, 2, 3]) },
    ]);
    await ama.page.waitForSelector('.home-message:has-text("three.docx was not imported")');
    await ama.page.waitForSelector('.document-title:has-text("Plain.")');
    await ama.page.fill('input[type=search]', 'imported');
    await until('one is left', async () => (await ama.page.locator('.document').count()) === 1);
    await ama.page.click('.document a');
    await ama.isSaved();
    assert.equal(await ama.text(), 'Imported paper\nWords here.\n');
    await ama.page.goto(on.server.url);
    await ama.page.waitForSelector('.document a');
    await ama.page.setInputFiles('input[type=file]', [
      { name: 'old.txt', mimeType: 'text/plain', buffer: Buffer.from([0x61, 0x0a, 0x72, 0xe9]) },
      { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<meta charset=no-such><p>x') },
    ]);
    await ama.page.waitForSelector('.home-message:has-text("0xE9 at line 2, byte 2 is not UTF-8")');
    await ama.page.waitForSelector('.home-message:has-text("it says that its encoding is no-such")');
    await ama.page.setInputFiles('input[type=file]', [
      { name: 'noted.md', mimeType: 'text/markdown', buffer: Buffer.from('# Noted paper\n\na<!-- b -->\n') },
    ]);
    await ama.page.waitForSelector('.outcome:has-text("“Noted paper” was imported."):has(li:text-is("1 HTML comment was left out."))');
    await ama.page.click('.home-message a');
    await ama.isSaved();
    assert.equal(await ama.text(), 'Noted paper\na\n');
  });

  test('a page of HTML is imported with its table, its note and its picture', async () => {
    const pixel = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const page = Buffer.concat([
      Buffer.from('<html><head><title>A page</title><meta charset=windows-1252></head><body><nav>Home</nav><p>Caf'),
      Buffer.from([0xe9]),
      Buffer.from(`<sup><a id=r1 href=#n1>1</a></sup><table><tr><th>Group<th>Speaker<tr><td>A<td><b>Ada</b></table>
        <figure><img src="${pixel}" alt="A dot"><figcaption>The dot</figcaption></figure><ol><li id=n1>Said once <a href=#r1>back</a></ol>`),
    ]);
    await ama.page.goto(on.server.url);
    await ama.page.setInputFiles('input[type=file]', [{ name: 'page.htm', mimeType: 'text/html', buffer: page }]);
    await ama.page.waitForSelector('.outcome:has-text("“A page” was imported."):has(li:has-text("navigation"))');
    await ama.page.click('.home-message a');
    await ama.isSaved();
    await ama.page.waitForSelector('.ql-editor table td:has-text("Ada")');
    await ama.page.waitForSelector('.ql-editor img[alt="A dot"]');
    assert.match(await ama.text(), /Café/);
    assert.match((await ama.page.textContent('body')) ?? '', /Said once/);
  });
});
