import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Answer, AnsweredStatus, HoldReason, Status } from '../../../shared/contract/census.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';
import type { Failing } from '../circuit/streak.ts';

/** What a record goes back to when its batch is cancelled. Dates are ISO 8601, as JSON keeps them. */
export interface BeforeBatch {
  status: Status;
  attempt: number;
  priority: number;
  turn: number;
  requestedBy: string | null;
  requestedAt: string;
  dueAt: string | null;
  errorCode: FailureKind | null;
}

/** The batch that a record was in until it failed for good. */
export interface LeftBatch {
  batchId: string;
  before: BeforeBatch | null;
}

/** One person's census record. The record is the job: its own state says whether a lookup is due. */
export const RecordEntity = defineEntity({
  name: 'CensusRecord',
  tableName: 'records',
  properties: {
    userId: p.uuid().primary(),
    cedula: p.string(),
    referrerId: p.uuid().nullable(),
    status: p.string().$type<Status>(),
    /** Attempts used for the current request. */
    attempt: p.integer(),
    /** Outages that the current request has met: see `record/refunds.ts`. */
    refunds: p.integer(),
    /** Smaller goes first: see `queue/priority.ts`. */
    priority: p.integer(),
    /** Within one priority, smaller goes first: see `queue/turns.ts`. 0 for what needs no taking of turns. */
    turn: p.integer(),
    requestedBy: p.uuid().nullable(),
    requestedAt: p.datetime(),
    /** One request's attempts, log lines and history have this in common. */
    traceId: p.uuid().nullable(),
    /** When a lookup may start; null while one runs and when none is wanted. */
    dueAt: p.datetime().nullable(),
    leaseId: p.uuid().nullable(),
    leaseWorker: p.string().nullable(),
    leaseExpiresAt: p.datetime().nullable(),
    /** When it was lent the last time; null for one that was not, and for those of before this was kept. */
    leasedAt: p.datetime().nullable(),
    /** The newest lease of the current request, also after it ran out: its answer is still welcome. */
    lastLeaseId: p.uuid().nullable(),
    answer: p.json().$type<Answer>().nullable(),
    answeredAt: p.datetime().nullable(),
    /** The status that the last good answer gave. */
    answerStatus: p.string().$type<AnsweredStatus>().nullable(),
    errorCode: p.string().$type<FailureKind>().nullable(),
    /** The refresh of many that waits for this record: see `batches/`. */
    batchId: p.uuid().nullable(),
    /** What the record was before that refresh asked for it. */
    beforeBatch: p.json().$type<BeforeBatch>().nullable(),
    leftBatch: p.json().$type<LeftBatch>().nullable(),
    version: p.integer(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
export type RecordRow = InferEntity<typeof RecordEntity>;

/** History: one row a lease, closed by its outcome or by its expiry. */
export const AttemptEntity = defineEntity({
  name: 'Attempt',
  tableName: 'attempts',
  properties: {
    leaseId: p.uuid().primary(),
    userId: p.uuid(),
    attempt: p.integer(),
    worker: p.string(),
    lane: p.string().nullable(),
    traceId: p.uuid().nullable(),
    source: p.string().nullable(),
    startedAt: p.datetime(),
    finishedAt: p.datetime().nullable(),
    outcome: p.string().nullable(),
    detail: p.string().nullable(),
    /** An outage's failure does not count: it is still to be given back, or was. */
    refund: p.string().$type<'owed' | 'paid'>().nullable(),
  },
});

/** One way out to the internet, and its circuit: see `circuit/circuit.ts`. */
export const LaneEntity = defineEntity({
  name: 'Lane',
  tableName: 'lanes',
  properties: {
    name: p.string().primary(),
    state: p.string().$type<'closed' | 'open'>(),
    /** Refusals in a row while closed. */
    refusals: p.integer(),
    reason: p.string().$type<HoldReason>().nullable(),
    /** How long it was opened the last time, in seconds. */
    openS: p.integer(),
    openUntil: p.datetime().nullable(),
    probeLeaseId: p.uuid().nullable(),
    lastUsedAt: p.datetime().nullable(),
    /** What failed in a row by trouble of the source: see `circuit/streak.ts`. */
    streak: p.json().$type<Failing[]>(),
    answeredAt: p.datetime().nullable(),
    /** When its circuit closed the last time. */
    closedAt: p.datetime().nullable(),
    /** When a scraper last said that it has this lane. */
    seenAt: p.datetime(),
  },
});
export type LaneRow = InferEntity<typeof LaneEntity>;
