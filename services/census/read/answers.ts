import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { Answer, Status } from '../../../shared/contract/census.ts';
import type { FailureKind } from '../../../shared/contract/outcome.ts';
import type { CensusAnswer } from '../../../shared/contract/summary.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { id, moment, word } from '../../../shared/persistence/rows.ts';
import { isFailure, mayRead } from '../../../shared/policy/access.ts';
import { presentMove, type StoredMove } from '../record/move.ts';
import { subjectColumns, subjectJoins } from '../store/subject-sql.ts';

const answerRows = prepared(
  'census.answers',
  z.object({
    userId: id,
    referrerId: id.nullable(),
    coordinatorId: id.nullable(),
    status: word<Status>(),
    /** As it was stored, by whichever release. */
    answer: z.custom<Answer>((value) => typeof value === 'object' && value !== null).nullable(),
    answeredAt: moment.nullable(),
    move: z.custom<StoredMove>((value) => typeof value === 'object' && value !== null).nullable(),
    errorCode: word<FailureKind>().nullable(),
  }),
  `select ${subjectColumns}, "status", "answer", "answered_at" as "answeredAt", "move", "error_code" as "errorCode"
   from "census"."records" ${subjectJoins} where "records"."user_id" = any($1::uuid[])`,
);

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
  const rows = await ask(em, answerRows, [userIds]);
  return rows
    .filter((row) => mayRead(actor, row))
    .map(({ userId, status, answer, answeredAt, move, errorCode }) => ({
      userId,
      status,
      answer,
      answeredAt: answeredAt?.toISOString() ?? null,
      move: presentMove({ move, answer }, userId === actor.id, now),
      error: isFailure(status) ? errorCode : null,
    }));
};
