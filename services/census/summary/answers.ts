import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { CensusAnswer } from '../../../shared/contract/summary.ts';
import { isFailure, mayRead } from '../../../shared/policy/access.ts';
import { subjectsOf } from '../leaders/leaders.ts';
import { RecordEntity } from '../persistence/entities.ts';

/** The answers of those among `userIds` whom the actor may read, in no order: rows of an export, not views. */
export const readAnswers = async (
  em: EntityManager,
  actor: Actor,
  userIds: readonly string[],
): Promise<CensusAnswer[]> => {
  const rows = await em.find(
    RecordEntity,
    { userId: { $in: [...userIds] } },
    { fields: ['userId', 'referrerId', 'status', 'answer', 'answeredAt', 'errorCode'] },
  );
  const subjects = await subjectsOf(
    em,
    rows.map(({ userId, referrerId }) => ({ userId, referrerId })),
  );
  return rows.flatMap((row) => {
    const subject = subjects.get(row.userId);
    if (subject === undefined || !mayRead(actor, subject)) return [];
    const { userId, status, answer = null, answeredAt, errorCode } = row;
    return {
      userId,
      status,
      answer,
      answeredAt: answeredAt?.toISOString() ?? null,
      error: isFailure(status) ? (errorCode ?? null) : null,
    };
  });
};
