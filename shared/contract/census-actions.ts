import { z } from 'zod';
import { openAction, personAction, portalAction, reasonRule, serviceAction } from './action.ts';
import { type Added, BATCH_PAGE, type BatchPreview, type BatchView } from './batches.ts';
import { type CanaryState, canaryGrantRule } from './canary.ts';
import { type CensusView, type Lease, type Standing, troubles, userId } from './census.ts';
import { type ChangesPage, changesAfter, type RecordChange } from './changes.ts';
import { type DeadLetters, deadLetterIds, type Redriven } from './dead-letters.ts';
import { erasuresAfter, type SealedErasure } from './erasure.ts';
import { type Evidence, evidenceRule } from './evidence.ts';
import type { Attempt } from './history.ts';
import { type LookupsState, type ServiceStatus, wayName } from './lookups.ts';
import { outcomeRule } from './outcome.ts';
import { type SourceShapes, shapeParts, shapeRule } from './shapes.ts';
import { subjectRule } from './subject.ts';
import { subnetRule } from './subnet.ts';
import type { CensusAnswer, CensusSummary } from './summary.ts';
import { VIEWS_MOST } from './views-most.ts';

const batchIds = z.array(userId).min(1).max(BATCH_PAGE);
/** People whose records' standing is asked about at once at the most. */
export const STANDINGS_MOST = 500;
/** Whether those who have an answer are asked for as well: they are, unless told. */
const answered = z.boolean().optional();
const workerName = z.string().min(1).max(100);
const laneNames = z.array(wayName).min(1).max(50);

