// Applies a log of op frames with the stock types.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import richText from 'rich-text';
import { isDeepStrictEqual } from 'node:util';

const require = createRequire(import.meta.url);
const json0 = require('ot-json0').type;

const TYPES = { [richText.type.uri]: richText.type, [json0.uri]: json0 };

/** The document after all `frames`, which must be versions 0, 1, 2, … : {v, type, data} */
export function fold(frames, types = TYPES) {
  let type = null;
  let data;
  for (const [version, frame] of frames.entries()) {
    assert.equal(frame.v, version, 'versions are dense');
    if ('create' in frame) {
      type = types[frame.create.type];
      data = type.create(frame.create.data);
    } else if (frame.del) {
      type = null;
      data = undefined;
    } else if ('op' in frame) {
      data = type.apply(data, frame.op);
    }
  }
  return { v: frames.length, type: type?.uri ?? null, data: plain(data) };
}

/** A value as JSON brings it: deltas become {ops}. */
export const plain = (data) => (data === undefined ? undefined : JSON.parse(JSON.stringify(data)));

/** Document data that can be compared: rich-text in normal form, everything else as it is. */
export function normalForm(data) {
  const value = plain(data);
  if (!Array.isArray(value?.ops)) return value;
  const ops = [];
  for (const op of value.ops) {
    const last = ops.at(-1);
    const joins = typeof op.insert === 'string' && typeof last?.insert === 'string' &&
      isDeepStrictEqual(op.attributes, last.attributes);
    if (joins) last.insert += op.insert;
    else ops.push({ ...op });
  }
  return { ops };
}
