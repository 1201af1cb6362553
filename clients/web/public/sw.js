// Lets a page open again without a network: the shell (one HTML page) and the hashed assets are kept; documents are
// not this file's business (they are drafts in IndexedDB). A page from the network always wins over a kept one.
const kCache = 'plenary-shell';
const kShell = '/';
// Files of past versions are forgotten beyond this many.
const kMostAssets = 150;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  const isPage = request.mode === 'navigate' && (pathname === '/' || pathname.startsWith('/d/'));
  if (isPage) event.respondWith(page(request));
  else if (pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (pathname === '/plenary.svg') event.respondWith(fetch(request).then(kept(request), () => caches.match(request)));
});

// What the first page had loaded before this worker was there.
self.addEventListener('message', (event) => {
  const addresses = Array.isArray(event.data?.keep) ? event.data.keep : [];
  event.waitUntil(keepAll(addresses.filter((address) => typeof address === 'string')));
});

async function page(request) {
  try {
    const response = await fetch(request);
    if (response.ok) await (await caches.open(kCache)).put(kShell, response.clone());
    return response;
  } catch (error) {
    const shell = await caches.match(kShell);
    if (shell) return shell;
    throw error;
  }
}

async function asset(request) {
  const found = await caches.match(request);
  return found ?? fetch(request).then(kept(request));
}

function kept(request) {
  return async (response) => {
    if (response.ok) await (await caches.open(kCache)).put(request, response.clone());
    return response;
  };
}

async function keepAll(addresses) {
  const cache = await caches.open(kCache);
  for (const address of addresses) {
    if (!(await cache.match(address))) await cache.add(address).catch(() => undefined);
  }
  const assets = (await cache.keys()).filter((request) => new URL(request.url).pathname.startsWith('/assets/'));
  for (const old of assets.slice(0, Math.max(0, assets.length - kMostAssets))) await cache.delete(old);
}
