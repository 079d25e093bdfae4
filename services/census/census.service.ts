import type { Service, ServiceSchema } from 'moleculer';
import type { CatchingUp } from '../../shared/catch-up/catching-up.ts';
import type { CensusSummary } from '../../shared/contract/summary.ts';
import { consumeAll } from '../../shared/durable/consume-all.ts';
import { type Relay, startRelay } from '../../shared/durable/relay.ts';
import { callerOf } from '../../shared/moleculer/call.ts';
import { hinterOf } from '../../shared/moleculer/hints.ts';
import { implement } from '../../shared/moleculer/implement.ts';
import { databaseUrlOf, type Runtime, runtimeOf } from '../../shared/moleculer/runtime.ts';
import { watchDatabase } from '../../shared/moleculer/watch-database.ts';
import { type Database, openDatabase } from '../../shared/persistence/database.ts';
import { addToBatch } from './batches/add.ts';
import { cancelBatch } from './batches/cancel.ts';
import { feedBatches } from './batches/feed.ts';
import { type Feeder, startFeeder } from './batches/feeder.ts';
import { previewBatch } from './batches/preview.ts';
import { readBatch } from './batches/read.ts';
import { startCatchUp } from './catch-up/catch-up.ts';
import { listRecordChanges } from './catch-up/record-changes.ts';
import { noteLanes } from './circuit/lanes.ts';
import { censusConsumers } from './consumers.ts';
import { readEvidence } from './evidence/read-evidence.ts';
import { readHistory } from './history/history.ts';
import { startHousekeeping } from './housekeeping.ts';
import { noteAnswerWait } from './operate/answer-wait.ts';
import { readDeadLetters, redriveDeadLetters } from './operate/dead-letters.ts';
import { readLookupsState } from './operate/lookups-state.ts';
import { pause, probe, resume } from './operate/operations.ts';
import { sampleQueue } from './operate/queue-sample.ts';
import { readServiceStatus } from './operate/service-status.ts';
import { AttemptEntity, LaneEntity, RecordEntity } from './persistence/entities.ts';
import { migrations } from './persistence/migrations/migrations.ts';
import { completeLease, type Reception } from './queue/complete.ts';
import { nextDue } from './queue/due.ts';
import { giveBackLease } from './queue/give-back.ts';
import { leaseNext } from './queue/lease.ts';
import { refreshOne } from './queue/refresh.ts';
import { RefusedTransition } from './record/change.ts';
import { claimDataOrigin } from './record/data-origin.ts';
import { nextWithin } from './schedule/hours.ts';
import { isServed } from './schedule/revalidate.ts';
import { readAnswers } from './summary/answers.ts';
import { keepSlow } from './summary/kept.ts';
import { readSummary } from './summary/summary.ts';
import { readView, readViews } from './views/view.ts';
import { noteHeartbeat } from './workers/heartbeat.ts';

