import type Quill from 'quill/core.js';
import type Block from 'quill/blots/block.js';
import Delta, { Op } from 'quill-delta';
import { noneOf, withoutMarks } from '../text/template-marks.ts';

/** Everything the toolbar and the keyboard can do to the selection. */
export type Command =
  | { readonly kind: 'toggle'; readonly format: 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'blockquote' | 'code-block' }
  | { readonly kind: 'heading'; readonly level: 0 | 1 | 2 | 3 | 4 | 5 | 6 }
  | { readonly kind: 'list'; readonly list: 'bullet' | 'ordered' | 'unchecked' }
  | { readonly kind: 'script'; readonly script: 'super' | 'sub' }
  | { readonly kind: 'align'; readonly align: 'center' | 'right' | 'justify' }
  | { readonly kind: 'indent'; readonly by: '+1' | '-1' }
  | { readonly kind: 'divider' | 'table' | 'note' | 'clear' | 'undo' | 'redo' | 'toggle-check' };

export type Formats = Readonly<Record<string, unknown>>;

export function run(quill: Quill, command: Command): void {
  switch (command.kind) {
    case 'undo':
      return quill.history.undo();
    case 'redo':
      return quill.history.redo();
    case 'divider':
      return insertDivider(quill);
    case 'table':
    case 'note':
      return; // the view knows where tables and notes are: see QuillView.run
    case 'clear':
      return clear(quill);
    case 'toggle-check':
      return toggleCheck(quill);
    case 'heading':
      quill.format('header', command.level === 0 ? false : command.level, 'user');
      return;
    case 'list':
      return toggleList(quill, command.list);
    case 'script':
      quill.format('script', isOn(command, quill.getFormat()) ? false : command.script, 'user');
      return;
    case 'align':
      quill.format('align', isOn(command, quill.getFormat()) ? false : command.align, 'user');
      return;
    case 'indent':
      quill.format('indent', command.by, 'user');
      return;
    case 'toggle':
      quill.format(command.format, !quill.getFormat()[command.format], 'user');
  }
}

/** Whether `command` is on at the selection, for aria-pressed. */
export function isOn(command: Command, formats: Formats): boolean {
  switch (command.kind) {
    case 'toggle':
      return Boolean(formats[command.format]);
    case 'script':
      return formats['script'] === command.script;
    case 'align':
      return formats['align'] === command.align;
    case 'heading':
      return (formats['header'] ?? 0) === command.level;
    case 'list':
      return command.list === 'unchecked'
        ? formats['list'] === 'unchecked' || formats['list'] === 'checked'
        : formats['list'] === command.list;
    default:
      return false;
  }
}

function toggleList(quill: Quill, list: 'bullet' | 'ordered' | 'unchecked'): void {
  const on = isOn({ kind: 'list', list }, quill.getFormat());
  quill.format('list', on ? false : list, 'user');
}

function toggleCheck(quill: Quill): void {
  const { list } = quill.getFormat();
  if (list === 'checked') quill.format('list', 'unchecked', 'user');
  else if (list === 'unchecked') quill.format('list', 'checked', 'user');
}

/** Below the line of the caret; in place of it if it is empty. Afterwards the caret stands below the divider. */
function insertDivider(quill: Quill): void {
  const range = quill.getSelection(true);
  const [line, offset] = quill.getLine(range.index) as [Block | null, number];
  if (!line) return;
  const start = range.index - offset;
  const length = line.length();
  const formats = line.formats() as Record<string, unknown>;
  const change = new Delta();
  if (length === 1) {
    change.retain(start).insert({ divider: true });
    quill.updateContents(change, 'user');
    quill.setSelection(start + 1, 0, 'silent');
    return;
  }
  const plain = Object.fromEntries(Object.keys(formats).map((name) => [name, null]));
  change.retain(start + length - 1).insert('\n', formats).insert({ divider: true }).retain(1, plain);
  quill.updateContents(change, 'user');
  quill.setSelection(start + length + 1, 0, 'silent');
}

/** Of words and lines. What a template says of a line is no format of theirs. */
function clear(quill: Quill): void {
  const { index, length } = quill.getSelection(true);
  if (length === 0) {
    for (const name of Object.keys(withoutMarks(quill.getFormat(index)))) quill.format(name, false, 'user');
    return;
  }
  const [line, offset] = quill.getLine(index + length) as [Block | null, number];
  const change = new Delta().retain(index);
  for (const op of quill.getContents(index, length).ops) change.retain(Op.length(op), noneOf(withoutMarks(op.attributes)));
  if (line && 'children' in line) change.retain(line.length() - 1 - offset).retain(1, noneOf(withoutMarks(line.formats())));
  quill.updateContents(change, 'user');
}

/** The words and the address of the link around the selection. */
export interface LinkPlace {
  readonly index: number;
  readonly length: number;
  readonly text: string;
  readonly address: string | null;
}

interface LinkedPart {
  readonly from: number;
  readonly to: number;
  readonly address: string;
}

/** The links of one line; neighbouring parts with one address are one link. */
function linksIn(line: Block): readonly LinkedPart[] {
  const parts: LinkedPart[] = [];
  let at = 0;
  for (const op of line.delta().ops) {
    const to = at + (typeof op.insert === 'string' ? op.insert.length : 1);
    const address = op.attributes?.['link'];
    const last = parts.at(-1);
    if (typeof address === 'string') {
      if (last?.to === at && last.address === address) parts[parts.length - 1] = { ...last, to };
      else parts.push({ from: at, to, address });
    }
    at = to;
  }
  return parts;
}

/** The link at `index`, whole, or null. */
export function linkAt(quill: Quill, index: number): LinkPlace | null {
  const [line, offset] = quill.getLine(index) as [Block | null, number];
  if (!line || !('children' in line)) return null;
  const part = linksIn(line).find(({ from, to }) => from <= offset && offset <= to);
  if (!part) return null;
  const place = { index: index - offset + part.from, length: part.to - part.from };
  return { ...place, text: quill.getText(place.index, place.length), address: part.address };
}
