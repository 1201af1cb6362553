// The revision history of long papers: automerge-paper typed into a server as one document. Any version, the whole difference,
// blame, opening, bytes on disk, beside a stock ShareDB server; the same for more and fewer operations; and what the
// history costs those who edit. Prints Markdown tables. See ../README.md.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { StockClient, call } from '../../stock/support/clients.mjs';
import { REFERENCE, repository, startServer } from '../../stock/support/server.mjs';
import { readTrace, write } from './trace.mjs';

const { values: options } = parseArgs({
  options: {
    bin: { type: 'string', default: 'build/release/bin' },
    sizes: { type: 'string', default: '10000,259778,1000000' },
    asked: { type: 'string', default: '400' }, // versions that are asked for
    before: { type: 'string' }, // a plenaryd without the history, for what it costs those who edit
    theirs: { type: 'string', default: '20' }, // versions that the stock server is asked for
  },
});
const run = promisify(execFile);
const shared = process.env.PLENARY_SHARED ?? path.join(repository, '../shared');
const file = path.join(shared, 'traces/automerge-paper.seq.jsonl.gz');
if (!existsSync(file)) {
  console.log(`SKIPPED: no trace at ${path.relative(repository, file)}; set PLENARY_SHARED.`);
  process.exit(0);
}
const bin = path.resolve(repository, options.bin);
const weave = path.join(bin, '../bench/bench_history');
if (existsSync(weave)) console.log((await run(weave, { env: { ...process.env, PLENARY_SHARED: shared } })).stdout);

const trace = readTrace(file);
const PAPER = 'paper';
const sorted = (times) => [...times].sort((a, b) => a - b);
const quantile = (times, share) => sorted(times)[Math.min(times.length - 1, Math.floor(share * times.length))];
const ms = (times) => `${quantile(times, 0.5).toFixed(2)} / ${quantile(times, 0.99).toFixed(2)}`;

function bytesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const inside = path.join(folder, entry.name);
    // RocksDB's own: 75 kB, whatever is in the database.
    if (/^(OPTIONS|MANIFEST|LOG|CURRENT|IDENTITY|LOCK)/.test(entry.name)) return sum;
    return sum + (entry.isDirectory() ? bytesUnder(inside) : statSync(inside).size);
  }, 0);
}

/** Versions to ask for: the same ones every time, all over the history. */
const versions = (count, head) => Array.from({ length: count }, (_, i) => 1 + ((i * 2654435761) % head));

async function timed(task) {
  const began = performance.now();
  const value = await task();
  return { took: performance.now() - began, value };
}

