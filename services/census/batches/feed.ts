import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Role } from '../../../shared/contract/accounts.ts';
import { id, readRows, word } from '../../../shared/persistence/rows.ts';
import { requestInBatch } from '../record/batch-changes.ts';
import { priority } from '../record/priority.ts';
import { RecordEntity, type RecordRow } from '../record/record.ts';
import { apply } from '../store/apply.ts';
import { countEnded } from '../store/count-ended.ts';
import { subjectsOf } from '../store/leaders.ts';
import { type BatchTerms, skipReasonOf } from './eligible.ts';
import { missingOf, nextMembers, takeOut } from './members.ts';
import { nextTurn } from './turns.ts';

/** So many of a batch wait in the queue at a time: enough that it never runs dry, few enough that it stays short. */
const AHEAD = 10;
/** Of those who need no lookup any more, so many are passed over at once. */
const PASS_OVER = 50;
const MOST_ROUNDS = 20;
const MOST_BATCHES = 200;

/**
 * Lets the next members of every open batch wait for a lookup. Several processes may do it at once.
 *
 * @returns how many members it took from the batches
 */
export const feedBatches = async (
  fork: () => EntityManager,
  cooldownS: number,
  now: Date,
): Promise<number> => {
  const hungry = await readRows(
    fork(),
    z.object({ id }),
    `select b."id" from "census"."batches" b
     where b."finished_at" is null
       and exists (select 1 from "census"."batch_members" m where m."batch_id" = b."id")
       and (select count(*) from "census"."records" r where r."batch_id" = b."id" and r."due_at" <= ?) < ?
     order by b."requested_at" limit ?`,
    [now, AHEAD, MOST_BATCHES],
  );
  let taken = 0;
  for (const { id } of hungry) taken += await fork().transactional((tx) => feed(tx, id, cooldownS, now));
  return taken;
};

/** The batch is locked first, so records that somebody else has are left for the next time: see `store/count-ended.ts`. */
const feed = async (em: EntityManager, batchId: string, cooldownS: number, now: Date): Promise<number> => {
  const [actor] = await readRows(
    em,
    z.object({ id, role: word<Role>() }),
    `select "requested_by" as id, "requested_as" as role from "census"."batches"
     where "id" = ? and "finished_at" is null for update`,
    [batchId],
  );
  if (actor === undefined) return 0;
  const meal: Meal = {
    ...{ batchId, terms: { actor, cooldownS }, turn: await nextTurn(em, actor.id, now) },
    room: AHEAD - (await em.count(RecordEntity, { batchId, dueAt: { $lte: now } })),
    skipped: 0,
  };
  let taken = 0;
  let behind = 0;
  for (let round = 0; round < MOST_ROUNDS && meal.room > 0; round += 1) {
    const members = await nextMembers(em, batchId, behind, round === 0 ? meal.room : PASS_OVER);
    if (members.length === 0) break;
    behind = members.at(-1)?.position ?? behind;
    const ids = members.map(({ userId }) => userId);
    const done = await ask(em, meal, ids, now);
    await takeOut(em, batchId, done);
    taken += done.length;
  }
  const skipped = Array.from({ length: meal.skipped }, () => ({ batchId, kind: 'skipped' }) as const);
  await countEnded(em, skipped, now);
  return taken;
};

/** One feeding of one batch, as it goes on. */
interface Meal {
  batchId: string;
  terms: BatchTerms;
  /** Of the next member. */
  turn: number;
  /** How many more may wait. */
  room: number;
  /** How many need no lookup any more, or may not have one. */
  skipped: number;
}

/** @returns those whose wait in the batch is over */
const ask = async (em: EntityManager, meal: Meal, ids: readonly string[], now: Date): Promise<string[]> => {
  const rows = await em.find(
    RecordEntity,
    { userId: { $in: [...ids] } },
    { lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
  );
  const free = new Map(rows.map((row) => [row.userId, row]));
  const subjects = await subjectsOf(em, rows);
  const missing = free.size === ids.length ? new Set<string>() : await missingOf(em, ids);
  const over: string[] = [];
  for (const id of ids) {
    if (meal.room === 0) break;
    const row = free.get(id);
    const subject = subjects.get(id);
    const isHeld = (row === undefined || subject === undefined) && !missing.has(id);
    if (isHeld) continue;
    over.push(id);
    if (row !== undefined && subject !== undefined && skipReasonOf(meal.terms, subject, row, now) === null)
      await askFor(em, meal, row, now);
    else meal.skipped += 1;
  }
  return over;
};

const askFor = async (em: EntityManager, meal: Meal, row: RecordRow, now: Date): Promise<void> => {
  const { batchId, turn, terms } = meal;
  const wish = { requestedBy: terms.actor.id, priority: priority.batch, turn, traceId: randomUUID() };
  await apply(em, row, requestInBatch(row, { ...wish, batchId }, now), now);
  meal.turn += 1;
  meal.room -= 1;
};
