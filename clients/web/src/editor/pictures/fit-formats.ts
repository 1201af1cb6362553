import Delta from 'quill-delta';
import { opLength } from '../../text/delta.ts';
import type { Ops } from '../../text/delta.ts';
import { hashIn, kPictureFormats } from '../../text/pictures.ts';

type Attributes = Readonly<Record<string, unknown>>;

const isOfPictures = (name: string): boolean => Object.hasOwn(kPictureFormats, name);

function ofWords(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !isOfPictures(name)));
}

/**
 * `change` without attributes of pictures on what is none: another program may have put them there, and the page could
 * not show them. `contents` gives what is in a part of the text before the change.
 */
export function fitFormats(change: Delta, contents: (from: number, length: number) => Ops): Delta {
  const concerns = change.ops.some(({ retain, attributes }) => retain !== undefined && Object.keys(attributes ?? {}).some(isOfPictures));
  if (!concerns) return change;
  const fitted = new Delta();
  let at = 0;
  for (const op of change.ops) {
    if (op.insert !== undefined) {
      fitted.push(op);
      continue;
    }
    if (typeof op.retain !== 'number' || !op.attributes) fitted.push(op);
    else {
      for (const part of contents(at, op.retain)) {
        const isPicture = hashIn(part.insert) !== null;
        fitted.retain(opLength(part), { ...(isPicture ? op.attributes : ofWords(op.attributes)) });
      }
    }
    at += opLength(op);
  }
  return fitted;
}
