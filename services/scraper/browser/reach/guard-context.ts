import { isPrivateAddress } from '../../../../shared/origin/private-address.ts';
import type { ContextPort, PagePort, RequestPort, ResponsePort } from '../driver.ts';
import { assertPublic, type Resolve } from './assert-public.ts';
import { ledAway, ledInside } from './errors.ts';
import type { Reach } from './reach.ts';

interface GuardOptions {
  reach: Reach;
  /** A proxy resolves names itself, and its own address is what answers. */
  hasProxy: boolean;
  /** Ends the lookup. */
  lost: (error: unknown) => void;
  /** Is told the host of each request that was refused. */
  refused: (host: string) => void;
  resolve?: Resolve | undefined;
}

/**
 * Keeps the pages of a context to what their source needs. Requests of other hosts are refused; a page that goes elsewhere
 * itself, or is answered from a private network, ends the lookup. Comes after whatever else routes the context's requests.
 */
export const guardContext = async (context: ContextPort, options: GuardOptions): Promise<void> => {
  const { reach, refused, lost } = options;
  const isPublic = publicHosts(options);
  context.on('page', (page) => watch(page, options));
  await context.route(/^https?:/, async (route) => {
    const url = new URL(route.request().url());
    if (reach.allows(url)) {
      try {
        await isPublic(url);
      } catch (error) {
        lost(error);
        return route.abort();
      }
      return route.fallback();
    }
    refused(url.host);
    await route.abort();
  });
};

/** Looks at each host once a context, before its first request. */
const publicHosts = ({ reach, hasProxy, resolve }: GuardOptions): ((url: URL) => Promise<void>) => {
  const known = new Map<string, Promise<void>>();
  return async (url) => {
    if (hasProxy) return;
    const looked = known.get(url.host) ?? assertPublic(url, reach, resolve);
    known.set(url.host, looked);
    await looked;
  };
};

const watch = (page: PagePort, { reach, hasProxy, lost }: GuardOptions): void => {
  page.on('request', (request) => {
    const url = new URL(request.url());
    // Redirects come by here and by no route; the browser's own rules have refused them by then.
    if (goesOverTheNet(url) && isVisitOf(page, request) && !reach.isTarget(url)) lost(ledAway(url.host));
  });
  if (hasProxy || reach.privateAllowed) return;
  page.on(
    'response',
    (response) =>
      void addressOf(response).then((address) => {
        if (address !== null && isPrivateAddress(address))
          lost(ledInside(new URL(response.request().url()).host, address));
      }),
  );
};

const goesOverTheNet = ({ protocol }: URL): boolean => protocol === 'http:' || protocol === 'https:';

/** Whether the page itself goes there, and no frame in it. */
const isVisitOf = (page: PagePort, request: RequestPort): boolean => {
  if (!request.isNavigationRequest()) return false;
  try {
    return request.frame() === page.mainFrame();
  } catch {
    // The frame is only just being made: a new window's, which is closed anyway.
    return false;
  }
};

/** Null when the page went before it could be asked. */
const addressOf = async (response: ResponsePort): Promise<string | null> => {
  try {
    return (await response.serverAddr())?.ipAddress ?? null;
  } catch {
    return null;
  }
};

/** Closes windows that a page opens: a lookup has one. */
export const closeOtherWindows = (context: ContextPort, own: PagePort): void => {
  context.on('page', (page) => {
    if (page === own) return;
    // One that has closed itself is what was wanted.
    page.close().catch(() => undefined);
  });
};
