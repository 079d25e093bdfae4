import { addToBatch } from '../../../services/census/batches/add.ts';
import { cancelBatch } from '../../../services/census/batches/cancel.ts';
import { feedBatches } from '../../../services/census/batches/feed.ts';
import { startFeeder } from '../../../services/census/batches/feeder.ts';
import { startCatchUp } from '../../../services/census/catch-up/catch-up.ts';
import { listRecordChanges } from '../../../services/census/catch-up/record-changes.ts';
import type { Effect } from '../../../services/census/effects.ts';
import { censusConsumers } from '../../../services/census/events/consumers.ts';
import { startHousekeeping } from '../../../services/census/housekeeping.ts';
import type { CensusMetrics } from '../../../services/census/metrics.ts';
import { refreshOne } from '../../../services/census/request/refresh.ts';
import { pause, probe, resume } from '../../../services/census/steer/operations.ts';
import type { Terms } from '../../../services/census/terms.ts';
import { nextDue } from '../../../services/census/work/due.ts';
import { noteHeartbeat } from '../../../services/census/work/heartbeat.ts';
import { leaseNext } from '../../../services/census/work/lease.ts';
import { receiveBack, receiveReport } from '../../../services/census/work/receive.ts';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionName, ActionParams } from '../../../shared/contract/actions.ts';
import { consumeAll } from '../../../shared/durable/consume-all.ts';
import { createEffects } from '../../../shared/durable/effects.ts';
import { startForgetting } from '../../../shared/durable/forget-dead-letters.ts';
import { startRelay } from '../../../shared/durable/relay.ts';
import type { Stream } from './bus.ts';
import type { Database } from './link.ts';
import type { Network } from './network.ts';
import type { Process } from './process.ts';

export interface CensusOptions {
  process: Process;
  database: Database;
  network: Network;
  stream: Stream;
  terms: Terms;
  catchUpS: number;
  hintLost(): number;
  log: { info(message: string): void; warn(message: string): void; error(message: string): void };
  /** Told of an event that was put aside: none here deserves it. */
  deadLettered(what: string): void;
  refused(trigger: string): void;
}

type ByActor<N extends ActionName> = ActionParams<N> & { actor: Actor };

/** A census process: the modules of the service, put together as `open.ts` and `census.service.ts` do. */
export const startCensus = async (options: CensusOptions): Promise<void> => {
  const { process, database, network, stream, terms, catchUpS, hintLost, log } = options;
  const fork = database.forkFor(process);
  const bus = stream.busOf(process);
  const now = () => new Date(process.clock.now());
  const { after, on, write } = createEffects<Effect>();
  const metrics = metricsOf(options.refused);
  const call = network.callOf(process);
  await consumeAll(bus, censusConsumers({ fork, now, after }), {
    ...{ schema: 'census', fork, log, clock: process.clock },
    deadLettered: ({ name, error }) => options.deadLettered(`${name} ${error}`),
  });
  const idle = process.idleClock();
  startForgetting({ schema: 'census', fork, log, clock: idle });
  const relay = startRelay({ schema: 'census', fork, bus, log, clock: idle });
  on('publish', relay.nudge);
  on('wake', () => network.hint(hintLost()));
  const runtime = { config: { catchUpS }, metrics: { foundByLooking: { inc: () => {} } }, bus };
  startCatchUp(runtime as never, { fork, call, log, after, clock: idle });
  startHousekeeping({ fork, terms, metrics, log, after, clock: idle });
  const feeder = startFeeder({
    feed: (at) => feedBatches(fork, terms.cooldownS, at),
    log,
    after,
    clock: idle,
  });
  on('feed', feeder.nudge);

  const watch = { metrics, warn: log.warn };
  const { cooldownS, leaseS, maxAttempts, servesScheduled } = terms;
  const scheduledNow = () => servesScheduled(now());
  const actions = {
    refresh: ({ userId, ...wish }: ByActor<'census.refresh'>) =>
      write(['publish', 'wake'], () => refreshOne(fork(), { ...wish, cooldownS }, userId, now())),
    batchAdd: ({ actor, userIds, answered, submission }: ByActor<'census.batchAdd'>) =>
      write(['publish', 'feed'], () =>
        addToBatch(fork(), { actor, cooldownS, answered }, userIds, now(), submission),
      ),
    batchCancel: ({ actor, batchId }: ByActor<'census.batchCancel'>) =>
      write(['publish'], () => cancelBatch(fork(), actor, batchId, now())),
    heartbeat: (heartbeat: ActionParams<'census.heartbeat'>) => noteHeartbeat(fork(), heartbeat, now()),
    due: ({ lanes }: ActionParams<'census.due'>) =>
      nextDue(fork(), { lanes, scheduledNow: scheduledNow() }, now()),
    lease: (scraper: ActionParams<'census.lease'>) =>
      write(['publish'], () =>
        leaseNext(fork(), { ...scraper, leaseS, maxAttempts, scheduledNow: scheduledNow() }, now()),
      ),
    complete: (report: ActionParams<'census.complete'>) =>
      write(['publish', 'feed'], () => receiveReport(fork(), report, terms.weighing(now()), watch)),
    giveBack: (back: ActionParams<'census.giveBack'>) =>
      write(['publish', 'feed'], () => receiveBack(fork(), back, terms.weighing(now()), watch)),
    pause: ({ actor, reason }: ByActor<'census.pause'>) => pause(fork(), actor, reason, now()),
    resume: ({ actor }: ByActor<'census.resume'>) => write(['wake'], () => resume(fork(), actor, now())),
    probe: ({ actor }: ByActor<'census.probe'>) => write(['wake'], () => probe(fork(), actor, now())),
    changes: ({ after, limit = 500 }: ActionParams<'census.changes'>) =>
      listRecordChanges(fork(), { after, limit }),
  };
  network.serve('census', process, actions);
};

const counter = { inc: () => {} };

/** Nobody reads figures here, but for transitions that were refused. */
const metricsOf = (refused: (trigger: string) => void): CensusMetrics =>
  ({
    reports: counter,
    leaseExpiries: counter,
    evidencePurgeFailures: counter,
    lookupWait: { observe: () => {} },
    refusedTransitions: { inc: ({ cause }: { cause: string }) => refused(cause) },
  }) as unknown as CensusMetrics;
