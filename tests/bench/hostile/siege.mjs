// Three hostile guests at once, and what those notice who work in other papers. Used by run.mjs (a table) and by
// tests/api/hostile.test.mjs (a short form).
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { House, PASSWORD, secretIn } from '../../api/support/house.mjs';
import { RawSocket, delay } from '../../stock/support/raw.mjs';

const GUEST = fileURLToPath(new URL('guest.mjs', import.meta.url));
const PAPER = 'besieged';
const EDITOR_PAUSE_MS = 20;

export function quantile(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted.length === 0 ? NaN : sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Megabytes that a process holds now. */
export function memoryOf(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024; // none: it is dying
}

/** Somebody who types into a paper of their own and notes how long each operation takes. */
class Typist {
  static async start(house, person, paper) {
    await person.call('createDocument', 201, { body: { id: paper, title: 'Somewhere else' } });
    const typist = new Typist();
    const headers = { cookie: person.credentials.cookie, 'x-forwarded-for': person.credentials['x-forwarded-for'] };
    typist.socket = await RawSocket.open({ url: house.server.url, headers });
    typist.paper = paper;
    typist.times = [];
    typist.refused = 0;
    const { data } = await typist.socket.ask({ a: 's', c: 'documents', d: paper, v: null });
    typist.version = data.v;
    typist.done = typist.type();
    return typist;
  }

  async type() {
    while (!this.stopped) {
      const began = performance.now();
      this.began = began;
      const answer = (await this.socket.submit('documents', this.paper, { v: this.version, op: [{ insert: 'a' }] })).at(-1);
      this.times.push(performance.now() - began);
      this.began = undefined;
      if (answer.error) this.refused += 1;
      else this.version = answer.v + 1;
      await delay(EDITOR_PAUSE_MS);
    }
  }

  /** The times since the last call; an operation that is still on its way counts with what it took so far. */
  take() {
    const times = this.times.splice(0);
    return this.began === undefined ? times : [...times, performance.now() - this.began];
  }

  async stop() {
    this.stopped = true;
    await this.done;
    this.socket.close?.();
  }
}

/** A paper with many versions, much text and threads, and links to it for three guests. */
async function prepare(house, { text, versions, threads }) {
  const owner = await house.welcome('Olga the owner');
  await owner.call('createDocument', 201, { body: { id: PAPER, title: 'The besieged', content: { format: 'text', data: text } } });
  const headers = { cookie: owner.credentials.cookie };
  const socket = await RawSocket.open({ url: house.server.url, headers });
  const { data } = await socket.ask({ a: 's', c: 'documents', d: PAPER, v: null });
  let acknowledged = 0;
  let version = data.v;
  const versionAfter = (frame) => {
    if (frame.error) throw new Error(`the paper could not be made: ${JSON.stringify(frame.error)}`);
    return frame.v + 1;
  };
  for (let sent = 0; sent < versions; sent += 1) {
    socket.send({ a: 'op', c: 'documents', d: PAPER, v: data.v + sent, seq: sent + 1, op: [{ retain: 1 + (sent % 1_000) }, { insert: 'v' }] });
    for (; sent - acknowledged > 200; acknowledged += 1) version = versionAfter(await socket.next());
  }
  for (; acknowledged < versions; acknowledged += 1) version = versionAfter(await socket.next());
  for (let i = 0; i < threads; i += 1) {
    await owner.call('startThread', 201, { id: PAPER, body: { anchor: { version, index: 10 * i, length: 8 }, comment: `Remark ${i}: **who** answers this?` } })
      .catch((error) => { throw new Error(`thread ${i}: ${error.message}`); });
  }
  const guests = [];
  for (const role of ['reader', 'commenter', 'editor']) {
    const link = await house.linkOf(owner, PAPER, { role, label: `For a ${role}`, history: true });
    guests.push({ kind: role, guest: await house.guestOf(link.secret, `A hostile ${role}`) });
  }
  return { owner, version, guests };
}

/** Starts a program of node at the lowest priority: it stands for a machine of its own. */
const startAside = (args) => spawn('nice', ['-n', '19', process.execPath, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });

/** Runs a guest. Answers what it counted. */
function unleash(task) {
  const child = startAside([GUEST, JSON.stringify(task)]);
  let text = '';
  child.stdout.on('data', (piece) => { text += piece; });
  return new Promise((resolve) => child.once('exit', (code) => resolve(text ? JSON.parse(text) : { exit: code })));
}

/** As many programs as there are guests keep the cores busy and never speak with the server: what the guests' own work costs the others on one machine. */
async function withBusyCores(count, work) {
  const children = Array.from({ length: count }, () => startAside(['-e', 'for (;;) Math.random()']));
  try {
    return await work();
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

async function timeLogIn(house, person) {
  const began = performance.now();
  const someone = house.nobody();
  const answer = await someone.call('logIn', undefined, { body: { email: person.email, password: PASSWORD } });
  return { ms: performance.now() - began, status: answer.status };
}

/**
 * Opens a house, lets `typists` people write in papers of their own, besieges another paper for `seconds`, and answers
 * {quiet, busyCores, besieged, after: {p50, p99, max, count}, logIn: {count, failed, max}, memory: {before, peak, after}, refused,
 * recovered, tallies}. Times are in ms, memory in MB.
 */
export async function siege({ seconds = 60, quietSeconds = 10, typists = 4, connections = 5_000, versions = 15_000, threads = 1_000, textUnits = 2_000_000 } = {}) {
  const house = await House.open();
  const writers = [];
  let watch;
  try {
    await house.setUp();
    const text = `${'A paper under siege says the same thing again and again. '.repeat(5)}\n`.repeat(Math.ceil(textUnits / 286));
    const { owner, version, guests } = await prepare(house, { text, versions, threads });
    for (let i = 0; i < typists; i += 1) {
      const person = await house.welcome(`Writer number ${'abcdefgh'[i]}`);
      writers.push(await Typist.start(house, person, `elsewhere-${i}`));
    }
    const late = await house.welcome('Lea the late one');
    const measure = () => {
      const times = writers.flatMap((writer) => writer.take());
      return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), max: Math.max(...times), count: times.length };
    };
    await delay(1_000);
    measure();
    await delay(1_000 * quietSeconds);
    const quiet = measure();
    const busyCores = await withBusyCores(guests.length, async () => {
      await delay(1_000 * quietSeconds);
      return measure();
    });
    await delay(500);
    measure();
    const memory = { before: memoryOf(house.server.pid), peak: 0 };
    watch = setInterval(() => {
      if (house.server.isRunning()) memory.peak = Math.max(memory.peak, memoryOf(house.server.pid));
      else throw new Error(`the server died: ${house.server.output.slice(-60).join('\n')}`);
    }, 100);
    const attackers = guests.map(({ kind, guest }) => unleash({
      kind, seconds, port: house.server.port, paper: PAPER, versions: version, connections,
      session: guest.secret, address: guest.credentials['x-forwarded-for'],
    }));
    const logIns = [];
    const end = Date.now() + 1_000 * seconds;
    while (Date.now() < end) {
      logIns.push(await timeLogIn(house, late));
      await delay(1_000);
    }
    const besieged = measure();
    const tallies = await Promise.all(attackers);
    // What must be served again within 5 s.
    const began = performance.now();
    await delay(500);
    measure();
    const page = await owner.call('exportDocument', 200, { id: PAPER, format: 'text' });
    const list = await owner.call('listThreads', 200, { id: PAPER });
    const again = await timeLogIn(house, late);
    const recovered = { ms: performance.now() - began, contentBytes: page.text.length, threads: list.body.threads?.length, logIn: again.status };
    await delay(3_000);
    const after = measure();
    memory.after = memoryOf(house.server.pid);
    return {
      quiet, busyCores, besieged, after, memory, recovered, tallies: Object.fromEntries(guests.map(({ kind }, i) => [kind, tallies[i]])),
      logIn: { count: logIns.length, failed: logIns.filter(({ status }) => status !== 200).length, max: Math.max(...logIns.map(({ ms }) => ms)) },
      refused: writers.reduce((sum, writer) => sum + writer.refused, 0),
      running: house.server.isRunning(),
    };
  } finally {
    clearInterval(watch);
    await Promise.all(writers.map((writer) => writer.stop().catch(() => {})));
    await house.close();
  }
}
