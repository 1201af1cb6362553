import Clipboard from 'quill/modules/clipboard.js';
import { matchText } from 'quill/modules/clipboard.js';
import type Quill from 'quill/core.js';
import type Block from 'quill/blots/block.js';
import type { Range } from 'quill/core/selection.js';
import Delta from 'quill-delta';
import type { Op, Ops } from '../text/delta.ts';
import { toView } from '../text/border.ts';
import { isNote, kTable, standsAlone } from '../text/embeds.ts';
import type { Table } from '../text/embeds.ts';
import { addressFromTyping, linkAddresses, safeAddress } from '../text/safe-link.ts';
import { marksIn } from '../text/template-marks.ts';
import { copiedHtml, copiedWords } from './copied-html.ts';
import { deleteRange } from './delete-range.ts';
import { clean, inert } from './pasted-html.ts';
import { fitLines, formatsOf } from './pasted-lines.ts';
import type { Target } from './pasted-lines.ts';
import { numbersToWords } from './pasted-numbers.ts';
import { collapseSpaces } from './pasted-spaces.ts';
import { dropHidden, wordLists, wordSpaces } from './pasted-word.ts';
import { kNoteAttribute, pastedNote } from './notes/copied-note.ts';
import { pastedTable } from './tables/pasted-table.ts';
import type { PastedTable } from './tables/pasted-table.ts';
import { tableToText } from './tables/table-text.ts';

export interface PasteReport {
  /** Pictures were left out. */
  readonly pictures: number;
  /** Other files were left out. */
  readonly files: number;
  /** A table's merged cells were parted. */
  readonly flattened: boolean;
}

interface Source {
  readonly text?: string;
  readonly html?: string;
}

/** Pasting keeps structure (headings, lists, emphasis, links) and drops the rest; nothing pasted is ever live. */
export class CleanClipboard extends Clipboard {
  onReport: (report: PasteReport) => void = () => undefined;
  /** The cells of the last table that was converted. */
  lines: PastedTable['lines'] = [];
  /** What became of the cells of a table that is being read. */
  readonly #cells = new WeakMap<Node, Delta>();

