import type { SocketLike } from 'sharedb/lib/client/index.js';
import type { Ops } from '../text/delta.ts';
import type { Person } from '../text/person.ts';
import type { DraftStore } from './drafts.ts';
import type { Present } from './presence.ts';
import type { TemplateSettings } from './properties.ts';
import type { Status } from './status.ts';
import type { ThreadEvent } from './thread-watch.ts';
import type { Timers } from './timers.ts';

/** The interfaces between an open document and the page around it. */

/** The part of the page that shows the document. Positions and operations are those of the view. */
export interface DocumentView {
  load(content: Ops): void;
  applyRemote(ops: Ops): void;
  /** Reports everything that was typed so far through `submit` before it returns. */
  settle(): void;
  /** Length of the shown text, its last newline included. */
  length(): number;
  /** False while it must not be touched, for example because an input method composes. */
  readonly isReady: boolean;
  /** Text is in it that `submit` has not been told yet. */
  readonly hasUnsubmitted: boolean;
}

export interface SessionEvents {
  status(status: Status): void;
  /** The connection stands, for the first time or again. */
  connected(): void;
  /** The properties kept beside the text changed. */
  title(title: string): void;
  settings(settings: TemplateSettings): void;
  people(others: readonly Present[]): void;
  /** There is no such document. */
  missing(): void;
  /** The document cannot be opened. */
  failed(message: string): void;
  /** The server refused changes for good; `text` holds their typed words. */
  refused(message: string, text: string): void;
  /** Changes of an earlier session cannot be put into the document as it is now. They stay on this device. */
  leftBehind(text: string): void;
  /** Something happened in the discussions; also called, with nothing, when the channel stands (again). */
  discussed(events: readonly ThreadEvent[]): void;
  /** The document is a version further, or nothing is unacknowledged any more. */
  advanced(): void;
  /** A right was taken away. The session is silent, and keeps unacknowledged changes, until `resume` or `stop`. */
  rightsChanged(): void;
  /** The server does not go on from what this session has: another one has to open the document. This one is silent. */
  outdated(): void;
}

export interface SessionOptions {
  readonly collection: string;
  readonly id: string;
  readonly draftId: string;
  readonly store: DraftStore;
  readonly timers: Timers;
  /** Opens a socket to the server; it begins in the state "connecting". */
  readonly open: () => SocketLike;
  /** Calls back once at the next time when the view may be painted. */
  readonly nextFrame: (work: () => void) => void;
  readonly deviceOffline: () => boolean;
  readonly me: Person;
  /** The author of these drafts; empty where everybody is one. */
  readonly author: string;
  /** Whether one may hear of discussions. */
  readonly hears: () => boolean;
  /** Whether one may show where one is. */
  readonly shows: () => boolean;
}
