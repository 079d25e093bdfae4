import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Answer, Status } from '../../../shared/contract/census.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';

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
    /** Smaller goes first: see `queue/priority.ts`. */
    priority: p.integer(),
    requestedBy: p.uuid().nullable(),
    requestedAt: p.datetime(),
    /** When a lookup may start; null while one runs and when none is wanted. */
    dueAt: p.datetime().nullable(),
    leaseId: p.uuid().nullable(),
    leaseWorker: p.string().nullable(),
    leaseExpiresAt: p.datetime().nullable(),
    answer: p.json().$type<Answer>().nullable(),
    answeredAt: p.datetime().nullable(),
    errorCode: p.string().$type<FailureKind>().nullable(),
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
    source: p.string().nullable(),
    startedAt: p.datetime(),
    finishedAt: p.datetime().nullable(),
    outcome: p.string().nullable(),
    detail: p.string().nullable(),
  },
});
