import type { Ops } from '../text/delta.ts';
import { kNote, kTable } from '../text/embeds.ts';
import type { Note, Table } from '../text/embeds.ts';
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

function lineToHtml({ words, formats }: Line): string {
  const { align, indent, header, blockquote } = formats;
  const tag = header ? `h${String(header)}` : blockquote ? 'blockquote' : 'p';
  const style = typeof align === 'string' ? ` style="text-align: ${align}"` : '';
  const place = typeof indent === 'number' ? ` class="ql-indent-${indent}"` : '';
  return `<${tag}${place}${style}>${words}</${tag}>`;
}

/** An item under as many lists as it is far in, in the shape that browsers and word processors share. */
function itemToHtml({ words, formats }: Line): string {
  const { list, indent = 0, align, start } = formats;
  const tag = list === 'ordered' ? 'ol' : 'ul';
  const depth = Number(indent) + 1;
  const style = typeof align === 'string' ? ` style="text-align: ${align}"` : '';
  const first = list === 'ordered' && typeof start === 'string' ? `<ol start="${start}">` : `<${tag}>`;
  return `${`<${tag}>`.repeat(depth - 1)}${first}<li data-list="${String(list)}"${style}>${words}</li>${`</${tag}>`.repeat(depth)}`;
}

/**
 * The HTML of a selection. `ops` reach to the end of its last line, `isWhole` tells that the end was selected too.
 * Spaces are as they are in the paper: a style says that several in a row are meant. The paper's pictures are at `home`.
 */
export function copiedHtml(ops: Ops, isWhole: boolean, home: string): string {
  const lines = linesOf(ops, isWhole, home);
  const parts = lines.map((line, at) => {
    if (isPart(line)) return line.html;
    if (line.formats['code-block']) {
      const before = lines[at - 1];
      const after = lines[at + 1];
      const begins = before === undefined || isPart(before) || !before.formats['code-block'];
      const ends = after === undefined || isPart(after) || !after.formats['code-block'];
      return `${begins ? '<pre>\n' : ''}${escaped(line.plain)}\n${ends ? '</pre>' : ''}`;
    }
    return line.formats['list'] ? itemToHtml(line) : lineToHtml(line);
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

/** Neighbouring lists of one kind are one list: `</ul><ul>` goes as long as there is any. */
function joinLists(html: string): string {
  let before = html;
  for (;;) {
    const after = before.replaceAll(/<\/(ol|ul)><\1>/g, '');
    if (after === before) return after;
    before = after;
  }
}
