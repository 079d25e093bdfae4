import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import { AppError } from '../../../shared/errors.ts';
import { mayAsk, mayRefresh } from '../../../shared/policy/access.ts';
import { refusal } from '../../../shared/policy/authorize.ts';
import { refreshableAt } from '../hold/cooldown.ts';
import type { Change } from '../record/change.ts';
import { priority } from '../record/priority.ts';
import type { RecordRow } from '../record/record.ts';
import { coalesce, hurry, type Request, request } from '../record/requests.ts';
import { apply, lockRecord } from '../store/apply.ts';
import { subjectOf } from '../store/leaders.ts';

export interface RefreshTerms {
  actor: Actor;
  cooldownS: number;
  /** Who it is, when accounts says that they registered: perhaps they have no record yet. */
  newcomer?: Subject | undefined;
  /** The version that the form showed. */
  seen?: number | undefined;
}

type Verdict = { kind: 'granted' | 'forbidden' } | { kind: 'cooldown'; retryAfterS: number };

/**
 * Asks for a new answer for one person. A form that is sent twice asks once: also when the answer has come in
 * between. While a lookup waits or runs, its answer serves this request too; so does the first one of who has
 * registered a moment ago.
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
  const wanted = { requestedBy: terms.actor.id, priority: level, turn: 0, traceId: randomUUID() };
  const verdict = await em.transactional((tx) => refresh(tx, terms, userId, wanted, now));
  if (verdict.kind === 'granted') return;
  if (verdict.kind === 'cooldown') {
    const { retryAfterS } = verdict;
    throw new AppError('cooldown', `Puede actualizar de nuevo en ${retryAfterS} segundos.`, {
      status: 429,
      retryAfterS,
    });
  }
  throw refusal('refresh');
};

const refresh = async (
  em: EntityManager,
  { actor, cooldownS, newcomer, seen }: RefreshTerms,
  userId: string,
  wanted: Request,
  now: Date,
): Promise<Verdict> => {
  const row = await lockRecord(em, userId);
  const subject = row === null ? newcomer : await subjectOf(em, row);
  if (subject?.userId !== userId || !mayAsk(actor, subject)) return { kind: 'forbidden' };
  // Their record will be born due: there is nothing to ask for.
  if (row === null) return { kind: 'granted' };
  const freeAt = refreshableAt(row, cooldownS, now);
  if (row.status === 'PENDING' || row.status === 'PROCESSING') {
    // Nobody gets more attempts by asking again and again, or without the right to a new lookup.
    const renews = freeAt === null && mayRenew(actor, subject, row);
    await applyIfAny(em, row, renews ? coalesce(row, wanted, now) : hurry(row, wanted), now);
    return { kind: 'granted' };
  }
  const isRepeat = seen !== undefined && row.version > seen && row.requestedBy === actor.id;
  if (isRepeat && freeAt !== null) return { kind: 'granted' };
  if (!mayRefresh(actor, subject, row.status)) return { kind: 'forbidden' };
  if (freeAt !== null) {
    const retryAfterS = Math.ceil((freeAt.getTime() - now.getTime()) / 1_000);
    return { kind: 'cooldown', retryAfterS };
  }
  await apply(em, row, request(row, wanted, now), now);
  return { kind: 'granted' };
};

/** May this actor start anew what is under way? A failure before it counts: it is what the person still sees. */
const mayRenew = (actor: Actor, subject: Subject, row: RecordRow): boolean =>
  mayRefresh(actor, subject, row.errorCode == null ? row.status : 'ERROR');

const applyIfAny = async (em: EntityManager, row: RecordRow, change: Change, now: Date): Promise<void> => {
  const fields = Object.keys(change) as (keyof Change)[];
  if (fields.some((field) => change[field] !== row[field])) await apply(em, row, change, now);
};
