import { assertPublic, type Resolve } from './assert-public.ts';
import { ledAway } from './errors.ts';
import type { Reach } from './reach.ts';

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * `fetch` that asks nobody but the hosts of a reach, none in a private network, and follows redirects of a GET there only.
 *
 * @param send sends one request as it is; it must not follow redirects
 * @throws OutOfReachError, from the function that is returned
 */
export const guardedFetch =
  (reach: Reach, send: (request: Request) => Promise<Response>, resolve?: Resolve): typeof fetch =>
  async (input, init) => {
    let request = new Request(input, { ...init, redirect: 'manual' });
    for (let hops = 0; ; hops += 1) {
      const url = new URL(request.url);
      if (!reach.allows(url)) throw ledAway(url.host);
      await assertPublic(url, reach, resolve);
      const answer = await send(request);
      const location = REDIRECTS.has(answer.status) ? answer.headers.get('location') : null;
      const mayFollow = (init?.redirect ?? 'follow') === 'follow' && request.method === 'GET';
      if (location === null || !URL.canParse(location, url.href)) return answer;
      const next = new URL(location, url);
      if (!reach.allows(next)) throw ledAway(next.host);
      if (!mayFollow || hops >= MAX_REDIRECTS) return answer;
      await answer.body?.cancel();
      request = new Request(next, { headers: request.headers, redirect: 'manual', signal: request.signal });
    }
  };
