import { kBase, request } from './request.ts';

/** The part of the HTTP API about the pictures of a paper. */

export interface StoredPicture {
  /** The hash of its bytes. */
  readonly picture: string;
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

export const picturesOf = (document: string): string => `${kBase}/${encodeURIComponent(document)}/pictures`;

/** The server says what kind of picture it is, whatever the browser takes it for. */
const body = (method: string, picture: Blob): RequestInit => ({
  method,
  headers: { 'content-type': picture.type || 'application/octet-stream' },
  body: picture,
});

export const putPicture = (document: string, picture: Blob, signal: AbortSignal): Promise<StoredPicture> =>
  request(picturesOf(document), { ...body('POST', picture), signal });

export const putScreenCopy = (document: string, hash: string, copy: Blob): Promise<void> =>
  request(`${picturesOf(document)}/${hash}/screen`, body('PUT', copy));

/** The bytes of a picture of any paper on this server; null if the reader cannot have them. */
export async function fetchPicture(address: string): Promise<Blob | null> {
  try {
    const response = await fetch(address);
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}
