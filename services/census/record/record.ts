import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Answer, AnsweredStatus, Status } from '../../../shared/contract/census.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';
import type { StoredMove } from './move.ts';

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
    /** Outages that the current request has met: see `refunds.ts`. */
    refunds: p.integer(),
    /** Smaller goes first: see `priority.ts`. */
    priority: p.integer(),
    /**
     * Within one priority, smaller goes first: see `store/person-turn.ts` and `batches/turns.ts`. 0 for what needs no taking
     * of turns.
     */
    turn: p.integer(),
    /** A keyed hash of the address block that a person who waits came from; null when nobody knows, or nobody waits. */
    subnet: p.string().nullable(),
    /** The place in the row of its subnet, and of its referrer; 0 for none. */
    subnetTurn: p.integer(),
    referrerTurn: p.integer(),
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
    /** When another place was last found, and which was before it: see `move.ts`. */
    move: p.json().$type<StoredMove>().nullable(),
    errorCode: p.string().$type<FailureKind>().nullable(),
    /** The batch that waits for this record: see `batches/`. */
    batchId: p.uuid().nullable(),
    /** What the record was before that batch asked for it. */
    beforeBatch: p.json().$type<BeforeBatch>().nullable(),
    /** They are asked again whether they allow it, and nobody looks them up before. */
    suspended: p.boolean().default(false),
    leftBatch: p.json().$type<LeftBatch>().nullable(),
    version: p.integer(),
    /** As of when its cédula and referrer are known; null for those that were never corrected. */
    correctedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
export type RecordRow = InferEntity<typeof RecordEntity>;
