import { systemClock } from '../../../shared/time/clock.ts';
import { type Loop, startLoop } from '../../../shared/time/loop.ts';
import { CarrierAway, type SendingOptions, sendDue } from './send-due.ts';

const POLL_MS = 1_000;
/** Nothing is sent while the carrier is away; somebody waits for their code meanwhile. */
const BACKOFF = { firstMs: 2_000, lastMs: 60_000 };

/**
 * Sends what waits, for as long as the process lives; several processes may do so over one table. One that was sent is
 * never sent again: of whatever may have gone (no answer, a process that died) the carrier is asked first, and while it
 * does not answer, nothing is sent in its place. A code that cannot be sent in time is forgotten, everything else is put
 * aside for an operator.
 */
export const startSending = (options: SendingOptions): Loop => {
  const { carrier, log, clock = systemClock } = options;
  return startLoop({
    ...{ clock, idleMs: POLL_MS, backoff: BACKOFF },
    work: async () => ((await sendDue(options)) ? 0 : POLL_MS),
    failed: (error, restMs) => log.warn(`messages by ${carrier.name} wait ${restMs} ms: ${reasonOf(error)}`),
  });
};

const reasonOf = (error: unknown): string =>
  error instanceof CarrierAway ? error.message : error instanceof Error ? error.name : typeof error;
