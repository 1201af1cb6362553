import { ApiError, isBusy } from './failure.ts';
import type { ApiFailure } from './failure.ts';

/** A read that the server is too busy for is sent this often in all. */
const kTries = 4;
/** The pause between two attempts if the server names none, in milliseconds. */
const kUsualWait = 1_000;
/** A person should not wait longer than this without a word. */
const kLongestWait = 6_000;

export const kApi = '/api/v1';
export const kBase = `${kApi}/documents`;

export function jsonBody(method: string, value: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit {
  return { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/**
 * An answer without content is undefined. A read that the server is too busy for is sent again after the wait that the
 * server names; a write never is, since its sender decides. Throws ApiError; what the caller aborted is thrown as it is.
 */
export async function request<T>(address: string, options: RequestInit = {}): Promise<T> {
  const writes = isWrite(options);
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask<T>(address, options);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const wait = waitAfter(error.failure);
      if (writes || tries === kTries || wait === null) throw error;
      await pause(wait, options.signal);
    }
  }
}

async function ask<T>(address: string, options: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(address, { ...options, headers: { accept: 'application/json', ...options.headers } });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError({ kind: 'unreachable' });
  }
  if (!response.ok) throw new ApiError(await refusal(response, isWrite(options)));
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError({ kind: 'unreachable' }); // the connection was cut in the middle of the answer
  }
}

async function refusal(response: Response, writes: boolean): Promise<ApiFailure> {
  const problem: unknown = await response.json().catch(() => null);
  const fields = typeof problem === 'object' && problem !== null ? (problem as Readonly<Record<string, unknown>>) : {};
  const word = (value: unknown): string => (typeof value === 'string' ? value : '');
  const detail = word(fields['detail']) || word(fields['title']);
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  const wait = Number.isFinite(seconds) ? { retryAfter: seconds } : {};
  return { kind: 'refused', status: response.status, code: word(fields['code']), detail, writes, ...wait };
}

const isWrite = ({ method = 'GET' }: RequestInit): boolean => method !== 'GET';

/** Milliseconds until it makes sense to send the same again; null if it does not, or not soon. */
function waitAfter(failure: ApiFailure): number | null {
  if (failure.kind !== 'refused' || !isBusy(failure)) return null;
  const wait = failure.retryAfter === undefined ? kUsualWait : failure.retryAfter * 1_000;
  // Somewhat later than asked: the pages that were refused together must not come back in one instant.
  return wait <= kLongestWait ? wait * (1 + Math.random() / 2) : null;
}

function pause(milliseconds: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', end, { once: true });
  });
}
