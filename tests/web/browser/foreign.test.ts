// Programs beside the page (translators, highlighters, reading aids) change its nodes. Nothing of that is typing.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { contentOf, makeDocument, textOf } from '../support/api.ts';
import { Visitor, agreed } from '../support/browser.ts';
import { inviteAndCome, setUp } from '../support/house.ts';
import type { Caller } from '../support/house.ts';
import { Random, seedFromEnvironment } from '../support/random.ts';
import { stage } from '../support/stage.ts';
import { until } from '../support/wait.ts';

const kRounds = Number(process.env.FOREIGN_ROUNDS ?? 200);

/** What programs do to the words of a page. `dice` has three numbers below 1, for the place. */
function disturb(page: Page, kind: string, dice: readonly number[]): Promise<void> {
  return page.evaluate(
    ([what, [a = 0, b = 0, c = 0]]) => {
      const root = document.querySelector('.ql-editor');
      if (!root) throw new Error('no text');
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      const elements = [...root.querySelectorAll<HTMLElement>('*')];
      const text = texts[Math.floor(a * texts.length)];
      const element = elements[Math.floor(a * elements.length)];
      const block = root.children[Math.floor(a * root.children.length)];
      if (!text || !element || !block) return;
      const start = Math.floor(b * text.length);
      const works: Readonly<Record<string, () => void>> = {
        'wraps a word': () => {
          const range = document.createRange();
          range.setStart(text, start);
          range.setEnd(text, start + Math.floor(c * (text.length - start + 1)));
          const tags = ['font', 'mark', 'span', 'u', 'b', 'a', 'x-found'];
          range.surroundContents(document.createElement(tags[Math.floor(c * tags.length)] ?? 'mark'));
        },
        'translates a text': () => {
          const [outer, inner] = [document.createElement('font'), document.createElement('font')];
          inner.textContent = `EN ${text.data.toUpperCase()}`;
          outer.append(inner);
          text.replaceWith(outer);
        },
        'translates the page': () => {
          for (const each of texts) {
            const font = document.createElement('font');
            font.textContent = `EN ${each.data.toUpperCase()}`;
            each.replaceWith(font);
          }
        },
        'writes into a text': () => void (text.data = text.data.replace(/[a-z]/gu, 'z')),
        'adds to a text': () => text.insertData(start, 'AD'),
        'removes a text': () => text.remove(),
        'removes a block': () => block.remove(),
        'moves a block': () => root.append(block),
        'adds a block': () => root.insertBefore(document.createElement('p'), block).append('AD'),
        'styles everything': () => {
          for (const each of root.querySelectorAll<HTMLElement>('*')) {
            each.style.color = 'red';
            each.classList.add('ql-align-center', 'found');
            each.dataset['list'] = 'bullet';
          }
        },
        'takes attributes away': () => element.getAttributeNames().forEach((name) => element.removeAttribute(name)),
        'changes an address': () => root.querySelector('a')?.setAttribute('href', 'https://tracker.example/'),
        'normalizes': () => {
          text.splitText(start);
          root.normalize();
        },
      };
      works[what]?.();
    },
    [kind, dice] as const,
  );
}

const kKinds = [
  'wraps a word', 'wraps a word', 'translates a text', 'translates the page', 'writes into a text', 'adds to a text', 'removes a text',
  'removes a block', 'moves a block', 'adds a block', 'styles everything', 'takes attributes away', 'changes an address', 'normalizes',
]; // prettier-ignore

const kPlaces = ['Alpha', 'gamma', 'Second', 'tomorrow', 'item', 'Last'];
const kPaper = [
  { insert: 'Alpha beta gamma, and ' },
  { insert: 'bold words', attributes: { bold: true } },
  { insert: '.\nSecond line with ' },
  { insert: 'an address', attributes: { link: 'https://example.org/' } },
  { insert: ' and tomorrow.\nOne item' },
  { insert: '\n', attributes: { list: 'bullet' } },
  { insert: 'Last line.\n' },
];

