import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import type { ContextPort, RequestPort, RoutePort } from '../browser/driver.ts';
import { createDepart } from './depart.ts';
import type { Departure, Pace, Turn } from './turn.ts';

/** What the page shows to the eye and no reader needs. */
const UNNEEDED = new Set(['image', 'media', 'font']);

/**
 * Holds every visit and every query of a context until its turn, below anything that a source or the page's own
 * scripts do. Requests that only fetch the page's parts pass.
 *
 * @param first the turn that the lookup has for its first visit, asked when the visit wants to leave
 * @param isTarget tells the official site's addresses from others
 * @param queried is told when the query leaves: from then on nobody knows whether the site was asked, however the lookup ends
 * @param hold is told that a request waits for its turn, and what it returns when the wait is over
 * @param lost is told why a request was not sent: PaceLostError when nobody could say whose turn it was
 */
export const paceRequests = async (
  context: ContextPort,
  {
    pace,
    first,
    isTarget,
    signal,
    parent = () => undefined,
    queried,
    hold = () => () => {},
    lost,
    clock = systemClock,
  }: {
    pace: Pace;
    first: () => Turn | undefined;
    isTarget: (url: URL) => boolean;
    signal: AbortSignal;
    parent?: () => string | undefined;
    queried: () => void;
    hold?: () => () => void;
    lost: (error: unknown) => void;
    clock?: Clock;
  },
): Promise<void> => {
  const depart = createDepart({ pace, first, signal, parent });
  const departed = new WeakMap<RequestPort, Turn>();
  const noteDeparture = async (request: RequestPort): Promise<void> => {
    const turn = departed.get(request);
    const { startTime, requestStart } = request.timing();
    if (turn !== undefined && requestStart >= 0)
      await turn.reallyLeft(clock.now() - (startTime + requestStart));
  };
  context.on('page', (page) => page.on('response', (response) => void noteDeparture(response.request())));

  await context.route(/^https?:/, async (route: RoutePort) => {
    const request = route.request();
    if (UNNEEDED.has(request.resourceType())) return route.abort();
    const kind = departureOf(request, isTarget);
    if (kind === null) return route.continue();
    const letGo = hold();
    try {
      await depart(kind, (turn) => {
        letGo();
        departed.set(request, turn);
        // Not after it: the store is told again then, and a lookup that ends meanwhile would not have asked.
        if (kind === 'query') queried();
        return route.continue();
      });
    } catch (error) {
      lost(error);
      // The context may be closing, and the request with it: the reason has been told already.
      await route.abort().catch(() => undefined);
    } finally {
      letGo();
    }
  });
};

/** What must wait for a turn: a main document of the site, and whatever writes to the site. */
const departureOf = (request: RequestPort, isTarget: (url: URL) => boolean): Departure | null => {
  if (!isTarget(new URL(request.url()))) return null;
  if (request.method() !== 'GET' && request.method() !== 'HEAD') return 'query';
  return request.isNavigationRequest() && request.resourceType() === 'document' ? 'page' : null;
};
