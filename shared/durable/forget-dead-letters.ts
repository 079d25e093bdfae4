import type { EntityManager } from '@mikro-orm/postgresql';
import { errorCodeOf } from '../errors.ts';
import type { SchemaName } from '../persistence/schemas.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import { type Loop, startLoop } from '../time/loop.ts';

interface ForgetOptions {
  schema: SchemaName;
  fork: () => EntityManager;
  log: { warn(message: string): void };
  clock?: Clock;
}

/**
 * An event that nobody handed out again for so long goes, and the cédula in it. What it told has been found by looking
 * meanwhile, and the alert on dead letters has been ringing.
 */
export const KEEP_DEAD_LETTERS_MS = 30 * 24 * 3_600_000;
const EVERY_MS = 3_600_000;

/** Removes dead letters that are too old, at once and every hour. */
export const startForgetting = ({ schema, fork, log, clock = systemClock }: ForgetOptions): Loop =>
  startLoop({
    clock,
    idleMs: EVERY_MS,
    async work() {
      const before = new Date(clock.now() - KEEP_DEAD_LETTERS_MS);
      const gone = await fork().execute<object[]>(
        `delete from "${schema}"."dead_letters" where "last_try_at" < ? returning "id"`,
        [before],
      );
      if (gone.length > 0) log.warn(`${gone.length} events that were put aside are too old, and gone`);
    },
    failed: (error) => log.warn(`old dead letters of ${schema} were not removed: ${errorCodeOf(error)}`),
  });
