// What a key in a cell of a large table costs the server, beside a key in a paragraph of the same paper: taken in, transformed,
// written to disk, acknowledged and sent on to those who read. Prints a Markdown table. See ../README.md.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { RICH_TEXT, RawSocket } from '../../stock/support/raw.mjs';
import { repository, startServer } from '../../stock/support/server.mjs';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000' },
    keys: { type: 'string', default: '2000' }, // in a turn
    turns: { type: 'string', default: '6' }, // of each kind, one after the other
    people: { type: 'string', default: '11' }, // with a place of their own in the paper and in the table
    bin: { type: 'string', default: 'build/release/bin' },
  },
});
const [ROWS, KEYS, TURNS, PEOPLE] = [options.rows, options.keys, options.turns, options.people].map(Number);
const COLUMNS = 8;
const UNITS = 300_000;
const TABLE = UNITS / 2;
const TICK_US = 10_000; // of the kernel's count

/** Microseconds that a process has spent on the processors. */
const spent = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_US;
};
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function table() {
  const lines = (name, count) => Array.from({ length: count }, (_, i) => ({ insert: { id: `${name}${i}` } }));
  const cells = {};
  for (let row = 1; row <= ROWS; row += 1) {
    for (let column = 1; column <= COLUMNS; column += 1) cells[`${row}:${column}`] = { content: [{ insert: 'ten units.' }] };
  }
  return { 'table-embed': { rows: lines('row', ROWS), columns: lines('column', COLUMNS), cells } };
}

const kinds = {
  'in a paragraph': (place) => [{ retain: 1 + place * 1_000 }, { insert: 'k' }],
  'in a cell': (place, before) => {
    const cell = `${1 + Math.floor((place * ROWS) / PEOPLE)}:${1 + (place % COLUMNS)}`;
    return [{ retain: TABLE + before }, { retain: { 'table-embed': { cells: { [cell]: { content: [{ retain: 5 }, { insert: 'k' }] } } } } }];
  },
};

const server = await startServer({ program: path.join(repository, options.bin, 'plenaryd') });
const url = `${server.url.replace(/\?.*/, '')}?embeds=table-embed,note`;
const readers = [];
try {
  const writer = await RawSocket.open({ url });
  const [create] = await writer.submit('documents', 'table', {
    v: 0,
    create: { type: RICH_TEXT, data: [{ insert: `${'p'.repeat(99)}\n`.repeat(TABLE / 100) }, { insert: table() }, { insert: `\n${'p'.repeat(99)}\n`.repeat(TABLE / 101) }] },
  });
  if (create.error) throw new Error(JSON.stringify(create.error));
  for (let i = 1; i < PEOPLE; i += 1) {
    const reader = await RawSocket.open({ url });
    await reader.ask({ a: 's', c: 'documents', d: 'table', v: null });
    reader.socket.removeAllListeners('message'); // what comes is not looked at
    readers.push(reader);
  }
  let version = 1;
  let inFront = 0; // keys in front of the table
  const turn = async (kind) => {
    const before = spent(server.pid);
    const began = performance.now();
    for (let sent = 0, acknowledged = 0; acknowledged < KEYS; ) {
      for (; sent < KEYS && sent - acknowledged < 20; sent += 1) {
        const place = sent % PEOPLE;
        writer.send({ a: 'op', c: 'documents', d: 'table', v: version + sent, seq: version + sent + 1, op: kinds[kind](place, inFront) });
        if (kind === 'in a paragraph') inFront += 1;
      }
      const answer = await writer.next();
      if (answer.error) throw new Error(JSON.stringify(answer.error));
      writer.trace.length = 0;
      acknowledged += 1;
    }
    version += KEYS;
    return { cpu: (spent(server.pid) - before) / KEYS, wall: (1_000 * (performance.now() - began)) / KEYS };
  };
  const found = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
  for (const kind of Object.keys(kinds)) await turn(kind);
  for (let i = 0; i < TURNS; i += 1) for (const kind of Object.keys(kinds)) found[kind].push(await turn(kind));
  const cpu = Object.fromEntries(Object.entries(found).map(([kind, rows]) => [kind, median(rows.map((row) => row.cpu))]));
  console.log(`A paper of ${UNITS} units with a table of ${ROWS} × ${COLUMNS}, ${PEOPLE - 1} readers, ${TURNS} turns of ${KEYS} keys each, ${os.cpus().length} cores\n`);
  console.log('| a key | processor, µs (median of the turns) | all turns | wall, µs |\n|---|--:|---|--:|');
  for (const [kind, rows] of Object.entries(found)) {
    console.log(`| ${kind} | ${cpu[kind].toFixed(0)} | ${rows.map((row) => row.cpu.toFixed(0)).join(' ')} | ${median(rows.map((row) => row.wall)).toFixed(0)} |`);
  }
  console.log(`\na key in a cell takes ${(cpu['in a cell'] / cpu['in a paragraph']).toFixed(2)} times the processor of one in a paragraph`);
  for (const reader of readers) reader.socket.close();
  writer.socket.close();
} finally {
  await server.stop();
}
