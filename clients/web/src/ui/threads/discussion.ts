import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Place } from '../../text/inside.ts';
import type { ThreadBook } from '../../threads/book.ts';
import type { Loading } from '../../threads/fetcher.ts';
import type { Filter } from '../../threads/listing.ts';
import type { Mention } from '../../threads/mentions.ts';
import type { Comment, Reaction, Revision, Thread } from '../../threads/types.ts';

/** The interfaces between the components of discussions and the page's models, which implement them. */

/** A thread or a draft. */
export interface Active {
  readonly kind: 'thread' | 'draft';
  /** The thread's id or the draft's key. */
  readonly id: string;
}

/** A card beside the text, level with its words. */
export interface Beside extends Active {
  /** Of the words' first line, on the page. */
  readonly top: number;
}

/** The place of the button that comments on the selection. */
export interface CommentHere {
  /** The middle of the selection's first line, on the page. */
  readonly top: number;
}

export type DraftState = 'writing' | 'sending' | 'waiting' | 'refused';

export type DraftAbout =
  | { readonly kind: 'words'; readonly index: number; readonly length: number; readonly quote: string }
  | { readonly kind: 'thread'; readonly thread: string }
  | { readonly kind: 'comment'; readonly thread: string; readonly comment: string };

/** A comment that is being written or is on its way. */
export interface DraftShown {
  readonly draft: { readonly key: string; readonly about: DraftAbout; readonly text: string };
  /** The box is open. */
  readonly open: boolean;
  readonly state: DraftState;
  readonly problem: string;
  /** A reload would not lose it. */
  readonly kept: boolean;
}

export interface Drafts {
  readonly shown: ReadonlySignal<readonly DraftShown[]>;
  get(key: string): DraftShown | null;
  forThread(thread: string): DraftShown | null;
  forComment(comment: string): DraftShown | null;
  /** The place of a draft's words now; null if they are gone. */
  placeOf(key: string): Place | null;
  onComment(thread: string, comment: string, text: string): string;
  open(key: string): string;
  write(key: string, text: string, named?: Mention | null): void;
  close(key: string): void;
  drop(key: string): void;
  send(key: string): void;
}

/** My rights in discussions, and my id there. */
export interface ThreadRights {
  readonly myId: string;
  /** The server has identities: it knows who has read which comment, and who the people of a document are. */
  readonly knowsPeople: boolean;
  readonly mayComment: boolean;
  /** Labels and the assignee of a thread. */
  readonly mayOrder: boolean;
  mayResolve(thread: Thread): boolean;
  mayRemove(comment: Comment): boolean;
}

/** Requests to the server. Each says on the page why it failed, and resolves with whether it went well. */
export interface ThreadDeeds {
  label(thread: Thread, labels: readonly string[]): Promise<boolean>;
  assign(thread: Thread, assignee: string | null, due: string | null): Promise<boolean>;
  resolve(thread: Thread, resolved: boolean): Promise<boolean>;
  remove(comment: Comment): Promise<boolean>;
  react(comment: Comment, reaction: Reaction): Promise<boolean>;
  markAllRead(): Promise<boolean>;
  myReaction(comment: Comment): Reaction | null;
  /** Throws what the request throws. */
  revisions(comment: Comment): Promise<readonly Revision[]>;
}

/** Somebody of the document who can be named or be given a thread. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly affiliation?: string | null;
}

/** The discussions of an open document. */
export interface Discussion {
  /** Grows with every change of the book. */
  readonly revision: ReadonlySignal<number>;
  readonly loading: ReadonlySignal<Loading>;
  readonly beside: ReadonlySignal<readonly Beside[]>;
  readonly active: ReadonlySignal<Active | null>;
  /** Grows each time when the focus should go to the active thread. */
  readonly focusAsked: ReadonlySignal<number>;
  readonly here: ReadonlySignal<CommentHere | null>;
  /** The thread at the caret, where no margin shows it. */
  readonly atCaret: ReadonlySignal<{ readonly id: string; readonly more: number } | null>;
  readonly listOpen: Signal<boolean>;
  readonly filter: Signal<Filter>;
  readonly query: Signal<string>;
  readonly book: ThreadBook;
  readonly drafts: Drafts;
  readonly rights: ThreadRights;
  readonly deeds: ThreadDeeds;
  /** People of the document by a few letters of their names. */
  people(query: string): Promise<readonly Named[]>;
  /** The name of an operation's author if a comment of theirs gives it, else empty. */
  nameOf(author: string): string;
  /** Looks at a thread or a draft. With `take` the focus goes there. */
  look(active: Active | null, take?: boolean): void;
  /** Back to the text, where the caret was. */
  leave(): void;
  toggleList(): void;
  /** Opens a box for the selected words; without a selection, for the paragraph. */
  comment(): void;
  reply(thread: string): void;
  /** Scrolls to the words of a thread and looks at it. */
  goTo(id: string, take?: boolean): void;
  copyLink(id: string): Promise<void>;
  /** Draws marks and places of cards again in the next frame. */
  redraw(): void;
}
