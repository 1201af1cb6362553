import type { Ops } from '../text/delta.ts';

type Attributes = Readonly<Record<string, unknown>>;

const kTags: readonly (readonly [format: string, tag: (value: unknown) => string])[] = [
  ['code', () => 'code'],
  ['script', (value) => (value === 'sub' ? 'sub' : 'sup')],
  ['strike', () => 's'],
  ['underline', () => 'u'],
  ['italic', () => 'em'],
  ['bold', () => 'strong'],
];

export const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\u00a0', '&nbsp;');

/** The HTML of words with one format. */
export function wordsToHtml(text: string, attributes: Attributes): string {
  let html = escaped(text);
  for (const [format, tag] of kTags) if (attributes[format]) html = `<${tag(attributes[format])}>${html}</${tag(attributes[format])}>`;
  const address = attributes['link'];
  return typeof address === 'string' ? `<a href="${escaped(address)}">${html}</a>` : html;
}

/** The HTML of the lines of a cell. */
export function linesToHtml(content: Ops): string {
  const words = content.map(({ insert, attributes = {} }) => (typeof insert === 'string' ? insert.split('\n').map((line) => (line ? wordsToHtml(line, attributes) : '')).join('<br>') : ''));
  return words.join('');
}
