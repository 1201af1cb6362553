import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../../../', import.meta.url).pathname;
/** A server that has not said its address by then will not. */
const kStartWithin = 40_000;

export interface Server {
  /** "http://127.0.0.1:PORT" */
  readonly url: string;
  readonly port: number;
  /** Ends it in the given way and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** The lines of its standard output. */
  said(): string;
}

export const plenaryd = process.env.PLENARYD ?? join(root, 'build/dev/bin/plenaryd');

/** Starts the real server on `port` (0: any) over `dataDir`; unless `open`, everybody has only the rights that they were given. */
export function startPlenaryd(dataDir: string, port = 0, { open = true } = {}): Promise<Server> {
  if (!existsSync(plenaryd)) {
    throw new Error(`no server at ${plenaryd}: build it, or name it in the environment variable PLENARYD`);
  }
  const web = process.env.PLENARY_WEB_DIR ?? join(root, 'clients/web/dist');
  return start(
    spawn(plenaryd, ['--data-dir', dataDir, '--listen', `127.0.0.1:${port}`, ...(open ? ['--open'] : []), '--web-dir', web], {
      stdio: ['ignore', 'pipe', process.env.PLENARY_SERVER_LOG ? 'inherit' : 'ignore'],
    }),
  );
}

/** Starts the stock ShareDB server (in memory). */
export function startStock(): Promise<Server> {
  const script = new URL('./stock-server.ts', import.meta.url).pathname;
  return start(spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'inherit'] }));
}

export function temporaryDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'plenary-web-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function start(child: ChildProcess): Promise<Server> {
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  process.once('exit', () => child.kill('SIGKILL'));
  process.once('SIGTERM', () => process.exit(143)); // the runner ends a test that takes too long: take the server along
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the server did not say its address')), kStartWithin);
    let said = '';
    child.stdout?.on('data', (chunk) => {
      said += String(chunk);
      const port = /listening on http:\/\/[^\s:]+:(\d+)/.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve({ url: `http://127.0.0.1:${port}`, port: Number(port), stop, said: () => said });
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with code ${String(code)} before it listened: ${said}`));
    });
  });
}
