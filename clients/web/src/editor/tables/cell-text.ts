import { Delta, contentLength, deltaOf } from '../../text/delta.ts';
import type { Op, Ops } from '../../text/delta.ts';

/**
 * A cell's content and the text of the editor that shows it. Lines of a cell are parted by "\n", and there is none at its
 * end unless the last line has formats; an editor's text always ends with one.
 */
const isBare = (op: Op | undefined): boolean => !(typeof op?.insert === 'string' && op.insert.endsWith('\n') && op.attributes !== undefined);

export function toEditor(content: Ops): Delta {
  return isBare(content.at(-1)) ? deltaOf(content).concat(new Delta().insert('\n')) : deltaOf(content);
}

/** What is kept of an editor's text. */
export function toContent(text: Ops): Delta {
  const last = text.at(-1);
  if (!isBare(last) || typeof last?.insert !== 'string') return deltaOf(text);
  return deltaOf(text).slice(0, contentLength(text) - 1);
}

/** The change of a cell's content for a change of the editor's text, whose text it leaves is `after`. */
export function contentChange(content: Ops, change: Ops, after: Ops): Delta {
  const length = contentLength(content);
  const result = new Delta();
  let at = 0;
  for (const op of change) {
    if (op.insert !== undefined) result.push(op);
    else if (op.delete !== undefined) {
      result.delete(Math.max(0, Math.min(op.delete, length - at)));
      at += op.delete;
    } else {
      const retained = typeof op.retain === 'number' ? op.retain : 1;
      const inside = Math.max(0, Math.min(retained, length - at));
      if (inside > 0) result.push(op.attributes ? { retain: inside, attributes: op.attributes } : { retain: inside });
      at += retained;
    }
  }
  const wanted = toContent(after);
  const made = deltaOf(content).compose(result);
  const isRight = JSON.stringify(made.ops) === JSON.stringify(wanted.ops);
  return (isRight ? result : result.compose(made.diff(wanted))).chop();
}
