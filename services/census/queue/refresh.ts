import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionResult } from '../../../shared/contract/actions.ts';
import type { SkipReason } from '../../../shared/contract/census.ts';
import { AppError } from '../../../shared/errors.ts';
import { mayRead, mayRefresh } from '../../../shared/policy/census-policy.ts';
import type { RecordRow } from '../persistence/entities.ts';
import { apply, lockRecord } from '../record/apply.ts';
import { request } from '../record/changes.ts';
import { refreshableAt } from '../views/cooldown.ts';
import { type Priority, priority } from './priority.ts';

export interface RefreshTerms {
  actor: Actor;
  cooldownS: number;
}

type Verdict =
  | { kind: 'queued' | 'coalesced' }
  | { kind: 'refused'; reason: SkipReason; retryAfterS?: number };

/**
 * Asks for a new answer for one person. While a lookup waits or runs, its answer serves this request too.
 *
 * @throws AppError `forbidden` (403), the same for a foreign and a missing person; `cooldown` (429)
 */
export const refreshOne = async (
  em: EntityManager,
  terms: RefreshTerms,
  userId: string,
  now: Date,
): Promise<void> => {
  const level = terms.actor.id === userId ? priority.person : priority.single;
  const verdict = await em.transactional((tx) => refresh(tx, terms, userId, level, now));
  if (verdict.kind !== 'refused') return;
  if (verdict.reason === 'cooldown') {
    const retryAfterS = verdict.retryAfterS ?? 1;
    throw new AppError('cooldown', `Puede actualizar de nuevo en ${retryAfterS} segundos.`, {
      status: 429,
      retryAfterS,
    });
  }
  throw new AppError('forbidden', 'No puede actualizar la consulta de esta persona.', { status: 403 });
};

/** NOT_FOUND and death are not asked again in bulk: the answer would be the same. */
const isFinal = (row: RecordRow): boolean =>
  row.status === 'NOT_FOUND' || row.status === 'CANCELLED_DECEASED';

/** Asks for new answers for many people; who is skipped is told with the reason. */
export const refreshMany = async (
  em: EntityManager,
  terms: RefreshTerms,
  userIds: readonly string[],
  now: Date,
): Promise<ActionResult<'census.refreshMany'>> => {
  const skipped: { id: string; reason: SkipReason }[] = [];
  let queued = 0;
  for (const id of new Set(userIds)) {
    const verdict = await em.transactional((tx) => refresh(tx, terms, id, priority.bulk, now));
    if (verdict.kind === 'queued') queued += 1;
    else skipped.push({ id, reason: verdict.kind === 'refused' ? verdict.reason : 'in_progress' });
  }
  return { queued, skipped };
};

const refresh = async (
  em: EntityManager,
  { actor, cooldownS }: RefreshTerms,
  userId: string,
  level: Priority,
  now: Date,
): Promise<Verdict> => {
  const row = await lockRecord(em, userId);
  const subject = row === null ? null : { userId, referrerId: row.referrerId ?? null };
  if (row === null || subject === null || !mayRead(actor, subject))
    return { kind: 'refused', reason: 'not_allowed' };
  if (row.status === 'PENDING' || row.status === 'PROCESSING') {
    if (row.status === 'PENDING' && level < row.priority)
      await apply(em, row, { status: 'PENDING', priority: level }, now);
    return { kind: 'coalesced' };
  }
  if (!mayRefresh(actor, subject, row.status)) return { kind: 'refused', reason: 'not_allowed' };
  if (level === priority.bulk && isFinal(row)) return { kind: 'refused', reason: 'final' };
  const freeAt = refreshableAt(row, cooldownS, now);
  if (freeAt !== null) {
    const retryAfterS = Math.ceil((freeAt.getTime() - now.getTime()) / 1_000);
    return { kind: 'refused', reason: 'cooldown', retryAfterS };
  }
  await apply(em, row, request(row, { requestedBy: actor.id, priority: level }, now), now);
  return { kind: 'queued' };
};
