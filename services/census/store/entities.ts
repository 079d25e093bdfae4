import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { HoldReason } from '../../../shared/contract/census.ts';
import type { Failing } from '../circuit/streak.ts';

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
    /** The highest turn of a person in front of the page that has left by it: see `store/person-turn.ts`. */
    servedTurn: p.integer(),
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
