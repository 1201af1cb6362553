/** The HTTP API of the server, as far as the client needs it. */
export interface DocumentInfo {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly address: string;
  readonly people: readonly string[];
}

export interface DocumentPage {
  readonly documents: readonly DocumentInfo[];
  readonly next_cursor: string | null;
}

export interface NewDocument {
  readonly title: string;
  readonly content?: { readonly format: 'markdown' | 'text'; readonly data: string };
}

export type ApiFailure =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly detail: string };

export class ApiError extends Error {
  readonly failure: ApiFailure;

  constructor(failure: ApiFailure) {
    super(failure.kind === 'refused' ? failure.detail : 'unreachable');
    this.failure = failure;
  }
}

const kBase = '/api/v1/documents';

export function listDocuments(query: string, cursor: string | null, signal: AbortSignal): Promise<DocumentPage> {
  const parameters = new URLSearchParams({ limit: '50' });
  if (query) parameters.set('query', query);
  if (cursor) parameters.set('cursor', cursor);
  return request<DocumentPage>(`${kBase}?${parameters}`, { signal });
}

export function createDocument(document: NewDocument): Promise<DocumentInfo> {
  return request<DocumentInfo>(kBase, jsonBody('POST', document));
}

export function renameDocument(id: string, title: string): Promise<DocumentInfo> {
  return request<DocumentInfo>(`${kBase}/${encodeURIComponent(id)}`, jsonBody('PATCH', { title }));
}

function jsonBody(method: string, value: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

async function request<T>(address: string, options: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(address, { ...options, headers: { accept: 'application/json', ...options.headers } });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError({ kind: 'unreachable' });
  }
  if (response.ok) return (await response.json()) as T;
  throw new ApiError(await refusal(response));
}

async function refusal(response: Response): Promise<ApiFailure> {
  const problem: unknown = await response.json().catch(() => null);
  const fields = typeof problem === 'object' && problem !== null ? (problem as Readonly<Record<string, unknown>>) : {};
  const word = (value: unknown): string => (typeof value === 'string' ? value : '');
  const detail = word(fields['detail']) || word(fields['title']);
  return { kind: 'refused', status: response.status, code: word(fields['code']), detail };
}
