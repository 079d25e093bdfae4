import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { AnsweredStatus } from '../../../shared/contract/census.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { type Hours, isWithin } from '../hold/hours.ts';
import { priority } from '../record/priority.ts';
import { RecordEntity } from '../record/record.ts';
import { schedule, withdraw } from '../record/requests.ts';
import { apply } from '../store/apply.ts';

/** How old answers are checked again by themselves. */
export interface Revalidation {
  /** Answers older than this; 0 = never. */
  days: number;
  hours: Hours;
  /** Also NOT_FOUND and CANCELLED_DECEASED, whose answers rarely change. */
  final: boolean;
}

/** As many as are served in about a minute, so that few are left over when the hours end. */
const AHEAD = 10;

/** Answers that may change by themselves, and those that hardly do. */
const changing: readonly AnsweredStatus[] = ['ACTIVE', 'CANCELLED_OTHER'];
const final: readonly AnsweredStatus[] = ['NOT_FOUND', 'CANCELLED_DECEASED'];

/** Whether such checks are served at this moment. Switched off, those that have begun are still brought to an end. */
export const isServed = ({ days, hours }: Revalidation, now: Date): boolean =>
  days === 0 || isWithin(hours, now);

/**
 * Keeps the queue of such checks filled a little ahead inside the hours, oldest answer first, and empties it outside and when
 * such checks are switched off. Of several processes one does it at a time.
 *
 * @returns how many were scheduled or withdrawn; 0 also while another process is at it
 */
export const planRevalidation = (em: EntityManager, revalidation: Revalidation, now: Date): Promise<number> =>
  em.transactional(async (tx) => {
    // Two who count at once would each fill what is missing; the other looks again soon.
    const [lock] = await readRows(
      tx,
      z.object({ held: z.boolean() }),
      `select pg_try_advisory_xact_lock(hashtext('censo.revalidation')) as held`,
    );
    if (lock?.held !== true) return 0;
    return revalidation.days > 0 && isServed(revalidation, now)
      ? fill(tx, revalidation, now)
      : empty(tx, now);
  });

const waitingChecks = { dueAt: { $ne: null }, priority: priority.scheduled, leaseId: null };

const fill = async (em: EntityManager, { days, final: all }: Revalidation, now: Date): Promise<number> => {
  const waiting = await em.count(RecordEntity, waitingChecks);
  if (waiting >= AHEAD) return 0;
  const rows = await em.find(
    RecordEntity,
    {
      dueAt: null,
      suspended: false,
      answeredAt: { $lt: new Date(now.getTime() - days * 24 * 3_600_000) },
      status: { $in: all ? [...changing, ...final] : [...changing] },
    },
    {
      orderBy: { answeredAt: 'asc' },
      limit: AHEAD - waiting,
      lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
    },
  );
  for (const row of rows) await apply(em, row, schedule(row, randomUUID(), now), now);
  return rows.length;
};

const empty = async (em: EntityManager, now: Date): Promise<number> => {
  const rows = await em.find(
    RecordEntity,
    { ...waitingChecks, status: { $in: [...changing, ...final] } },
    { limit: 10 * AHEAD, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
  );
  for (const row of rows) await apply(em, row, withdraw(row), now);
  return rows.length;
};
