// Measures the time of a key in a cell of a large table while others write in other cells. One line per rate:
//   ROWS=1000 RATES=0,20 KEYS=80 THREADS=100 node --import tsx bench/table.ts
// THREADS: so many rows have a comment on words in them.
// "key" = from the key's own time stamp until the frame with its letter has been painted.
import type { Browser } from 'playwright-core';
import { WebSocket } from 'ws';
import { contentOf, makeDocument } from '../support/api.ts';
import { Visitor, launch } from '../support/browser.ts';
import { startPlenaryd, temporaryDirectory } from '../support/server.ts';
import { clickCell, paperWith, shownTable, textsIn } from '../support/tables.ts';
import { pause, until } from '../support/wait.ts';
import { measureKeys, quantile } from './keys.ts';

const kRows = Number(process.env.ROWS ?? 1000);
const kColumns = 8;
const kRates = (process.env.RATES ?? '0,20').split(',').map(Number);
const kKeys = Number(process.env.KEYS ?? 80);
const kThreads = Number(process.env.THREADS ?? 0);

/** Somebody who inserts letters all over the table, `rate` a second. */
function write(url: string, id: string, rate: number): () => void {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/sync?embeds=table-embed,note`);
  let version = 1;
  let seq = 0;
  let place = 12345;
  socket.on('open', () => socket.send(JSON.stringify({ a: 'hs', id: null, protocol: 1, protocolMinor: 2 })));
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as { a: string; v?: number; error?: unknown };
    if (frame.error) throw new Error(JSON.stringify(frame.error));
    if (frame.a === 'op' && frame.v !== undefined) version = Math.max(version, frame.v + 1);
  });
  const timer = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return;
    place = (place * 48271) % 2147483647;
    const key = `${1 + (place % kRows)}:${1 + (place % kColumns)}`;
    const op = { ops: [{ retain: 7 }, { retain: { 'table-embed': { cells: { [key]: { content: [{ insert: 'o' }] } } } } }] };
    seq += 1;
    socket.send(JSON.stringify({ a: 'op', c: 'documents', d: id, v: version, seq, x: {}, op }));
  }, 1000 / Math.max(rate, 0.001));
  return () => {
    clearInterval(timer);
    socket.close();
  };
}

/** Comments on the first words of a cell in rows all over the table. */
async function comment(url: string, id: string): Promise<void> {
  for (let i = 0; i < kThreads; i += 1) {
    const cell = { row: `row0000${Math.floor((i * kRows) / kThreads)}`, column: 'column02' };
    const answer = await fetch(`${url}/api/v1/documents/${id}/threads`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ anchor: { version: 1, index: 7, length: 1, cell, inside: { index: 0, length: 5 } }, comment: 'Why?', author: 'Ama' }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
}

async function run(browser: Browser, url: string, rate: number): Promise<void> {
  const id = `table-${rate}`;
  const rows = Array.from({ length: kRows }, (_row, i) => Array.from({ length: kColumns }, (_cell, j) => `Row ${i + 1}, cell ${j + 1}`));
  const names = Array.from({ length: kColumns }, (_name, j) => `Column ${j + 1}`);
  await makeDocument(url, { id, title: id, format: 'delta', data: paperWith(names, rows) });
  await comment(url, id);
  const visitor = await Visitor.come(browser, 'Ama');
  const opened = Date.now();
  await visitor.open(url, id);
  const openedAfter = Date.now() - opened;
  await clickCell(visitor.page, Math.ceil(kRows / 2), 3);
  await visitor.page.keyboard.press('End');
  await pause(800);
  const stop = rate > 0 ? write(url, id, rate) : (): void => undefined;
  const times = await measureKeys(visitor.page, kKeys);
  stop();
  await until('the page shows what the server has', async () => {
    const [shown, stored] = [await shownTable(visitor.page), textsIn(await contentOf(url, id))];
    return JSON.stringify(shown) === JSON.stringify(stored);
  }, 60_000);
  console.log(
    `${kRows} x ${kColumns} cells, ${kThreads} comments, ${rate} remote ops/s: opens in ${openedAfter} ms, key p50 ${quantile(times, 0.5)} ms  ` +
      `p95 ${quantile(times, 0.95)} ms  worst ${quantile(times, 1)} ms; equal afterwards`,
  );
  await visitor.leave();
}

const data = temporaryDirectory();
const server = await startPlenaryd(data.path);
const browser = await launch();
try {
  for (const rate of kRates) await run(browser, server.url, rate);
} finally {
  await browser.close();
  await server.stop();
  data.remove();
}
process.exit(0);
