// Measures the rope, a plain gap buffer and quill-delta in one go, prints Markdown tables, and fails if a goal is missed.
//   node tests/bench/core/run.mjs [BENCH_CORE]      (default: build/release/bench/bench_core)
// Traces: $PLENARY_SHARED/traces, or ../shared/traces beside the repository.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../../..');
const program = resolve(process.argv[2] ?? join(root, 'build/release/bench/bench_core'));
const traces = join(process.env.PLENARY_SHARED ?? resolve(root, '../shared'), 'traces');

const GOALS = {
  gapBufferTimes: 4, // replay of automerge-paper, against a plain gap buffer
  quillDeltaTimes: 200, // … against quill-delta, the other way round
  bytesPerUnit: 2.5, // after it
  longTextTimes: 8, // random edits in 10 M units against 100 k
};

function run(command, args) {
  return JSON.parse(execFileSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 24 }));
}

function traceFiles() {
  if (!existsSync(traces)) {
    console.log(`SKIPPED: the replays. No traces at ${traces}; set PLENARY_SHARED.\n`);
    return [];
  }
  return readdirSync(traces)
    .filter((name) => name.endsWith('.seq.jsonl.gz'))
    .map((name) => join(traces, name));
}

function checkTexts(files, folder) {
  for (const file of files) {
    const header = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8').split('\n', 1)[0]);
    const text = readFileSync(join(folder, `${header.name}.txt`));
    if (createHash('sha256').update(text).digest('hex') !== header.finalSha256) {
      throw new Error(`the rope ended ${header.name} in another text`);
    }
  }
}

function measure() {
  const files = traceFiles();
  const texts = mkdtempSync(join(tmpdir(), 'plenary-bench-'));
  try {
    const rope = run(program, files.length > 0 ? [traces, texts] : []);
    checkTexts(files, texts);
    return { rope, quill: run(process.execPath, [join(here, 'quill_delta.mjs'), ...files]) };
  } finally {
    rmSync(texts, { recursive: true });
  }
}

const format = (value, digits = 1) => value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  console.log([line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line), ''].join('\n'));
}

function print({ rope, quill }) {
  console.log(`${cpus()[0].model}, Node ${process.version}. One thread; ns an edit, medians.\n`);
  const replays = Object.entries(rope.replay);
  if (replays.length > 0) {
    table(
      ['Replay', 'edits', 'gap buffer', 'rope', 'times gap', 'rope, by deltas', 'quill-delta', 'times rope by deltas', 'bytes a unit, nodes', 'heap'],
      replays.map(([name, r]) => [
        name, format(r.edits, 0), format(r.gapBufferNs), format(r.ropeNs), format(r.ropeNs / r.gapBufferNs, 2), format(r.deltaNs),
        format(quill.replayNs[name], 0), format(quill.replayNs[name] / r.deltaNs, 0), format(r.nodeBytesPerUnit, 2), format(r.heapBytesPerUnit, 2),
      ]),
    );
  }
  const base = rope.randomEditNs[100000];
  table(
    ['Random single edits, plain text of', 'ns', 'times 100 k'],
    Object.entries(rope.randomEditNs).map(([length, ns]) => [`${format(Number(length), 0)} units`, format(ns), format(ns / base)]),
  );
  table(
    ['Random single edits, runs of 10 units', 'ns', 'bold on or off, ns', 'heap bytes a unit', 'quill-delta, ns'],
    Object.entries(rope.formatted).map(([runs, f]) => [
      `${format(Number(runs), 0)} runs`, format(f.editNs), format(f.formatNs), format(f.heapBytesPerUnit, 2),
      quill.formattedEditNs[runs] === undefined ? 'not run' : format(quill.formattedEditNs[runs], 0),
    ]),
  );
  table(
    ['Whole text of', 'load, ms', 'bytes a unit then', 'to_delta, ms', 'drop, ms', 'copy, ns', 'copy and random edit, ns'],
    Object.entries(rope.whole).map(([length, w]) => [
      `${format(Number(length), 0)} units`, format(w.loadMs), format(w.heapBytesPerUnit, 2), format(w.toDeltaMs), format(w.dropMs),
      format(w.copyNs), format(w.copyEditNs, 0),
    ]),
  );
  const keys = (size, where, t) => [
    size, where, format(t.paragraphNs), format(t.cellNs), format(t.cellNs / t.paragraphNs), format(t.paragraphApplyNs), format(t.cellApplyNs),
    format(t.cellApplyNs / t.paragraphApplyNs),
  ];
  table(
    ['A key, in a paper with a table of', 'where', 'paragraph, ns', 'cell, ns', 'times', 'paragraph, applied only', 'cell, applied only', 'times'],
    Object.entries(rope.table).flatMap(([size, t]) => [keys(size, 'eleven people in turns', t.typed), keys(size, 'anywhere', t.anywhere)]),
  );
  table(['A row on top of a table of', 'ns'], Object.entries(rope.table).map(([size, t]) => [size, format(t.rowOnTopNs)]));
}

function judge({ rope, quill }) {
  const paper = rope.replay['automerge-paper'];
  const goals = [
    ['random edits in 10 M units, times those in 100 k', rope.randomEditNs[10000000] / rope.randomEditNs[100000], '<=', GOALS.longTextTimes],
  ];
  if (paper !== undefined) {
    goals.push(
      ['automerge-paper, times a gap buffer', paper.ropeNs / paper.gapBufferNs, '<=', GOALS.gapBufferTimes],
      ['automerge-paper, times as fast as quill-delta', quill.replayNs['automerge-paper'] / paper.ropeNs, '>=', GOALS.quillDeltaTimes],
      ['automerge-paper, heap bytes a unit', paper.heapBytesPerUnit, '<=', GOALS.bytesPerUnit],
    );
  }
  const met = goals.map(([, value, relation, goal]) => (relation === '<=' ? value <= goal : value >= goal));
  table(['Goal', 'asked', 'measured', ''], goals.map(([name, value, relation, goal], i) => [name, `${relation} ${goal}`, format(value, 2), met[i] ? 'met' : '**missed**']));
  process.exitCode = met.every(Boolean) ? 0 : 1;
}

const measured = measure();
print(measured);
judge(measured);
