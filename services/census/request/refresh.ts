import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import { AppError } from '../../../shared/errors.ts';
import { mayRefresh } from '../../../shared/policy/access.ts';
import { authorize, refusal } from '../../../shared/policy/authorize.ts';
import { inWords } from '../../../shared/time/wait-words.ts';
import { refreshableAt } from '../hold/cooldown.ts';
import type { Change } from '../record/change.ts';
import { priority } from '../record/priority.ts';
import type { RecordRow } from '../record/record.ts';
import { coalesce, hurry, type Request, request } from '../record/requests.ts';
import { apply, lockRecord } from '../store/apply.ts';
import { subjectOf } from '../store/leaders.ts';
import { nextPersonTurn, type Whence } from '../store/person-turn.ts';

export interface RefreshTerms {
  actor: Actor;
  cooldownS: number;
  /** Who it is, when accounts says that they registered: perhaps they have no record yet. */
  newcomer?: Subject | undefined;
  /** The version that the form showed. */
  seen?: number | undefined;
  /** Where the request comes from, as accounts says it: for its turn, when a person asks for themselves. */
  subnet?: string | undefined;
}

/**
 * Asks for a new answer for one person. A form that is sent twice asks once: also when the answer has come in
 * between. While a lookup waits or runs, its answer serves this request too; so does the first one of who has
 * registered a moment ago.
 *
 * @throws AppError `forbidden` (403), the same for a foreign and a missing person; `consent_needed` (409) for who is asked
 * again whether they allow it; `cooldown` (429)
 */
export const refreshOne = async (
  em: EntityManager,
  terms: RefreshTerms,
  userId: string,
  now: Date,
): Promise<void> => {
  await em.transactional((tx) => refresh(tx, terms, userId, now));
};

const refresh = async (
  em: EntityManager,
  { actor, cooldownS, newcomer, seen, subnet }: RefreshTerms,
  userId: string,
  now: Date,
): Promise<void> => {
  const row = await lockRecord(em, userId);
  // Their record will be born due: there is nothing to ask for.
  if (row === null) return authorize(actor, 'refresh', newcomer?.userId === userId ? newcomer : null);
  const subject = await subjectOf(em, row);
  authorize(actor, 'refresh', subject);
  if (row.suspended) throw undecided();
  const freeAt = refreshableAt(row, cooldownS, now);
  const wanted = await wishOf(em, actor, { subnet, referrerId: row.referrerId }, userId);
  if (row.status === 'PENDING' || row.status === 'PROCESSING') {
    // Nobody gets more attempts by asking again and again, or without the right to a new lookup.
    const renews = freeAt === null && mayRenew(actor, subject, row);
    return applyIfAny(em, row, renews ? coalesce(row, wanted, now) : hurry(row, wanted), now);
  }
  const isRepeat = seen !== undefined && row.version > seen && row.requestedBy === actor.id;
  if (isRepeat && freeAt !== null) return;
  if (!mayRefresh(actor, subject, row.status)) throw refusal('refresh');
  if (freeAt !== null) throw tooSoon(freeAt, now);
  await apply(em, row, request(row, wanted, now), now);
};

const undecided = (): AppError =>
  new AppError(
    'consent_needed',
    'La política de datos cambió: la consulta se hará cuando la persona dueña de la cédula la autorice de nuevo en «Mis datos».',
    { status: 409 },
  );

/** A person who asks for themselves waits in front of the page, with a turn of their own. */
const wishOf = async (
  em: EntityManager,
  { id: requestedBy }: Actor,
  whence: Whence,
  userId: string,
): Promise<Request> => {
  const wish = { requestedBy, traceId: randomUUID() };
  return requestedBy === userId
    ? { ...wish, priority: priority.person, ...(await nextPersonTurn(em, whence)) }
    : { ...wish, priority: priority.single, turn: 0 };
};

const tooSoon = (freeAt: Date, now: Date): AppError => {
  const retryAfterS = Math.ceil((freeAt.getTime() - now.getTime()) / 1_000);
  const message = `Puede actualizar de nuevo en ${inWords(retryAfterS)}.`;
  return new AppError('cooldown', message, { status: 429, retryAfterS });
};

/** May this actor start anew what is under way? A failure before it counts: it is what the person still sees. */
const mayRenew = (actor: Actor, subject: Subject, row: RecordRow): boolean =>
  mayRefresh(actor, subject, row.errorCode == null ? row.status : 'ERROR');

const applyIfAny = async (em: EntityManager, row: RecordRow, change: Change, now: Date): Promise<void> => {
  const fields = Object.keys(change) as (keyof Change)[];
  if (fields.some((field) => change[field] !== row[field])) await apply(em, row, change, now);
};
