import type { DayCount, Landmark, Session } from './types.ts';

export type Entry =
  | { readonly kind: 'session'; readonly session: Session; readonly time: string }
  | { readonly kind: 'landmark'; readonly landmark: Landmark; readonly time: string };

export interface Day {
  /** "2026-11-22", in UTC. */
  readonly day: string;
  readonly entries: readonly Entry[];
}

const versionOf = (entry: Entry): number => (entry.kind === 'session' ? entry.session.to : entry.landmark.version + 0.5);

/**
 * Newest first, by days. Landmarks before the oldest of the loaded sessions wait until that part is loaded (`more`);
 * what has no time of its own stands with the creation.
 */
export function daysOf(sessions: readonly Session[], landmarks: readonly Landmark[], created: string | null, more: boolean): readonly Day[] {
  const entries: Entry[] = sessions.map((session) => ({ kind: 'session', session, time: session.end }));
  const oldest = sessions.reduce<string | null>((least, { end }) => (least === null || end < least ? end : least), null);
  for (const landmark of landmarks) {
    const time = landmark.time ?? created;
    if (time === null || (more && oldest !== null && time < oldest)) continue;
    entries.push({ kind: 'landmark', landmark, time });
  }
  entries.sort((a, b) => (a.time === b.time ? versionOf(b) - versionOf(a) : a.time < b.time ? 1 : -1));
  const days: { day: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const day = entry.time.slice(0, 10);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}

const inOrder = (a: Session, b: Session): number => a.to - b.to || a.from - b.from;

/** The session after (or before) the shown one; null at the end. */
export function sessionBeside(sessions: readonly Session[], from: number | null, to: number, step: 1 | -1): Session | null {
  const sorted = [...sessions].sort(inOrder);
  const here = from === null ? -1 : sorted.findIndex((session) => session.from === from && session.to === to);
  if (here >= 0) return sorted[here + step] ?? null;
  return (step === 1 ? sorted.find((session) => session.to > to) : sorted.findLast((session) => session.to <= to)) ?? null;
}

/** When a version was made, as far as the loaded sessions tell. */
export function timeAround(sessions: readonly Session[], version: number): string | null {
  const exact = sessions.find(({ to }) => to === version);
  return exact?.end ?? sessions.find(({ from, to }) => from < version && version < to)?.start ?? null;
}

/** The units that were inserted and deleted on a day. */
export const workOf = ({ inserted, deleted }: DayCount): number => inserted + deleted;

/** The `most` days with the most work, in the order of the calendar. */
export function busiest(days: readonly DayCount[], most: number): readonly DayCount[] {
  const chosen = [...days].sort((a, b) => workOf(b) - workOf(a)).slice(0, most);
  return chosen.sort((a, b) => (a.day < b.day ? 1 : -1));
}
