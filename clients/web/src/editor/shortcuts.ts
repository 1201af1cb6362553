import type { Command } from './commands.ts';

/** Requests by keyboard that the page answers, not the text. */
export type PageRequest = 'link' | 'save' | 'help' | 'toolbar' | 'open-link' | 'comment' | 'to-thread' | 'history';

/** What a key event says about the key that was pressed. */
export interface KeyPress {
  /** The character that the layout makes of it. */
  readonly key: string;
  /** Its place on the keyboard, named after the US layout. */
  readonly code: string;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** AltGr types the third character of a key. Some systems report it as Ctrl+Alt as well. */
  readonly altGraph: boolean;
  /** An input method has the key. */
  readonly composing: boolean;
}

export function keyPress(event: KeyboardEvent): KeyPress {
  return {
    key: event.key,
    code: event.code,
    ctrl: event.ctrlKey,
    meta: event.metaKey,
    alt: event.altKey,
    shift: event.shiftKey,
    altGraph: event.getModifierState('AltGraph'),
    composing: event.isComposing || event.keyCode === 229,
  };
}

interface Shortcut {
  /** A letter, a digit, a sign, or the name of a key. */
  readonly key: string;
  readonly shift?: boolean;
  readonly alt?: boolean;
  readonly does: Command | PageRequest;
}

const kLevels = [0, 1, 2, 3, 4, 5, 6] as const;

/** All with Ctrl (⌘ on a Mac). */
const kWithCtrl: readonly Shortcut[] = [
  ...kLevels.map((level): Shortcut => ({ key: String(level), alt: true, does: { kind: 'heading', level } })),
  { key: 'b', does: { kind: 'toggle', format: 'bold' } },
  { key: 'i', does: { kind: 'toggle', format: 'italic' } },
  { key: 'u', does: { kind: 'toggle', format: 'underline' } },
  { key: 'x', shift: true, does: { kind: 'toggle', format: 'strike' } },
  { key: 'e', does: { kind: 'toggle', format: 'code' } },
  { key: '.', shift: true, does: { kind: 'toggle', format: 'blockquote' } },
  { key: '7', shift: true, does: { kind: 'list', list: 'ordered' } },
  { key: '8', shift: true, does: { kind: 'list', list: 'bullet' } },
  { key: '9', shift: true, does: { kind: 'list', list: 'unchecked' } },
  { key: '\\', does: { kind: 'clear' } },
  { key: 'z', does: { kind: 'undo' } },
  { key: 'z', shift: true, does: { kind: 'redo' } },
  { key: 'y', does: { kind: 'redo' } },
  { key: 'Enter', does: { kind: 'toggle-check' } },
  { key: 'k', does: 'link' },
  { key: 's', does: 'save' },
  { key: 'f', alt: true, does: { kind: 'note' } },
  { key: 'm', alt: true, does: 'comment' },
  { key: 'e', shift: true, does: 'to-thread' },
  { key: 'h', alt: true, shift: true, does: 'history' },
];

/** With Alt alone. */
const kWithAlt: readonly Shortcut[] = [
  { key: '0', does: 'help' },
  { key: 'F10', does: 'toolbar' },
  { key: 'Enter', does: 'open-link' },
];

/** Finds what a key press asks for, on every layout. */
export function requestFor(press: KeyPress, onMac: boolean): Command | PageRequest | null {
  if (press.altGraph || press.composing) return null;
  const command = onMac ? press.meta : press.ctrl;
  const other = onMac ? press.ctrl : press.meta;
  if (other) return null;
  if (!command) return press.alt && !press.shift ? find(kWithAlt, press, onMac) : null;
  const modified = kWithCtrl.filter(
    ({ shift, alt }) => Boolean(shift) === press.shift && Boolean(alt) === press.alt,
  );
  return find(modified, press, onMac);
}

function find(shortcuts: readonly Shortcut[], press: KeyPress, onMac: boolean): Command | PageRequest | null {
  return shortcuts.find(({ key }) => isPressed(key, press, onMac))?.does ?? null;
}

/**
 * Letters go by what the layout types, so that Ctrl+Z is where Z is. A layout without Latin letters types none: there the
 * place counts, as those who use it expect. Digits go by their place, because some layouts type them only with Shift.
 */
function isPressed(wanted: string, press: KeyPress, onMac: boolean): boolean {
  const { key, code } = press;
  if (/^[0-9]$/.test(wanted)) return code === `Digit${wanted}`;
  if (/^[a-z]$/.test(wanted)) {
    const typed = key.toLowerCase();
    // Option makes other characters of a Mac's letters, some of them Latin; only a plain letter says which one it was.
    const saysItsLetter = onMac && press.alt ? /^[a-z]$/.test(typed) : typesLatin(typed);
    return saysItsLetter ? typed === wanted : code === `Key${wanted.toUpperCase()}`;
  }
  const place = { '.': 'Period', '\\': 'Backslash' }[wanted];
  if (place === undefined) return key === wanted;
  // With Shift another sign comes of the key; `>` and `:` are those above the full stop. A letter is never a sign.
  if (key === wanted || (wanted === '.' && key === '>')) return true;
  const mayGoByPlace = wanted === '.' ? key === ':' || !typesLatin(key) : !/^[a-z]$/i.test(key);
  return code === place && mayGoByPlace;
}

/** Whether the key types a character that only a layout with Latin letters has in such a place. */
function typesLatin(key: string): boolean {
  return [...key].length === 1 && (/^[!-~]$/.test(key) || /^\p{Script=Latin}$/u.test(key));
}
