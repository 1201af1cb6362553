import type { Op, Ops } from './delta.ts';
import { isFrozen } from './frozen.ts';
import { amountOfLine, amountOfTable, tableIn, textOfLine } from './measure.ts';
import type { Amount } from './measure.ts';
import { limitIn } from './template-marks.ts';
import { kEmbedSign } from './text-size.ts';

/**
 * How much is written in a paper, against the limits that its template sets. The server counts by the same rules
 * (protocol/counting/count.hpp); tests/data/counting/cases.json holds both to them.
 */
export interface Count {
  readonly words: number;
  /** With one decimal, rounded up. */
  readonly pages: number;
  readonly parts: readonly Part[];
}

/** The section of a heading that is required or has a limit. */
export interface Part {
  readonly title: string;
  readonly words: number;
  readonly wordsMax: number | null;
  readonly required: boolean;
  readonly missing: boolean;
  readonly over: boolean;
  /** The place of its heading among the lines. */
  readonly line: number;
}

/** A line that was looked at. */
export interface PaperLine {
  readonly amount: Amount;
  /** What it says of its section, if it is a heading. */
  readonly heading: HeadingMarks | null;
}

interface HeadingMarks {
  readonly title: string;
  readonly level: number;
  readonly required: boolean;
  readonly wordsMax: number | null;
}

interface OpenPart extends Pick<HeadingMarks, 'title' | 'required' | 'wordsMax'> {
  readonly level: number;
  readonly line: number;
  words: number;
  isWritten: boolean;
}

const kPageLines = 46;
/** Room above and below a heading. */
const kHeadingLines = 2;

export function countPaper(content: Ops): Count {
  return countLines(linesOf(content));
}

export function countLines(lines: readonly PaperLine[]): Count {
  const parts: OpenPart[] = [];
  let open: OpenPart[] = [];
  let words = 0;
  let halfLines = 0;
  lines.forEach(({ amount, heading }, line) => {
    if (heading) open = open.filter(({ level }) => level < heading.level);
    words += amount.words;
    halfLines += 2 * amount.lines + 1 + (heading ? 2 * kHeadingLines : 0);
    for (const part of open) {
      part.words += amount.words;
      part.isWritten ||= amount.words > 0 || amount.hasPictures;
    }
    if (!heading || (!heading.required && heading.wordsMax === null)) return;
    const part = { ...heading, line, words: 0, isWritten: false };
    parts.push(part);
    open.push(part);
  });
  return { words, pages: Math.ceil((10 * halfLines) / (2 * kPageLines)) / 10, parts: parts.map(partOf) };
}

function partOf({ title, words, wordsMax, required, isWritten, line }: OpenPart): Part {
  return { title, words, wordsMax, required, missing: required && !isWritten, over: wordsMax !== null && words > wordsMax, line };
}

/** Looks at each line of a content. A table and a divider are lines of their own. */
export function linesOf(content: Ops): readonly PaperLine[] {
  const lines: PaperLine[] = [];
  let line: Op[] = [];
  const end = (attributes?: Op['attributes']): void => {
    lines.push(lineOf(line, attributes));
    line = [];
  };
  for (const op of content) {
    const { insert, attributes } = op;
    if (typeof insert === 'string') {
      insert.split('\n').forEach((part, at) => {
        if (at > 0) end(attributes);
        if (part !== '') line.push({ insert: part });
      });
      continue;
    }
    const table = tableIn(insert);
    const standsAlone = table !== null || (insert !== undefined && 'divider' in insert);
    if (!standsAlone) line.push(op);
    else if (line.length > 0) end();
    if (table) lines.push({ amount: amountOfTable(table), heading: null });
    else if (standsAlone) end();
  }
  if (line.length > 0) end();
  return lines;
}

/** Frozen lines are room and no words. */
function lineOf(ops: Ops, attributes: Op['attributes']): PaperLine {
  const { words, lines, hasPictures } = amountOfLine(ops);
  const amount = isFrozen(attributes) ? { words: 0, lines, hasPictures: false } : { words, lines, hasPictures };
  const level = limitIn(attributes?.['header']);
  if (level === undefined) return { amount, heading: null };
  const title = textOfLine(ops).replaceAll(kEmbedSign, '').split(/\p{White_Space}+/u).filter(Boolean).join(' ');
  return { amount, heading: { title, level: Math.min(level, 6), required: attributes?.['required'] === true, wordsMax: limitIn(attributes?.['words-max']) ?? null } };
}