  constructor(quill: Quill, options: Partial<Clipboard['options']>) {
    super(quill, options);
    // Quill's makes plain spaces of every other kind. Ours have collapsed already: see collapseSpaces.
    this.matchers = this.matchers.filter(([, matcher]) => matcher !== (matchText as unknown));
    this.matchers.unshift([Node.TEXT_NODE, (node, delta) => delta.insert((node as Text).data)]);
    this.addMatcher('hr', () => new Delta().insert({ divider: true }));
    this.addMatcher('td, th', (node, delta) => {
      this.#cells.set(node, delta);
      return delta;
    });
    this.addMatcher('caption', (node, delta) => (node.textContent?.trim() ? delta : new Delta()));
    this.addMatcher('table', (node) => this.#table(node as HTMLTableElement));
    this.addMatcher(`[${kNoteAttribute}]`, (node) => pastedNote(node as HTMLElement));
    for (const script of ['super', 'sub']) {
      this.addMatcher(`[style*="vertical-align: ${script};"]`, (_node, delta) => delta.compose(new Delta().retain(delta.length(), { script })));
    }
  }

  protected override convertHTML(html: string): Delta {
    return super.convertHTML(inert(html));
  }

  #table(element: HTMLTableElement): Delta {
    const pasted = pastedTable(element, (cell) => this.#cells.get(cell)?.ops ?? []);
    if (pasted?.flattened) this.onReport({ pictures: 0, files: 0, flattened: true });
    this.lines = pasted?.lines ?? [];
    return pasted ? new Delta().insert({ [kTable]: pasted.table }) : new Delta();
  }

  override normalizeHTML(document: Document): void {
    dropHidden(document);
    wordSpaces(document);
    wordLists(document);
    const pictures = clean(document);
    numbersToWords(document);
    super.normalizeHTML(document);
    collapseSpaces(document.body);
    if (pictures > 0) this.onReport({ pictures, files: 0, flattened: false });
  }

  /** The contents of `source`; a last line that is whole ends with its line end. */
  override convert({ html, text }: Source, formats: Record<string, unknown> = {}): Delta {
    if (html && !formats['code-block']) return new Delta(keepKnown(this.convertHTML(html)) as Op[]);
    const words = (text ?? '').replaceAll(/\r\n?/g, '\n');
    if (words === '') return new Delta();
    const { link, ...others } = formats;
    void link;
    const ops = formats['code-block'] || formats['code'] ? [{ insert: words }] : linkAddresses(words);
    const plain = new Delta();
    for (const op of ops) plain.insert(op.insert as string, { ...others, ...op.attributes });
    return plain.insert('\n', { ...formatsOf(formats, true) });
  }

  override onCopy(range: Range, isCut: boolean): { html: string; text: string } {
    void isCut;
    const { quill } = this;
    const { ops } = quill.getContents(range.index, range.length);
    const text = textWithTables(ops as Op[]);
    const [first, offset] = quill.getLine(range.index) as [Block | null, number];
    const isWholeLine = offset === 0 && range.length === (first?.length() ?? 0) - 1;
    const hasEnds = ops.some(({ insert }) => typeof insert !== 'string' || insert.includes('\n'));
    if (!hasEnds && !(isWholeLine && Object.keys(lineFormats(first)).length > 0)) return { html: copiedWords(ops as Op[]), text };
    const [last, inLast] = quill.getLine(range.index + range.length) as [Block | null, number];
    // Before the first word of a line, nothing of that line is selected; an empty one is selected by standing in it.
    const isWhole = inLast === 0 && (last?.length() ?? 0) > 1;
    const lines = isWhole ? ops : [...ops, { insert: '\n', attributes: lineFormats(last) }];
    return { html: copiedHtml(lines as Op[], isWhole), text };
  }

  override onCaptureCopy(event: ClipboardEvent, isCut = false): void {
    const range = this.quill.getSelection();
    const mayCut = isCut && this.quill.isEnabled() && !event.defaultPrevented;
    super.onCaptureCopy(event, false); // Quill's way to cut may give the line that is left another line's format
    if (!mayCut || !range) return;
    this.quill.history.cutoff();
    deleteRange(this.quill, range);
  }

  override onCapturePaste(event: ClipboardEvent): void {
    if (event.defaultPrevented || !this.quill.isEnabled()) return;
    event.preventDefault();
    const range = this.quill.getSelection(true);
    if (range && event.clipboardData) this.take(range, event.clipboardData);
  }

  /** Puts what was pasted or dropped in place of `range`; a word about files that papers cannot hold. */
  take(range: Range, data: DataTransfer): void {
    const html = data.getData('text/html');
    const text = data.getData('text/plain') || data.getData('text/uri-list').replaceAll(/^#.*\r?\n?/gm, '').trim();
    // Spreadsheets send a picture of the cells along with them.
    if (html || text) return this.onPaste(range, { html, text });
    const files = [...data.files];
    const pictures = files.filter(({ type }) => type.startsWith('image/')).length;
    if (files.length > 0) this.onReport({ pictures, files: files.length - pictures, flattened: false });
  }

  override onPaste(range: Range, source: Source): void {
    const { quill } = this;
    const formats = quill.getFormat(range.index, Math.min(1, range.length)) as Record<string, unknown>;
    quill.history.cutoff(); // one undo brings all of it back
    const address = this.#addressFor(range, source, formats);
    if (address) {
      quill.formatText(range.index, range.length, 'link', address, 'user');
      quill.setSelection(range.index + range.length, 0, 'silent');
    } else {
      this.insert(range, this.convert(source, formats).ops as Ops);
    }
    quill.history.cutoff();
  }

  /** An address pasted over words makes them a link; over another address, or in code, it takes their place. */
  #addressFor(range: Range, { text }: Source, formats: Record<string, unknown>): string | null {
    const given = (text ?? '').trim();
    if (range.length === 0 || formats['code-block'] || formats['code'] || /\s/.test(given) || given.startsWith('#')) return null;
    const words = this.quill.getText(range.index, range.length);
    if (words.includes('\n') || addressFromTyping(words) !== null) return null;
    return safeAddress(given);
  }

  /** Puts `ops` in place of `range`, as lines among lines, and the caret behind them. */
  insert(range: Range, ops: Ops): void {
    const { quill } = this;
    const { insert, end } = fitLines(ops, this.#target(range));
    if (insert.length() === 0) return;
    const change = new Delta().retain(range.index).concat(insert).delete(range.length);
    if (quill.updateContents(change.concat(end), 'user').length() === 0) return;
    quill.setSelection(range.index + insert.length(), 0, 'silent');
    quill.scrollSelectionIntoView();
  }

  #target(range: Range): Target {
    const [first, offset] = this.quill.getLine(range.index) as [Block | null, number];
    const [last, inLast] = this.quill.getLine(range.index + range.length) as [Block | null, number];
    const toEnd = Math.max(0, (last?.length() ?? 1) - 1 - inLast);
    return {
      formats: lineFormats(first),
      endFormats: lineFormats(last),
      marks: lineMarks(first),
      endMarks: lineMarks(last),
      isOneLine: first === last,
      hasBefore: offset > 0,
      hasBehind: toEnd > 0,
      toEnd,
      isDivider: last !== null && !('children' in last),
    };
  }
}

function lineFormats(line: Block | null): Record<string, unknown> {
  return line && 'children' in line ? { ...formatsOf(line.formats() as Record<string, unknown>, true) } : {};
}

function lineMarks(line: Block | null): Record<string, unknown> {
  return line && 'children' in line ? { ...marksIn(line.formats() as Record<string, unknown>) } : {};
}

function keepKnown(delta: Delta): Ops {
  const known = delta.ops.filter(({ insert }) => typeof insert === 'string' || standsAlone(insert) || isNote(insert));
  return toView(known.map((op) => (typeof op.insert === 'string' ? op : { insert: op.insert as Record<string, unknown> })));
}

/** The words of a copy; a table is lines with tabs. */
function textWithTables(ops: Ops): string {
  return ops.map(({ insert }) => (typeof insert === 'string' ? insert : insert && kTable in insert ? `${tableToText(insert[kTable] as Table)}\n` : '')).join('');
}
