import { Parchment } from 'quill/core.js';
import Block from 'quill/blots/block.js';
import type Scroll from 'quill/blots/scroll.js';
import type { Ops } from '../text/delta.ts';
import { wordsOf } from './soft-break.ts';

const { Scope } = Parchment;

type Attributes = Readonly<Record<string, unknown>>;

/** A line whose words have no formats. */
export interface PlainLine {
  readonly text: string;
  readonly formats: Attributes;
}

/** What is inserted: whole lines, and words behind the last of them. */
export interface PlainContents {
  readonly lines: readonly PlainLine[];
  readonly rest: string;
}

/** Null if words in `ops` have formats, or a line has formats that it cannot have. */
export function plainContents(scroll: Scroll, ops: Ops): PlainContents | null {
  const lines: PlainLine[] = [];
  let open = '';
  for (const { insert, attributes } of ops) {
    if (typeof insert !== 'string' || !areOfLines(scroll, attributes)) return null;
    const isFormatted = Object.keys(attributes ?? {}).length > 0;
    const parts = insert.split('\n');
    const rest = parts.pop() ?? '';
    for (const part of parts) {
      const text = open + part;
      open = '';
      // Formats of lines on words: somebody's foreign content, which the longer way knows how to take.
      if (isFormatted && part !== '') return null;
      lines.push({ text, formats: attributes ?? {} });
    }
    if (isFormatted && rest !== '') return null;
    open += rest;
  }
  return { lines, rest: open };
}

/** A block as the editor would leave it. */
export function blockOf(scroll: Scroll, { text, formats }: PlainLine): Block {
  const kind = kindIn(scroll, formats);
  const block = scroll.create(kind ?? Block.blotName, kind && formats[kind]) as Block;
  for (const part of text === '' ? [scroll.create('break')] : wordsOf(scroll, text)) block.appendChild(part);
  for (const [name, value] of Object.entries(formats)) if (name !== kind) block.format(name, value);
  return block;
}

/** Which of `formats` says what kind of block a line is. */
function kindIn(scroll: Scroll, formats: Attributes): string | undefined {
  return Object.keys(formats).find((name) => isKind(scroll, name));
}

function isKind(scroll: Scroll, name: string): boolean {
  return scroll.query(name, Scope.BLOCK & Scope.BLOT) !== null;
}

function areOfLines(scroll: Scroll, formats: Attributes | undefined): boolean {
  const names = Object.keys(formats ?? {});
  return names.every((name) => scroll.query(name, Scope.BLOCK) !== null) && names.filter((name) => isKind(scroll, name)).length < 2;
}
