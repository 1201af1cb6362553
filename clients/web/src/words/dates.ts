import { strings } from './strings.ts';

const kMinute = 60_000;
const kHour = 60 * kMinute;

const kFull = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' });
const kShort = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** "12 November 2021 at 18:00 UTC", or null for a text that is no date. */
export function fullDate(text: string): string | null {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : `${kFull.format(date)} UTC`;
}

/** "5 minutes ago" for the last day, then a date with its zone. */
export function changedWhen(text: string, now: number): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return '';
  const age = now - date.getTime();
  if (age < kMinute) return strings.time.now;
  if (age < kHour) return strings.time.minutes(Math.floor(age / kMinute));
  if (age < 24 * kHour) return strings.time.hours(Math.floor(age / kHour));
  return `${kShort.format(date)} UTC`;
}

const kDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** "30 Nov 2021, UTC": where the hour does not matter. */
export function shortDay(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? '' : `${kDay.format(date)}, UTC`;
}

/** A day as such ("2021-11-30"), which is no instant and has no zone. */
export function calendarDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? day : kDay.format(date);
}

/** The last instant of a day ("2021-11-30") as the server takes it. */
export const endOfDay = (day: string): string => `${day}T23:59:59.000Z`;
