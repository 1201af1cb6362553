import { ApiError } from './failure.ts';
import type { ApiFailure } from './failure.ts';

export const kApi = '/api/v1';
export const kBase = `${kApi}/documents`;

export function jsonBody(method: string, value: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit {
  return { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** An answer without content is undefined. Throws ApiError; what the caller aborted is thrown as it is. */
export async function request<T>(address: string, options: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(address, { ...options, headers: { accept: 'application/json', ...options.headers } });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError({ kind: 'unreachable' });
  }
  if (!response.ok) throw new ApiError(await refusal(response));
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError({ kind: 'unreachable' }); // the connection was cut in the middle of the answer
  }
}

async function refusal(response: Response): Promise<ApiFailure> {
  const problem: unknown = await response.json().catch(() => null);
  const fields = typeof problem === 'object' && problem !== null ? (problem as Readonly<Record<string, unknown>>) : {};
  const word = (value: unknown): string => (typeof value === 'string' ? value : '');
  const detail = word(fields['detail']) || word(fields['title']);
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  const wait = Number.isFinite(seconds) ? { retryAfter: seconds } : {};
  return { kind: 'refused', status: response.status, code: word(fields['code']), detail, ...wait };
}