/** Records, leases and history: what is known of each person's census answer, and what is due. */
export const createCensus = (): ServiceSchema => {
  let database: Database;
  let relay: Relay | undefined;
  let catchingUp: CatchingUp | undefined;
  let feeder: Feeder | undefined;
  let stopHousekeeping: (() => void) | undefined;
  let runtime: Runtime;
  let warn: (message: string) => void;
  let wakeScrapers: () => void;
  const now = () => new Date();
  const em = () => database.fork();
  const keepSummary = keepSlow<CensusSummary>(() => performance.now());
  const policy = () => ({ maxAttempts: runtime.config.maxAttempts, delaysS: runtime.config.retryDelaysS });
  const scheduledNow = () => isServed(runtime.config.revalidation, now());
  const terms = () => {
    const { maxAttempts, refreshCooldownS: cooldownS, spacingMs } = runtime.config;
    return { maxAttempts, cooldownS, spacingMs };
  };
  /** After a commit: publish what it announced now rather than at the next poll. */
  const committed = <T>(result: T): T => {
    relay?.nudge();
    return result;
  };
  /** After a lookup has ended or a batch has changed: the next members may wait for theirs. */
  const fed = <T>(result: T): T => {
    feeder?.nudge();
    return committed(result);
  };
  /** Something became due, and is committed. */
  const due = (): void => {
    committed(null);
    wakeScrapers();
  };
  const consumers = () => censusConsumers({ fork: em, now, due });
  /** A transition that the table does not have is a bug or a race: it changes nothing, and is logged and counted here. */
  const unlessRefused = async <T>(work: () => Promise<T>, instead: T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RefusedTransition)) throw error;
      runtime.metrics.refusedTransitions.inc({ cause: error.trigger });
      warn(`refused transition: ${error.message}`);
      return instead;
    }
  };

  return {
    name: 'census',
    actions: implement('census', {
      ready: () => database.isReady(),
      view: ({ actor, userId }) => readView(em(), actor, userId, terms(), now()),
      views: ({ actor, userIds, newcomers }) => readViews(em(), actor, userIds, terms(), now(), newcomers),
      summary: ({ actor, leaderId }) => readSummary(em(), actor, leaderId, now(), keepSummary),
      answers: ({ actor, userIds }) => readAnswers(em(), actor, userIds),
      refresh: async ({ actor, userId, ...known }) => {
        await refreshOne(em(), { actor, cooldownS: terms().cooldownS, ...known }, userId, now());
        wakeScrapers();
        return committed(null);
      },
      batchPreview: ({ actor, ...people }) => previewBatch(em(), { actor, ...terms() }, people, now()),
      batchAdd: async ({ actor, userIds, submission }) => {
        const batchTerms = { actor, cooldownS: terms().cooldownS };
        return fed(await addToBatch(em(), batchTerms, userIds, now(), submission));
      },
      batch: ({ actor }) => readBatch(em(), actor, terms().spacingMs, now()),
      batchCancel: async ({ actor, batchId }) => {
        await cancelBatch(em(), actor, batchId, now());
        return committed(null);
      },
      heartbeat: async (heartbeat) => {
        await noteHeartbeat(em(), heartbeat, now());
        return null;
      },
      due: async ({ lanes }) => {
        await noteLanes(em(), lanes, now());
        return nextDue(em(), { lanes, scheduledNow: scheduledNow() }, now());
      },
      lease: async ({ worker, lane }) => {
        const { leaseS, maxAttempts } = runtime.config;
        const leaseTerms = { worker, lane, leaseS, maxAttempts, scheduledNow: scheduledNow() };
        return committed(await leaseNext(em(), leaseTerms, now()));
      },
      complete: async (report) => {
        const { circuit, revalidation } = runtime.config;
        const retryWindow = (at: Date) => nextWithin(revalidation.hours, at);
        const weighing = { policy: policy(), circuit, retryWindow, now: now(), random: Math.random() };
        const reception = await unlessRefused<Reception>(
          () => completeLease(em(), report, weighing),
          'refused',
        );
        const { metrics } = runtime;
        metrics.reports.inc({ reception });
        if (reception !== 'refused') await noteAnswerWait(em(), report.leaseId, { metrics, warn });
        return { accepted: fed(reception) !== 'refused' };
      },
      giveBack: async (params) => {
        const { circuit } = runtime.config;
        const terms = { policy: policy(), circuit, now: now() };
        await unlessRefused(() => giveBackLease(em(), params, terms), undefined);
        return fed(null);
      },
      status: () => readServiceStatus(em(), terms().spacingMs, now()),
      history: ({ actor, userId }) => readHistory(em(), actor, userId),
      evidence: (params) => readEvidence(em(), params),
      lookups: ({ actor }) => readLookupsState(em(), actor, terms().spacingMs, now()),
      pause: async ({ actor, reason }) => {
        await pause(em(), actor, reason, now());
        return null;
      },
      resume: async ({ actor }) => {
        await resume(em(), actor, now());
        wakeScrapers();
        return null;
      },
      probe: async ({ actor }) => {
        await probe(em(), actor, now());
        wakeScrapers();
        return null;
      },
      changes: (params) => listRecordChanges(em(), params),
      deadLetters: ({ actor }) => readDeadLetters(em(), actor),
      redrive: ({ actor, ids }) => redriveDeadLetters(em, { actor, consumers: consumers() }, ids, now()),
    }),

    async started(this: Service) {
      runtime = runtimeOf(this.broker);
      const { bus } = runtime;
      warn = (message) => this.logger.warn(message);
      const hint = hinterOf(this.broker);
      wakeScrapers = () => hint('census.requested', {});
      database = await openDatabase({
        url: databaseUrlOf(runtime),
        schema: 'census',
        entities: [RecordEntity, AttemptEntity, LaneEntity],
        migrations,
        log: this.logger,
        patienceMs: runtime.config.startTimeoutS * 1_000,
      });
      watchDatabase(runtime, 'census', database);
      runtime.metrics.queue.from(() => sampleQueue(em(), now()));
      await claimDataOrigin(em(), runtime.config.simulatedData);
      await consumeAll(bus, consumers(), {
        schema: 'census',
        fork: em,
        now,
        log: this.logger,
        maxTries: runtime.config.eventTries,
        deadLettered: ({ name }) => runtime.metrics.putAside.inc({ event: name }),
      });
      runtime.afterStart.push(() => {
        relay = startRelay({ schema: 'census', fork: em, bus, log: this.logger });
        const call = callerOf(this.broker);
        catchingUp = startCatchUp(runtime, { fork: em, call, now, log: this.logger, due });
      });
      stopHousekeeping = startHousekeeping({
        fork: em,
        now,
        policy,
        revalidation: runtime.config.revalidation,
        evidenceDays: runtime.config.evidenceDays,
        metrics: runtime.metrics,
        log: this.logger,
        due: () => {
          fed(null);
          wakeScrapers();
        },
      });
      const feed = async () => {
        if ((await feedBatches(em, terms().cooldownS, now())) === 0) return;
        committed(null);
        wakeScrapers();
      };
      feeder = startFeeder(feed, (error) => this.logger.error('feeding of batches failed', error));
    },

    async stopped() {
      stopHousekeeping?.();
      await feeder?.stop();
      await catchingUp?.stop();
      await relay?.stop();
      await database?.close();
    },
  };
};

export default createCensus();
