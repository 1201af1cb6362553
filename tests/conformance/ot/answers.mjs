// Asks ot-vectors, and compares as JSON values: key order free, numbers as doubles, strings as UTF-16.
import { spawnSync } from 'node:child_process';

/** The answers of `program` to requests (objects with an id), in order. */
export function ask(program, type, requests) {
  const input = requests.map((request) => JSON.stringify(request) + '\n').join('');
  const run = spawnSync(program, [type], { input, maxBuffer: 1 << 30 });
  if (run.status !== 0) {
    throw new Error(`${program} ${type} ended with ${run.status ?? run.signal}: ${run.stderr}`);
  }
  const lines = run.stdout.toString('utf8').split('\n').slice(0, -1);
  if (lines.length !== requests.length) {
    throw new Error(`${requests.length} requests, ${lines.length} answers`);
  }
  return lines.map((line) => JSON.parse(line));
}

export function same(a, b) {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return a === b;
  }
  const keys = Object.keys(a);
  return Array.isArray(a) === Array.isArray(b) && keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
