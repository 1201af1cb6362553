export interface MadeDocument {
  readonly id: string;
  readonly title: string;
}

/** Makes a document over the HTTP API. */
export async function makeDocument(
  url: string,
  document: { id: string; title: string; format?: 'markdown' | 'text' | 'delta'; data?: unknown },
): Promise<MadeDocument> {
  const { id, title, format, data } = document;
  const response = await fetch(`${url}/api/v1/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id, title, ...(format ? { content: { format, data } } : {}) }),
  });
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as MadeDocument;
}

export interface Component {
  readonly insert: string | Readonly<Record<string, unknown>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** The server's delta of the current version. */
export async function contentOf(url: string, id: string): Promise<readonly Component[]> {
  const response = await fetch(`${url}/api/v1/documents/${id}/content?format=delta`);
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const { ops } = (await response.json()) as { readonly ops: readonly Component[] };
  return ops;
}

/** The text as the editor shows it: one line per block, an embed as one character. */
export async function textOf(url: string, id: string): Promise<string> {
  const content = await contentOf(url, id);
  return content.map(({ insert }) => (typeof insert === 'string' ? insert : '\ufffc')).join('');
}
