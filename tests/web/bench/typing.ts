// Measures the time of a key in a long paper while others write. Prints one line per case:
//   PAGES=150 RATES=0,20,100 KEYS=80 COMMENTS=0 npm run bench -w tests/web
// "key" = from the key's own time stamp until the frame with its letter has been painted.
import type { Browser } from 'playwright-core';
import { WebSocket } from 'ws';
import { makeDocument, textOf } from '../support/api.ts';
import { Visitor, launch, placeCaret } from '../support/browser.ts';
import { longPaper } from '../support/samples.ts';
import { startPlenaryd, temporaryDirectory } from '../support/server.ts';
import { pause, until } from '../support/wait.ts';
import { measureKeys, quantile } from './keys.ts';

const kPages = Number(process.env.PAGES ?? 150);
const kRates = (process.env.RATES ?? '0,20,100').split(',').map(Number);
const kKeys = Number(process.env.KEYS ?? 80);
const kComments = Number(process.env.COMMENTS ?? 0); // threads on the paper, spread evenly

/** Somebody who inserts letters all over the paper, `rate` a second. */
class Writer {
  readonly #socket: WebSocket;
  readonly #id: string;
  readonly #length: number;
  #seq = 0;
  #version: number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #place = 12345;

  constructor(url: string, id: string, version: number, length: number) {
    this.#id = id;
    this.#version = version;
    this.#length = length;
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/sync`);
    this.#socket.on('open', () => this.#socket.send(JSON.stringify({ a: 'hs', id: null, protocol: 1, protocolMinor: 2 })));
    this.#socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { a: string; v?: number; error?: unknown };
      if (frame.error) throw new Error(JSON.stringify(frame.error));
      if (frame.a === 'op' && frame.v !== undefined) this.#version = Math.max(this.#version, frame.v + 1);
    });
  }

  start(rate: number): void {
    if (rate > 0) this.#timer = setInterval(() => this.#write(), 1000 / rate);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#socket.close();
  }

  get sent(): number {
    return this.#seq;
  }

  #write(): void {
    this.#place = (this.#place * 48271) % 2147483647;
    const op = { ops: [{ retain: 1 + (this.#place % (this.#length - 2)) }, { insert: 'o' }] };
    this.#seq += 1;
    this.#socket.send(JSON.stringify({ a: 'op', c: 'documents', d: this.#id, v: this.#version, seq: this.#seq, x: {}, op }));
  }
}

/** Comments on words all over the paper, a few at a time. */
async function comment(url: string, id: string, length: number): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < kComments; i = next++) {
      const anchor = { version: 1, index: Math.floor((i * (length - 20)) / kComments), length: 12 };
      const response = await fetch(`${url}/api/v1/documents/${id}/threads`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ anchor, comment: `Remark ${i}: could this be said in fewer words?` }),
      });
      if (!response.ok) throw new Error(`comment ${i}: ${response.status}`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

/** At the start of the line stand ASCII words, at its end words in other scripts, where stock Quill is slow. */
async function run(browser: Browser, url: string, rate: number, place: 'Home' | 'End'): Promise<void> {
  const id = `long-${kPages}-${rate}-${place.toLowerCase()}`;
  await makeDocument(url, { id, title: `${kPages} pages`, format: 'delta', data: longPaper(kPages) });
  await comment(url, id, (await textOf(url, id)).length);
  const visitor = await Visitor.come(browser, 'Ama');
  const opened = Date.now();
  await visitor.open(url, id);
  const openedAfter = Date.now() - opened;
  const length = (await textOf(url, id)).length;
  const middle = `Section ${Math.ceil(kPages / 2)}`;
  await visitor.page.evaluate((heading) => {
    for (const element of document.querySelectorAll('.ql-editor h2')) {
      if (element.textContent === heading) element.scrollIntoView({ block: 'start' });
    }
  }, middle);
  await placeCaret(visitor.page, middle);
  await visitor.page.keyboard.press('ArrowDown');
  await visitor.page.keyboard.press(place);
  const writer = new Writer(url, id, 1, length);
  await pause(800);
  writer.start(rate);
  const times = await measureKeys(visitor.page, kKeys);
  writer.stop();
  const cards = await visitor.page.locator('.thread-card').count();
  await until('the page shows what the server has', async () => {
    const [shown, stored] = [await visitor.text(), await textOf(url, id)];
    return shown === stored;
  }, 60_000);
  const figures = `p50 ${quantile(times, 0.5)} ms  p95 ${quantile(times, 0.95)} ms  worst ${quantile(times, 1)} ms`;
  console.log(
    `${kPages} pages, ${rate} remote ops/s (${writer.sent} sent), in ${place === 'Home' ? 'ASCII' : 'other scripts'}: ` +
      `opens in ${openedAfter} ms, key ${figures}; ${cards} of ${kComments} comments are drawn; equal afterwards`,
  );
  await visitor.leave();
}

const data = temporaryDirectory();
const server = await startPlenaryd(data.path);
const browser = await launch();
try {
  for (const rate of kRates) {
    await run(browser, server.url, rate, 'Home');
    await run(browser, server.url, rate, 'End');
  }
} finally {
  await browser.close();
  await server.stop();
  data.remove();
}
process.exit(0);
