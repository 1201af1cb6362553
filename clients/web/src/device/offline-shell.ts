/**
 * Keeps the page itself on this device, so that a reload works without a network. Needs https or localhost.
 * Call when everything that the page needs has been loaded.
 */
export async function keepShell(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await document.fonts.ready;
    await navigator.serviceWorker.register('/sw.js');
    const { active } = await navigator.serviceWorker.ready;
    const loaded = performance
      .getEntriesByType('resource')
      .map((entry) => new URL(entry.name))
      .filter((address) => address.origin === location.origin && address.pathname.startsWith('/assets/'))
      .map((address) => address.pathname);
    active?.postMessage({ keep: ['/', '/plenary.svg', ...new Set(loaded)] });
  } catch {
    // Private windows and odd browsers refuse; then a reload needs the network, as ever.
  }
}
