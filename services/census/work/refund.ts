import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';
import { isFailure } from '../../../shared/policy/access.ts';
import { rejoin } from '../batches/rejoin.ts';
import type { Change } from '../record/change.ts';
import { RecordEntity, type RecordRow } from '../record/record.ts';
import { discount, refund } from '../record/refunds.ts';
import { apply } from '../store/apply.ts';

const PEOPLE_AT_ONCE = 200;

/**
 * Gives people back the attempts that an outage has cost them: see `weigh.ts`. Each is a transaction of its own,
 * because whoever opened a circuit holds a record and may not wait for others'; a record that somebody has is left for the
 * next time. Several processes may do it at once.
 *
 * @returns how many people wait again
 */
export const refundOwed = async (fork: () => EntityManager, now: Date): Promise<number> => {
  const owed = await readRows(
    fork(),
    z.object({ id }),
    `select distinct "user_id" as id from "census"."attempts" where "refund" = 'owed' limit ?`,
    [PEOPLE_AT_ONCE],
  );
  let refunded = 0;
  for (const { id } of owed) if (await fork().transactional((tx) => refundPerson(tx, id, now))) refunded += 1;
  return refunded;
};

const refundPerson = async (em: EntityManager, userId: string, now: Date): Promise<boolean> => {
  const row = await em.findOne(RecordEntity, { userId }, { lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE });
  if (row === null) return false;
  const paid = await readRows(
    em,
    z.object({ at: moment }),
    `update "census"."attempts" set "refund" = 'paid' where "user_id" = ? and "refund" = 'owed'
     returning "finished_at" as at`,
    [userId],
  );
  // What was asked for since has attempts of its own.
  const attempts = paid.filter(({ at }) => at >= row.requestedAt).length;
  const change = attempts === 0 ? null : await changeOf(em, row, attempts, now);
  if (change !== null) await apply(em, row, change, now);
  return change !== null;
};

const changeOf = async (
  em: EntityManager,
  row: RecordRow,
  attempts: number,
  now: Date,
): Promise<Change | null> => {
  if (!isFailure(row.status)) {
    const goesOn = row.leaseId != null || row.dueAt != null;
    return goesOn ? discount(row, attempts) : null;
  }
  const left = row.leftBatch ?? null;
  const batch = left === null ? 'over' : await rejoin(em, left.batchId);
  if (batch === 'cancelled') return null;
  return refund(row, attempts, batch === 'waits' ? left : null, now);
};
