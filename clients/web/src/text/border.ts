import type { Op, Ops } from './delta.ts';
import { kNote, kTable } from './embeds.ts';
import { kMaxIndent } from './indents.ts';
import { startIn } from './item-number.ts';
import { hashIn, kImage, kPictureFormats } from './pictures.ts';
import { quoteOf, quotesIn } from './quotes.ts';
import { safeAddress } from './safe-link.ts';
import { limitIn } from './template-marks.ts';

/**
 * The border between a document, which may hold anything that anybody wrote, and the editor, which shows only what it
 * can show exactly. Lengths never change here, so positions are the same on both sides.
 */
type Attributes = Readonly<Record<string, unknown>>;

export const kUnknownEmbed = 'unknown';

const isTrue = (value: unknown): true | undefined => (value ? true : undefined);
const oneOf =
  <T>(...allowed: readonly T[]) =>
  (value: unknown): T | undefined =>
    allowed.find((each) => each === value);

const kFormats: Readonly<Record<string, (value: unknown) => unknown>> = {
  bold: isTrue,
  italic: isTrue,
  underline: isTrue,
  strike: isTrue,
  code: isTrue,
  script: oneOf('sub', 'super'),
  link: (value) => safeAddress(value) ?? undefined,
  header: oneOf(1, 2, 3, 4, 5, 6),
  list: oneOf('bullet', 'ordered', 'checked', 'unchecked'),
  start: startIn,
  indent: oneOf(...Array.from({ length: kMaxIndent }, (_, at) => at + 1)),
  blockquote: (value) => quoteOf(quotesIn(value)),
  'code-block': isTrue,
  align: oneOf('center', 'right', 'justify'),
  frozen: oneOf(true),
  prompt: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
  required: oneOf(true),
  'words-max': limitIn,
};

/** The formats that the editor knows, for its registry. */
export const kKnownFormats: readonly string[] = [...Object.keys(kFormats), 'divider', kTable, kNote, kImage, kUnknownEmbed];

/** With `pictures` false, for a place that shows none. */
export function toView(ops: Ops, pictures = true): Ops {
  return ops.map((op) => {
    const isPicture = pictures && (op.retain !== undefined || hashIn(op.insert) !== null);
    const attributes = attributesToView(op.attributes, isPicture);
    const insert = op.insert === undefined ? undefined : insertToView(op.insert, pictures);
    const shown: Op = { ...op };
    if (insert !== undefined) shown.insert = insert;
    if (attributes) shown.attributes = attributes;
    else delete shown.attributes;
    return shown;
  });
}

/** Turns the editor's delta into the server's. An embed that the editor could not show goes out as it came in. */
export function toDocument(ops: Ops): Ops {
  return ops.map((op) => {
    if (typeof op.insert !== 'object') return op;
    const hidden = op.insert[kUnknownEmbed];
    if (typeof hidden !== 'string') return op;
    return { ...op, insert: JSON.parse(hidden) as Record<string, unknown> };
  });
}

function insertToView(insert: string | Record<string, unknown>, pictures: boolean): string | Record<string, unknown> {
  // Quill would drop carriage returns and so shift every later position.
  if (typeof insert === 'string') return insert.replaceAll('\r', '\u00a0');
  if ('divider' in insert) return { divider: true };
  if (isContainer(insert)) return insert; // with all that is in it; what of that can be shown is decided there
  if (pictures && hashIn(insert) !== null) return insert;
  return { [kUnknownEmbed]: JSON.stringify(insert) };
}

/** A table or a note: its content changes by changes of its own. */
function isContainer(insert: Readonly<Record<string, unknown>>): boolean {
  return [kTable, kNote].some((kind) => typeof insert[kind] === 'object' && insert[kind] !== null);
}

/** Of what may be a picture, or a change of one, the attributes of pictures too. */
function attributesToView(attributes: Attributes | undefined, isPicture: boolean): Record<string, unknown> | null {
  if (!attributes) return null;
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const known = isPicture && Object.hasOwn(kPictureFormats, name) ? kPictureFormats : kFormats;
    const format = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!format) continue;
    const shownValue = value === null ? null : format(value);
    // An address that must not be followed also ends a link that was there.
    if (shownValue !== undefined) shown[name] = shownValue;
    else if (name === 'link') shown[name] = null;
  }
  return Object.keys(shown).length > 0 ? shown : null;
}
