import Delta, { AttributeMap } from 'quill-delta';
import type { Op, Ops } from '../text/delta.ts';
import { standsAlone } from '../text/embeds.ts';
import { kStart } from '../text/item-number.ts';
import { noneOf, withoutMarks } from '../text/template-marks.ts';

type Formats = Readonly<Record<string, unknown>>;

/** The line that something is pasted into. */
export interface Target {
  readonly formats: Formats;
  /** Those of its end: of another line, if several were selected. */
  readonly endFormats: Formats;
  /** What a template says of it, and of the line of the end, and the number that an item says: it stays with its line. */
  readonly marks: Formats;
  readonly endMarks: Formats;
  /** Whether words stand in it before and behind the place. */
  readonly hasBefore: boolean;
  readonly hasBehind: boolean;
  /** How far its end is behind the place. */
  readonly toEnd: number;
  /** Nothing was selected, or words of one line. */
  readonly isOneLine: boolean;
  /** The place is before a divider or a table, which has no words of its own. */
  readonly isDivider: boolean;
}

interface Line {
  readonly ops: Op[];
  /** The formats of its end; null if it has none: a divider, a table, or words that are not a whole line. */
  readonly formats: Formats | null;
}

const kOfLines = new Set(['header', 'list', kStart, 'indent', 'blockquote', 'code-block', 'align']);

/** The formats among `formats` that belong to lines (or to words, if not `ofLines`). */
export function formatsOf(formats: Formats | undefined, ofLines: boolean): Formats {
  return Object.fromEntries(Object.entries(withoutMarks(formats)).filter(([name]) => kOfLines.has(name) === ofLines));
}

function linesOf(ops: Ops): Line[] {
  const lines: Line[] = [];
  let words: Op[] = [];
  for (const { insert, attributes } of ops) {
    if (typeof insert !== 'string') {
      if (standsAlone(insert)) {
        if (words.length > 0) lines.push({ ops: words, formats: {} });
        lines.push({ ops: [{ insert }], formats: null });
        words = [];
      } else if (insert) {
        words.push({ insert, ...(attributes ? { attributes } : {}) });
      }
      continue;
    }
    insert.split('\n').forEach((part, at) => {
      if (at > 0) {
        lines.push({ ops: words, formats: formatsOf(attributes, true) });
        words = [];
      }
      if (part !== '') words.push({ insert: part, attributes: { ...formatsOf(attributes, false) } });
    });
  }
  if (words.length > 0) lines.push({ ops: words, formats: null });
  return lines;
}

const isDivider = (line: Line | undefined): boolean => standsAlone(line?.ops[0]?.insert);
const isEmpty = (formats: Formats): boolean => Object.keys(formats).length === 0;

/** A delta of insertions, in which plain words are joined before it sees them: it compares and copies each component. */
class Joined {
  readonly #delta = new Delta();
  #plain = '';

  push(insert: NonNullable<Op['insert']>, attributes: Formats): void {
    if (typeof insert === 'string' && isEmpty(attributes)) {
      this.#plain += insert;
      return;
    }
    this.delta().insert(insert, { ...attributes });
  }

  delta(): Delta {
    if (this.#plain) this.#delta.insert(this.#plain);
    this.#plain = '';
    return this.#delta;
  }
}

/**
 * What is to be inserted, and what becomes of the end of the line behind it. The first line joins the words before it,
 * which stay what they are (a heading, a list item); the others keep what they were where they came from; the last one
 * joins the words behind it, or gives the line its format if there are none.
 */
export function fitLines(pasted: Ops, target: Target): { readonly insert: Delta; readonly end: Delta } {
  const lines = linesOf(pasted);
  const whole = new Joined();
  const last = lines.at(-1);
  if (!last) return { insert: new Delta(), end: new Delta() };
  const ownEnd = last.formats ?? {};
  const joins = !target.isDivider && !isDivider(last) && (lines.length === 1 || isEmpty(ownEnd) || !target.hasBehind);
  const first = { ...target.formats, ...target.marks };
  const breaks = target.hasBefore && (isDivider(lines[0]) || lines.length > 1 || !joins);
  if (isDivider(lines[0]) && target.hasBefore) whole.push('\n', first);
  lines.forEach((line, at) => {
    for (const { insert, attributes } of line.ops) if (insert !== undefined) whole.push(insert, attributes ?? {});
    if (isDivider(line) || (line === last && joins)) return;
    const own = line.formats ?? {};
    const keeps = at === 0 && (target.hasBefore || isEmpty(own));
    whole.push('\n', !keeps ? own : at === 0 && target.hasBefore ? first : target.formats);
  });
  const change = { ...(joins ? endOf(lines.length, last.formats, target) : {}), ...marksOfEnd(breaks, lines.length === 1, target) };
  return { insert: whole.delta(), end: Object.keys(change).length > 0 ? new Delta().retain(target.toEnd).retain(1, change) : new Delta() };
}

/** What of the marks of the line's end changes: they stay with the first line, which may end with a pasted end now. */
function marksOfEnd(breaks: boolean, isOne: boolean, { marks, endMarks, isOneLine }: Target): Formats {
  if (breaks) return isOneLine ? noneOf(endMarks) : {};
  return isOne && !isOneLine ? (AttributeMap.diff({ ...endMarks }, { ...marks }) ?? {}) : {};
}

/** The change of the end of the line, which the last of `count` pasted lines has joined. */
function endOf(count: number, own: Formats | null, target: Target): Formats {
  const isInline = count === 1 && (target.hasBefore || target.hasBehind || own === null || isEmpty(own));
  const wanted = isInline ? target.formats : target.hasBehind ? target.endFormats : (own ?? target.formats);
  return AttributeMap.diff({ ...target.endFormats }, { ...wanted }) ?? {};
}
