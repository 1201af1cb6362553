import type { Size } from '../../text/pictures.ts';

/** Where a paper's pictures are kept. */
export interface PictureStore {
  /** The address under which they are. */
  readonly home: string;
  put(picture: Blob, signal: AbortSignal): Promise<Stored | NotStored>;
  putScreenCopy(hash: string, copy: Blob): Promise<void>;
  /** A picture of a paper on this server; null if it cannot be had. */
  take(address: string): Promise<Blob | null>;
}

export interface Stored extends Size {
  readonly kind: 'stored';
  readonly hash: string;
  readonly type: string;
}

export type NotStored =
  /** The server does not answer, or has no room at the moment. */
  | { readonly kind: 'later' }
  | { readonly kind: 'refused'; readonly why: string };

/** What is to become a picture of the paper. */
export interface Source {
  /** Its bytes, or where they are on this server. */
  readonly from: Blob | string;
  readonly name: string;
  readonly alt: string | null;
  /** Where it was copied from, it was so wide. */
  readonly width?: number | null;
  /** It stands among the words with which it was copied; else it has a line of its own. */
  readonly inLine?: boolean;
}

/** A picture that is not in the text yet. */
export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly state: 'queued' | 'sending' | 'waiting' | 'failed';
  readonly why: string;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where an upload will stand, in the coordinates of the paper. */
export interface UploadSpot extends Upload {
  readonly left: number;
  readonly top: number;
}

export type Shown =
  /** Selected; its tools are closed. */
  | 'selected'
  /** Its tools are open. */
  | 'open'
  /** It has just come in, and its alternative text is asked for. */
  | 'asked';

/** The picture that one works at. */
export interface PictureSpot {
  readonly id: number;
  readonly shown: Shown;
  readonly box: Box;
  readonly alt: string | null;
  readonly width: number | null;
  /** Its own width; null while that is not known. */
  readonly natural: number | null;
  readonly address: string;
  /** Another number each time that the keyboard asks to go to the tools; 0 before. */
  readonly focus: number;
}
