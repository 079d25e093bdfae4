import type { EntityManager } from '@mikro-orm/postgresql';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import type { Carried, Carrier } from './carriers/carrier.ts';
import {
  type Claimed,
  claimMessages,
  expireMessages,
  settleFailed,
  settleLater,
  settleSent,
} from './outbox.ts';

/** What came of a try, for a counter: `found`: of one that nobody knew of, it turned out that it had gone. */
export const messageResults = ['sent', 'found', 'refused', 'failed', 'away', 'unknown', 'late'] as const;
export type MessageResult = (typeof messageResults)[number];

export interface SendingOptions {
  fork: () => EntityManager;
  carrier: Carrier;
  log: { warn(message: string): void; error(message: string): void };
  count: (result: MessageResult) => void;
  clock?: Clock;
}

/** So many at once; each takes 10 s at the most. */
const BATCH = 5;
/** As many as an event has. */
const MAX_TRIES = 10;
const FIRST_PAUSE_MS = 10_000;
const LAST_PAUSE_MS = 3_600_000;
/** Long enough for others to come first. */
const AWAY_PAUSE_MS = 15_000;
/** By then the carrier knows whether it has heard it. */
const ASK_AFTER_MS = 30_000;

/** The carrier takes nothing from anybody. */
export class CarrierAway extends Error {
  override readonly name = 'CarrierAway';
}

const pauseMs = (tries: number): number => Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LAST_PAUSE_MS);

/**
 * Sees to messages that are due.
 *
 * @returns true when there may be more to send now
 * @throws CarrierAway when nothing can be sent
 */
export const sendDue = async (options: SendingOptions): Promise<boolean> => {
  const { fork, count, log, clock = systemClock } = options;
  const now = new Date(clock.now());
  const { expired, failed } = await expireMessages(fork(), now);
  for (let late = 0; late < expired + failed; late += 1) count('late');
  if (expired + failed > 0)
    log.error(`messages that could not be sent in time: ${expired} codes forgotten, ${failed} put aside`);
  const claimed = await claimMessages(fork(), BATCH, now);
  const problems = await Promise.all(claimed.map((message) => seeTo(options, message, clock)));
  const away = problems.find((problem) => problem !== null);
  const isAway = away != null && !problems.includes(null);
  if (isAway) throw new CarrierAway(away);
  return claimed.length === BATCH;
};

/** @returns why nothing can be sent, null when it can */
const seeTo = async (options: SendingOptions, message: Claimed, clock: Clock): Promise<string | null> => {
  const { fork, carrier, count } = options;
  const later = (ms: number): Date => new Date(clock.now() + ms);
  const { id, state } = message;
  if (state === 'sending') return settle(options, message, await carrier.carry(message), clock);
  const found = await carrier.find(message, message.triedAt);
  if (found === 'sent') {
    count('found');
    await settleSent(fork(), id, later(0));
    return null;
  }
  const again = { id, error: null, counts: true };
  if (found === 'absent') {
    if (message.tries >= MAX_TRIES) await settleFailed(fork(), id, 'no answer', later(0));
    else await settleLater(fork(), { ...again, state: 'waiting' }, later(pauseMs(message.tries)));
    return null;
  }
  count('away');
  await settleLater(fork(), { ...again, state: 'unknown' }, later(ASK_AFTER_MS));
  return 'it does not say what it has sent';
};

const settle = async (
  { fork, count, log }: SendingOptions,
  { id, kind, tries }: Claimed,
  carried: Carried,
  clock: Clock,
): Promise<string | null> => {
  const later = (ms: number): Date => new Date(clock.now() + ms);
  const { outcome } = carried;
  count(outcome);
  if (outcome === 'sent') {
    await settleSent(fork(), id, later(0));
    return null;
  }
  const error = carried.why;
  if (outcome === 'refused' || (outcome === 'failed' && tries >= MAX_TRIES)) {
    log.error(`message ${kind} ${id} put aside after ${tries} tries: ${error}`);
    await settleFailed(fork(), id, error, later(0));
    return null;
  }
  const again = { id, error };
  if (outcome === 'unknown') {
    log.warn(`message ${kind} ${id} may have gone: ${error}`);
    await settleLater(fork(), { ...again, state: 'unknown', counts: true }, later(ASK_AFTER_MS));
    return null;
  }
  if (outcome === 'failed') {
    await settleLater(fork(), { ...again, state: 'waiting', counts: true }, later(pauseMs(tries)));
    return null;
  }
  // Not its own fault, as it seems: no try of its. But others come first.
  await settleLater(fork(), { ...again, state: 'waiting', counts: false }, later(AWAY_PAUSE_MS));
  return error;
};
