// Measures the stock way of keeping a document: quill-delta, composed op by op. Prints one JSON object.
//   node quill_delta.mjs TRACE.seq.jsonl.gz …
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import Delta from 'quill-delta';

const EDITS = 2000; // random edits of a formatted document: each takes up to a millisecond
const RUN_LENGTH = 10;

function readTrace(file) {
  const [header, ...patches] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  return { header: JSON.parse(header), patches: patches.map((line) => JSON.parse(line)) };
}

function changeOf([position, erased, inserted]) {
  return new Delta().retain(position).insert(inserted).delete(erased);
}

// Time that the work took; on a busy machine the CPU's, as the wall's counts other programs.
function timeNs(work) {
  const start = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(cpu);
  return Math.min(Number(process.hrtime.bigint() - start), (user + system) * 1000);
}

function replay({ header, patches }) {
  const changes = patches.map(changeOf);
  let document = new Delta();
  const ns = timeNs(() => {
    for (const change of changes) {
      document = document.compose(change);
    }
  });
  const text = document.ops.map((op) => op.insert).join('');
  if (createHash('sha256').update(text).digest('hex') !== header.finalSha256) {
    throw new Error(`quill-delta ended ${header.name} in another text`);
  }
  return ns / patches.length;
}

// A small generator with a seed, so that each run makes the same edits.
function randomFrom(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function formattedEdits(runs) {
  let document = new Delta();
  for (let i = 0; i < runs; i += 1) {
    document.insert('0123456789', i % 2 === 0 ? {} : { bold: true });
  }
  const random = randomFrom(1);
  const changes = Array.from({ length: EDITS }, (_, i) => {
    const place = new Delta().retain(random(runs * RUN_LENGTH - 2));
    return i % 2 === 0 ? place.insert('x') : place.delete(1);
  });
  const ns = timeNs(() => {
    for (const change of changes) {
      document = document.compose(change);
    }
  });
  return ns / EDITS;
}

const result = { replayNs: {}, formattedEditNs: {} };
for (const file of process.argv.slice(2)) {
  const trace = readTrace(file);
  result.replayNs[trace.header.name] = replay(trace);
}
for (const runs of [100, 1000, 10000]) {
  result.formattedEditNs[runs] = formattedEdits(runs);
}
console.log(JSON.stringify(result));
