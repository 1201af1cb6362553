/** A line break inside of a paragraph, heading or item: a character like any other to the document. */
export const kSoftBreak = '\u2028';

/** `text` with a space for each break, for places that show one line. */
export function withoutBreaks(text: string): string {
  return text.replaceAll(kSoftBreak, ' ');
}
