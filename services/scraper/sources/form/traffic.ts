import type { PagePort, RequestPort, ResponsePort } from '../../browser/driver.ts';
import type { LookupTime } from '../stopwatch.ts';

/** What a query of the page's own scripts came to. */
export interface Reply {
  url: string;
  /** Null when the connection broke. */
  response: ResponsePort | null;
}

/** What a page asks for, seen from outside. Only of its own site: a counter elsewhere may hang without end. */
export interface Traffic {
  /** How many documents, scripts and queries are on their way. */
  inFlight(): number;
  /** Milliseconds of work since one of them began or ended. */
  quietMs(): number;
  /** Milliseconds of work since the page's document was there. */
  sinceLoadedMs(): number;
  /** How many documents, and queries of different addresses, were asked for. */
  asked(): number;
  /** What queries came to, the last of each address. */
  replies(): readonly Reply[];
  /** Whether anything was asked of an address like this, on whatever site. */
  hasAsked(address: RegExp): boolean;
}

const COUNTED = new Set(['document', 'xhr', 'fetch', 'script']);
const QUERIES = new Set(['xhr', 'fetch']);
/** Other sites' addresses that are kept; a page has some ten. */
const MAX_ADDRESSES = 200;
const MAX_REPLIES = 20;

/** Follows a page's requests from here on. @param site full address of the page */
export const watchTraffic = (page: PagePort, site: string, time: LookupTime): Traffic => {
  const { host } = new URL(site);
  const isOwn = (request: RequestPort): boolean =>
    COUNTED.has(request.resourceType()) && new URL(request.url()).host === host;
  const open = new Set<RequestPort>();
  const replies = new Map<string, Reply>();
  const addresses: string[] = [];
  const queries = new Set<string>();
  let documents = 0;
  let movedAt = time.worked();
  let loadedAt = movedAt;

  const ended = (request: RequestPort): void => {
    if (!open.delete(request)) return;
    movedAt = time.worked();
    if (request.resourceType() === 'document') loadedAt = movedAt;
  };
  const note = (request: RequestPort, response: ResponsePort | null): void => {
    const url = request.url();
    const isNew = !replies.has(url);
    if (!QUERIES.has(request.resourceType()) || !isOwn(request) || (isNew && replies.size >= MAX_REPLIES))
      return;
    replies.set(url, { url, response });
  };

  page.on('request', (request) => {
    if (addresses.length < MAX_ADDRESSES) addresses.push(request.url());
    if (!isOwn(request)) return;
    // A page may ask one address again and again, of its own accord.
    if (request.resourceType() === 'document') documents += 1;
    else if (QUERIES.has(request.resourceType()))
      queries.add(`${request.method()} ${request.url().split('?')[0]}`);
    open.add(request);
    movedAt = time.worked();
  });
  page.on('response', (response) => note(response.request(), response));
  page.on('requestfinished', ended);
  page.on('requestfailed', (request) => {
    ended(request);
    note(request, null);
  });

  return {
    inFlight: () => open.size,
    quietMs: () => (open.size > 0 ? 0 : time.worked() - movedAt),
    sinceLoadedMs: () => time.worked() - loadedAt,
    asked: () => documents + queries.size,
    replies: () => [...replies.values()],
    hasAsked: (address) => addresses.some((url) => address.test(url)),
  };
};
