import { kMaxIndent } from './indents.ts';
import { kStart, startIn } from './item-number.ts';
import { kQuote, quotesIn } from './quotes.ts';

/** What the count looks at in a line. */
export interface CountedLine {
  readonly list: 'ordered' | 'other' | null;
  readonly indent: number;
  readonly quotes: number;
  /** The number that it says. */
  readonly start: number | null;
}

export function countedLine(formats: Readonly<Record<string, unknown>>): CountedLine {
  const said = startIn(formats[kStart]);
  const list = formats['list'] === 'ordered' ? 'ordered' : formats['list'] ? 'other' : null;
  return { list, indent: Number(formats['indent'] ?? 0), quotes: quotesIn(formats[kQuote]), start: said === undefined ? null : Number(said) };
}

/**
 * The numbers of the items of a paper, line after line, as the server counts them (protocol/markup/list_numbers.hpp): each level by
 * itself; an item begins the levels under it anew; a count ends with the quotation around its list.
 */
export class ListNumbers {
  readonly #levels = Array.from({ length: kMaxIndent + 1 }, () => ({ count: 0, quotes: 0 }));

  /** The number of the next line; 0 if it has none. */
  next({ list, indent, quotes, start }: CountedLine): number {
    if (list === null && indent === 0) return this.#endFrom(0);
    for (const level of this.#levels) if (level.quotes > quotes) level.count = 0;
    const own = this.#levels[indent];
    if (list === null || !own) return 0;
    this.#endFrom(indent + 1);
    const count = own.quotes === quotes ? own.count : 0;
    own.quotes = quotes;
    own.count = list === 'ordered' ? (start ?? count + 1) : count;
    return list === 'ordered' ? own.count : 0;
  }

  #endFrom(level: number): 0 {
    for (const each of this.#levels.slice(level)) each.count = 0;
    return 0;
  }
}
