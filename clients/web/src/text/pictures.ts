import type { Op } from './delta.ts';

/** A picture in a paper: `{insert: {image: "pictures/<hash>"}}`, where the hash is that of its bytes. */
export const kImage = 'image';
const kAddress = /^pictures\/([0-9a-f]{64})$/;

export interface Picture {
  readonly hash: string;
  /** Null: nobody has said it yet. Empty: the picture is decoration. */
  readonly alt: string | null;
  /** The size at which it is shown, in CSS pixels. */
  readonly width: number | null;
  readonly height: number | null;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The hash of the paper's picture that `insert` is; null if it is anything else, a picture at another address included. */
export function hashIn(insert: unknown): string | null {
  if (typeof insert !== 'object' || insert === null || Object.keys(insert).length !== 1) return null;
  const address = (insert as Record<string, unknown>)[kImage];
  return typeof address === 'string' ? hashOf(address) : null;
}

export function hashOf(address: string): string | null {
  return kAddress.exec(address)?.[1] ?? null;
}

/** Sizes are texts of whole numbers, as Quill's own pictures have them. */
const size = (value: unknown): string | undefined => (/^[1-9]\d{0,4}$/.test(String(value)) ? String(value) : undefined);

/** The attributes of a picture, and what of their values can be shown. */
export const kPictureFormats: Readonly<Record<string, (value: unknown) => unknown>> = {
  alt: (value) => (typeof value === 'string' ? value : undefined),
  width: size,
  height: size,
};

export function pictureOf({ insert, attributes = {} }: Op): Picture | null {
  const hash = hashIn(insert);
  if (hash === null) return null;
  const known = (name: string): unknown => kPictureFormats[name]?.(attributes[name]);
  const pixels = (name: string): number | null => Number(known(name)) || null;
  return { hash, alt: (known('alt') as string | undefined) ?? null, width: pixels('width'), height: pixels('height') };
}

export function opOf({ hash, alt, width, height }: Picture): Op {
  const attributes: Record<string, string> = {};
  if (alt !== null) attributes['alt'] = alt;
  if (width !== null) attributes['width'] = String(width);
  if (height !== null) attributes['height'] = String(height);
  return { insert: { [kImage]: `pictures/${hash}` }, ...(Object.keys(attributes).length > 0 ? { attributes } : {}) };
}

/** `natural`, in its proportions, at most `most` wide. */
export function fitted(natural: Size, most: number): Size {
  if (natural.width <= most) return natural;
  return { width: most, height: Math.max(1, Math.round((natural.height * most) / natural.width)) };
}
