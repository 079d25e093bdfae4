import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { Answer, Status } from '../../../shared/contract/census.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';
import type { CensusAnswer } from '../../../shared/contract/summary.ts';
import { isFailure, mayRead } from '../../../shared/policy/access.ts';
import { subjectsOf } from '../store/leaders.ts';

interface Row {
  userId: string;
  referrerId: string | null;
  status: Status;
  answer: Answer | null;
  answeredAt: string | null;
  errorCode: FailureKind | null;
}

/**
 * The answers of those among `userIds` whom the actor may read, in no order: rows of an export, not views. Without
 * entities: an export reads hundreds of thousands, and changes none.
 */
export const readAnswers = async (
  em: EntityManager,
  actor: Actor,
  userIds: readonly string[],
): Promise<CensusAnswer[]> => {
  if (userIds.length === 0) return [];
  const rows = await em.execute<Row[]>(
    `select "user_id" as "userId", "referrer_id" as "referrerId", "status", "answer", "answered_at" as "answeredAt",
       "error_code" as "errorCode"
     from "census"."records" where "user_id" in (${userIds.map(() => '?').join(', ')})`,
    [...userIds],
  );
  const subjects = await subjectsOf(em, rows);
  return rows.flatMap(({ userId, status, answer, answeredAt, errorCode }) => {
    const subject = subjects.get(userId);
    if (subject === undefined || !mayRead(actor, subject)) return [];
    return {
      userId,
      status,
      answer,
      answeredAt: answeredAt === null ? null : new Date(answeredAt).toISOString(),
      error: isFailure(status) ? errorCode : null,
    };
  });
};
