import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { Answer, Status } from '../../../shared/contract/census.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';
import type { CensusAnswer } from '../../../shared/contract/summary.ts';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';
import { isFailure, mayRead } from '../../../shared/policy/access.ts';
import { presentMove, type StoredMove } from '../record/move.ts';
import { subjectsOf } from '../store/leaders.ts';

const rowRule = z.object({
  userId: id,
  referrerId: id.nullable(),
  status: word<Status>(),
  /** As it was stored, by whichever release. */
  answer: z.custom<Answer>((value) => typeof value === 'object' && value !== null).nullable(),
  answeredAt: moment.nullable(),
  move: z.custom<StoredMove>((value) => typeof value === 'object' && value !== null).nullable(),
  errorCode: word<FailureKind>().nullable(),
});

/**
 * The answers of those among `userIds` whom the actor may read, in no order: rows of an export, not views. Without
 * entities: an export reads hundreds of thousands, and changes none.
 */
export const readAnswers = async (
  em: EntityManager,
  actor: Actor,
  userIds: readonly string[],
  now: Date,
): Promise<CensusAnswer[]> => {
  if (userIds.length === 0) return [];
  const rows = await readRows(
    em,
    rowRule,
    `select "user_id" as "userId", "referrer_id" as "referrerId", "status", "answer", "answered_at" as "answeredAt",
       "move", "error_code" as "errorCode"
     from "census"."records" where "user_id" in (${userIds.map(() => '?').join(', ')})`,
    userIds,
  );
  const subjects = await subjectsOf(em, rows);
  return rows.flatMap(({ userId, status, answer, answeredAt, move, errorCode }) => {
    const subject = subjects.get(userId);
    if (subject === undefined || !mayRead(actor, subject)) return [];
    return {
      userId,
      status,
      answer,
      answeredAt: answeredAt?.toISOString() ?? null,
      move: presentMove({ move, answer }, userId === actor.id, now),
      error: isFailure(status) ? errorCode : null,
    };
  });
};
