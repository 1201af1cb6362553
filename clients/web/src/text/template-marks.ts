/**
 * What a template says of a line, as attributes of the line's end: that it belongs to the template, what to write in it, and
 * of a heading that its section must have words, and how many at most. A table has `frozen` itself.
 */
export const kMarks = ['frozen', 'prompt', 'required', 'words-max'] as const;
export type Mark = (typeof kMarks)[number];

export type Formats = Readonly<Record<string, unknown>>;

const kNames: ReadonlySet<string> = new Set(kMarks);

export function isMark(name: string): boolean {
  return kNames.has(name);
}

/** The marks among `formats`. */
export function marksIn(formats: Formats | undefined): Formats {
  return Object.fromEntries(Object.entries(formats ?? {}).filter(([name]) => isMark(name)));
}

/** `formats` without the marks. */
export function withoutMarks(formats: Formats | undefined): Formats {
  return Object.fromEntries(Object.entries(formats ?? {}).filter(([name]) => !isMark(name)));
}

/** What takes the given formats away. */
export function noneOf(formats: Formats): Record<string, null> {
  return Object.fromEntries(Object.keys(formats).map((name) => [name, null]));
}

/** A limit of words, as far as it is one. */
export function limitIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
