import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Ability } from '../../api/roles.ts';
import type { Cast, Figure } from '../../history/cast.ts';
import type { Change, Reading } from '../../history/changes.ts';
import type { Place } from '../../history/place.ts';
import type { Blame, DayCount, Difference, HistoryFacts, Landmark, Session, Summary } from '../../history/types.ts';
import type { Asked } from '../../history/inside-texts.ts';
import type { Writing } from '../../history/writers.ts';
import type { Thread } from '../../threads/types.ts';
import type { FormState } from '../forms.tsx';
import type { NoticeContent } from '../notice.tsx';

/** The interface that the components of the history's page use. The page's models implement it. */

export type Phase =
  | { readonly kind: 'opening' | 'open' | 'missing' | 'forbidden' | 'not-text' }
  | { readonly kind: 'failed'; readonly message: string };

/** A text with changes in it. */
export interface Changed {
  readonly reading: Reading;
  /** Of `by`, in the changes. */
  readonly people: readonly Figure[];
}

/** The view on the screen: one version, or the changes between two. */
export interface Shown extends Changed {
  readonly difference: Difference;
  readonly compares: boolean;
}

/** A preview of the paper after a restore or undo that is not done yet. */
export interface Preview extends Changed {
  readonly figure: Figure;
  readonly from: number;
  readonly to: number;
  readonly summary: Summary;
}

/** The sessions that are loaded so far, newest first. */
export interface Timeline {
  readonly sessions: readonly Session[];
  readonly landmarks: readonly Landmark[];
  readonly days: readonly DayCount[];
  /** Of `by`, in sessions and landmarks. */
  readonly people: readonly Figure[];
  readonly next: string | null;
}

export interface TimelineView {
  readonly now: ReadonlySignal<Timeline | null>;
  readonly problem: ReadonlySignal<string>;
  /** Earlier sessions are being fetched. */
  readonly more: ReadonlySignal<boolean>;
  loadAgain(): Promise<void>;
  /** Resolves with whether something came. */
  loadEarlier(): Promise<boolean>;
}

/** A change to bring into view. */
export interface Goal {
  readonly change: number;
  readonly focus: boolean;
}

export interface ChangesView {
  /** Shown in place of the view that the address names. */
  readonly preview: ReadonlySignal<Preview | null>;
  /** The text with its marked changes; null while a version is shown as it was. */
  readonly changed: ReadonlySignal<Changed | null>;
  /** The changes that are looked at, in the order of the text. */
  readonly listed: ReadonlySignal<readonly Change[]>;
  /** Tells screen readers what was selected. */
  readonly said: Signal<string>;
  /** Set to bring a change into view; null again once that is done. */
  readonly goTo: Signal<Goal | null>;
  readonly current: number | null;
  /** "3 of 41", or "41 changes" while none is selected. */
  readonly position: string;
  select(change: number, focus: boolean): void;
  step(step: 1 | -1, focus: boolean): void;
  /** A change in words. */
  told(change: Change): string;
}

/** Goes through the versions one after the other. */
export interface PlayerView {
  readonly playing: ReadonlySignal<boolean>;
  scrub(version: number): void;
  /** Goes to the session after (or before) the shown one. Resolves with false if there is none. */
  step(step: 1 | -1): Promise<boolean>;
  play(): void;
  pause(): void;
}

/** The page of a document's history. Versions count operations. */
export interface HistoryView {
  readonly document: string;
  readonly cast: Cast;
  readonly timeline: TimelineView;
  readonly changes: ChangesView;
  readonly phase: ReadonlySignal<Phase>;
  readonly title: ReadonlySignal<string>;
  readonly rights: ReadonlySignal<{ may(what: Ability): boolean } | null>;
  readonly facts: ReadonlySignal<HistoryFacts | null>;
  readonly place: ReadonlySignal<Place>;
  readonly shown: ReadonlySignal<Shown | null>;
  readonly blame: ReadonlySignal<Blame | null>;
  readonly busy: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<string>;
  /** The number of versions that are newer than the newest one known here. */
  readonly newer: ReadonlySignal<number>;
  readonly player: PlayerView;
  readonly head: number;
  /** The version that the address asks for. */
  readonly version: number;
  /** An address of exactly this view, also after the paper has changed. */
  readonly permanentLink: string;
  /** The forms in which the version can be had as a file, each with its address. */
  files(): readonly { readonly format: 'markdown' | 'html' | 'text' | 'delta'; readonly address: string }[];
  /** A "choice" can be taken back by the browser's "back"; "along" cannot. */
  go(change: Partial<Place>, how?: 'choice' | 'along'): void;
  /** Shows what changed on a day. Resolves with whether it could. */
  goToDay(day: string): Promise<boolean>;
  refresh(change: Partial<Place>): Promise<void>;
  retry(): void;
  milestoneAt(version: number): Landmark | null;
  /** "Version 2 (version 57)", or "version 57". */
  nameOf(version: number): string;
  say(notice: NoticeContent | null): void;
}

export type OpenDialog =
  | { readonly kind: 'none' | 'help' }
  | { readonly kind: 'restore'; readonly version: number }
  | { readonly kind: 'name'; readonly version: number; readonly milestone: string | null; readonly name: string; readonly note: string };

/** Actions on a version. */
export interface DeedsView {
  readonly dialog: ReadonlySignal<OpenDialog>;
  readonly form: FormState;
  close(): void;
  askRestore(version: number): void;
  askName(version: number): void;
  restore(version: number): Promise<void>;
  name(version: number, milestone: string | null, name: string, note: string): Promise<void>;
  removeName(milestone: string): Promise<void>;
  previewUndo(figure: Figure): Promise<void>;
  undo(): Promise<void>;
  leaveUndo(): void;
}

/** Some words, and who wrote them. */
export interface Wrote extends Asked {
  readonly words: string;
  /** The place in the page at which it was asked: a distance from the top. */
  readonly top: number;
  readonly writings: readonly Writing[] | null;
  readonly people: readonly Figure[];
  readonly problem: string;
}

export interface OldComments {
  readonly version: number;
  readonly threads: readonly Thread[];
}

/** Questions about the text on the screen. */
export interface ReadingView {
  readonly wrote: ReadonlySignal<Wrote | null>;
  readonly comments: ReadonlySignal<OldComments | null>;
  readonly commentsProblem: ReadonlySignal<string>;
  readonly mayReadComments: boolean;
  /** `words` name what is asked for. */
  whoWrote(asked: Asked, words: string, top: number): Promise<void>;
  closeWrote(): void;
  /** Fetches the discussions as they stood at a version, once. */
  showComments(version: number): Promise<void>;
}
