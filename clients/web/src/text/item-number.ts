/**
 * The attribute `start` of an item in a numbered list: the number that it has. The items behind it go on from there. It is digits,
 * as the sizes of pictures are: the editor takes a 0 for nothing.
 */
export const kStart = 'start';

/** Markdown reads nine digits. */
export function startIn(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? value : undefined;
}

/** It stays with one line: a line that is broken or pasted into leaves it to its first part. */
export function startOf(formats: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  const start = startIn(formats?.[kStart]);
  return start === undefined ? {} : { [kStart]: start };
}
