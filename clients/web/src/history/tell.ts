import { historyWords } from '../words/history.ts';
import type { Change } from './changes.ts';
import type { Figure } from './cast.ts';
import type { Section } from './blocks.ts';
import { clockOf, momentOf } from './times.ts';
import type { Attributes } from './types.ts';

/** Changes in words: says in short, and to screen readers, what the coloured text shows. */

const { formats, text, changes: words } = historyWords;
const kShort = 70;

/** One line of an excerpt, in quotes. Parts without letters are named. */
export function quote(excerpt: string, most = kShort): string {
  const line = excerpt.replaceAll('\ufffc', ` [${text.inQuote}] `).replaceAll(/\s+/gu, ' ').trim();
  if (line === '') return excerpt.includes('\n') ? words.lineEnd : words.spaces;
  return historyWords.quoted(line.length > most ? `${line.slice(0, most).trimEnd()}…` : line);
}

const valueOf = (attributes: Attributes, name: string): unknown => attributes[name] ?? null;

function onWord(name: string, value: unknown): string | null {
  const on: Readonly<Record<string, unknown>> = formats.on;
  const word = Object.hasOwn(on, name) ? on[name] : null;
  if (typeof word === 'string') return word;
  if (typeof word === 'function') return String((word as (level: unknown) => string)(value));
  if (typeof word !== 'object' || word === null) return null;
  const choices = word as Readonly<Record<string, string>>;
  return typeof value === 'string' && Object.hasOwn(choices, value) ? (choices[value] ?? null) : null;
}

function formatWord(name: string, before: unknown, after: unknown): string {
  if (name === 'link' && before !== null && after !== null) return formats.linkChanged;
  if (name === 'list' && before === 'checked' && after === 'unchecked') return formats.unticked;
  if (name === 'blockquote' && before !== null && after !== null) return formats.quoteDepth;
  if (name === 'indent' && Number(after ?? 0) < Number(before ?? 0)) return formats.out;
  if (after !== null) return onWord(name, after) ?? formats.other;
  const off: Readonly<Record<string, string>> = formats.off;
  return (Object.hasOwn(off, name) ? off[name] : null) ?? formats.other;
}

/** "made bold and no longer italic" */
export function formatsInWords(before: Attributes, after: Attributes): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differing = names.filter((name) => valueOf(before, name) !== valueOf(after, name));
  const said = new Set(differing.map((name) => formatWord(name, valueOf(before, name), valueOf(after, name))));
  return said.size === 0 ? formats.other : formats.join([...said]);
}

/** "at 14:03 UTC" if the day is told elsewhere, else with the day. */
function whenOf({ last }: Change, day: string | null): string {
  if (last.time === null) return '';
  const short = day !== null && last.time.startsWith(day);
  return words.at(short ? `${clockOf(last.time)} UTC` : momentOf(last.time));
}

export interface Told {
  readonly people: readonly Figure[];
  readonly sections: readonly Section[];
  readonly changes: readonly Change[];
  /** The day that all of it is on: then each change says the hour only. */
  readonly day: string | null;
}

function whatOf(change: Change, who: string, { people, sections, changes }: Told): string {
  const came = quote(change.inserted);
  const went = quote(change.deleted);
  const partner = change.partner === null ? undefined : changes[change.partner];
  const elsewhere = partner ? sections[partner.section - 1]?.title : undefined;
  switch (change.kind) {
    case 'inserted':
      return words.inserted(who, came);
    case 'deleted': {
      const others = change.writtenBy.filter((by) => by !== change.by).map((by) => historyWords.isolated(people[by]?.name ?? historyWords.somebody));
      return words.deleted(who, went) + (others.length > 0 ? words.deletedOf(others) : '');
    }
    case 'replaced':
      return words.replaced(who, went, came);
    case 'reformatted':
      return words.reformatted(who, came, formatsInWords(change.before, change.after));
    case 'moved-here':
      return words.movedHere(who, came) + (elsewhere ? words.movedFrom(elsewhere) : '');
    case 'moved-away':
      return words.movedAway(who, went) + (elsewhere ? words.movedTo(elsewhere) : '');
  }
}

function insideInWords({ inside }: Change): string {
  if (inside === null) return '';
  if (inside === 'note') return words.inNote;
  return inside.row === 0 ? words.inHeader : words.inCell(inside.column, inside.row);
}

/** "Amina Diallo inserted “…” in “2. Policy questions” at 14:03 UTC" */
export function tell(change: Change, told: Told): string {
  const who = historyWords.isolated(told.people[change.by]?.name ?? historyWords.somebody);
  const section = told.sections[change.section - 1];
  return whatOf(change, who, told) + insideInWords(change) + (section ? words.inSection(section.title) : '') + whenOf(change, told.day);
}

/** The one day on which all of it was done, or null. */
export function oneDay(changes: readonly Change[]): string | null {
  const days = new Set(changes.map(({ last }) => last.time?.slice(0, 10) ?? ''));
  return days.size === 1 ? ([...days][0] ?? '') || null : null;
}
