import type { Ops } from '../text/delta.ts';
import { kNote, kTable } from '../text/embeds.ts';
import type { Note, Table } from '../text/embeds.ts';
import { kQuote, quotesIn } from '../text/quotes.ts';
import { noteToHtml } from './notes/copied-note.ts';
import { tableToHtml } from './tables/table-text.ts';
import { escaped, pictureToHtml, wordsToHtml } from './words-html.ts';

type Attributes = Readonly<Record<string, unknown>>;

interface Line {
  readonly words: string;
  readonly plain: string;
  readonly formats: Attributes;
  /** The selection ends in this line, before its end. */
  readonly isOpen: boolean;
}

/** What stands between lines: its HTML. */
interface Part {
  readonly html: string;
}

const isPart = (line: Line | Part | undefined): line is Part => line !== undefined && 'html' in line;

function linesOf(ops: Ops, isWhole: boolean, home: string): (Line | Part)[] {
  const lines: (Line | Part)[] = [];
  let [words, plain] = ['', ''];
  for (const op of ops) {
    const { insert, attributes = {} } = op;
    if (typeof insert !== 'string') {
      if (insert && 'divider' in insert) lines.push({ html: '<hr>' });
      else if (insert && kTable in insert) lines.push({ html: tableToHtml(insert[kTable] as Table, home) });
      else if (insert && kNote in insert) words += noteToHtml(insert[kNote] as Note, home);
      else words += pictureToHtml(op, home);
      continue;
    }
    insert.split('\n').forEach((part, at) => {
      if (at > 0) {
        lines.push({ words, plain, formats: attributes, isOpen: false });
        [words, plain] = ['', ''];
      }
      if (part !== '') [words, plain] = [words + wordsToHtml(part, attributes), plain + part];
    });
  }
  // The end that was not selected stands behind the selection, only to say what kind of line its words are in.
  const last = lines.pop();
  if (last && !isPart(last)) lines.push({ ...last, isOpen: !isWhole });
  else if (last) lines.push(last);
  return lines;
}

/** Elements around a line that others may be in, too: quotations and lists. */
type Chain = readonly ('blockquote' | 'ol' | 'ul')[];

/** The item that a line may belong to, or that lines behind it may. */
interface Holder {
  readonly indent: number;
  readonly quotes: number;
  readonly chain: Chain;
}

const kPart: Chain = [];

const repeated = <T>(each: T, times: number): T[] => Array.from({ length: Math.max(0, times) }, () => each);

/**
 * What each line stands in. The quotations that a line shares with the item it belongs to are around the list, further ones are
 * inside of that item. Lines that are no items stand in their quotations alone: a class says how far in they are.
 */
function chainsOf(lines: readonly (Line | Part)[]): readonly Chain[] {
  const open: Holder[] = [];
  return lines.map((line) => {
    if (isPart(line)) {
      open.length = 0;
      return kPart;
    }
    const { list, indent: given = 0, blockquote } = line.formats;
    const [indent, quotes] = [Number(given), quotesIn(blockquote)];
    if (!list) {
      if (indent === 0) open.length = 0;
      return repeated('blockquote', quotes);
    }
    while (open.length > 0 && ((open.at(-1)?.indent ?? 0) >= indent || (open.at(-1)?.quotes ?? 0) > quotes)) open.pop();
    const holder = open.at(-1) ?? { indent: -1, quotes: 0, chain: [] };
    const tag = list === 'ordered' ? 'ol' : 'ul';
    const chain = [...holder.chain, ...repeated('blockquote' as const, quotes - holder.quotes), ...repeated(tag, indent - holder.indent)] as Chain;
    open.push({ indent, quotes, chain });
    return chain;
  });
}

function inChain(chain: Chain, html: string): string {
  return `${chain.map((tag) => `<${tag}>`).join('')}${html}${chain.toReversed().map((tag) => `</${tag}>`).join('')}`;
}

function lineToHtml({ words, formats }: Line, chain: Chain): string {
  const { align, indent, header } = formats;
  const tag = header ? `h${String(header)}` : 'p';
  const style = typeof align === 'string' ? ` style="text-align: ${align}"` : '';
  const place = typeof indent === 'number' ? ` class="ql-indent-${indent}"` : '';
  return inChain(chain, `<${tag}${place}${style}>${words}</${tag}>`);
}

/** An item under as many lists as it is far in, in the shape that browsers and word processors share. */
function itemToHtml({ words, formats }: Line, chain: Chain): string {
  const { list, align, start } = formats;
  const style = typeof align === 'string' ? ` style="text-align: ${align}"` : '';
  const html = inChain(chain, `<li data-list="${String(list)}"${style}>${words}</li>`);
  return list === 'ordered' && typeof start === 'string' ? html.replace(/<ol>(?=<li)/, `<ol start="${start}">`) : html;
}

/** How many quotations a line of code is in; null if it is none. */
function quotesOfCode(line: Line | Part | undefined): number | null {
  return line && !isPart(line) && line.formats['code-block'] ? quotesIn(line.formats[kQuote]) : null;
}

function codeToHtml(line: Line, before: Line | Part | undefined, after: Line | Part | undefined): string {
  const quotes = quotesIn(line.formats[kQuote]);
  const goesOn = (beside: Line | Part | undefined): boolean => quotesOfCode(beside) === quotes;
  const opened = goesOn(before) ? '' : `${'<blockquote>'.repeat(quotes)}<pre>\n`;
  return `${opened}${escaped(line.plain)}\n${goesOn(after) ? '' : `</pre>${'</blockquote>'.repeat(quotes)}`}`;
}

/**
 * The HTML of a selection. `ops` reach to the end of its last line, `isWhole` tells that the end was selected too.
 * Spaces are as they are in the paper: a style says that several in a row are meant. The paper's pictures are at `home`.
 */
export function copiedHtml(ops: Ops, isWhole: boolean, home: string): string {
  const lines = linesOf(ops, isWhole, home);
  const chains = chainsOf(lines);
  const parts = lines.map((line, at) => {
    if (isPart(line)) return line.html;
    if (quotesOfCode(line) !== null) return codeToHtml(line, lines[at - 1], lines[at + 1]);
    const chain = chains[at] ?? [];
    return line.formats['list'] ? itemToHtml(line, chain) : lineToHtml(line, chain);
  });
  const html = joinLists(parts.join(''));
  const last = lines.at(-1);
  // An empty paragraph stands for the end of the last line; it is not seen.
  const end = last && !isPart(last) && !last.isOpen ? '<p></p>' : '';
  return `<div style="white-space: pre-wrap">${html}${end}</div>`;
}

/** The HTML of words inside one line. */
export function copiedWords(ops: Ops, home: string): string {
  const words = ops.map((op) => {
    const { insert, attributes = {} } = op;
    if (typeof insert === 'string') return wordsToHtml(insert, attributes);
    return insert && kNote in insert ? noteToHtml(insert[kNote] as Note, home) : pictureToHtml(op, home);
  });
  return `<span style="white-space: pre-wrap">${words.join('')}</span>`;
}

/** Neighbouring lists of one kind are one list, and quotations one: `</ul><ul>` goes as long as there is any. */
function joinLists(html: string): string {
  let before = html;
  for (;;) {
    const after = before.replaceAll(/<\/(ol|ul|blockquote)><\1>/g, '');
    if (after === before) return after;
    before = after;
  }
}
