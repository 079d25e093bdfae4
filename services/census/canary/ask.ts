import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { hasAnswer } from '../../../shared/contract/census.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { priority } from '../record/priority.ts';
import { RecordEntity } from '../record/record.ts';
import { request } from '../record/requests.ts';
import { apply } from '../store/apply.ts';
import { lookupCounts } from '../store/consent-floor.ts';
import { CONSENT_MS } from './consent.ts';

const HOUR_MS = 3_600_000;

/**
 * Has the next canary looked up whose hour has come, when nobody waits: whoever comes before it has left goes first. While
 * people wait their own lookups say how the page is.
 *
 * @returns whether one is due now
 */
export const askCanary = (em: EntityManager, now: Date): Promise<boolean> =>
  em.transactional(async (tx) => {
    const waiting = await tx.execute<object[]>(
      `select 1 from "census"."records" where "due_at" <= ? and not "suspended" limit 1`,
      [now],
    );
    if (waiting.length > 0) return false;
    const [next] = await readRows(
      tx,
      z.object({ id }),
      `select "user_id" as "id" from "census"."canaries"
       where "ended_at" is null and "granted_at" > ? and coalesce("asked_at", '-infinity') <= ?
         and ("asked_at" is null or "result_at" >= "asked_at")
       order by "asked_at" nulls first, "user_id" limit 1 for update skip locked`,
      [new Date(now.getTime() - CONSENT_MS), new Date(now.getTime() - HOUR_MS)],
    );
    if (next === undefined) return false;
    // Passed over while somebody else has it: they may be about to remove it.
    const row = await tx.findOne(
      RecordEntity,
      { userId: next.id, dueAt: null, leaseId: null, suspended: false, ...(await lookupCounts(tx)) },
      { lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    if (row === null || !hasAnswer(row.status)) return false;
    await tx.execute(
      `update "census"."canaries" set "asked_at" = ?, "known" = coalesce("known", ?::jsonb) where "user_id" = ?`,
      [now, JSON.stringify(row.answer), row.userId],
    );
    const wish = { requestedBy: row.userId, priority: priority.batch, turn: 0, traceId: randomUUID() };
    await apply(tx, row, request(row, wish, now), now);
    return true;
  });