/** What the census service does: records, the one queue, history, and the lookups as a whole. */
export const censusActions = {
  'census.ready': openAction<boolean>()(z.object({})),
  'census.view': personAction<CensusView>()(z.object({ userId })),
  /** `newcomers` = people who registered, as accounts says: without a record yet, they wait for it. */
  'census.views': personAction<CensusView[]>()(
    z.object({
      userIds: z.array(userId).max(VIEWS_MOST),
      newcomers: z.array(subjectRule).max(VIEWS_MOST).default([]),
    }),
  ),
  /**
   * How the records of people stand who open a stream, many at once; who has none is missing. The portal asks in its own
   * name: it is told as much of everybody with each change.
   */
  'census.standings': portalAction<Standing[]>()(z.object({ userIds: z.array(userId).max(STANDINGS_MOST) })),
  /** The actor's own page has shown them that their place changed. */
  'census.placeSeen': personAction<null>()(z.object({})),
  /** The answers of those whom the actor referred, counted; for a COORDINATOR also those of one of their LEADERs. */
  'census.summary': personAction<CensusSummary>()(z.object({ leaderId: userId.optional() })),
  /** Light rows for an export: of those among `userIds` whom the actor may read. */
  'census.answers': personAction<CensusAnswer[]>()(z.object({ userIds: z.array(userId).max(500) })),
  /**
   * `newcomer` = the same person, when accounts says that they registered: without a record yet, they are due anyway.
   */
  'census.refresh': personAction<null>()(
    z.object({
      userId,
      newcomer: subjectRule.optional(),
      /** The version that the form showed: what the actor has asked for since was asked by the same form. */
      seen: z.number().int().min(0).optional(),
      /** Where a person who asks for themselves comes from, as `accounts.subnet` says it: for their turn. */
      subnet: subnetRule.optional(),
    }),
  ),
  /** What would become of these people in a batch; `besides` = others of the same wish, counted before. */
  'census.batchPreview': personAction<BatchPreview>()(
    z.object({ userIds: batchIds, besides: z.number().int().min(0).default(0), answered }),
  ),
  /** Begins a batch, or adds to the one that is open. `submission` = the form that asks. */
  'census.batchAdd': personAction<Added>()(
    z.object({ userIds: batchIds, answered, submission: z.string().max(60).optional() }),
  ),
  /** The actor's open batch, or the latest that ended a short while ago. */
  'census.batch': personAction<BatchView | null>()(z.object({})),
  'census.batchCancel': personAction<null>()(z.object({ batchId: z.uuid() })),
  /**
   * A scraper lives, however busy it is; after 30 s without this it is gone, and at once when it is `leaving`. Only scrapers
   * call this and what follows, down to `giveBack`.
   */
  'census.heartbeat': serviceAction('scraper')<null>()(
    z.object({
      worker: workerName,
      slots: z.number().int().min(1),
      lanes: laneNames,
      trouble: z.enum(troubles).nullable(),
      leaving: z.boolean(),
    }),
  ),
  /** Is there work? `lane` is the one of the scraper's lanes by which the next lookup may leave. */
  'census.due': serviceAction('scraper')<{ due: boolean; nextDueAt: string | null; lane: string | null }>()(
    z.object({ lanes: laneNames }),
  ),
  'census.lease': serviceAction('scraper')<Lease | null>()(z.object({ worker: workerName, lane: wayName })),
  'census.complete': serviceAction('scraper')<{ accepted: boolean }>()(
    z.object({
      leaseId: z.uuid(),
      outcome: outcomeRule,
      source: z.string().max(40),
      /** It was asked because sources before it rest: the answer says so. */
      isNext: z.boolean().default(false),
      evidence: evidenceRule.nullable().default(null),
      shapes: z.array(shapeRule).max(shapeParts.length).default([]),
    }),
  ),
  'census.giveBack': serviceAction('scraper')<null>()(
    z.object({
      leaseId: z.uuid(),
      /** Whether the site was asked: then the attempt counts. */
      asked: z.boolean(),
      /** The scraper stops; nobody could say whose turn it was; the lane leads nowhere, and rests. */
      reason: z.enum(['stopped', 'not_sent', 'lane_failed']),
      detail: z.string().max(500).nullable().default(null),
    }),
  ),
  /** How lookups go, for everybody. */
  'census.status': portalAction<ServiceStatus>()(z.object({})),
  /** A person's attempts, newest first. */
  'census.history': personAction<Attempt[]>()(z.object({ userId })),
  /** What the page showed when this attempt of the person failed, still compressed: a broker's message is small. */
  'census.evidence': personAction<Evidence>({ proof: 'fresh' })(z.object({ userId, leaseId: z.uuid() })),
  /** The state of all lookups, for operators. */
  'census.lookups': personAction<LookupsState>()(z.object({})),
  /** How the official pages are made today, beside how they were when they had answers. */
  'census.shapes': personAction<SourceShapes[]>()(z.object({})),
  /** The actor's own consent that their cédula is asked each hour, given and taken back. */
  'census.canary': personAction<CanaryState>()(z.object({})),
  'census.grantCanary': personAction<null>()(canaryGrantRule),
  'census.endCanary': personAction<null>()(z.object({})),
  'census.pause': personAction<null>({ proof: 'fresh' })(z.object({ reason: reasonRule })),
  'census.resume': personAction<null>()(z.object({})),
  /** Lets the next due record try every lane that is open. */
  'census.probe': personAction<null>()(z.object({})),
  /** Whose record changed since, for services that follow `census.updated` and may have missed one. */
  'census.changes': serviceAction('accounts', 'gateway')<ChangesPage<RecordChange>>()(changesAfter),
  /** Who was erased, by the hashes of their ids: accounts erases again whom an older backup has brought back. */
  'census.erasures': serviceAction('accounts')<SealedErasure[]>()(erasuresAfter),
  /** Since when a decision counts, because a later text allows more: who decided before is not looked up, or shown. */
  'census.countDecisions': serviceAction('accounts')<null>()(
    z.object({ lookup: z.iso.datetime().nullable(), sharing: z.iso.datetime().nullable() }),
  ),
  /** Events that this service could not handle. */
  'census.deadLetters': personAction<DeadLetters>()(z.object({})),
  'census.redrive': personAction<Redriven>()(z.object({ ids: deadLetterIds })),
};