/** The server's own time for it, as it says: without transfer, and without the wait for this program. */
async function get(server, address) {
  const response = await fetch(`${server.httpUrl}/api/v1/documents/${PAPER}${address}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`${address}: ${response.status} ${text.slice(0, 200)}`);
  return Number(/dur=([\d.]+)/.exec(response.headers.get('server-timing'))[1]);
}

async function servedIn(server, addresses) {
  const times = [];
  for (const address of addresses) times.push(await get(server, address));
  return times;
}

async function timesOf(list, task) {
  const times = [];
  for (const item of list) times.push((await timed(() => task(item))).took);
  return times;
}

const program = path.join(bin, 'plenaryd');
const table = [];
for (const size of options.sizes.split(',').map(Number)) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'plenary-history-'));
  let server = await startServer({ program, dataDir });
  try {
    const rate = await write(server, PAPER, trace, size);
    await server.stop();
    // Idle documents are sealed as they leave memory; what was not is sealed here, and its space given back.
    const compacted = await run(path.join(bin, 'plenary'), ['compact', '--data-dir', dataDir]).then((done) => done.stdout, (error) => `no: ${error.message}`);
    const bytes = bytesUnder(path.join(dataDir, 'store'));
    server = await startServer({ program, dataDir });
    const client = new StockClient(server);
    const doc = client.doc('documents', PAPER);
    const opening = await timed(() => call(doc, 'fetch'));
    const asked = versions(Number(options.asked), size);
    const cold = await servedIn(server, asked.map((version) => `/versions/${version}`));
    const overSocket = await timesOf(asked, (version) => new Promise((resolve, reject) => {
      client.connection.fetchSnapshot('documents', PAPER, version, (error, snapshot) => (error ? reject(error) : resolve(snapshot)));
    }));
    const step = Array.from({ length: 200 }, (_, i) => Math.floor(size / 2) + i);
    const scrubbed = await servedIn(server, step.map((version) => `/versions/${version}`));
    const first = await get(server, '/blame');
    const blame = await servedIn(server, step.map(() => '/blame'));
    const whole = await servedIn(server, step.map(() => '/diff?from=0&to=head'));
    const some = await servedIn(server, asked.slice(0, 200).map((version) => `/diff?from=${Math.floor(version / 2)}&to=${version}`));
    table.push(`| ${size.toLocaleString('en')} | ${rate.toFixed(0)} | ${(bytes / size).toFixed(2)} | ${opening.took.toFixed(1)} | ${ms(cold)} | ${ms(overSocket)} | ${ms(scrubbed)} | ${first.toFixed(0)} | ${ms(blame)} | ${ms(whole)} | ${ms(some)} |`);
    console.error(`${table.at(-1)} ${compacted}`);
    client.close();
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
console.log('Times in ms, p50 / p99: the server\'s own (Server-Timing), but for opening and the socket, which a client measures over loopback, transfer and reading included.\n');
console.log('| ops | typed, ops/s | disk, B/op | open | any version, HTTP | any version, socket | next version | first blame | blame at head | whole diff | some diff |\n|---|---|---|---|---|---|---|---|---|---|---|');
console.log(table.join('\n'));

// The stock server, on the same history.
if (Number(options.theirs) > 0) {
  const stock = await startServer({ program: REFERENCE });
  try {
    await write(stock, PAPER, trace, 20_000, { inFlight: 1 }); // it does not keep the order of what it has not answered
    const client = new StockClient(stock);
    const times = await timesOf(versions(Number(options.theirs), 20_000), (version) => new Promise((resolve, reject) => {
      client.connection.fetchSnapshot('documents', PAPER, version, (error, snapshot) => (error ? reject(error) : resolve(snapshot)));
    }));
    client.close();
    console.log(`\nA stock ShareDB server with the first 20,000 operations of it, in memory: any version ${ms(times)} ms.`);
  } finally {
    await stock.stop();
  }
}

// What it costs those who edit.
if (options.before) {
  const scenarios = { 'one document, 20 editors': ['--editors', '20', '--chars', '20000'], '200 documents, 2 editors each': ['--documents', '200', '--editors', '2'] };
  console.log('\n| scenario | without, ops/s | with, ops/s | ratio |\n|---|---|---|---|');
  for (const [title, load] of Object.entries(scenarios)) {
    const rates = { without: [], with: [] };
    for (let i = 0; i < 5; i++) {
      for (const which of i % 2 ? ['with', 'without'] : ['without', 'with']) {
        // Relaxed: or the disk's moods are all that is seen.
        const server = await startServer({ program: which === 'with' ? program : path.resolve(options.before), extraArguments: ['--durability', 'relaxed'] });
        try {
          const { stdout } = await run(path.join(bin, 'plenary-load'), ['--url', server.url, '--server-pid', String(server.pid), '--json', '--verify', '--duration', '5', '--warmup', '2', ...load]);
          rates[which].push(JSON.parse(stdout).ops_per_second);
        } finally {
          await server.stop();
        }
      }
    }
    const [without, with_] = [rates.without, rates.with].map((list) => quantile(list, 0.5));
    console.log(`| ${title} | ${without.toFixed(0)} | ${with_.toFixed(0)} | ${(with_ / without).toFixed(2)} |`);
  }
}