describe('a page that other programs change', () => {
  const on = stage();

  async function two(id: string): Promise<readonly [Visitor, Visitor]> {
    await makeDocument(on.server.url, { id, title: id, format: 'delta', data: { ops: kPaper } });
    const visitors = [await Visitor.come(on.browser, 'Ama'), await Visitor.come(on.browser, 'Li')] as const;
    for (const visitor of visitors) {
      // What the compiler adds to functions that are sent to the page.
      await visitor.context.addInitScript('globalThis.__name = (work) => work');
      await visitor.open(on.server.url, id);
    }
    return visitors;
  }

  test(`${kRounds} rounds of it, while two write: the paper has what was typed, and the page shows the paper`, async (t) => {
    const seed = seedFromEnvironment();
    t.diagnostic(`SEED=${seed}`);
    const random = new Random(seed);
    const [ama, li] = await two('foreign');
    const before = await textOf(on.server.url, 'foreign');
    // Every typed character is another one: each can be followed to its place.
    let made = 0x4e00;
    const stints: string[] = [];
    const typeOn = async (who: Visitor, stint: { text: string }): Promise<void> => {
      const text = String.fromCodePoint((made += 1), (made += 1));
      stint.text += text;
      await who.page.keyboard.insertText(text);
    };
    const done: string[] = [];
    for (let round = 0; round < kRounds; ) {
      const [mine, theirs] = [random.below(kPlaces.length), random.below(kPlaces.length - 1)];
      const writers = [
        { who: ama, stint: { text: '' }, place: kPlaces[mine] ?? '' },
        { who: li, stint: { text: '' }, place: kPlaces[theirs < mine ? theirs : theirs + 1] ?? '' },
      ];
      for (const { who, place } of writers) await who.clickAfter(place);
      for (let in4 = 0; in4 < 4 && round < kRounds; in4 += 1, round += 1) {
        const kind = random.pick(kKinds);
        const dice = [random.next(), random.next(), random.next()];
        const victim = random.pick([ama, li]);
        const writing = writers.map(({ who, stint }) => typeOn(who, stint));
        done.push(kind);
        await Promise.all([disturb(victim.page, kind, dice), ...writing]);
      }
      stints.push(...writers.map(({ stint }) => stint.text));
      await Promise.all([ama.isSettled(), li.isSettled()]);
      const now = await textOf(on.server.url, 'foreign');
      const why = `SEED=${seed}, round ${round}, after: ${done.slice(-4).join(', ')}`;
      assert.equal(now.replace(/[\u4e00-\u9fff]/gu, ''), before, why);
      const typed = now.replace(/[^\u4e00-\u9fff]/gu, '');
      assert.equal([...typed].sort().join(''), [...stints.join('')].sort().join(''), why);
      for (const stint of stints.slice(-2)) {
        assert.equal([...typed].filter((letter) => stint.includes(letter)).join(''), stint, `in the order of typing; ${why}`);
      }
    }
    assert.equal(await agreed([ama, li]), await textOf(on.server.url, 'foreign'), `SEED=${seed}`);
    for (const { page } of [ama, li]) {
      const left = page.locator('.ql-editor :is(font, mark, x-found, .found, p > span, [style*="red"])');
      assert.deepEqual(await left.evaluateAll((all) => all.map((each) => each.outerHTML)), [], `SEED=${seed}`);
    }
    const formats = (await contentOf(on.server.url, 'foreign')).map(({ attributes }) => JSON.stringify(attributes ?? {}));
    assert.deepEqual([...new Set(formats)].sort(), ['{"bold":true}', '{"link":"https://example.org/"}', '{"list":"bullet"}', '{}']);
    assert.deepEqual([...ama.complaints, ...li.complaints], []);
    await ama.leave();
    await li.leave();
  });

  test('a composition goes on while other programs change the page around it', async () => {
    const [ama, li] = await two('composing');
    const before = await textOf(on.server.url, 'composing');
    await ama.clickAfter('Second');
    const cdp = await ama.context.newCDPSession(ama.page);
    for (const text of ['に', 'にほ', 'にほん']) {
      await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      await disturb(ama.page, 'wraps a word', [0, 0, 0.9]);
      await disturb(ama.page, 'removes a text', [0, 0, 0]);
    }
    await cdp.send('Input.insertText', { text: '日本' });
    assert.equal(await agreed([ama, li]), before.replace('Second', 'Second日本'));
    await ama.leave();
    await li.leave();
  });

  test('what a command of the page writes is input', async () => {
    const [ama, li] = await two('command');
    const before = await textOf(on.server.url, 'command');
    await ama.clickAfter('Second');
    await ama.page.evaluate(() => document.execCommand('insertText', false, ' (dictated)'));
    assert.equal(await agreed([ama, li]), before.replace('Second', 'Second (dictated)'));
    await ama.leave();
    await li.leave();
  });

  test('an event that a program makes up is no input', async () => {
    const [ama, li] = await two('made-up');
    const before = await textOf(on.server.url, 'made-up');
    await ama.clickAfter('Second');
    await ama.page.evaluate(() => {
      const root = document.querySelector('.ql-editor');
      const made = { bubbles: true, inputType: 'insertText', data: 'AD' };
      root?.dispatchEvent(new InputEvent('beforeinput', made));
      root?.querySelector('p')?.append('AD');
      root?.dispatchEvent(new InputEvent('input', made));
    });
    await ama.page.keyboard.insertText('!');
    assert.equal(await agreed([ama, li]), before.replace('Second', 'Second!'));
    await ama.leave();
    await li.leave();
  });

  test('a program that changes the page again after each restoration stops nobody from writing', async () => {
    const [ama, li] = await two('fight');
    const before = await textOf(on.server.url, 'fight');
    await ama.page.evaluate(() => {
      const root = document.querySelector('.ql-editor');
      const insist = (): void => {
        for (const block of root?.querySelectorAll<HTMLElement>('p') ?? []) if (block.style.color !== 'red') block.style.color = 'red';
      };
      if (root) new MutationObserver(insist).observe(root, { attributes: true, subtree: true });
      insist();
    });
    await ama.clickAfter('Second');
    await ama.page.keyboard.type(' still here');
    assert.equal(await agreed([ama, li]), before.replace('Second', 'Second still here'));
    await ama.leave();
    await li.leave();
  });
});

