import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableBus } from './bus.ts';
import { type OutboxSchema, oldestEntries, removeEntries } from './outbox.ts';

export interface RelayOptions {
  /** The schema whose outbox is emptied. */
  schema: OutboxSchema;
  fork: () => EntityManager;
  bus: DurableBus;
  log: { warn(message: string): void };
  /** Monotonic milliseconds. */
  now?: () => number;
  /** Waits so many milliseconds, or rejects when the signal aborts. */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

export interface Relay {
  /** Says that something was committed: look now instead of at the next poll. */
  nudge(): void;
  /** Resolves when the batch in hand is done; nothing is published after that. */
  stop(): Promise<void>;
}

const BATCH = 100;
/**
 * No publication of a batch begins later. While the bus is asked, its transaction is idle, which Postgres bears for 6 s
 * and then rolls back, so that the same events would come again for ever; one publication may take 5 s.
 */
const BATCH_MS = 500;
const POLL_MS = 1_000;
/** A bus that is away is not asked, only looked at: nobody waits for a backoff once it is back. */
const BUS_POLL_MS = 250;
const FIRST_BACKOFF_MS = 250;
const LAST_BACKOFF_MS = 10_000;

/**
 * Empties an outbox into the bus for as long as the process lives. Several processes may run one over the same
 * table: a transaction lock lets one publish at a time, so the order of the entries is kept.
 */
export const startRelay = (options: RelayOptions): Relay => {
  const { wait = (ms, signal) => sleep(ms, undefined, { signal }) } = options;
  const stopping = new AbortController();
  let wake: () => void = () => {};
  let nudged = false;
  let backoffMs = FIRST_BACKOFF_MS;

  const pause = async (ms: number): Promise<void> => {
    if (nudged) return;
    const interrupted = new AbortController();
    wake = () => interrupted.abort();
    const signal = AbortSignal.any([interrupted.signal, stopping.signal]);
    await wait(ms, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  };

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nudged = false;
      if (!options.bus.isReady()) {
        await pause(BUS_POLL_MS);
        continue;
      }
      try {
        const more = await publishBatch(options);
        backoffMs = FIRST_BACKOFF_MS;
        if (!more) await pause(POLL_MS);
      } catch (error) {
        options.log.warn(`outbox ${options.schema} waits ${backoffMs} ms: ${error}`);
        nudged = false;
        await pause(backoffMs);
        backoffMs = Math.min(backoffMs * 2, LAST_BACKOFF_MS);
      }
    }
  };

  const running = loop();
  return {
    nudge() {
      nudged = true;
      wake();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
};

/**
 * @returns true when there may be more to publish now; false also when another process holds the lock
 * @throws what the bus threw, after the entries before the refused one were removed
 */
const publishBatch = async ({
  schema,
  fork,
  bus,
  now = () => performance.now(),
}: RelayOptions): Promise<boolean> => {
  let more = false;
  let refusal: unknown;
  await fork().transactional(async (em) => {
    const [lock] = await em.execute<{ held: boolean }[]>(
      'select pg_try_advisory_xact_lock(hashtext(?)) as held',
      [`censo.outbox.${schema}`],
    );
    if (lock?.held !== true) return;
    const entries = await oldestEntries(em, schema, BATCH);
    const published: string[] = [];
    const begun = now();
    for (const entry of entries) {
      if (now() - begun >= BATCH_MS) break;
      try {
        await bus.publish(entry.name, entry.payload, `${schema}-${entry.id}`);
      } catch (error) {
        refusal = error;
        break;
      }
      published.push(entry.id);
    }
    await removeEntries(em, schema, published);
    more = entries.length === BATCH || published.length < entries.length;
  });
  if (refusal !== undefined) throw refusal;
  return more;
};
