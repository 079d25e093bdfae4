import { belongTo, dropOlder, forgetTicket, heed, keep, keptPage, keptStyles } from './kept.ts';
import { openAnswer, tell } from './notices.ts';
import { renew } from './renew.ts';

/**
 * The portal in the background of a browser: notices, and the person's own ticket while there is no network. It keeps nothing
 * else, and answers for no page that the portal can answer for.
 */
declare const self: ServiceWorkerGlobalScope;

/** What is kept changes by one at a time: whoever leaves while a ticket is being fetched is heeded after it. */
let turn: Promise<void> = Promise.resolve();
const inTurn = (work: () => Promise<void>): Promise<void> => {
  turn = turn.then(work, work);
  return turn;
};

self.addEventListener('install', () => void self.skipWaiting());

self.addEventListener('activate', (event) => {
  const begin = async (): Promise<void> => {
    await dropOlder();
    // The browser itself asks for pages meanwhile, as it does without a worker.
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  };
  event.waitUntil(begin());
});

const FILE = /\.\w+(?:[?#]|$)/;

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  // A file that is taken away is no page.
  if (request.mode === 'navigate' && !FILE.test(request.url)) event.respondWith(visit(event));
  else if (request.destination === 'style') event.respondWith(keptStyles(request));
});

const visit = async (event: FetchEvent): Promise<Response> => {
  try {
    const page: Response = (await event.preloadResponse) ?? (await fetch(event.request));
    event.waitUntil(inTurn(() => heed(page)));
    return page;
  } catch (error) {
    const kept = await keptPage();
    if (kept === undefined) throw error;
    return kept;
  }
};

/** What pages say: whose they are, and that an answer is shown, or none any more. */
interface Said {
  account: string;
  version?: string;
}

self.addEventListener('message', (event) => {
  const { account, version } = event.data as Said;
  if (typeof account !== 'string') return;
  event.waitUntil(
    inTurn(async () => {
      if (version === undefined) return belongTo(account);
      return version === '' ? forgetTicket() : keep(account, version);
    }),
  );
});

self.addEventListener('push', (event) => event.waitUntil(tell(event.data)));

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openAnswer());
});

self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event)));
