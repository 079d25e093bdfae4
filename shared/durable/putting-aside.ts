import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEventName } from '../contract/events.ts';
import { errorCodeOf } from '../errors.ts';
import { isAway } from '../persistence/away.ts';
import type { SchemaName } from '../persistence/schemas.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import type { DurableHandler, Receiver } from './bus.ts';
import { forgetTries, isDead, noteFailure } from './dead-letters.ts';
import { BrokenEvent, readEvent } from './read-event.ts';
import { MAX_TRIES, NotHandled, pauseAfterMs } from './tries.ts';

/** An event that was just put aside. */
export interface DeadEvent {
  schema: SchemaName;
  id: string;
  name: DurableEventName;
  error: string;
}

export interface PuttingAsideOptions {
  /** Of the service that consumes. */
  schema: SchemaName;
  fork: () => EntityManager;
  log: { error(message: string): void };
  deadLettered: (event: DeadEvent) => void;
  /** 10 unless told. */
  maxTries?: number;
  clock?: Clock;
}

/**
 * A consumer's receiver that never holds up what comes behind for ever: an event that it cannot handle in ten tries, or
 * that breaks its rule, at once, is kept among the dead letters, and counts as handled. Later events of the same person go on without it; every
 * handler goes by versions or dates, so that the dead one may be handled after them. An event that fails because
 * the database is away comes again for as long as that lasts.
 */
export const puttingAside = <N extends DurableEventName>(
  name: N,
  handler: DurableHandler<N>,
  {
    schema,
    fork,
    log,
    deadLettered,
    maxTries: givenTries = MAX_TRIES,
    clock = systemClock,
  }: PuttingAsideOptions,
): Receiver => {
  // Consumers take one event at a time: it is the only one whose tries this process may have to forget.
  let failing: string | undefined;
  return async (payload, id) => {
    try {
      if (failing === id && (await isDead(fork(), schema, id))) return;
      await handler(readEvent(name, payload), id);
      if (failing === id) await forgetTries(fork(), schema, id);
    } catch (error) {
      if (isAway(error)) throw error;
      failing = id;
      // No try makes it another one.
      const maxTries = error instanceof BrokenEvent ? 1 : givenTries;
      const code = errorCodeOf(error);
      const failed = { id, name, payload, error: code };
      const { tries, died } = await noteFailure(fork(), schema, failed, {
        now: new Date(clock.now()),
        maxTries,
      });
      if (died) {
        log.error(`event ${name} ${id} put aside after ${tries} ${tries === 1 ? 'try' : 'tries'}: ${code}`);
        deadLettered({ schema, id, name, error: code });
      }
      if (tries >= maxTries) return;
      throw new NotHandled(
        `${name} ${id} not handled in ${tries} tries of ${maxTries}: ${code}`,
        pauseAfterMs(tries),
        error,
      );
    }
  };
};
