// Small picture files, made here so that each test says what is in them.
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

function chunk(name, data) {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(name, 4, 'latin1');
  data.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

/**
 * A PNG of grey pixels. `seed`: makes others of the same size. `claimed`: the size that its header says. `words`: metadata.
 * `noise`: bytes that no compression takes away, in a chunk of their own.
 */
export function png({ width, height, seed = 0, claimed = { width, height }, words, noise = 0 }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(claimed.width, 0);
  header.writeUInt32BE(claimed.height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const pixels = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) pixels[y * (width + 1) + x + 1] = (x * 7 + y * 13 + seed * 31 + (seed >> 3)) & 255;
  pixels.writeUInt8(seed & 255, 1);
  if (width > 1) pixels.writeUInt8((seed >> 8) & 255, 2);
  const texts = words ? [chunk('tEXt', Buffer.from(`Comment\0${words}`, 'latin1'))] : [];
  const padding = noise > 0 ? [chunk('noIs', Buffer.alloc(noise, `${seed}.`))] : [];
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), ...texts, ...padding, chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))]);
}

export const svg = (attributes = 'width="4" height="3"') => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><rect width="4" height="3"/></svg>`);

export const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');
