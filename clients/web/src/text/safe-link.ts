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

const kAddress = /\bhttps?:\/\/[^\s<>"]+/g;

/** The addresses that stand in `text` as people write them: without the full stop or the bracket behind them. */
export function addressesIn(text: string): readonly { readonly at: number; readonly address: string }[] {
  return [...text.matchAll(kAddress)].flatMap(({ 0: found, index }) => {
    let address = found.replace(/[.,;:!?'»”’)\]}*_]+$/u, '');
    // A bracket that was opened inside belongs to it.
    if (found[address.length] === ')' && address.includes('(')) address += ')';
    return safeAddress(address) === null || address.length < 10 ? [] : [{ at: index, address }];
  });
}

/** `text` with its addresses as links. */
export function linkAddresses(text: string): readonly { insert: string; attributes?: { link: string } }[] {
  const parts: { insert: string; attributes?: { link: string } }[] = [];
  let done = 0;
  for (const { at, address } of addressesIn(text)) {
    if (at > done) parts.push({ insert: text.slice(done, at) });
    parts.push({ insert: address, attributes: { link: address } });
    done = at + address.length;
  }
  if (done < text.length) parts.push({ insert: text.slice(done) });
  return parts;
}
