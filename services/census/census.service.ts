import type { EntityManager } from '@mikro-orm/postgresql';
import type { Service, ServiceSchema } from 'moleculer';
import type { ServiceStatus } from '../../shared/contract/lookups.ts';
import type { CensusSummary } from '../../shared/contract/summary.ts';
import { callerOf } from '../../shared/moleculer/call.ts';
import { hinterOf } from '../../shared/moleculer/hints.ts';
import { implement } from '../../shared/moleculer/implement.ts';
import { runtimeOf } from '../../shared/moleculer/runtime.ts';
import { addToBatch } from './batches/add.ts';
import { cancelBatch } from './batches/cancel.ts';
import { previewBatch } from './batches/preview.ts';
import { readBatch } from './batches/read.ts';
import { endCanary, grantCanary, readCanary } from './canary/consent.ts';
import { listRecordChanges } from './catch-up/record-changes.ts';
import type { Effect } from './effects.ts';
import { listErasures } from './erasure/erasures.ts';
import { readDeadLetters, redriveDeadLetters } from './events/dead-letters.ts';
import { type OpenCensus, openCensus } from './open.ts';
import { readAnswers } from './read/answers.ts';
import { readEvidence } from './read/evidence.ts';
import { readHistory } from './read/history.ts';
import { keepSlow } from './read/kept.ts';
import { readLookupsState } from './read/lookups-state.ts';
import { readOwnHistory } from './read/own-history.ts';
import { readServiceStatus } from './read/service-status.ts';
import { readStandings } from './read/standings.ts';
import { readSummary } from './read/summary/summary.ts';
import { readView, readViews } from './read/view.ts';
import { refreshOne } from './request/refresh.ts';
import { readShapes } from './shapes/read.ts';
import { pause, probe, resume } from './steer/operations.ts';
import { setFloor } from './store/consent-floor.ts';
import { notePlaceSeen } from './store/places.ts';
import { noteTrace, withTrace } from './store/traces.ts';
import { nextDue } from './work/due.ts';
import { noteHeartbeat } from './work/heartbeat.ts';
import { leaseNext } from './work/lease.ts';
import { receiveBack, receiveReport } from './work/receive.ts';

/** Records, leases and history: what is known of each person's census answer, and what is due. */
export const createCensus = (): ServiceSchema => {
  let census: OpenCensus;
  const now = () => new Date();
  const em = () => census.fork();
  const viewing = () => ({ ...census.terms, outlook: census.outlook });
  const keepSummary = keepSlow<CensusSummary>();
  const keepStatus = keepSlow<ServiceStatus>(1_000);
  /** Does `work`, and what is named to follow its commit: see `effects.ts`. */
  const write = <T>(
    effects: readonly Effect[],
    work: (em: EntityManager, terms: OpenCensus['terms']) => Promise<T>,
  ): Promise<T> => census.write(effects, () => work(em(), census.terms));

  return {
    ...implement('census', {
      ready: () => census.isReady(),

      // What people see and ask for.
      view: ({ actor, userId }) => readView(em(), actor, userId, viewing(), now()),
      views: ({ actor, userIds, newcomers }) => readViews(em(), actor, userIds, viewing(), now(), newcomers),
      standings: ({ userIds }) => readStandings(em(), userIds, census.outlook, now()),
      placeSeen: async ({ actor }) => {
        await notePlaceSeen(em(), actor.id, now());
        return null;
      },
      summary: ({ actor, leaderId }) => readSummary(em(), actor, leaderId, now(), keepSummary),
      answers: ({ actor, userIds }) => readAnswers(em(), actor, userIds, now()),
      ownHistory: (params) => readOwnHistory(em(), params),
      history: ({ actor, userId }) => readHistory(em(), actor, userId),
      evidence: (params) => readEvidence(em(), params),
      status: () => keepStatus('', () => readServiceStatus(em(), census.terms.spacingMs, now())),
      refresh: ({ userId, ...wish }) =>
        write(['publish', 'wake'], async (em, { cooldownS }) => {
          const asked = await refreshOne(em, { ...wish, cooldownS }, userId, now());
          await noteTrace(em, userId);
          return asked;
        }),

      // Batches.
      batch: ({ actor }) => readBatch(em(), actor, census.terms.spacingMs, now()),
      batchPreview: ({ actor, ...people }) => {
        const { cooldownS, spacingMs } = census.terms;
        return previewBatch(em(), { actor, cooldownS, spacingMs }, people, now());
      },
      batchAdd: ({ actor, userIds, answered, submission }) =>
        write(['publish', 'feed'], (em, { cooldownS }) =>
          addToBatch(em, { actor, cooldownS, answered }, userIds, now(), submission),
        ),
      batchCancel: ({ actor, batchId }) => write(['publish'], (em) => cancelBatch(em, actor, batchId, now())),

      // What scrapers do.
      heartbeat: (heartbeat) => noteHeartbeat(em(), heartbeat, now()),
      due: ({ lanes }) => nextDue(em(), { lanes, scheduledNow: census.terms.servesScheduled(now()) }, now()),
      lease: async (scraper) => {
        const lease = await write(['publish'], (em, { leaseS, maxAttempts, servesScheduled }) =>
          leaseNext(em, { ...scraper, leaseS, maxAttempts, scheduledNow: servesScheduled(now()) }, now()),
        );
        return withTrace(em(), lease);
      },
      complete: (report) => {
        census.shapes.note(report);
        return write(['publish', 'feed'], (em, terms) =>
          receiveReport(em, report, terms.weighing(now()), census.watch),
        );
      },
      giveBack: (back) =>
        write(['publish', 'feed'], (em, terms) => receiveBack(em, back, terms.weighing(now()), census.watch)),

      // What operators do.
      lookups: ({ actor }) => readLookupsState(em(), actor, census.terms.spacingMs, now()),
      shapes: ({ actor }) => readShapes(em(), actor, now()),
      canary: ({ actor }) => readCanary(em(), actor, now()),
      grantCanary: (wish) => grantCanary(em(), wish, now()),
      endCanary: ({ actor }) => endCanary(em(), actor, now()),
      pause: ({ actor, reason }) => pause(em(), actor, reason, now()),
      resume: ({ actor }) => write(['wake'], (em) => resume(em, actor, now())),
      probe: ({ actor }) => write(['wake'], (em) => probe(em, actor, now())),
      deadLetters: ({ actor }) => readDeadLetters(em(), actor),
      redrive: ({ actor, ids }) => redriveDeadLetters(em, { actor, consumers: census.consumers }, ids, now()),

      // What other services catch up with.
      changes: (params) => listRecordChanges(em(), params),
      erasures: (params) => listErasures(em(), params),
      countDecisions: async (floor) => {
        await setFloor(em(), floor);
        return null;
      },
    }),

    async started(this: Service) {
      census = await openCensus(runtimeOf(this.broker), {
        call: () => callerOf(this.broker, 'census'),
        hint: hinterOf(this.broker),
        log: this.logger,
      });
    },

    async stopped() {
      await census?.close();
    },
  };
};

export default createCensus();
