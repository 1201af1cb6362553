import type Quill from 'quill/core.js';
import type { Context } from 'quill/modules/keyboard.js';
import type { Range } from 'quill/core/selection.js';
import type Block from 'quill/blots/block.js';
import Delta from 'quill-delta';
import type { Command } from './commands.ts';
import { deleteRange } from './delete-range.ts';
import { sayNumber } from './item-number.ts';
import { kQuote, quoteOf, quotesIn } from '../text/quotes.ts';
import { addressesIn } from '../text/safe-link.ts';
import { isMac } from './platform.ts';
import { keyPress, requestFor } from './shortcuts.ts';
import type { PageRequest } from './shortcuts.ts';

export function listenToKeys(quill: Quill, ask: (request: PageRequest) => void, obey: (command: Command) => void): () => void {
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
    if (event.key === ' ' || event.key === 'Enter') linkBefore(quill, event);
    if (!['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) leaving = false;
    const request = requestFor(keyPress(event), isMac);
    // The page answers what is asked from outside the text as well.
    if (request === null || request === 'history') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (typeof request === 'string') ask(request);
    else if (quill.isEnabled() || request.kind === 'note') obey(request); // a note's words are also read
  };
  quill.root.addEventListener('keydown', onKey, { capture: true });
  return () => quill.root.removeEventListener('keydown', onKey, { capture: true });
}

/** An address that was typed becomes a link when the next word or line begins; one undo makes it words again. */
function linkBefore(quill: Quill, event: KeyboardEvent): void {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !quill.isEnabled()) return;
  const range = quill.getSelection();
  if (!range || range.length > 0) return;
  const [line, offset] = quill.getLine(range.index) as [Block | null, number];
  if (!line || offset === 0) return;
  const words = quill.getText(range.index - offset, offset);
  const found = addressesIn(words.slice(words.search(/\S+$/))).at(-1);
  const formats = quill.getFormat(range.index - 1, 1);
  if (!found || formats['link'] || formats['code'] || formats['code-block']) return;
  const start = words.search(/\S+$/) + found.at;
  quill.history.cutoff();
  quill.formatText(range.index - offset + start, found.address.length, 'link', found.address, 'user');
  quill.history.cutoff();
  // What is typed next stands behind the link, not in it.
  if (event.key === ' ' && start + found.address.length === offset) quill.format('link', false, 'user');
}

type Handler = (this: { quill: Quill }, range: Range, context: Context) => boolean | void;

interface Binding {
  readonly key: string;
  readonly shiftKey?: boolean | null;
  readonly ctrlKey?: boolean | null;
  readonly shortKey?: boolean | null;
  readonly altKey?: boolean | null;
  readonly metaKey?: boolean | null;
  readonly collapsed?: boolean;
  readonly empty?: boolean;
  readonly offset?: number;
  readonly format?: Readonly<Record<string, boolean>> | readonly string[];
  readonly prefix?: RegExp;
  readonly suffix?: RegExp;
  readonly handler: Handler;
}