describe('a page that its reader has translated', () => {
  const on = stage({ open: false });

  test('goes on receiving changes, and nothing of the translation reaches the paper', async () => {
    const ama = await setUp(on.server, 'Ama Mensah', 'ama@example.org');
    const li = await inviteAndCome(on.server, ama, 'Li', 'li@example.org');
    await ama.write('translated', 'Paper', 'Alpha beta.\n\nSecond line.\n\nLast line.\n');
    await ama.give('translated', li, 'reader');
    const [writer, reader] = [await Visitor.come(on.browser, ''), await Visitor.come(on.browser, '')];
    for (const [visitor, who] of [[writer, ama], [reader, li]] as const) {
      await visitor.context.addInitScript('globalThis.__name = (work) => work');
      await visitor.context.addCookies([who.cookie]);
      await visitor.open(on.server.url, 'translated');
    }
    const translatable = (visitor: Visitor): Promise<boolean> => visitor.page.locator('.ql-editor').evaluate((root) => (root as HTMLElement).translate);
    assert.deepEqual([await translatable(writer), await translatable(reader)], [false, true]);
    await disturb(reader.page, 'translates the page', [0, 0, 0]);
    await writer.clickAfter('Last');
    await writer.page.keyboard.type(' word and');
    await until('it is shown', async () => (await reader.text()).includes('Last word and line.'));
    assert.equal(await reader.text(), 'EN ALPHA BETA.\nEN SECOND LINE.\nLast word and line.\n', 'what nobody changed is still translated');
    const text = await textFor(ama, 'translated');
    assert.equal(text, 'Alpha beta.\nSecond line.\nLast word and line.\n');
    await ama.give('translated', li, 'editor');
    await reader.page.reload();
    await reader.isSaved();
    assert.equal(await reader.text(), text);
    assert.deepEqual([...writer.complaints, ...reader.complaints], []);
  });
});

async function textFor(who: Caller, id: string): Promise<string> {
  const { ops } = await who.ask<{ ops: readonly { insert: string }[] }>('GET', `/documents/${id}/content?format=delta`);
  return ops.map(({ insert }) => insert).join('');
}
