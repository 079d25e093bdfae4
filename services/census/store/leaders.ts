import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import type { RecordRow } from '../record/record.ts';
import { sharingCounts } from './consent-floor.ts';
import { isErased, unlessErased } from './erased.ts';

/**
 * Remembers who leads, and who referred them; an event older than what is known changes nothing of that. Whoever has another
 * role now is weighed by it from the next member of their batch on.
 */
export const noteRole = (em: EntityManager, change: DurableEvents['user.role_changed']): Promise<void> =>
  em.transactional(async (tx) => {
    if (await isErased(tx, change.userId)) return;
    await note(tx, { ...change, referrerId: await unlessErased(tx, change.referrerId) });
  });

const note = async (
  em: EntityManager,
  { userId, referrerId, role, changedAt }: DurableEvents['user.role_changed'],
): Promise<void> => {
  await em.execute(
    `insert into "census"."leaders" ("user_id", "referrer_id", "leads", "as_of") values (?, ?, ?, ?)
     on conflict ("user_id") do update
       set "referrer_id" = excluded."referrer_id", "leads" = excluded."leads", "as_of" = excluded."as_of"
       where "leaders"."as_of" <= excluded."as_of"`,
    [userId, referrerId, role === 'LEADER', changedAt],
  );
  await em.execute(
    'update "census"."batches" set "requested_as" = ? where "requested_by" = ? and "finished_at" is null',
    [role, userId],
  );
};

/** Remembers who may know of somebody who leads, which they decide. */
export const noteReferrer = async (
  em: EntityManager,
  {
    userId,
    referrerId,
    changedAt,
  }: Pick<DurableEvents['user.role_changed'], 'userId' | 'referrerId' | 'changedAt'>,
): Promise<void> => {
  await em.execute(
    `update "census"."leaders" set "referrer_id" = ?, "as_of" = ? where "user_id" = ? and "as_of" <= ?`,
    [referrerId, changedAt, userId, changedAt],
  );
};

type Referred = Pick<RecordRow, 'userId' | 'referrerId'>;

/** Whose these records are, for the policy: with who referred the LEADER that referred them. */
export const subjectsOf = async <R extends Referred>(
  em: EntityManager,
  given: readonly R[],
): Promise<Map<string, Subject>> => {
  const rows = await whileShared(em, given);
  const coordinators = await coordinatorsOf(em, rows);
  return new Map(
    rows.map(({ userId, referrerId = null }) => [
      userId,
      { userId, referrerId, coordinatorId: coordinators.get(referrerId ?? '') ?? null },
    ]),
  );
};

/** Nobody referred whose decision to share does not count any more, as far as anybody is to know. */
const whileShared = async (em: EntityManager, rows: readonly Referred[]): Promise<Referred[]> => {
  const referred = rows.filter(({ referrerId }) => referrerId != null).map(({ userId }) => userId);
  const counted = await sharingCounts(em, referred);
  return rows.map(({ userId, referrerId }) => ({
    userId,
    referrerId: counted === null || counted.has(userId) ? (referrerId ?? null) : null,
  }));
};

export const subjectOf = async (em: EntityManager, row: Referred): Promise<Subject> => {
  const subject = (await subjectsOf(em, [row])).get(row.userId);
  if (subject === undefined) throw new Error('every row has a subject');
  return subject;
};

const coordinatorsOf = async (
  em: EntityManager,
  rows: readonly Referred[],
): Promise<Map<string, string | null>> => {
  const leaders = [...new Set(rows.flatMap(({ referrerId }) => referrerId ?? []))];
  if (leaders.length === 0) return new Map();
  const known = await readRows(
    em,
    z.object({ userId: id, referrerId: id.nullable() }),
    `select "user_id" as "userId", "referrer_id" as "referrerId" from "census"."leaders"
     where "leads" and "user_id" in (${leaders.map(() => '?').join(', ')})`,
    leaders,
  );
  return new Map(known.map(({ userId, referrerId }) => [userId, referrerId]));
};
