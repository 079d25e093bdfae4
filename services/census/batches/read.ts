import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { BatchView } from '../../../shared/contract/batches.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { id, moment } from '../../../shared/persistence/rows.ts';
import { presentHold } from '../hold/hold.ts';
import { readForecast } from '../read/forecast.ts';
import { expectedEnd, type Rest } from './expected.ts';

/** An ended batch is shown for so long, and one that its owner has called off themselves: they know. */
const SHOWN_MS = 3_600_000;
const CANCELLED_SHOWN_MS = 60_000;

const batchRow = z.object({
  id,
  total: z.number(),
  done: z.number(),
  failed: z.number(),
  skipped: z.number(),
  requestedAt: moment,
  finishedAt: moment.nullable(),
  cancelledAt: moment.nullable(),
  /** Members that were not asked for yet. */
  unasked: z.number(),
  due: z.number(),
  running: z.number(),
  lastRetryAt: moment.nullable(),
});
type BatchRow = z.output<typeof batchRow>;

const latestBatch = prepared(
  'census.batch',
  batchRow,
  `select b."id", b."total", b."done", b."failed", b."skipped",
       b."requested_at" as "requestedAt", b."finished_at" as "finishedAt", b."cancelled_at" as "cancelledAt",
       (select count(*)::int from "census"."batch_members" m where m."batch_id" = b."id") as unasked,
       r.*
     from "census"."batches" b cross join lateral (
       select count(*) filter (where "due_at" is not null)::int as due,
         count(*) filter (where "lease_id" is not null)::int as running,
         max("due_at") filter (where "due_at" > $1) as "lastRetryAt"
       from "census"."records" where "batch_id" = b."id") r
     where b."requested_by" = $2 and (b."finished_at" is null or r.running > 0
         or b."finished_at" > case when b."cancelled_at" is null then $3 else $4 end::timestamptz)
     order by (b."finished_at" is null) desc, b."requested_at" desc limit 1`,
);

/** The actor's open batch, or the latest that ended a short while ago; null without either. */
export const readBatch = async (
  em: EntityManager,
  actor: Actor,
  spacingMs: number,
  now: Date,
): Promise<BatchView | null> => {
  const row = await findBatch(em, actor.id, now);
  if (row === null) return null;
  const waiting = row.unasked + row.due + row.running;
  const forecast = waiting > 0 ? await readForecast(em, spacingMs, now) : null;
  const expected = forecast === null ? null : await expectedEnd(em, restOf(actor.id, row), forecast, now);
  return {
    ...{ id: row.id, total: row.total, done: row.done, failed: row.failed, skipped: row.skipped, waiting },
    requestedAt: row.requestedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
    expectedAt: expected?.toISOString() ?? null,
    hold: forecast?.hold == null ? null : presentHold(forecast.hold),
  };
};

/** What of their open batch is still to come; nothing when there is none. */
export const readRest = async (em: EntityManager, requestedBy: string, now: Date): Promise<Rest> => {
  const row = await findBatch(em, requestedBy, now);
  return row === null || row.finishedAt !== null
    ? { requestedBy, waiting: 0, running: 0, lastRetryAt: null }
    : restOf(requestedBy, row);
};

const restOf = (requestedBy: string, row: BatchRow): Rest => ({
  requestedBy,
  waiting: row.unasked + row.due,
  running: row.running,
  lastRetryAt: row.lastRetryAt,
});

const findBatch = async (em: EntityManager, requestedBy: string, now: Date): Promise<BatchRow | null> => {
  const values = [
    ...[now, requestedBy],
    ...[new Date(now.getTime() - SHOWN_MS), new Date(now.getTime() - CANCELLED_SHOWN_MS)],
  ];
  const [row] = await ask(em, latestBatch, values);
  return row ?? null;
};
