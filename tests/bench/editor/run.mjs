// The editor in a real browser with very many short lines, and with a long paper: how long the page stands still at most, and what
// a key takes until it is painted. Prints a Markdown table, one column for each built web client. See ../README.md.
//   node tests/bench/editor/run.mjs [--web DIR]… [--lines 20000] [--pages 100] [--repetitions 3] [--only NAME]… [--profile DIR]
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { repository, startServer } from '../../stock/support/server.mjs';
import { Page, launch, pause, quantile } from './page.mjs';

const { values: options } = parseArgs({
  options: {
    web: { type: 'string', multiple: true, default: ['clients/web/dist'] },
    lines: { type: 'string', default: '20000' },
    remote: { type: 'string', default: '2000' }, // lines that somebody else pastes
    pages: { type: 'string', default: '100' },
    keys: { type: 'string', default: '60' },
    between: { type: 'string', default: '90' }, // ms between two keys: a quick typist
    repetitions: { type: 'string', default: '3' },
    only: { type: 'string', multiple: true },
    profile: { type: 'string' }, // where the processor's profiles go; they make everything slower
    bin: { type: 'string', default: 'build/release/bin' },
  },
});
const LINES = Number(options.lines);
const KEYS = Number(options.keys);
const program = process.env.PLENARYD ?? path.resolve(repository, options.bin, 'plenaryd');

const plain = { format: 'text', data: 'ab\n'.repeat(LINES) };
const numbered = { format: 'delta', data: { ops: Array.from({ length: LINES }, () => [{ insert: 'ab' }, { insert: '\n', attributes: { list: 'ordered' } }]).flat() } };
const empty = { format: 'text', data: '\n' };

/** 2,540 characters a page: a heading and six paragraphs with some bold words. */
function paper(pages) {
  const sentence = 'The coalition asks that every session be readable without sound and without sight, by whoever comes. ';
  const ops = [];
  for (let page = 1; page <= pages; page += 1) {
    ops.push({ insert: `Section ${page}` }, { insert: '\n', attributes: { header: 2 } });
    for (let paragraph = 0; paragraph < 6; paragraph += 1) {
      ops.push({ insert: sentence.repeat(2) }, { insert: 'In its own words', attributes: { bold: true } }, { insert: `: ${sentence}Überall, 李明 said.\n` });
    }
  }
  return { format: 'delta', data: { ops } };
}

const letters = Array(KEYS).fill('x');
const mixed = Array.from({ length: KEYS }, (_, i) => ['x', 'y', 'Enter', 'z', 'Backspace', 'Backspace'][i % 6]);
const longest = (tasks) => ({ 'longest task': Math.max(0, ...tasks), 'all long tasks': tasks.reduce((sum, task) => sum + task, 0) });
const keyFigures = (times) => ({ 'key p50': quantile(times, 0.5), 'key p95': quantile(times, 0.95) });

const typing = (content, keys) => ({
  content,
  before: (page) => page.placeCaret(0.5),
  run: async (page) => keyFigures(await page.keyTimes(keys, Number(options.between))),
});

const KINDS = {
  open: { content: plain, run: (page, site, id) => page.standstills(() => page.page.goto(`${site}/d/${id}`)).then(longest) },
  paste: { content: empty, before: (page) => page.page.click('.ql-editor'), run: (page) => page.standstills(() => page.paste(plain.data)).then(longest) },
  'paste in the middle': { content: plain, before: (page) => page.placeCaret(0.5), run: (page) => page.standstills(() => page.paste(plain.data.slice(0, 6000))).then(longest) },
  'delete all': { content: plain, before: selectAll, run: (page) => page.standstills(() => page.page.keyboard.press('Delete')).then(longest) },
  'undo of delete all': {
    content: plain,
    async before(page) {
      await selectAll(page);
      await page.standstills(() => page.page.keyboard.press('Delete'));
    },
    run: (page) => page.standstills(() => page.page.keyboard.press('Control+z')).then(longest),
  },
  'remote paste': { content: plain, before: (page) => page.placeCaret(0.5), run: (page, site, id) => page.standstills(() => pasteElsewhere(site, id)).then(longest) },
  'letters in short lines': typing(plain, letters),
  'letters, Enter, Backspace in short lines': typing(plain, mixed),
  'letters in a numbered list': typing(numbered, letters),
  'letters, Enter, Backspace in a numbered list': typing(numbered, mixed),
  'letters in a long paper': typing(paper(Number(options.pages)), letters),
  'letters, Enter, Backspace in a long paper': typing(paper(Number(options.pages)), mixed),
};

async function selectAll(page) {
  await page.placeCaret(0.5);
  await page.page.keyboard.press('Control+a');
  await pause(600);
}

/** Somebody else inserts lines above those on the screen. */
async function pasteElsewhere(site, id) {
  const socket = new WebSocket(`${site.replace('http', 'ws')}/sync`);
  await new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => socket.send(JSON.stringify({ a: 'hs', id: null, protocol: 1, protocolMinor: 2 })));
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data));
      const op = { ops: [{ retain: 3000 }, { insert: 'ab\n'.repeat(Number(options.remote)) }] };
      if (frame.error) reject(new Error(JSON.stringify(frame.error)));
      else if (frame.a === 'hs') socket.send(JSON.stringify({ a: 'op', c: 'documents', d: id, v: 1, seq: 1, x: {}, op }));
      else if (frame.a === 'op') resolve();
    });
  });
  socket.close();
}

let made = 0;

async function once(browser, site, name, profileName) {
  const { content, before, run } = KINDS[name];
  const id = `b${(made += 1)}`;
  const response = await fetch(`${site}/api/v1/documents`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id, title: name, content }) });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const page = await Page.open(browser, `${site}/d/${id}`);
  await before?.(page);
  let figures;
  const work = async () => void (figures = await run(page, site, id));
  if (options.profile) {
    mkdirSync(options.profile, { recursive: true });
    writeFileSync(path.join(options.profile, `${profileName}.cpuprofile`), JSON.stringify(await page.profiled(work)));
  } else {
    await work();
  }
  await page.close();
  return figures;
}

const servers = [];
for (const web of options.web) servers.push(await startServer({ program, extraArguments: ['--web-dir', path.resolve(web)] }));
const browser = await launch();
const names = Object.keys(KINDS).filter((name) => !options.only || options.only.some((part) => name.startsWith(part)));
const median = (values) => quantile(values, 0.5);

console.log(`${LINES} short lines, ${options.pages} pages; ms, medians of ${options.repetitions} (worst)\n`);
console.log(`| what | | ${options.web.join(' | ')} |\n|---|---|${options.web.map(() => '---:').join('|')}|`);
for (const name of names) {
  const all = options.web.map(() => ({}));
  for (let repetition = 0; repetition < Number(options.repetitions); repetition += 1) {
    for (const [column, server] of servers.entries()) {
      const figures = await once(browser, server.httpUrl, name, `${name.replaceAll(/\W+/g, '-')}-${column}`);
      for (const [figure, value] of Object.entries(figures)) (all[column][figure] ??= []).push(value);
    }
  }
  for (const figure of Object.keys(all[0])) {
    console.log(`| ${name} | ${figure} | ${all.map((found) => `${median(found[figure])} (${Math.max(...found[figure])})`).join(' | ')} |`);
  }
}
await browser.close();
for (const server of servers) await server.stop();
process.exit(0);
