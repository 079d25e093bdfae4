import type { EntityManager } from '@mikro-orm/postgresql';
import { consumeAll } from '../../shared/durable/consume-all.ts';
import { createEffects } from '../../shared/durable/effects.ts';
import type { Consumers } from '../../shared/durable/redrive.ts';
import type { Call } from '../../shared/moleculer/call.ts';
import type { Hint } from '../../shared/moleculer/hints.ts';
import { databaseUrlOf, type Runtime } from '../../shared/moleculer/runtime.ts';
import { watchDatabase } from '../../shared/moleculer/watch-database.ts';
import { openDatabase } from '../../shared/persistence/database.ts';
import { type Log, startBackground } from './background.ts';
import { censusConsumers } from './consumers.ts';
import { createCensusMetrics } from './metrics.ts';
import { sampleQueue } from './read/queue-sample.ts';
import { claimDataOrigin } from './store/data-origin.ts';
import type { Effect, Effects } from './store/effects.ts';
import { censusSchema } from './store/schema.ts';
import { type Terms, termsOf } from './terms.ts';
import type { Watch } from './work/receive.ts';

/** What the actions of the census work with. */
export interface OpenCensus {
  /** A fresh unit of work: one for each action or event. */
  fork(): EntityManager;
  isReady(): Promise<boolean>;
  terms: Terms;
  write: Effects['write'];
  consumers: Consumers;
  watch: Watch;
  /** Ends what goes on in the background, then the database. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Makes what calls other services, once all of this process have started. */
  call: () => Call;
  hint: Hint;
  log: Log;
}

/**
 * Opens the database, consumes events, and begins what goes on in the background.
 *
 * @throws AppError when the database does not answer in time, or has answers of the other origin; nothing stays open then
 */
export const openCensus = async (runtime: Runtime, { call, hint, log }: OpenOptions): Promise<OpenCensus> => {
  const { bus, config, metrics } = runtime;
  await using opened = new AsyncDisposableStack();
  const database = await openDatabase({
    url: databaseUrlOf(runtime),
    ...censusSchema,
    log,
    patienceMs: config.startTimeoutS * 1_000,
  });
  opened.defer(() => database.close());
  const fork = () => database.fork();
  const now = () => new Date();
  const terms = termsOf(config);
  const { after, on, write } = createEffects<Effect>();
  const consumers = censusConsumers({ fork, now, after });
  watchDatabase(runtime, 'census', database);
  const own = createCensusMetrics(metrics);
  own.queue.from(() => sampleQueue(fork(), now()));
  await claimDataOrigin(fork(), config.simulatedData);
  on('wake', () => hint('census.requested', {}));
  await consumeAll(bus, consumers, {
    ...{ schema: 'census', fork, log },
    maxTries: config.eventTries,
    deadLettered: ({ name }) => metrics.putAside.inc({ event: name }),
  });
  opened.defer(startBackground(runtime, { fork, terms, metrics: own, call, log, after, on }));
  const stack = opened.move();
  return {
    ...{ fork, terms, write, consumers },
    isReady: () => database.isReady(),
    watch: { metrics: own, warn: (message) => log.warn(message) },
    close: () => stack.disposeAsync(),
  };
};
