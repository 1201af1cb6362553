import { kColours, kLongestName } from '../text/person.ts';
import type { Person } from '../text/person.ts';

const kName = 'plenary-name';
const kColour = 'plenary-colour';

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
