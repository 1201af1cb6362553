import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';

/** A PNG of one colour. */
export function png(width: number, height: number, [red, green, blue]: readonly [number, number, number] = [90, 140, 150]): Buffer {
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([red, green, blue]))]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const body = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))]);
}

/** A PNG that does not compress: larger than what is quick enough without a smaller copy. */
export function noisyPng(width: number, height: number, seed: number): Buffer {
  const raw = Buffer.alloc((width * 3 + 1) * height);
  let state = seed;
  for (let at = 0; at < raw.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    raw[at] = at % (width * 3 + 1) === 0 ? 0 : state >>> 24;
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(raw, { level: 0 })), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc(named), named.length + 4);
  return framed;
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A chart as a PNG, drawn by the browser. */
export async function chart(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 640 } });
  const bars = [42, 58, 61, 74, 90, 112].map((value, at) => `<rect x="${150 + at * 165}" y="${520 - value * 3.6}" width="96" height="${value * 3.6}" rx="4" fill="#2f6f7e"/>
    <text x="${198 + at * 165}" y="${505 - value * 3.6}">${value}</text><text x="${198 + at * 165}" y="560" fill="#555">${2020 + at}</text>`);
  await page.setContent(`<body style="margin:0;background:#fff"><svg width="1200" height="640" font-family="sans-serif" font-size="26" text-anchor="middle" fill="#222">
    <line x1="110" x2="1130" y1="520" y2="520" stroke="#888" stroke-width="2"/>${bars.join('')}</svg>`);
  const picture = await page.screenshot({ type: 'png' });
  await page.close();
  return picture;
}

/** Puts a picture into a paper over the API; resolves with its hash. `headers` say who does it. */
export async function addPicture(url: string, document: string, bytes: Buffer, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const body = new Uint8Array(bytes);
  const answer = await fetch(`${url}/api/v1/documents/${document}/pictures`, { method: 'POST', headers: { ...headers, 'content-type': 'image/png' }, body });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { picture: string }).picture;
}

/** A file as somebody brings it. */
export interface Given {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** Pastes files (and what comes along with them) at the caret. */
export function pasteFiles(page: Page, files: readonly Given[], words: Readonly<Record<string, string>> = {}, into = '.ql-editor'): Promise<void> {
  return bring(page, 'paste', files, words, into);
}

/** Drops files on the text at a point of the window. */
export function dropFiles(page: Page, files: readonly Given[], at: { readonly x: number; readonly y: number }): Promise<void> {
  return bring(page, 'drop', files, {}, '.ql-editor', at);
}

async function bring(page: Page, kind: 'paste' | 'drop', files: readonly Given[], words: Readonly<Record<string, string>>, into: string, at = { x: 0, y: 0 }): Promise<void> {
  const encoded = files.map(({ name, type, bytes }) => ({ name, type, bytes: bytes.toString('base64') }));
  await page.evaluate(
    (given) => {
      const data = new DataTransfer();
      for (const { name, type, bytes } of given.encoded) data.items.add(new File([Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0))], name, { type }));
      for (const [type, value] of Object.entries(given.words)) data.setData(type, value);
      const root = document.querySelector(given.into);
      const target = given.kind === 'drop' ? (document.elementFromPoint(given.at.x, given.at.y) ?? root) : root;
      const common = { bubbles: true, cancelable: true };
      const event = given.kind === 'drop' ? new DragEvent('drop', { ...common, dataTransfer: data, clientX: given.at.x, clientY: given.at.y }) : new ClipboardEvent('paste', { ...common, clipboardData: data });
      target?.dispatchEvent(event);
    },
    { encoded, words, kind, into, at },
  );
}
