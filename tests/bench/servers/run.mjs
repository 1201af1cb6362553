// Plenary (durable) against a stock ShareDB server (in memory), driven by plenary-load on the same scenarios, in
// turn, several times. Prints a Markdown table of medians. See ../README.md.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { REFERENCE, repository, startServer } from '../../stock/support/server.mjs';

const SCENARIOS = {
  'one-document': { title: 'one document, 20 editors', load: ['--editors', '20', '--chars', '20000'], metrics: ['ops', 'ack', 'fanOut', 'cpu'] },
  'many-documents': { title: '200 documents, 2 editors each', load: ['--documents', '200', '--editors', '2'], metrics: ['ops', 'ack', 'cpu'] },
  readers: { title: 'one writer at 5 ops/s, 1,000 readers', load: ['--readers', '1000', '--rate', '5'], metrics: ['ack', 'fanOut', 'load'] },
  'small-document': { title: 'one editor, 10 kB', load: [], metrics: ['ops', 'ack', 'cpu'] },
  'large-document': { title: 'one editor, 10 MB', load: ['--chars', '10000000', '--drain', '60'], metrics: ['ops', 'ack', 'cpu'] },
};

// `better`: is a higher value or a lower one better. [name, value of a result, digits]
const METRICS = {
  ops: [['ops/s', (r) => r.ops_per_second, 0, 'higher']],
  ack: [['ack p50 ms', (r) => r.ack.p50_ms, 2, 'lower'], ['ack p99 ms', (r) => r.ack.p99_ms, 2, 'lower']],
  fanOut: [['fan-out p50 ms', (r) => r.fan_out.p50_ms, 2, 'lower'], ['fan-out p99 ms', (r) => r.fan_out.p99_ms, 2, 'lower']],
  cpu: [['server CPU µs/op', (r) => r.server_us_per_op, 0, 'lower']],
  load: [['server CPU %', (r) => r.server_cpu_percent, 1, 'lower'], ['server RSS MB', (r) => r.server_rss_mb, 0, 'lower']],
};

const { values: options } = parseArgs({
  options: {
    repetitions: { type: 'string', default: '5' },
    duration: { type: 'string', default: '5' },
    warmup: { type: 'string', default: '2' },
    bin: { type: 'string', default: 'build/release/bin' },
    only: { type: 'string', multiple: true },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log('run.mjs [--repetitions 5] [--duration 5] [--warmup 2] [--bin build/release/bin] [--only SCENARIO]…');
  console.log(`scenarios: ${Object.keys(SCENARIOS).join(' ')}`);
  process.exit(0);
}

const bin = path.resolve(repository, options.bin);
for (const program of ['plenaryd', 'plenary-load']) {
  if (!existsSync(path.join(bin, program))) {
    console.error(`no ${program} in ${bin}: ./dev build release`);
    process.exit(1);
  }
}
const SERVERS = { Plenary: path.join(bin, 'plenaryd'), ShareDB: REFERENCE };
const run = promisify(execFile);

async function measure(program, scenario) {
  const server = await startServer({ program });
  try {
    const { stdout } = await run(path.join(bin, 'plenary-load'), [
      '--url', server.url, '--server-pid', String(server.pid), '--json', '--verify',
      '--duration', options.duration, '--warmup', options.warmup, ...scenario.load,
    ]);
    return JSON.parse(stdout);
  } finally {
    await server.stop();
  }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const number = (value, digits) => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

function rows(scenario, results) {
  return scenario.metrics.flatMap((metric) => METRICS[metric]).map(([name, value, digits, better]) => {
    const [ours, theirs] = [results.Plenary, results.ShareDB].map((list) => median(list.map(value)));
    const ratio = better === 'higher' ? ours / theirs : theirs / ours;
    return `| ${scenario.title} | ${name} | ${number(ours, digits)} | ${number(theirs, digits)} | ${ratio.toFixed(1)} |`;
  });
}

const chosen = Object.entries(SCENARIOS).filter(([name]) => !options.only || options.only.includes(name));
const repetitions = Number(options.repetitions);
const table = [];
const generator = [];
for (const [name, scenario] of chosen) {
  const results = { Plenary: [], ShareDB: [] };
  for (let i = 0; i < repetitions; i++) {
    // In turn, and the other one first every second time: the machine may drift.
    const order = i % 2 ? ['ShareDB', 'Plenary'] : ['Plenary', 'ShareDB'];
    for (const server of order) {
      const result = await measure(SERVERS[server], scenario);
      results[server].push(result);
      generator.push(result.own_cpu_percent);
      console.error(`${name} ${i + 1}/${repetitions} ${server}: ${result.ops_per_second.toFixed(0)} ops/s, ack p50/p99 ` +
        `${result.ack.p50_ms.toFixed(2)}/${result.ack.p99_ms.toFixed(2)} ms, generator ${result.own_cpu_percent.toFixed(0)}%`);
    }
  }
  table.push(...rows(scenario, results));
  scenario.ops = median(results.Plenary.map((result) => result.ops_per_second));
}

console.log(`${os.cpus().length} × ${os.cpus()[0].model.trim()}, Linux ${os.release()}, Node ${process.version}; ` +
  `${repetitions} repetitions of ${options.duration} s, medians; generator at most ${Math.max(...generator).toFixed(0)}% of a core.\n`);
console.log('| scenario | | Plenary, durable | ShareDB, in memory | times better |\n|---|---|---|---|---|');
console.log(table.join('\n'));
const [small, large] = [SCENARIOS['small-document'].ops, SCENARIOS['large-document'].ops];
if (small && large) console.log(`\nPlenary, one editor: 10 kB at ${(small / large).toFixed(2)} times the rate of 10 MB.`);
