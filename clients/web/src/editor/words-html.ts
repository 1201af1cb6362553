import type { Op, Ops } from '../text/delta.ts';
import { pictureOf } from '../text/pictures.ts';
import { kSoftBreak } from '../text/soft-break.ts';

/** Where a copied break says that it is one, for papers of ours: without it, a `br` may as well be the end of a line. */
export const kBreakAttribute = 'data-soft';

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
  let html = escaped(text).replaceAll(kSoftBreak, `<br ${kBreakAttribute}="">`);
  for (const [format, tag] of kTags) if (attributes[format]) html = `<${tag(attributes[format])}>${html}</${tag(attributes[format])}>`;
  const address = attributes['link'];
  return typeof address === 'string' ? `<a href="${escaped(address)}">${html}</a>` : html;
}

/** The HTML of the lines of a cell. The paper's pictures are at `home`. */
export function linesToHtml(content: Ops, home: string): string {
  const words = content.map((op) => {
    const { insert, attributes = {} } = op;
    if (typeof insert !== 'string') return pictureToHtml(op, home);
    return insert.split('\n').map((line) => (line ? wordsToHtml(line, attributes) : '')).join('<br>');
  });
  return words.join('');
}

/** A picture in what was copied; nothing if it is none. */
export function pictureToHtml(op: Op, home: string): string {
  const picture = pictureOf(op);
  if (!picture) return '';
  const { hash, alt, width, height } = picture;
  const address = new URL(`${home}/${hash}`, location.href).href;
  const given = [alt === null ? '' : ` alt="${escaped(alt)}"`, width === null ? '' : ` width="${width}"`, height === null ? '' : ` height="${height}"`];
  return `<img src="${escaped(address)}"${given.join('')}>`;
}
