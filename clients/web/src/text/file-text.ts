/** Reads files by the same rule as the command line (protocol/markup/encoding.hpp). */

export type FileText = { readonly text: string } | { readonly unread: UnreadFile };

/** `line` and `byte` count from 1. */
export type UnreadFile =
  | { readonly kind: 'encoding'; readonly line: number; readonly byte: number; readonly value: number }
  | { readonly kind: 'utf16' }
  | { readonly kind: 'said'; readonly encoding: string }
  | { readonly kind: 'zero'; readonly line: number };

/**
 * The text of a file: UTF-8, or UTF-16 that begins with its mark. Nothing is guessed, and no byte becomes
 * U+FFFD: older encodings look alike to a program, and a wrong guess alters every accent.
 */
export function textOfFile(bytes: Uint8Array): FileText {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  const text = decode(bytes, utf16 ?? 'utf-8');
  if (text === null) return { unread: utf16 ? { kind: 'utf16' } : firstUnread(bytes) };
  const zero = text.indexOf('\0');
  return zero < 0 ? { text } : { unread: { kind: 'zero', line: text.slice(0, zero).split('\n').length } };
}

/** The text of a page of HTML, which alone can say which encoding it has. */
export function textOfPage(bytes: Uint8Array): FileText {
  const encoding = declaredEncoding(bytes);
  if (encoding === null) return textOfFile(bytes);
  const text = decode(bytes, encoding);
  return text === null ? { unread: { kind: 'said', encoding } } : { text };
}

/** Null if it says none, or UTF-8, or has a byte order mark, which goes before. */
function declaredEncoding(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff || bytes[0] === 0xfe || bytes[0] === 0xef) return null;
  const head = String.fromCharCode(...bytes.subarray(0, 2048));
  for (const [tag] of head.matchAll(/<meta[^>]*/gi)) {
    const said = /charset[ \t\n\r="']*([^ \t\n\r"';/]+)/i.exec(tag)?.[1]?.toLowerCase();
    if (said !== undefined) return /^utf-?(8|16)/.test(said) ? null : said;
  }
  return null;
}

/** Without the byte order mark; null if a byte cannot be read. */
function decode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The first byte that does not belong to a character. A line feed is never a part of another one. */
function firstUnread(bytes: Uint8Array): UnreadFile {
  let begin = 0;
  for (let line = 1; begin < bytes.length; ++line) {
    const feed = bytes.indexOf(0x0a, begin);
    const end = feed < 0 ? bytes.length : feed + 1;
    if (decode(bytes.subarray(begin, end), 'utf-8') === null) {
      const byte = firstUnreadIn(bytes.subarray(begin, end));
      return { kind: 'encoding', line, byte: byte + 1, value: bytes[begin + byte] ?? 0 };
    }
    begin = end;
  }
  return { kind: 'encoding', line: 1, byte: 1, value: bytes[0] ?? 0 };
}

function firstUnreadIn(line: Uint8Array): number {
  let at = 0;
  while (at < line.length) {
    const lead = line[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead >= 0x80 && decode(line.subarray(at, at + length), 'utf-8') === null) break;
    at += length;
  }
  return at;
}
