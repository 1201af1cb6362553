// 10,000 comments on one paper while somebody writes in it: what the API takes to add one, to list a page, to answer, and what
// the server holds in memory. Prints a Markdown table. See ../README.md.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { StockClient, call } from '../../stock/support/clients.mjs';
import { repository, startServer } from '../../stock/support/server.mjs';

const { values: options } = parseArgs({
  options: {
    comments: { type: 'string', default: '10000' },
    pages: { type: 'string', default: '150' },
    rate: { type: 'string', default: '20' }, // ops a second that are written meanwhile
    at: { type: 'string', default: '8' }, // requests at one time
    bin: { type: 'string', default: 'build/release/bin' },
  },
});
const COMMENTS = Number(options.comments);
const UNITS = Number(options.pages) * 3000;
const PAPER = 'commented';

function quantile(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** Calls `task(i)` for 0 … count - 1, some at one time; answers how long each took, in ms. */
async function timed(count, together, task) {
  const times = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < count; i = next++) {
      const began = performance.now();
      await task(i);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  return times;
}

const server = await startServer({ program: path.join(path.resolve(repository, options.bin), 'plenaryd') });
const site = `http://127.0.0.1:${server.port}/api/v1/documents`;
const rows = [];
let editor;
let writing = true;

async function request(method, address, body) {
  const response = await fetch(`${site}${address}`, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${text}`);
  return { bytes: text.length, value: text ? JSON.parse(text) : undefined };
}

function report(name, times) {
  rows.push([name, times.length, quantile(times, 0.5).toFixed(1), quantile(times, 0.99).toFixed(1)]);
}

try {
  const line = 'The paper says that members take part in shaping what is decided, and that each answer is given in public. ';
  const text = `${line.repeat(3)}\n`.repeat(Math.ceil(UNITS / (3 * line.length + 1)));
  await request('POST', '', { id: PAPER, content: { format: 'text', data: text } });
  editor = new StockClient(server, 'somebody');
  const doc = editor.doc('documents', PAPER);
  await call(doc, 'subscribe');
  const pause = 1000 / Number(options.rate);
  const ops = [];
  const writer = (async () => {
    for (let i = 0; writing; i += 1) {
      const place = 1 + ((i * 7919) % (text.length - 100));
      const began = performance.now();
      await call(doc, 'submitOp', [{ retain: place }, { insert: 'x' }]);
      ops.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  })();
  const before = memory(server.pid);
  const version = 1;
  report('add a thread', await timed(COMMENTS, Number(options.at), (i) =>
    request('POST', `/${PAPER}/threads`, {
      author: `Person ${i % 30}`,
      anchor: { version, index: (i * 104729) % (text.length - 40), length: 8 + (i % 30) },
      comment: `Remark ${i}: **please** say _who_ answers, and [where](https://example.org/${i}).`,
    })));
  const after = memory(server.pid);
  const first = await request('GET', `/${PAPER}/threads?order=position&limit=50`);
  report('list the first 50 in the order of the text', await timed(200, 2, () => request('GET', `/${PAPER}/threads?order=position&limit=50`)));
  report('list 50 of a section', await timed(200, 2, (i) => request('GET', `/${PAPER}/threads?order=position&limit=50&from=${i * 1000}&to=${i * 1000 + 5000}`)));
  report('search in all of them', await timed(50, 2, (i) => request('GET', `/${PAPER}/threads?query=remark%20${i}3&limit=50`)));
  report('answer in a thread', await timed(500, 2, (i) => request('POST', `/${PAPER}/threads/${i}/comments`, { author: 'Chair', comment: 'Thank you.' })));
  writing = false;
  await writer;
  report(`meanwhile: one op at ${options.rate} a second, acknowledged`, ops);
  const settled = memory(server.pid);
  console.log(`${COMMENTS} threads on ${options.pages} pages; ${os.cpus().length} cores of ${os.cpus()[0].model}\n`);
  console.log('| what | times | p50 ms | p99 ms |\n|---|---:|---:|---:|');
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
  console.log(`\nMemory of the server: ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB with all threads, ${settled.toFixed(0)} MB at the end.`);
  console.log(`A page of 50 has ${(first.bytes / 1024).toFixed(0)} kB.`);
} finally {
  writing = false;
  editor?.close();
  await server.stop();
}
