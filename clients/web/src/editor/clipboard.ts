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
import { hashIn, kPictureFormats } from '../text/pictures.ts';
import { kMaxIndent } from '../text/indents.ts';
import { kStart, startOf } from '../text/item-number.ts';
import { kSoftBreak } from '../text/soft-break.ts';
import { addressFromTyping, linkAddresses, safeAddress } from '../text/safe-link.ts';
import { marksIn } from '../text/template-marks.ts';
import { copiedHtml, copiedWords } from './copied-html.ts';
import { deleteRange } from './delete-range.ts';
import { clean, inert } from './pasted-html.ts';
import { pastedBreak } from './pasted-breaks.ts';
import { fitLines, formatsOf } from './pasted-lines.ts';
import type { Target } from './pasted-lines.ts';
import { keepNumbers, withNumber } from './pasted-numbers.ts';
import { pastedQuote, withOwnLine } from './pasted-quotes.ts';
import { collapseSpaces } from './pasted-spaces.ts';
import { dropHidden, wordLists, wordSpaces } from './pasted-word.ts';
import { kNoteAttribute, pastedNote } from './notes/copied-note.ts';
import { isPictures, sorted } from './pictures/brought-files.ts';
import type { Source as PictureSource } from './pictures/contract.ts';
import { canCome, isLater, pastedPicture, pictureToText, withoutLater } from './pictures/pasted-picture.ts';
import { picturesHome } from './pictures/picture-blot.ts';
import { pastedTable } from './tables/pasted-table.ts';
import { idsIn } from './tables/edits.ts';
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
  /** Pictures that have to be stored before they can stand in the text. */
  onPictures: (pictures: readonly (PictureSource & { readonly index: number })[]) => void = () => undefined;
  /** The cells of the last table that was converted. */
  lines: PastedTable['lines'] = [];
  /** What became of the cells of a table that is being read. */
  readonly #cells = new WeakMap<Node, Delta>();
  /** The pictures of what is being read, by the numbers that stand for them. */
  #later: PictureSource[] = [];

  constructor(quill: Quill, options: Partial<Clipboard['options']>) {
    super(quill, options);
    // Quill's makes plain spaces of every other kind. Ours have collapsed already: see collapseSpaces.
    this.matchers = this.matchers.filter(([, matcher]) => matcher !== (matchText as unknown));
    this.matchers.unshift([Node.TEXT_NODE, (node, delta) => delta.insert((node as Text).data)]);
    this.matchers = this.matchers.filter(([selector]) => selector !== 'br');
    this.addMatcher('br', (node) => new Delta().insert(pastedBreak(node as Element)));
    this.addMatcher('hr', () => new Delta().insert({ divider: true }));
    this.addMatcher('li', (node, delta) => withNumber(node as Element, withOwnLine(node as Element, delta)));
    this.addMatcher('blockquote', (node, delta) => pastedQuote(node as Element, delta));
    this.addMatcher('td, th', (node, delta) => {
      this.#cells.set(node, delta);
      return delta;
    });
    this.addMatcher('caption', (node, delta) => (node.textContent?.trim() ? delta : new Delta()));
    this.addMatcher('table', (node) => this.#table(node as HTMLTableElement));
    this.addMatcher('img', (node) => pastedPicture(node as HTMLElement, picturesHome(quill.scroll), (source) => this.#later.push(source) - 1));
    this.addMatcher(`[${kNoteAttribute}]`, (node) => pastedNote(node as HTMLElement, picturesHome(quill.scroll)));
    for (const script of ['super', 'sub']) {
      this.addMatcher(`[style*="vertical-align: ${script};"]`, (_node, delta) => delta.compose(new Delta().retain(delta.length(), { script })));
    }
  }

  protected override convertHTML(html: string): Delta {
    return super.convertHTML(inert(html));
  }

  #table(element: HTMLTableElement): Delta {
    const taken = idsIn(this.quill);
    const pasted = pastedTable(element, (cell) => this.#cells.get(cell)?.ops ?? [], (id) => taken.has(id));
    if (pasted?.flattened) this.onReport({ pictures: 0, files: 0, flattened: true });
    this.lines = pasted?.lines ?? [];
    const left = [...element.querySelectorAll('td, th')].flatMap((cell) => this.#cells.get(cell)?.ops ?? []).filter(({ insert }) => isLater(insert)).length;
    if (left > 0) this.onReport({ pictures: left, files: 0, flattened: false });
    return pasted ? new Delta().insert({ [kTable]: pasted.table }) : new Delta();
  }

  override normalizeHTML(document: Document): void {
    dropHidden(document);
    wordSpaces(document);
    wordLists(document);
    const pictures = clean(document, canCome);
    keepNumbers(document);
    super.normalizeHTML(document);
    collapseSpaces(document.body);
    if (pictures > 0) this.onReport({ pictures, files: 0, flattened: false });
  }

  /** The contents of `source`; a last line that is whole ends with its line end. */
  override convert({ html, text }: Source, formats: Record<string, unknown> = {}): Delta {
    this.#later = [];
    if (html && !formats['code-block']) return new Delta(keepKnown(this.convertHTML(html)) as Op[]);
    const words = (text ?? '').replaceAll(/\r\n?/g, '\n');
    if (words === '') return new Delta();
    const others = Object.fromEntries(Object.entries(formats).filter(([name]) => name !== 'link' && !Object.hasOwn(kPictureFormats, name)));
    const ops = formats['code-block'] || formats['code'] ? [{ insert: words }] : linkAddresses(words);
    const plain = new Delta();
    for (const op of ops) plain.insert(op.insert as string, { ...others, ...op.attributes });
    return plain.insert('\n', { ...formatsOf(formats, true) });
  }

  override onCopy(range: Range, isCut: boolean): { html: string; text: string } {
    void isCut;
    const { quill } = this;
    const { ops } = quill.getContents(range.index, range.length);
    const text = plainText(ops as Op[]);
    const home = picturesHome(quill.scroll) ?? '';
    const [first, offset] = quill.getLine(range.index) as [Block | null, number];
    const isWholeLine = offset === 0 && range.length === (first?.length() ?? 0) - 1;
    const hasEnds = ops.some(({ insert }) => typeof insert !== 'string' || insert.includes('\n'));
    if (!hasEnds && !(isWholeLine && Object.keys(lineFormats(first)).length > 0)) return { html: copiedWords(ops as Op[], home), text };
    const [last, inLast] = quill.getLine(range.index + range.length) as [Block | null, number];
    // Before the first word of a line, nothing of that line is selected; an empty one is selected by standing in it.
    const isWhole = inLast === 0 && (last?.length() ?? 0) > 1;
    const lines = isWhole ? ops : [...ops, { insert: '\n', attributes: lineFormats(last) }];
    return { html: copiedHtml(lines as Op[], isWhole, home), text };
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
    if (isPictures(data)) return this.takeFiles(range.index, data.files);
    const html = data.getData('text/html');
    const text = data.getData('text/plain') || data.getData('text/uri-list').replaceAll(/^#.*\r?\n?/gm, '').trim();
    if (html || text) return this.onPaste(range, { html, text });
    this.takeFiles(range.index, data.files);
  }

  /** Pictures go to where `index` is. */
  takeFiles(index: number, files: Iterable<File>): void {
    const { pictures, others } = sorted(files);
    if (pictures.length > 0) this.onPictures(pictures.map((from) => ({ from, name: from.name, alt: null, index })));
    if (others > 0) this.onReport({ pictures: 0, files: others, flattened: false });
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
    const sources = this.#later;
    this.#later = [];
    const fitted = fitLines(ops, this.#target(range));
    const { insert, later } = withoutLater(fitted.insert.ops);
    if (insert.length() > 0) this.#replace(range, insert, fitted.end);
    const pictures = later.flatMap(({ at, id }) => {
      const source = sources[id];
      return source ? [{ ...source, index: range.index + at }] : [];
    });
    if (pictures.length > 0) this.onPictures(pictures);
  }

  #replace(range: Range, insert: Delta, end: Delta): void {
    const { quill } = this;
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
      formats: withoutStart(lineFormats(first)),
      endFormats: withoutStart(lineFormats(last)),
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
  if (!line || !('children' in line)) return {};
  const formats = line.formats() as Record<string, unknown>;
  return { ...marksIn(formats), ...startOf(formats) };
}

function withoutStart(formats: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(formats).filter(([name]) => name !== kStart));
}

function keepKnown(delta: Delta): Ops {
  return delta.ops.flatMap((op) => {
    const { insert } = op;
    if (isLater(insert)) return [op];
    if (typeof insert === 'string' || hashIn(insert) !== null) return toView([notTooFarIn(op as Op)]);
    return standsAlone(insert) || isNote(insert) ? toView([{ insert: insert as Record<string, unknown> }]) : [];
  });
}

/** Lists may be deeper elsewhere. */
function notTooFarIn(op: Op): Op {
  const { indent } = op.attributes ?? {};
  return typeof indent === 'number' && indent > kMaxIndent ? { ...op, attributes: { ...op.attributes, indent: kMaxIndent } } : op;
}

/** The words of a copy; a table is lines with tabs. */
function plainText(ops: Ops): string {
  const words = ops.map((op) => {
    const { insert } = op;
    if (typeof insert === 'string') return insert.replaceAll(kSoftBreak, '\n');
    return insert && kTable in insert ? `${tableToText(insert[kTable] as Table)}\n` : pictureToText(op);
  });
  return words.join('');
}
