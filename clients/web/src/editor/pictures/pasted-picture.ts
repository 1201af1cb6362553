import Delta from 'quill-delta';
import type { Op, Ops } from '../../text/delta.ts';
import { opLength } from '../../text/delta.ts';
import { kPictureFormats, opOf, pictureOf } from '../../text/pictures.ts';
import { strings } from '../../words/strings.ts';
import type { Source } from './contract.ts';

/** Stands for a picture that has to be stored first, until the place is known where it will be. */
const kLater = 'picture-later';
const kOurs = /^(\/api\/v1\/documents\/[^/?#]+\/pictures)\/([0-9a-f]{64})(?:[?#].*)?$/;
const kData = /^data:(image\/(?:png|jpeg|webp|gif|svg\+xml))((?:;[^;,]*)*),(.*)$/is;

export function pictureToText(op: Op): string {
  const picture = pictureOf(op);
  return picture ? strings.pictures.inText(picture.alt ?? '') : '';
}

/** The path of a picture on this server; null of all others. */
function pathHere(address: string): RegExpExecArray | null {
  if (!URL.canParse(address, location.href)) return null;
  const url = new URL(address, location.href);
  return url.origin === location.origin ? kOurs.exec(url.pathname + url.search) : null;
}

/** Whether the picture of a pasted element can come into the paper. Nothing is fetched from elsewhere. */
export function canCome(image: Element): boolean {
  const address = image.getAttribute('src') ?? '';
  return kData.test(address) || pathHere(address) !== null;
}

/** What a pasted picture becomes: itself, if it is one of this paper (at `home`), else a sign for `later`. */
export function pastedPicture(image: Element, home: string | null, later: (source: Source) => number): Delta {
  const address = image.getAttribute('src') ?? '';
  const alt = image.getAttribute('alt');
  const [path, paper, hash] = pathHere(address) ?? [];
  const attributes = Object.fromEntries(Object.keys(kPictureFormats).map((name) => [name, image.getAttribute(name)]));
  const asOurs = pictureOf({ insert: { image: `pictures/${hash ?? ''}` }, attributes });
  if (asOurs && paper === home) {
    const { insert, attributes: own } = opOf(asOurs);
    return new Delta().insert(insert as Record<string, unknown>, own);
  }
  const from = path ?? dataIn(address);
  if (from === null) return new Delta();
  // Elsewhere, no description means that nobody thought of one.
  const known = asOurs ? asOurs.alt : alt || null;
  return new Delta().insert({ [kLater]: later({ from, name: alt || strings.pictures.fallbackName, alt: known, width: asOurs?.width ?? null, inLine: true }) });
}

function dataIn(address: string): Blob | null {
  const [, type, parameters, data] = kData.exec(address) ?? [];
  if (type === undefined || data === undefined) return null;
  try {
    const isBase64 = /;base64$/i.test(parameters ?? '');
    const bytes = isBase64 ? Uint8Array.from(atob(data.replaceAll(/\s/g, '')), (sign) => sign.charCodeAt(0)) : decodeURIComponent(data);
    return new Blob([bytes], { type: type.toLowerCase() });
  } catch {
    return null; // damaged
  }
}

export const isLater = (insert: unknown): boolean => typeof insert === 'object' && insert !== null && kLater in insert;

export interface Later {
  /** Its place in what is inserted. */
  readonly at: number;
  readonly id: number;
}

/** Takes the signs out of what is to be inserted. */
export function withoutLater(ops: Ops): { readonly insert: Delta; readonly later: readonly Later[] } {
  const insert = new Delta();
  const later: Later[] = [];
  let at = 0;
  for (const op of ops) {
    if (isLater(op.insert)) {
      later.push({ at, id: Number((op.insert as Record<string, unknown>)[kLater]) });
      continue;
    }
    insert.push(op);
    at += opLength(op);
  }
  return { insert, later };
}
