import type { EntitySchema } from '@mikro-orm/core';
import type { Migration } from '@mikro-orm/migrations';
import type { EntityManager } from '@mikro-orm/postgresql';
import { consumeAll } from '../durable/consume-all.ts';
import { createEffects, type Effects } from '../durable/effects.ts';
import { startForgetting } from '../durable/forget-dead-letters.ts';
import type { Consumers } from '../durable/redrive.ts';
import { startRelay } from '../durable/relay.ts';
import { openDatabase } from '../persistence/database.ts';
import type { Grants } from '../persistence/roles/grants.ts';
import type { SchemaName } from '../persistence/schemas.ts';
import { databaseUrlOf, type Runtime } from './runtime.ts';
import { watchDatabase } from './watch-database.ts';

/** What every service that keeps something writes to its log. */
export interface ServiceLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}

interface ServiceOptions {
  schema: SchemaName;
  grants: Grants;
  entities: EntitySchema[];
  migrations: (typeof Migration)[];
  log: ServiceLog;
}

/** A service that keeps something, while it is opened; it closes at the end of the block, unless it is kept. */
export interface OpenService<E extends string> extends Effects<E | 'publish'>, AsyncDisposable {
  /** A fresh unit of work: one for each action or event. */
  fork(): EntityManager;
  isReady(): Promise<boolean>;
  /**
   * Consumes events from now on. When every service of this process has started, what is announced is published, and
   * `catchUp` begins to look for what was missed; neither when the service was closed before.
   */
  begin(consumers: Consumers, catchUp: () => { stop(): Promise<void> }): Promise<void>;
  /** What was begun last ends first. */
  defer(end: () => Promise<void>): void;
  /** It stays open. @returns closes it: ends what goes on in the background, then the database */
  keep(): () => Promise<void>;
}

/**
 * Opens a service's database, and shows it in the metrics and the readiness of its process.
 *
 * @throws AppError `postgres_away` when the database does not answer in time; nothing stays open then
 */
export const openService = async <E extends string>(
  runtime: Runtime,
  { schema, log, ...tables }: ServiceOptions,
): Promise<OpenService<E>> => {
  const { bus, config, metrics } = runtime;
  const database = await openDatabase({
    url: databaseUrlOf(runtime, schema),
    owner: runtime.schemaOwner,
    ...{ schema, log, ...tables },
    patienceMs: config.startTimeoutS * 1_000,
  });
  const opened = new AsyncDisposableStack();
  opened.defer(() => database.close());
  watchDatabase(runtime, schema, database);
  const fork = () => database.fork();
  const effects = createEffects<E | 'publish'>();
  let isKept = false;

  return {
    ...effects,
    fork,
    isReady: () => database.isReady(),
    async begin(consumers, catchUp) {
      // A series that appears with its first event would hide it from whoever watches.
      for (const event of Object.keys(consumers)) metrics.putAside.inc({ event }, 0);
      await consumeAll(bus, consumers, {
        ...{ schema, fork, log },
        maxTries: config.eventTries,
        deadLettered: ({ name }) => metrics.putAside.inc({ event: name }),
      });
      // What announces ends before what publishes: the walk before the relay.
      const background = opened.use(new AsyncDisposableStack());
      const forgetting = startForgetting({ schema, fork, log });
      background.defer(() => forgetting.stop());
      runtime.afterStart.push(() => {
        if (opened.disposed) return;
        const relay = startRelay({ schema, fork, bus, log });
        background.defer(() => relay.stop());
        effects.on('publish', relay.nudge);
        const catchingUp = catchUp();
        background.defer(() => catchingUp.stop());
      });
    },
    defer: (end) => opened.defer(end),
    keep() {
      isKept = true;
      return () => opened.disposeAsync();
    },
    async [Symbol.asyncDispose]() {
      if (!isKept) await opened.disposeAsync();
    },
  };
};
