import type Quill from 'quill/core.js';
import type { Context } from 'quill/modules/keyboard.js';
import type { Range } from 'quill/core/selection.js';
import type Block from 'quill/blots/block.js';
import Delta from 'quill-delta';
import { run } from './commands.ts';
import type { Command } from './commands.ts';

/** Requests by keyboard that the page answers, not the text. */
export type PageRequest = 'link' | 'save' | 'help' | 'toolbar' | 'open-link' | 'comment' | 'to-thread';

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

interface Shortcut {
  /** `event.code`, so that the place on the keyboard counts and not the layout. */
  readonly code: string;
  readonly shift?: boolean;
  readonly alt?: boolean;
  readonly does: Command | PageRequest;
}

const heading = (level: 0 | 1 | 2 | 3 | 4 | 5 | 6): Shortcut => ({
  code: `Digit${level}`,
  alt: true,
  does: { kind: 'heading', level },
});

/** All with Ctrl (⌘ on a Mac). Bold, italic, underline, undo and redo are Quill's own. */
const kShortcuts: readonly Shortcut[] = [
  ...([0, 1, 2, 3, 4, 5, 6] as const).map(heading),
  { code: 'KeyX', shift: true, does: { kind: 'toggle', format: 'strike' } },
  { code: 'KeyE', does: { kind: 'toggle', format: 'code' } },
  { code: 'Period', shift: true, does: { kind: 'toggle', format: 'blockquote' } },
  { code: 'Digit7', shift: true, does: { kind: 'list', list: 'ordered' } },
  { code: 'Digit8', shift: true, does: { kind: 'list', list: 'bullet' } },
  { code: 'Digit9', shift: true, does: { kind: 'list', list: 'unchecked' } },
  { code: 'Backslash', does: { kind: 'clear' } },
  { code: 'KeyY', does: { kind: 'redo' } },
  { code: 'Enter', does: { kind: 'toggle-check' } },
  { code: 'KeyK', does: 'link' },
  { code: 'KeyS', does: 'save' },
  { code: 'KeyM', alt: true, does: 'comment' },
  { code: 'KeyE', shift: true, does: 'to-thread' },
];

/** Finds what a key press asks for. AltGr reports itself as Ctrl+Alt on some systems: then it is a letter. */
function shortcutFor(event: KeyboardEvent): Command | PageRequest | null {
  if (event.getModifierState('AltGraph') || event.isComposing) return null;
  const command = isMac ? event.metaKey : event.ctrlKey;
  if (event.altKey && !command && !event.shiftKey) {
    if (event.code === 'Digit0') return 'help';
    if (event.key === 'F10') return 'toolbar';
    if (event.key === 'Enter') return 'open-link';
  }
  if (!command) return null;
  const found = kShortcuts.find(
    (shortcut) =>
      shortcut.code === event.code && Boolean(shortcut.shift) === event.shiftKey && Boolean(shortcut.alt) === event.altKey,
  );
  return found?.does ?? null;
}

export function listenToKeys(quill: Quill, ask: (request: PageRequest) => void): () => void {
  let leaving = false;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.isComposing) {
      leaving = true;
      return;
    }
    if (event.key === 'Tab' && leaving) {
      event.stopImmediatePropagation(); // the browser moves the focus
      leaving = false;
      return;
    }
    if (!['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) leaving = false;
    const request = shortcutFor(event);
    if (request === null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (typeof request === 'string') ask(request);
    else if (quill.isEnabled()) run(quill, request);
  };
  quill.root.addEventListener('keydown', onKey, { capture: true });
  return () => quill.root.removeEventListener('keydown', onKey, { capture: true });
}

type Handler = (this: { quill: Quill }, range: Range, context: Context) => boolean | void;

interface Binding {
  readonly key: string;
  readonly shiftKey?: boolean | null;
  readonly collapsed?: boolean;
  readonly format?: Readonly<Record<string, boolean>> | readonly string[];
  readonly prefix?: RegExp;
  readonly suffix?: RegExp;
  readonly handler: Handler;
}

/** Takes the typed marks away and gives the line its format. */
function lineFromMarks(formats: (marks: string) => Record<string, unknown> | null): Handler {
  return function (range, context) {
    const [line, offset] = this.quill.getLine(range.index) as [Block | null, number];
    const marks = context.prefix;
    if (!line || offset !== marks.length) return true;
    const given = formats(marks);
    if (!given) return true;
    this.quill.insertText(range.index, ' ', 'user');
    this.quill.history.cutoff(); // one undo brings the marks back
    const change = new Delta()
      .retain(range.index - offset)
      .delete(marks.length + 1)
      .retain(line.length() - 1 - marks.length - 1)
      .retain(1, given);
    this.quill.updateContents(change, 'user');
    this.quill.history.cutoff();
    this.quill.setSelection(range.index - marks.length, 0, 'silent');
    return false;
  };
}

const kNotInCode = { 'code-block': false } as const;

/** Markdown's marks at the start of a line; `-`, `1.` and `[ ]` are Quill's own. */
export const keyboardBindings: Readonly<Record<string, Binding>> = {
  'heading marks': {
    key: ' ',
    collapsed: true,
    format: kNotInCode,
    prefix: /^#{1,6}$/,
    handler: lineFromMarks((marks) => ({ header: marks.length, list: null, blockquote: null })),
  },
  'quote mark': {
    key: ' ',
    collapsed: true,
    format: kNotInCode,
    prefix: /^>$/,
    handler: lineFromMarks(() => ({ blockquote: true, header: null, list: null })),
  },
  'code marks': {
    key: 'Enter',
    collapsed: true,
    format: kNotInCode,
    prefix: /^```\w*$/,
    suffix: /^$/,
    handler(range, context) {
      const marks = context.prefix;
      if (context.offset !== marks.length) return true;
      this.quill.history.cutoff();
      const change = new Delta()
        .retain(range.index - marks.length)
        .delete(marks.length)
        .retain(1, { 'code-block': true });
      this.quill.updateContents(change, 'user');
      this.quill.history.cutoff();
      return false;
    },
  },
  'divider marks': {
    key: 'Enter',
    collapsed: true,
    format: kNotInCode,
    prefix: /^(---|\*\*\*|___)$/,
    suffix: /^$/,
    handler(range, context) {
      const marks = context.prefix;
      if (context.offset !== marks.length) return true;
      this.quill.history.cutoff();
      const start = range.index - marks.length;
      const change = new Delta().retain(start).delete(marks.length).insert({ divider: true });
      this.quill.updateContents(change, 'user');
      this.quill.history.cutoff();
      this.quill.setSelection(start + 1, 0, 'silent');
      return false;
    },
  },
  indent: {
    key: 'Tab',
    format: ['list'],
    handler() {
      this.quill.format('indent', '+1', 'user');
      return false;
    },
  },
  outdent: {
    key: 'Tab',
    shiftKey: true,
    format: ['list', 'indent'],
    handler() {
      this.quill.format('indent', '-1', 'user');
      return false;
    },
  },
};
