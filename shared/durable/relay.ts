import type { EntityManager } from '@mikro-orm/postgresql';
import { transact } from '../persistence/prepared.ts';
import type { SchemaName } from '../persistence/schemas.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import { type Loop, startLoop } from '../time/loop.ts';
import { traceparentOf } from '../tracing/traced-event.ts';
import { inSpan, isTracing } from '../tracing/tracing.ts';
import type { DurableBus } from './bus.ts';
import { entriesTaken, hasEntries, type OutboxEntry, removeSql, takeSql } from './outbox.ts';

export interface RelayOptions {
  /** The schema whose outbox is emptied. */
  schema: SchemaName;
  fork: () => EntityManager;
  bus: DurableBus;
  log: { warn(message: string): void };
  clock?: Clock;
}

/** Told by `nudge` that something was committed. Once it is stopped, it publishes nothing more. */
export type Relay = Loop;

const BATCH = 100;
/**
 * No publication of a batch begins later. While the bus is asked, its transaction is idle, which Postgres bears for 6 s
 * and then rolls back, so that the same events would come again for ever; one publication may take 5 s.
 */
const BATCH_MS = 500;
const POLL_MS = 1_000;
/** A bus that is away is not asked, only looked at: nobody waits for a backoff once it is back. */
const BUS_POLL_MS = 250;
const BACKOFF = { firstMs: 250, lastMs: 10_000 };

/**
 * Empties an outbox into the bus for as long as the process lives. Several processes may run one over the same
 * table: a transaction lock lets one publish at a time, so the order of the entries is kept.
 */
export const startRelay = (options: RelayOptions): Relay => {
  const { schema, fork, bus, log, clock = systemClock } = options;
  let isTold = false;
  const loop = startLoop({
    ...{ clock, idleMs: POLL_MS, backoff: BACKOFF },
    async work() {
      if (!bus.isReady()) return BUS_POLL_MS;
      // Nearly every look by the clock finds nothing: that much is known without a transaction.
      if (!isTold && !(await hasEntries(fork(), schema))) return POLL_MS;
      isTold = false;
      return (await publishBatch(options, clock)) ? 0 : POLL_MS;
    },
    failed: (error, restMs) => log.warn(`outbox ${schema} waits ${restMs} ms: ${error}`),
  });
  return {
    nudge() {
      isTold = true;
      loop.nudge();
    },
    stop: loop.stop,
  };
};

/**
 * @returns true when there may be more to publish now; false also when another process holds the lock
 * @throws what the bus threw, after the entries before the refused one were removed
 */
const publishBatch = async ({ schema, fork, bus }: RelayOptions, clock: Clock): Promise<boolean> => {
  const { more, refusal } = await transact(
    fork(),
    async (_, found): Promise<Published> => {
      const entries = entriesTaken(found);
      if (entries === null) return { published: [], more: false };
      return publishAll(entries, bus, schema, clock);
    },
    {
      first: takeSql(schema, BATCH),
      last: (batch) => removeSql(schema, batch.published),
    },
  );
  if (refusal !== undefined) throw refusal;
  return more;
};

/** What became of a batch: which of its entries are on the bus, whether there are more, and what the bus said of the next. */
interface Published {
  published: string[];
  more: boolean;
  refusal?: unknown;
}

const publishAll = async (
  entries: readonly OutboxEntry[],
  bus: DurableBus,
  schema: SchemaName,
  clock: Clock,
): Promise<Published> => {
  const published: string[] = [];
  const begun = clock.elapsed();
  let refusal: unknown;
  for (const entry of entries) {
    if (clock.elapsed() - begun >= BATCH_MS) break;
    try {
      const publish = () => bus.publish(entry.name, entry.payload, `${schema}-${entry.id}`);
      await (isTracing() ? publishTraced(entry, publish) : publish());
    } catch (error) {
      refusal = error;
      break;
    }
    published.push(entry.id);
  }
  return { published, more: entries.length === BATCH || published.length < entries.length, refusal };
};

const publishTraced = ({ name, payload }: OutboxEntry, publish: () => Promise<void>): Promise<void> =>
  inSpan(`publish ${name}`, publish, {
    kind: 'producer',
    attributes: { 'censo.event': name },
    parent: traceparentOf(payload),
  });
