import type Quill from 'quill/core.js';
import type Block from 'quill/blots/block.js';
import Delta from 'quill-delta';
import { opOf } from '../../text/pictures.ts';
import type { Picture } from '../../text/pictures.ts';

export interface Placed {
  readonly change: Delta;
  /** The place of the picture after the change. */
  readonly index: number;
}

const isCode = (line: Block | null): boolean => line?.statics.blotName === 'code-block';

/**
 * The change that puts a picture where `index` is: into an empty line, before a line at whose start it is, else below the
 * line, so that no paragraph becomes a caption and none is parted. An item of a list takes it among its words, and so does
 * any line with `inLine`.
 */
export function placePicture(quill: Quill, index: number, picture: Picture, inLine = false): Placed {
  const at = Math.max(0, Math.min(index, quill.getLength() - 1));
  const [line, offset] = quill.getLine(at) as [Block | null, number];
  const start = at - offset;
  const { insert, attributes } = opOf(picture);
  const put = (change: Delta): Delta => change.insert(insert as Record<string, unknown>, attributes);
  if (!line || !('children' in line)) return { change: put(new Delta().retain(start)).insert('\n'), index: start };
  if (inLine || line.statics.blotName === 'list') return { change: put(new Delta().retain(at)), index: at };
  const formats = line.formats() as Record<string, unknown>;
  if (line.length() === 1 && !isCode(line)) return { change: put(new Delta().retain(start)).retain(1, plain(formats)).chop(), index: start };
  if (offset === 0 && !isCode(line)) return { change: put(new Delta().retain(start)).insert('\n'), index: start };
  const end = endOf(quill, line, start);
  if (end < quill.getLength()) return { change: put(new Delta().retain(end)).insert('\n'), index: end };
  // The paper ends with a line.
  return { change: put(new Delta().retain(end - 1).insert('\n', formats)).retain(1, plain(formats)).chop(), index: end };
}

/** The end of a line; of a line of code, that of the whole piece. */
function endOf(quill: Quill, line: Block, start: number): number {
  let end = start + line.length();
  for (let next: Block | null = line; isCode(next); ) {
    [next] = quill.getLine(end) as [Block | null, number];
    if (!isCode(next) || end >= quill.getLength()) break;
    end += (next as Block).length();
  }
  return end;
}

/** Takes from a line what makes it a heading or a quotation; where it stands is kept. */
function plain(formats: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kinds = Object.keys(formats).filter((name) => name !== 'align' && name !== 'indent');
  return Object.fromEntries(kinds.map((name) => [name, null]));
}
