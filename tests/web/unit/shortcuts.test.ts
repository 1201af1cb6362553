// Every shortcut of the help page on every kind of keyboard: the letter counts, and where a layout has none, its place.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requestFor } from '../../../clients/web/src/editor/shortcuts.ts';
import type { KeyPress } from '../../../clients/web/src/editor/shortcuts.ts';

const kNothing: KeyPress = { key: '', code: '', ctrl: false, meta: false, alt: false, shift: false, altGraph: false, composing: false };

/** What a layout types on the places of the US one. */
interface Layout {
  readonly name: string;
  /** The letters on the places KeyA, KeyB, … KeyZ. */
  readonly letters: string;
  readonly hasLatin: boolean;
  /** The keys of the digits without Shift, 0 to 9. */
  readonly digits: string;
  /** Where Ctrl+Shift+. and Ctrl+\ are, and what they type. */
  readonly stop: readonly [code: string, typed: string];
  readonly backslash: readonly [code: string, typed: string];
}

const kPlain = '0123456789';
const kQwerty = 'abcdefghijklmnopqrstuvwxyz';
const kLayouts: readonly Layout[] = [
  { name: 'US', letters: kQwerty, hasLatin: true, digits: kPlain, stop: ['Period', '>'], backslash: ['Backslash', '\\'] },
  { name: 'UK', letters: kQwerty, hasLatin: true, digits: kPlain, stop: ['Period', '>'], backslash: ['IntlBackslash', '\\'] },
  { name: 'French (AZERTY)', letters: 'qbcdefghijkl,noparstuvzxyw', hasLatin: true, digits: 'à&é"\'(-è_ç', stop: ['Comma', '.'], backslash: ['Backslash', '*'] },
  { name: 'German (QWERTZ)', letters: 'abcdefghijklmnopqrstuvwxzy', hasLatin: true, digits: kPlain, stop: ['Period', ':'], backslash: ['Backslash', '#'] },
  { name: 'Spanish', letters: kQwerty, hasLatin: true, digits: kPlain, stop: ['Period', ':'], backslash: ['Backslash', 'ç'] },
  { name: 'Dvorak', letters: "axje.uidchtnmbrl'poygk,qf;", hasLatin: true, digits: kPlain, stop: ['KeyE', '>'], backslash: ['Backslash', '\\'] },
  { name: 'Russian', letters: 'фисвуапршолдьтщзйкыегмцчня', hasLatin: false, digits: kPlain, stop: ['Period', 'Ю'], backslash: ['Backslash', '\\'] },
  { name: 'Greek', letters: 'αβψδεφγηιξκλμνοπ;ρστθωςχυζ', hasLatin: false, digits: kPlain, stop: ['Period', '>'], backslash: ['Backslash', '\\'] },
  { name: 'Hebrew', letters: 'שנבגקכעיןחלךצמםפ/רדאוה\'סטז', hasLatin: false, digits: kPlain, stop: ['Period', '>'], backslash: ['Backslash', '\\'] },
  { name: 'Arabic', letters: 'شلاؤيثبلاهتنمةىخحضقسفعرصءغئ', hasLatin: false, digits: kPlain, stop: ['Period', 'ظ'], backslash: ['Backslash', '\\'] },
];

/** The shortcuts as the help page names them, and what they ask for. */
const kHelp: readonly (readonly [keys: string, asked: unknown])[] = [
  ['Ctrl+B', { kind: 'toggle', format: 'bold' }],
  ['Ctrl+I', { kind: 'toggle', format: 'italic' }],
  ['Ctrl+U', { kind: 'toggle', format: 'underline' }],
  ['Ctrl+Shift+X', { kind: 'toggle', format: 'strike' }],
  ['Ctrl+E', { kind: 'toggle', format: 'code' }],
  ['Ctrl+K', 'link'],
  ['Alt+Enter', 'open-link'],
  ['Ctrl+\\', { kind: 'clear' }],
  ['Ctrl+Z', { kind: 'undo' }],
  ['Ctrl+Shift+Z', { kind: 'redo' }],
  ['Ctrl+Y', { kind: 'redo' }],
  ...[0, 1, 2, 3, 4, 5, 6].map((level) => [`Ctrl+Alt+${level}`, { kind: 'heading', level }] as const),
  ['Ctrl+Shift+.', { kind: 'toggle', format: 'blockquote' }],
  ['Ctrl+Shift+7', { kind: 'list', list: 'ordered' }],
  ['Ctrl+Shift+8', { kind: 'list', list: 'bullet' }],
  ['Ctrl+Shift+9', { kind: 'list', list: 'unchecked' }],
  ['Ctrl+Enter', { kind: 'toggle-check' }],
  ['Ctrl+Alt+M', 'comment'],
  ['Ctrl+Shift+E', 'to-thread'],
  ['Alt+F10', 'toolbar'],
  ['Ctrl+S', 'save'],
  ['Ctrl+Alt+Shift+H', 'history'],
  ['Alt+0', 'help'],
];

