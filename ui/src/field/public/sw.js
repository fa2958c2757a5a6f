// Lets the page open without a network: keeps what was built, and none of the server's answers.
const CACHE = 'hadir-field-1';
const PAGE = new URL('./', self.location);

// The page, and what it names. All or nothing, so that no page is kept without its scripts.
async function keep() {
    const page = await (await fetch(PAGE, { cache: 'reload' })).text();
    const files = [...page.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, file]) => new URL(file, PAGE));
    await (await caches.open(CACHE)).addAll([PAGE, ...files]);
}

// What is kept comes first: a weak network must not hold up a queue. The next opening has what is new.
async function answer(request) {
    return (await caches.match(request, { cacheName: CACHE, ignoreSearch: true })) ?? fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
    const { request } = event;
    if (request.method !== 'GET' || !request.url.startsWith(PAGE.href)) return;
    event.respondWith(answer(request));
    if (request.mode === 'navigate') event.waitUntil(keep().catch(() => undefined));
});
