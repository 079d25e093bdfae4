import type { EntityManager } from '@mikro-orm/postgresql';
import type { Consumers } from '../../shared/durable/redrive.ts';
import type { Call } from '../../shared/moleculer/call.ts';
import type { Hint } from '../../shared/moleculer/hints.ts';
import { openService, type ServiceLog } from '../../shared/moleculer/open-service.ts';
import type { Runtime } from '../../shared/moleculer/runtime.ts';
import { feedBatches } from './batches/feed.ts';
import { startFeeder } from './batches/feeder.ts';
import { startCanary } from './canary/canary.ts';
import { startCatchUp } from './catch-up/catch-up.ts';
import type { Effect, Effects } from './effects.ts';
import { censusConsumers } from './events/consumers.ts';
import { startHousekeeping } from './housekeeping.ts';
import { createCensusMetrics } from './metrics.ts';
import { keptOutlook, type Outlook } from './read/outlook.ts';
import { sampleQueue } from './read/queue-sample.ts';
import { type Shapes, startShapes } from './shapes/shapes.ts';
import { claimDataOrigin } from './store/data-origin.ts';
import { censusSchema } from './store/schema.ts';
import { type Terms, termsOf } from './terms.ts';
import type { Watch } from './work/receive.ts';

/** What the actions of the census work with. */
export interface OpenCensus {
  /** A fresh unit of work: one for each action or event. */
  fork(): EntityManager;
  isReady(): Promise<boolean>;
  terms: Terms;
  /** What those who wait are told besides their own record. */
  outlook: Outlook;
  write: Effects['write'];
  consumers: Consumers;
  watch: Watch;
  /** How the official pages are made, as reports bring it. */
  shapes: Shapes;
  /** Ends what goes on in the background, then the database. */
  close(): Promise<void>;
}

interface OpenOptions {
  /** Makes what calls other services, once all of this process have started. */
  call: () => Call;
  hint: Hint;
  log: ServiceLog;
}

/**
 * Opens the database, consumes events, and begins what goes on beside the actions: housekeeping and the feeding of batches
 * now, publishing and the look over what was missed when every service of this process has started.
 *
 * @throws AppError when the database does not answer in time, or has answers of the other origin; nothing stays open then
 */
export const openCensus = async (runtime: Runtime, { call, hint, log }: OpenOptions): Promise<OpenCensus> => {
  await using service = await openService<Effect>(runtime, { ...censusSchema, log });
  const { fork, isReady, write, after, on } = service;
  const now = () => new Date();
  const terms = termsOf(runtime.config);
  const consumers = censusConsumers({ fork, now, after });
  const metrics = createCensusMetrics(runtime.metrics);
  metrics.queue.from(() => sampleQueue(fork(), now()));
  await claimDataOrigin(fork(), runtime.config.simulatedData);
  on('wake', () => hint('census.requested', {}));
  await service.begin(consumers, () => startCatchUp(runtime, { fork, call: call(), log, after }));
  const stopHousekeeping = startHousekeeping({ fork, terms, metrics, log, after });
  const feeder = startFeeder({ feed: (at) => feedBatches(fork, terms.cooldownS, at), log, after });
  on('feed', feeder.nudge);
  service.defer(startCanary({ fork, metrics, log, after }));
  const shapes = startShapes({ fork, log });
  service.defer(() => shapes.stop());
  // Housekeeping ends first: it feeds.
  service.defer(() => feeder.stop());
  service.defer(stopHousekeeping);
  return {
    ...{ fork, isReady, write, terms, consumers, shapes },
    outlook: keptOutlook(terms.spacingMs),
    watch: { metrics, warn: (message) => log.warn(message) },
    close: service.keep(),
  };
};
