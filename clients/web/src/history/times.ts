/** Instants as the history says them, always in UTC and always saying so. */

const kDay = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const kShortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const kClock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

const valid = (text: string): Date | null => {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
};

/** "Sunday 22 November 2026", of a day or an instant. */
export function dayOf(text: string): string {
  const date = valid(text);
  return date ? kDay.format(date).replace(',', '') : text;
}

/** "22 Nov 2026" */
export function shortDayOf(text: string): string {
  const date = valid(text);
  return date ? kShortDay.format(date) : text;
}

/** "14:03" */
export function clockOf(text: string): string {
  const date = valid(text);
  return date ? kClock.format(date) : '';
}

/** "14:03 to 14:21 UTC", or "14:03 UTC" where that is one minute. */
export function spanOf(start: string, end: string): string {
  const [from, to] = [clockOf(start), clockOf(end)];
  if (start.slice(0, 10) !== end.slice(0, 10)) return `${shortDayOf(start)}, ${from} to ${shortDayOf(end)}, ${to} UTC`;
  return from === to ? `${to} UTC` : `${from} to ${to} UTC`;
}

/** "22 Nov 2026, 14:03 UTC" */
export function momentOf(text: string): string {
  return `${shortDayOf(text)}, ${clockOf(text)} UTC`;
}

/** "22 Nov 2026, 14:03 to 14:21 UTC", with both days where they differ. */
export function betweenOf(from: string, to: string): string {
  if (from.slice(0, 10) !== to.slice(0, 10)) return `${momentOf(from)} to ${momentOf(to)}`;
  return clockOf(from) === clockOf(to) ? momentOf(to) : `${shortDayOf(to)}, ${spanOf(from, to)}`;
}

/** "Sunday 22 November 2026, 14:03 UTC" */
export function longMomentOf(text: string): string {
  return `${dayOf(text)}, ${clockOf(text)} UTC`;
}
