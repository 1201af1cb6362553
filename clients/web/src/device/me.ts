import { kLongestName } from '../text/person.ts';

const kName = 'plenary-name';

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

export function rememberName(name: string): void {
  write(kName, name.trim().slice(0, kLongestName));
}
