const kSchemes = new Set(['http:', 'https:', 'mailto:', 'tel:']);
/** Longer ones are attacks or accidents. */
const kLongest = 2048;

/** The address if it may be followed: http, https, mailto, tel, or a fragment of this page; else null. */
export function safeAddress(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const address = value.trim();
  if (address === '' || address.length > kLongest) return null;
  if (address.startsWith('#')) return address;
  try {
    return kSchemes.has(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}

/** Completes a typed address: `example.org` and `name@example.org` get their scheme. */
export function addressFromTyping(typed: string): string | null {
  const text = typed.trim();
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text)) return safeAddress(`mailto:${text}`);
  if (/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#].*)?$/u.test(text)) return safeAddress(`https://${text}`);
  return safeAddress(text);
}
