import { Agent, request } from 'undici';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import { within } from '../../../shared/time/within.ts';
import { isReachable } from './endpoint.ts';
import type { Claimed } from './outbox.ts';
import { LedInside, publicLookup } from './public-lookup.ts';
import { NEWS_MS } from './queue-news.ts';
import type { Pushing } from './subscriptions.ts';

/** What came of handing one over; `why` is for operators, without anything of the browser. */
export type Delivered =
  | { outcome: 'sent' }
  /** The browser takes nothing any more. */
  | { outcome: 'gone' }
  /** This one will never go. */
  | { outcome: 'refused'; why: string }
  /** It did not go, and perhaps never will. */
  | { outcome: 'failed'; why: string }
  /** It did not go, for nothing of its own: the service is away, or has had enough for so long. */
  | { outcome: 'away'; why: string; restMs?: number };

/** Hands one notice to the browser's push service, in bounded time; nothing that the service says is thrown. */
export type Deliver = (push: Claimed) => Promise<Delivered>;

/** From the beginning of a request to the end of its answer. */
const TIMEOUT_MS = 10_000;
const CONNECT_MS = 5_000;
/** What a service says beyond its status is of no use. */
const READ_BYTES = 4_096;

export interface Deliverer {
  deliver: Deliver;
  close(): Promise<void>;
}

export const createDeliverer = (
  { settings, vapid }: Pushing,
  clock: Pick<Clock, 'now' | 'wait'> = systemClock,
): Deliverer => {
  const lookup = settings.loopback ? {} : { lookup: publicLookup() };
  const agent = new Agent({ connect: { ...lookup, timeout: CONNECT_MS } });

  const send = async (push: Claimed, signal: AbortSignal): Promise<Delivered> => {
    const { method, headers, body } = await sealed(push, vapid);
    // Redirects are not followed: undici does so only when told.
    const answer = await request(push.endpoint, { method, headers, body, signal, dispatcher: agent });
    await answer.body.dump({ limit: READ_BYTES, signal });
    return judged(answer.statusCode, answer.headers['retry-after'], clock.now());
  };

  return {
    async deliver(push) {
      if (!isReachable(new URL(push.endpoint), settings)) return { outcome: 'gone' };
      try {
        return await within(TIMEOUT_MS, (signal) => send(push, signal), {
          clock,
          late: (): Delivered => ({ outcome: 'away', why: `no answer in ${TIMEOUT_MS / 1_000} s` }),
        });
      } catch (error) {
        return { outcome: 'away', why: networkCode(error) };
      }
    },
    close: () => agent.destroy(),
  };
};

/** The notice as only the browser can read it (RFC 8291), with what shows who sends it (RFC 8292). */
const sealed = async (
  { endpoint, p256dh, auth, kind }: Claimed,
  { subject, publicKey, privateKey }: Pushing['vapid'],
) => {
  // Where nobody is told, it is not loaded.
  const { default: webPush } = await import('web-push');
  const { headers, body } = webPush.generateRequestDetails(
    { endpoint, keys: { p256dh, auth } },
    JSON.stringify({ kind }),
    {
      ...{ vapidDetails: { subject, publicKey, privateKey }, contentEncoding: 'aes128gcm' },
      // A newer notice takes the place of one that has not arrived.
      ...{ TTL: NEWS_MS / 1_000, urgency: 'normal', topic: 'censo' },
    },
  );
  return { method: 'POST' as const, headers: headers as Record<string, string>, body };
};

const GONE = new Set([404, 410]);
/** The service itself: tries again help, and none counts. */
const isAway = (status: number): boolean => status === 429 || status >= 500;
/** Of this portal's key or clock, as far as it says: others may go, and an operator hears of it. */
const OURS = new Set([401, 403]);

const judged = (status: number, retryAfter: string | string[] | undefined, now: number): Delivered => {
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  if (GONE.has(status)) return { outcome: 'gone' };
  const why = `HTTP ${status}`;
  if (isAway(status)) {
    const restMs = restOf(retryAfter, now);
    return restMs === null ? { outcome: 'away', why } : { outcome: 'away', why, restMs };
  }
  return { outcome: OURS.has(status) ? 'failed' : 'refused', why };
};

/** In seconds, or as a date. */
const restOf = (given: string | string[] | undefined, now: number): number | null => {
  if (typeof given !== 'string') return null;
  const ms = /^\d{1,6}$/.test(given) ? Number(given) * 1_000 : Date.parse(given) - now;
  return Number.isFinite(ms) && ms > 0 ? ms : null;
};

const networkCode = (error: unknown): string => {
  if (error instanceof LedInside || (error instanceof Error && error.cause instanceof LedInside))
    return 'leads inside';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[A-Z_]{2,60}$/.test(code) ? code : 'no connection';
};
