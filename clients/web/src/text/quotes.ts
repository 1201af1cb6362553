/** The line attribute `blockquote`: true for one level of quotation, a number for several. */
export const kQuote = 'blockquote';
/** What is deeper counts as this. */
export const kMostQuotes = 9;

/** How many quotations a line stands in, from the value of its attribute. */
export function quotesIn(value: unknown): number {
  if (!value) return 0;
  return typeof value === 'number' && Number.isInteger(value) && value > 1 ? Math.min(value, kMostQuotes) : 1;
}

/** The value for so many levels; undefined for none. One level is said as it was before there were more. */
export function quoteOf(levels: number): true | number | undefined {
  if (levels <= 0) return undefined;
  return levels === 1 ? true : Math.min(levels, kMostQuotes);
}
