import { kColours } from '../sync/presence.ts';
import type { Person } from '../sync/presence.ts';

const kName = 'plenary-name';
const kColour = 'plenary-colour';
export const kLongestName = 60;

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Asked again next time.
  }
}

/** The name given on this device, or null if nobody has given one. */
export function myName(): string | null {
  return read(kName);
}

export function me(): Person {
  let colour = Number(read(kColour) ?? NaN);
  if (!Number.isInteger(colour) || colour < 0 || colour >= kColours) {
    colour = Math.floor(Math.random() * kColours);
    write(kColour, String(colour));
  }
  return { name: myName() ?? '', colour };
}

export function rememberName(name: string): void {
  write(kName, name.trim().slice(0, kLongestName));
}

/** A person's initials: two letters where letters stand apart (Latin, Greek, Cyrillic), else the first one. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = firstLetter(words[0]);
  if (!/^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(first)) return first || '?';
  return first + (words.length > 1 ? firstLetter(words.at(-1)) : '');
}

function firstLetter(word: string | undefined): string {
  if (!word) return '';
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word);
  for (const { segment } of segments) return segment.toLocaleUpperCase();
  return '';
}
