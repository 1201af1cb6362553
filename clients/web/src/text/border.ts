import type { Op, Ops } from './delta.ts';
import { kNote, kTable } from './embeds.ts';
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
  indent: oneOf(1, 2, 3, 4, 5, 6, 7, 8),
  blockquote: isTrue,
  'code-block': isTrue,
  align: oneOf('center', 'right', 'justify'),
  frozen: oneOf(true),
  prompt: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
  required: oneOf(true),
  'words-max': limitIn,
};

/** The formats that the editor knows, for its registry. */
export const kKnownFormats: readonly string[] = [...Object.keys(kFormats), 'divider', kTable, kNote, kUnknownEmbed];

export function toView(ops: Ops): Ops {
  return ops.map((op) => {
    const attributes = attributesToView(op.attributes);
    const insert = op.insert === undefined ? undefined : insertToView(op.insert);
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

function insertToView(insert: string | Record<string, unknown>): string | Record<string, unknown> {
  // Quill would drop carriage returns and so shift every later position.
  if (typeof insert === 'string') return insert.replaceAll('\r', '\u00a0');
  if ('divider' in insert) return { divider: true };
  if (isContainer(insert)) return insert; // with all that is in it; what of that can be shown is decided there
  return { [kUnknownEmbed]: JSON.stringify(insert) };
}

/** A table or a note: its content changes by changes of its own. */
function isContainer(insert: Readonly<Record<string, unknown>>): boolean {
  return [kTable, kNote].some((kind) => typeof insert[kind] === 'object' && insert[kind] !== null);
}

function attributesToView(attributes: Attributes | undefined): Record<string, unknown> | null {
  if (!attributes) return null;
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const format = Object.hasOwn(kFormats, name) ? kFormats[name] : undefined;
    if (!format) continue;
    const known = value === null ? null : format(value);
    // An address that must not be followed also ends a link that was there.
    if (known !== undefined) shown[name] = known;
    else if (name === 'link') shown[name] = null;
  }
  return Object.keys(shown).length > 0 ? shown : null;
}
