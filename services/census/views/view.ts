import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { CensusView } from '../../../shared/contract/census.ts';
import { AppError } from '../../../shared/errors.ts';
import { isFailure, mayRead } from '../../../shared/policy/census-policy.ts';
import { RecordEntity, type RecordRow } from '../persistence/entities.ts';
import { refreshableAt } from './cooldown.ts';
import { failureMessage } from './messages.ts';
import { expectedAt, positionsOf } from './queue-position.ts';

export interface ViewTerms {
  maxAttempts: number;
  cooldownS: number;
  spacingMs: number;
}

/**
 * One person's view.
 *
 * @throws AppError `not_found` (404), the same for a foreign and a missing record
 */
export const readView = async (
  em: EntityManager,
  actor: Actor,
  userId: string,
  terms: ViewTerms,
  now: Date,
): Promise<CensusView> => {
  const [view] = await readViews(em, actor, [userId], terms, now);
  if (view === undefined)
    throw new AppError('not_found', 'No hay una consulta del censo para esta persona.', { status: 404 });
  return view;
};

/** The views of those among `userIds` whom the actor may see, in no order. */
export const readViews = async (
  em: EntityManager,
  actor: Actor,
  userIds: readonly string[],
  terms: ViewTerms,
  now: Date,
): Promise<CensusView[]> => {
  const rows = await em.find(RecordEntity, { userId: { $in: [...userIds] } });
  const visible = rows.filter((row) =>
    mayRead(actor, { userId: row.userId, referrerId: row.referrerId ?? null }),
  );
  const positions = await positionsOf(em, visible, now);
  return visible.map((row) => present(row, positions.get(row.userId), terms, now));
};

const present = (row: RecordRow, position: number | undefined, terms: ViewTerms, now: Date): CensusView => {
  const waits = position !== undefined;
  // A retry that runs shows the lookup, not the failure before it.
  const failure = isFailure(row.status) ? (row.errorCode ?? null) : null;
  // Also while the retry is due and waits for its turn: without it a failure reads as final.
  const retries = row.dueAt != null && failure !== null;
  return {
    userId: row.userId,
    status: row.status,
    attempt: row.attempt,
    maxAttempts: terms.maxAttempts,
    queue: waits ? { position, expectedAt: expectedAt(position, terms.spacingMs, now).toISOString() } : null,
    nextAttemptAt: retries ? (row.dueAt?.toISOString() ?? null) : null,
    answer: row.answer ?? null,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    error: failure === null ? null : { code: failure, message: failureMessage(failure, retries) },
    refreshableAt: refreshableAt(row, terms.cooldownS, now)?.toISOString() ?? null,
    version: row.version,
  };
};