/** The press of `name` (the last part of a shortcut) on `layout`, without its modifiers. */
function keyOn(layout: Layout, name: string, shift: boolean): { key: string; code: string } {
  if (name.length > 1) return { key: name, code: name };
  if (name === '.') return { code: layout.stop[0], key: layout.stop[1] };
  if (name === '\\') return { code: layout.backslash[0], key: layout.backslash[1] };
  if (/\d/.test(name)) return { code: `Digit${name}`, key: shift ? '(' : (layout.digits[Number(name)] ?? name) };
  const at = layout.hasLatin ? layout.letters.indexOf(name.toLowerCase()) : kQwerty.indexOf(name.toLowerCase());
  // French has its M beside the L, on the place of the US semicolon.
  if (at < 0) return { code: 'Semicolon', key: shift ? name : name.toLowerCase() };
  const typed = layout.letters[at] ?? '';
  return { code: `Key${kQwerty[at]?.toUpperCase()}`, key: shift ? typed.toUpperCase() : typed };
}

function pressOn(layout: Layout, keys: string): KeyPress {
  const parts = keys.split('+');
  const name = parts.pop() ?? '';
  const [ctrl, alt, shift] = ['Ctrl', 'Alt', 'Shift'].map((modifier) => parts.includes(modifier)) as [boolean, boolean, boolean];
  return { ...kNothing, ...keyOn(layout, name, shift), ctrl, alt, shift };
}

for (const layout of kLayouts) {
  describe(`shortcuts on a keyboard: ${layout.name}`, () => {
    for (const [keys, asked] of kHelp) {
      test(keys, () => {
        const press = pressOn(layout, keys);
        assert.deepEqual(requestFor(press, false), asked);
        const swapped = press.key.length === 1 ? (press.shift ? press.key.toLowerCase() : press.key.toUpperCase()) : press.key;
        assert.deepEqual(requestFor({ ...press, key: swapped }, false), asked, 'with Caps Lock');
        assert.equal(requestFor({ ...press, altGraph: true }, false), null, 'AltGr types');
        assert.equal(requestFor({ ...press, composing: true }, false), null, 'an input method has it');
        assert.equal(requestFor({ ...press, meta: true }, false), null, 'with the key of the system');
        if (press.ctrl) {
          assert.equal(requestFor({ ...press, ctrl: false, alt: false }, false), null, 'without Ctrl it is typed');
          assert.deepEqual(requestFor({ ...press, ctrl: false, meta: true }, true), asked, 'with ⌘ on a Mac');
        }
      });
    }
  });
}

describe('keys that are no shortcut', () => {
  const others: readonly (readonly [string, Partial<KeyPress>])[] = [
    ['Dvorak Ctrl+F finds', { key: 'f', code: 'KeyY', ctrl: true }],
    ['Colemak Ctrl+F finds', { key: 'f', code: 'KeyE', ctrl: true }],
    ['Dvorak Ctrl+O opens', { key: 'o', code: 'KeyS', ctrl: true }],
    ['Dvorak Ctrl+Shift+V pastes plain text', { key: 'V', code: 'Period', ctrl: true, shift: true }],
    ['AZERTY Ctrl+; is not Ctrl+M', { key: ',', code: 'KeyM', ctrl: true, alt: true }],
    ['Turkish Ctrl+ı is not Ctrl+I', { key: 'ı', code: 'KeyI', ctrl: true }],
    ['US Ctrl+Shift+; is no quotation', { key: ':', code: 'Semicolon', ctrl: true, shift: true }],
    ['a dead key', { key: 'Dead', code: 'BracketLeft', ctrl: true }],
    ['Ctrl+A selects', { key: 'a', code: 'KeyA', ctrl: true }],
    ['the number pad', { key: '1', code: 'Numpad1', ctrl: true, alt: true }],
  ];
  for (const [name, press] of others) test(name, () => assert.equal(requestFor({ ...kNothing, ...press }, false), null));

  test('Option makes other characters of a Mac’s letters: its place says which one it was', () => {
    const press = { ...kNothing, meta: true, alt: true };
    assert.equal(requestFor({ ...press, key: 'µ', code: 'KeyM' }, true), 'comment');
    assert.equal(requestFor({ ...press, key: 'Ó', code: 'KeyH', shift: true }, true), 'history');
  });
});
