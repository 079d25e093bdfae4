import type { EntityManager } from '@mikro-orm/postgresql';
import { consumeAll } from '../../shared/durable/consume-all.ts';
import { createEffects, type Effects } from '../../shared/durable/effects.ts';
import { startRelay } from '../../shared/durable/relay.ts';
import type { Call } from '../../shared/moleculer/call.ts';
import { databaseUrlOf, type Runtime } from '../../shared/moleculer/runtime.ts';
import { watchDatabase } from '../../shared/moleculer/watch-database.ts';
import { openDatabase } from '../../shared/persistence/database.ts';
import { startCatchUp } from './catch-up/catch-up.ts';
import { countWithoutRecord } from './catch-up/without-record.ts';
import { accountsConsumers } from './events/consumers.ts';
import { createAccountsMetrics } from './metrics.ts';
import { startPurge } from './sessions/purge.ts';
import * as entities from './store/entities.ts';
import { migrations } from './store/migrations/migrations.ts';
import { seedAdmin, seedDemo } from './users/seed.ts';

/** What may follow a commit: what it announced goes to the bus now rather than at the relay's next poll. */
type Effect = 'publish';

/** What the actions of accounts work with. */
export interface OpenAccounts {
  /** A fresh unit of work: one for each action or event. */
  fork(): EntityManager;
  isReady(): Promise<boolean>;
  write: Effects<Effect>['write'];
  /** Ends what goes on in the background, then the database. */
  close(): Promise<void>;
}

interface OpenOptions {
  /** Makes what calls other services, once all of this process have started. */
  call: () => Call;
  log: {
    info(message: string): void;
    warn(message: string): void;
    error(message: string, error?: unknown): void;
  };
}

/**
 * Opens the database with the accounts that the configuration wants, consumes events, and begins what goes on in the
 * background; publishing and the look over what was missed begin when every service of this process has started.
 *
 * @throws AppError `postgres_away` when the database does not answer in time; nothing stays open then
 */
export const openAccounts = async (runtime: Runtime, { call, log }: OpenOptions): Promise<OpenAccounts> => {
  const { bus, config, metrics } = runtime;
  await using opened = new AsyncDisposableStack();
  const database = await openDatabase({
    url: databaseUrlOf(runtime),
    schema: 'accounts',
    entities: Object.values(entities),
    migrations,
    log,
    patienceMs: config.startTimeoutS * 1_000,
  });
  opened.defer(() => database.close());
  const fork = () => database.fork();
  const now = () => new Date();
  const { on, write } = createEffects<Effect>();
  watchDatabase(runtime, 'accounts', database);
  createAccountsMetrics(metrics).withoutRecord.from(() => countWithoutRecord(fork(), now()));
  if (config.admin !== undefined && (await seedAdmin(fork(), config.admin, now()))) {
    log.info('first ADMIN account created from ADMIN_CEDULA');
  }
  if (config.demoAccounts) await seedDemo(fork(), now());
  await consumeAll(bus, accountsConsumers(fork), {
    ...{ schema: 'accounts', fork, log },
    maxTries: config.eventTries,
    deadLettered: ({ name }) => metrics.putAside.inc({ event: name }),
  });
  const background = opened.use(new AsyncDisposableStack());
  runtime.afterStart.push(() => {
    const relay = startRelay({ schema: 'accounts', fork, bus, log });
    background.defer(() => relay.stop());
    on('publish', relay.nudge);
    const catchingUp = startCatchUp(runtime, { fork, call: call(), log });
    background.defer(() => catchingUp.stop());
  });
  const purge = startPurge({ fork, log });
  opened.defer(() => purge.stop());
  const stack = opened.move();
  return {
    ...{ fork, write },
    isReady: () => database.isReady(),
    close: () => stack.disposeAsync(),
  };
};
