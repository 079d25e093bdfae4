import type { EntityManager } from '@mikro-orm/postgresql';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import type { Deliver } from './deliver.ts';
import {
  type Claimed,
  claimPushes,
  expirePushes,
  settleFailed,
  settleGone,
  settleLater,
  settleSent,
} from './outbox.ts';
import type { Rests } from './rests.ts';

/** What came of a try, for a counter. */
export const pushResults = ['sent', 'gone', 'refused', 'failed', 'away', 'late'] as const;
type PushResult = (typeof pushResults)[number];

export interface SendingOptions {
  fork: () => EntityManager;
  deliver: Deliver;
  rests: Rests;
  log: { warn(message: string): void; error(message: string): void };
  count: (result: PushResult) => void;
  clock?: Clock;
}

/** So many at once; each takes 10 s at the most. */
const BATCH = 10;
/** As many as an event has. */
const MAX_TRIES = 10;
const FIRST_PAUSE_MS = 10_000;
const LAST_PAUSE_MS = 3_600_000;

const pauseMs = (tries: number): number => Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LAST_PAUSE_MS);

/**
 * Hands over what is due.
 *
 * @returns true when there may be more to hand over now
 */
export const sendDue = async (options: SendingOptions): Promise<boolean> => {
  const { fork, rests, count, log, clock = systemClock } = options;
  const now = new Date(clock.now());
  const late = await expirePushes(fork(), now);
  for (let one = 0; one < late; one += 1) count('late');
  if (late > 0) log.error(`${late} notices to browsers could not be handed over in time and were put aside`);
  const resting = rests.resting(now.getTime());
  const claimed = await claimPushes(fork(), { most: BATCH, resting }, now);
  await Promise.all(claimed.map((push) => handOver(options, push, clock)));
  return claimed.length === BATCH;
};

const handOver = async (
  { fork, deliver, rests, count, log }: SendingOptions,
  push: Claimed,
  clock: Clock,
): Promise<void> => {
  const { id, kind, tries, host } = push;
  const delivered = await deliver(push);
  const now = clock.now();
  count(delivered.outcome);
  if (delivered.outcome !== 'away') rests.back(host);
  switch (delivered.outcome) {
    case 'sent':
      return settleSent(fork(), push, new Date(now));
    case 'gone':
      return settleGone(fork(), push);
    case 'away': {
      const restMs = rests.away(host, now, delivered.restMs);
      log.warn(`notices to browsers by ${host} wait ${restMs} ms: ${delivered.why}`);
      // Not its own fault: no try of its.
      return settleLater(fork(), push, { error: delivered.why, counts: false, due: new Date(now + restMs) });
    }
    case 'failed':
      if (tries < MAX_TRIES)
        return settleLater(fork(), push, {
          ...{ error: delivered.why, counts: true, due: new Date(now + pauseMs(tries)) },
        });
  }
  log.error(`notice ${kind} ${id} to a browser put aside after ${tries} tries: ${delivered.why}`);
  return settleFailed(fork(), push, delivered.why, new Date(now));
};
