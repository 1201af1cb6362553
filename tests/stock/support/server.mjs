// Starts the server under test: plenaryd (PLENARYD names the program), or with SERVER=reference the stock
// ShareDB server, which shows that the tests themselves are right.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../../', import.meta.url));
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 60_000;

/** In place of a program: the stock ShareDB server. */
export const REFERENCE = Symbol('stock ShareDB');
export const isReference = process.env.SERVER === 'reference';
export const plenarydPath = path.resolve(
  repository,
  process.env.PLENARYD ?? 'build/dev/bin/plenaryd',
);

/** Test options that skip a test on the reference server, where it is known to differ. */
export const referenceDiffers = (why) => ({ skip: isReference && `reference server: ${why}` });

export function makeDataDir() {
  return mkdtempSync(path.join(tmpdir(), 'plenary-test-'));
}

function commandLine(program, dataDir, port, extraArguments, open) {
  if (program === REFERENCE) {
    return [process.execPath, [path.join(repository, 'tests/bench/servers/sharedb.mjs'), String(port)]];
  }
  if (!existsSync(program)) {
    throw new Error(`no server at ${program}: build it (./dev build) or set PLENARYD`);
  }
  const where = ['--data-dir', dataDir, '--listen', `127.0.0.1:${port}`];
  return [program, [...where, ...(open ? ['--open'] : []), ...extraArguments]];
}

/**
 * Starts a server and waits until it listens.
 * `open` false: access is checked. `program`: path of plenaryd, or REFERENCE; `port` 0: any; `dataDir`: a new one, removed at stop(), unless given.
 */
export async function startServer({ program = isReference ? REFERENCE : plenarydPath, port = 0, dataDir, extraArguments = [], open = true } = {}) {
  const ownDir = dataDir === undefined ? makeDataDir() : undefined;
  const [command, commandArguments] = commandLine(program, dataDir ?? ownDir, port, extraArguments, open);
  const child = spawn(command, commandArguments, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  child.once('error', (error) => output.push(String(error)));
  const remember = (line) => {
    output.push(line);
    if (output.length > 200) output.shift();
  };
  readline.createInterface({ input: child.stderr }).on('line', remember);
  const address = await new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`server ${why}\n${output.join('\n')}`));
    const timer = setTimeout(() => fail('did not start in time'), START_TIMEOUT_MS);
    exited.then(({ code, signal }) => {
      clearTimeout(timer);
      setTimeout(() => fail(`exited with ${code ?? signal} before listening`), 50);
    });
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      remember(line);
      const match = /listening on http:\/\/([\d.]+):(\d+)/.exec(line);
      if (match) {
        clearTimeout(timer);
        resolve({ host: match[1], port: Number(match[2]) });
      }
    });
  });

  return {
    port: address.port,
    url: `ws://${address.host}:${address.port}/sync`,
    httpUrl: `http://${address.host}:${address.port}`,
    pid: child.pid,
    output,
    exited,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    /** kill -9, as a power cut would do it to the process; resolves when it is gone. */
    async kill() {
      child.kill('SIGKILL');
      return exited;
    },
    /** SIGTERM, then the exit; resolves to {code, signal}. Removes a data directory of our own. */
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      const result = await exited;
      clearTimeout(timer);
      if (ownDir) rmSync(ownDir, { recursive: true, force: true });
      return result;
    },
  };
}
