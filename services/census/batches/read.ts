import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { BatchView } from '../../../shared/contract/batches.ts';
import { presentHold } from '../hold/hold.ts';
import { readForecast } from '../read/forecast.ts';
import { expectedEnd, type Rest } from './expected.ts';

/** An ended batch is shown for so long. */
const SHOWN_MS = 3_600_000;

interface BatchRow {
  id: string;
  total: number;
  done: number;
  failed: number;
  skipped: number;
  requested_at: string;
  finished_at: string | null;
  cancelled_at: string | null;
  unasked: number;
  due: number;
  running: number;
  last_retry_at: string | null;
}

/** The leader's open batch, or the latest that ended less than an hour ago; null without either. */
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
    requestedAt: iso(row.requested_at),
    finishedAt: row.finished_at === null ? null : iso(row.finished_at),
    cancelledAt: row.cancelled_at === null ? null : iso(row.cancelled_at),
    expectedAt: expected?.toISOString() ?? null,
    hold: forecast?.hold == null ? null : presentHold(forecast.hold),
  };
};

/** What of the leader's open batch is still to come; nothing when there is none. */
export const readRest = async (em: EntityManager, leaderId: string, now: Date): Promise<Rest> => {
  const row = await findBatch(em, leaderId, now);
  return row === null || row.finished_at !== null
    ? { leaderId, waiting: 0, running: 0, lastRetryAt: null }
    : restOf(leaderId, row);
};

const restOf = (leaderId: string, row: BatchRow): Rest => ({
  leaderId,
  waiting: row.unasked + row.due,
  running: row.running,
  lastRetryAt: row.last_retry_at === null ? null : new Date(row.last_retry_at),
});

const iso = (at: string): string => new Date(at).toISOString();

const findBatch = async (em: EntityManager, leaderId: string, now: Date): Promise<BatchRow | null> => {
  const [row] = await em.execute<BatchRow[]>(
    `select b."id", b."total", b."done", b."failed", b."skipped",
       b."requested_at", b."finished_at", b."cancelled_at",
       (select count(*)::int from "census"."batch_members" m where m."batch_id" = b."id") as unasked,
       r.*
     from "census"."batches" b cross join lateral (
       select count(*) filter (where "due_at" is not null)::int as due,
         count(*) filter (where "lease_id" is not null)::int as running,
         max("due_at") filter (where "due_at" > ?) as last_retry_at
       from "census"."records" where "batch_id" = b."id") r
     where b."requested_by" = ? and (b."finished_at" is null or b."finished_at" > ?)
     order by (b."finished_at" is null) desc, b."requested_at" desc limit 1`,
    [now, leaderId, new Date(now.getTime() - SHOWN_MS)],
  );
  return row ?? null;
};
