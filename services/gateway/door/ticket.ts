import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Clock, systemClock } from '../../../shared/time/clock.ts';
import type { Counter } from './counter.ts';
import { namedScope, type Scope } from './scope.ts';
import type { Secrets } from './secrets.ts';

/** A place in the wait of those who make no proof: the form may be sent once, from a moment on. */
interface Ticket {
  sealed: string;
  /** When it begins to be good, in ms since epoch. */
  readyAt: number;
  /** By which it is known once it was used. */
  nonce: string;
}

export interface Tickets {
  /**
   * The next place of those who wait in one block of addresses.
   *
   * @returns null when so many wait already that the place would be too far away
   */
  next(scope: Scope, block: string): Promise<Ticket | null>;
  /** Reads a ticket of this form of this browser, given to this block, that is not too old; null for anything else. */
  read(scope: Scope, block: string, sealed: string): Ticket | null;
  /** Uses a ticket that is ready. @returns whether it is the first time */
  use(ticket: Ticket): Promise<boolean>;
}

interface TicketOptions {
  secrets: Pick<Secrets, 'seal' | 'unseal' | 'nameOf'>;
  /** What the first who waits waits. */
  waitS: number;
  /** Counts who waits in a block, in a window of {@link QUEUE_S}. */
  waiting: Counter;
  /** Counts what was used, for as long as a ticket lives. */
  used: Counter;
  clock?: Clock;
}

/** Who waits in one block is let in one after the other: asking for many tickets at once gains nothing. */
const SPACING_S = 5;
export const QUEUE_S = 600;
/** So long after it is ready a ticket is good. */
const GOOD_MS = 600_000;
export const TICKET_S = QUEUE_S * 3;
const PURPOSE = 'ticket';

const textRule = z.object({
  form: z.string(),
  browser: z.string(),
  block: z.string(),
  readyAt: z.number(),
  nonce: z.string(),
});

export const createTickets = (options: TicketOptions): Tickets => {
  const { secrets, waitS, waiting, used, clock = systemClock } = options;
  return {
    async next(scope, block) {
      const { used: place } = await waiting.take(secrets.nameOf('block', scope.form, block));
      const afterS = waitS + SPACING_S * Math.max(0, place - 1);
      if (afterS > QUEUE_S + waitS) return null;
      const readyAt = clock.now() + afterS * 1_000;
      const nonce = randomBytes(12).toString('base64url');
      const text = JSON.stringify({ ...namedScope(scope), block, readyAt, nonce });
      return { sealed: secrets.seal(PURPOSE, text), readyAt, nonce };
    },
    read(scope, block, sealed) {
      const text = secrets.unseal(PURPOSE, sealed);
      if (text === null) return null;
      // Sealed by us, hence JSON; perhaps by another release.
      const read = textRule.safeParse(JSON.parse(text));
      if (!read.success) return null;
      const { form, browser, readyAt, nonce } = read.data;
      const own = namedScope(scope);
      if (form !== own.form || browser !== own.browser || read.data.block !== block) return null;
      return readyAt + GOOD_MS < clock.now() ? null : { sealed, readyAt, nonce };
    },
    // Not the sealed text, which somebody may write in more ways than one.
    use: async ({ nonce }) => !(await used.take(nonce)).over,
  };
};