/** Takes the typed marks away and gives the line its format. */
function lineFromMarks(formats: (marks: string, line: Block, quill: Quill) => Record<string, unknown> | null): Handler {
  return function (range, context) {
    const [line, offset] = this.quill.getLine(range.index) as [Block | null, number];
    const marks = context.prefix;
    if (!line || offset !== marks.length) return true;
    const given = formats(marks, line, this.quill);
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

function quotesOf(line: Block): number {
  return quotesIn((line.formats() as Record<string, unknown>)[kQuote]);
}

/** Takes the line at `index` out of the innermost of its quotations. False if it is in none. */
function leaveQuote(quill: Quill, index: number): boolean {
  const [line] = quill.getLine(index) as [Block | null, number];
  const levels = line && 'children' in line ? quotesOf(line) : 0;
  if (levels === 0) return false;
  quill.formatLine(index, 1, kQuote, quoteOf(levels - 1) ?? false, 'user');
  return true;
}

const kListMarks: Readonly<Record<string, string>> = {
  '-': 'bullet',
  '*': 'bullet',
  '[]': 'unchecked',
  '[ ]': 'unchecked',
  '[x]': 'checked',
};

function deleteSelected(this: { quill: Quill }, range: Range): boolean {
  deleteRange(this.quill, range);
  return false;
}

/** "Delete the word before" deletes what is selected, too: the browser would join lines in its own way. */
const kWithAnyModifier = { shiftKey: null, ctrlKey: null, altKey: null, metaKey: null } as const;

const kNotInCode = { 'code-block': false } as const;

/** Markdown's marks at the start of a line. */
export const keyboardBindings: Readonly<Record<string, Binding | null>> = {
  'heading marks': {
    key: ' ',
    collapsed: true,
    format: kNotInCode,
    prefix: /^#{1,6}$/,
    handler: lineFromMarks((marks) => ({ header: marks.length, list: null })),
  },
  // In place of Quill's, which takes every number with a full stop for a list: "1986. " would lose its year.
  'list autofill': null,
  'list marks': {
    key: ' ',
    shiftKey: null,
    collapsed: true,
    format: { 'code-block': false, list: false },
    prefix: /^\s*(1\.|-|\*|\[ ?\]|\[x\])$/,
    handler: lineFromMarks((marks) => ({ list: kListMarks[marks.trim()] ?? 'ordered', header: null })),
  },
  // In a numbered list its items say numbers. Years have four digits.
  'item number': {
    key: ' ',
    shiftKey: null,
    collapsed: true,
    format: ['list'],
    prefix: /^\d{1,3}\.$/,
    handler: lineFromMarks((marks, line, quill) => (line.formats()['list'] === 'ordered' ? sayNumber(quill, line, Number.parseInt(marks, 10)) : null)),
  },
  'quote mark': {
    key: ' ',
    collapsed: true,
    format: kNotInCode,
    prefix: /^>$/,
    handler: lineFromMarks((_marks, line) => ({ [kQuote]: quoteOf(quotesOf(line) + 1) })),
  },
  // Quill's takes all levels.
  'blockquote empty enter': null,
  'leave quote': {
    key: 'Enter',
    collapsed: true,
    format: { [kQuote]: true, list: false, 'code-block': false },
    empty: true,
    handler(range) {
      return !leaveQuote(this.quill, range.index);
    },
  },
  'quote backspace': {
    key: 'Backspace',
    collapsed: true,
    offset: 0,
    format: { [kQuote]: true, list: false, indent: false },
    handler(range) {
      return !leaveQuote(this.quill, range.index);
    },
  },
  // Before a break inside of it, a heading does not end.
  'header enter': {
    key: 'Enter',
    collapsed: true,
    format: ['header'],
    suffix: /^$/,
    handler(range, context) {
      const { line, offset } = context as unknown as { readonly line: Block; readonly offset: number };
      if (offset < line.length() - 1) return true;
      const change = new Delta().retain(range.index).insert('\n', line.formats() as Record<string, unknown>);
      this.quill.updateContents(change.retain(1, { header: null }), 'user');
      this.quill.setSelection(range.index + 1, 0, 'silent');
      this.quill.scrollSelectionIntoView();
      return false;
    },
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
  'delete selection': { key: 'Delete', ...kWithAnyModifier, collapsed: false, handler: deleteSelected },
  'delete selection backwards': { key: 'Backspace', ...kWithAnyModifier, collapsed: false, handler: deleteSelected },
  // Quill takes the line end, which the divider puts back: nothing would happen. Tables: see tables/paper-edges.ts.
  'delete before a divider': {
    key: 'Delete',
    collapsed: true,
    suffix: /^$/,
    handler(range, context) {
      const { line, offset } = context as unknown as { readonly line: Block; readonly offset: number };
      const isAtEnd = offset > 0 && offset === line.length() - 1;
      if (!isAtEnd || this.quill.getLine(range.index + 1)[0]?.statics.blotName !== 'divider') return true;
      this.quill.updateContents(new Delta().retain(range.index + 1).delete(1), 'user');
      return false;
    },
  },
  // A browser selects nothing where the paper begins with a table.
  'select all': {
    key: 'a',
    shortKey: true,
    handler() {
      const [first] = this.quill.getLine(0) as [Block | null, number];
      if (first && 'children' in first) return true;
      this.quill.setSelection(0, this.quill.getLength(), 'user');
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
