/** Addresses of pages, and the secrets in them. */

/** A path on this site, or "/": nobody is sent elsewhere by an address that somebody else made. */
export function safePath(to: string | null): string {
  if (!to || !/^\/(?![/\\])/.test(to)) return '/';
  // Browsers leave tabs and line ends out of addresses, and take "\" for "/".
  return /[\u0000-\u001f\\]/.test(to) ? '/' : to;
}

export function logInAddress(from: string): string {
  const to = safePath(from);
  return to === '/' ? '/log-in' : `/log-in?${new URLSearchParams({ to })}`;
}

interface Around {
  readonly location: { readonly hash: string; readonly pathname: string; readonly search: string };
  readonly history: { readonly state: unknown; replaceState(state: unknown, title: string, address: string): void };
}

/**
 * The secret behind "#". It leaves the address bar, where it would be seen over a shoulder and copied along, for the
 * state of this entry of the history, where a reload finds it.
 */
export function takeSecret({ location, history }: Around = window): string {
  const inAddress = location.hash.slice(1);
  if (inAddress) {
    history.replaceState({ secret: inAddress }, '', location.pathname + location.search);
    return inAddress;
  }
  const { state } = history;
  const kept = typeof state === 'object' && state !== null ? (state as Readonly<Record<string, unknown>>)['secret'] : null;
  return typeof kept === 'string' ? kept : '';
}

/** It has done its work. */
export function forgetSecret({ location, history }: Around = window): void {
  history.replaceState(null, '', location.pathname + location.search);
}

export function openAddress(address: string): void {
  window.open(address, '_blank', 'noopener,noreferrer');
}
