import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../../shared/errors.ts';
import { LoginFailureEntity } from '../store/entities.ts';

/** So many wrong passwords in a row are free; after them each costs a wait. */
const FREE_FAILURES = 5;
/** Wait after the first failure too many; doubles with each further one. */
const FIRST_WAIT_S = 30;
const LONGEST_WAIT_S = 900;
/** Failures older than this are forgotten. */
const FORGET_MS = 3_600_000;

/** Seconds to wait after so many failures in a row. */
export const waitAfter = (failures: number): number =>
  failures < FREE_FAILURES ? 0 : Math.min(FIRST_WAIT_S * 2 ** (failures - FREE_FAILURES), LONGEST_WAIT_S);

/** The wait of `waitAfter` as SQL over the row, so that asking and counting are one step. */
const WAIT_SQL = `case when f."failures" < ${FREE_FAILURES} then 0
  else least(${FIRST_WAIT_S} * power(2, f."failures" - ${FREE_FAILURES}), ${LONGEST_WAIT_S}) end * interval '1 second'`;

/**
 * A form that was sent twice brings the same guess twice: within this it is one, and says nothing new to who guesses.
 */
const SAME_ATTEMPT = `(excluded."last_attempt" is not null and f."last_attempt" = excluded."last_attempt"
  and f."last_at" > excluded."last_at" - interval '1 minute')`;

/**
 * Counts one attempt before its password is looked at, so that parallel guesses cannot all pass; a right password
 * takes the count away again.
 *
 * @param submission tells a repeat of the same guess by the same browser, which is not counted and does not wait
 * @throws AppError `too_many_attempts` (429) while the wait after the last failure runs
 */
export const admitAttempt = async (
  em: EntityManager,
  cedula: string,
  now: Date,
  submission?: string,
): Promise<void> => {
  const counted = await em.execute<object[]>(
    `insert into "accounts"."login_failures" as f ("cedula", "failures", "last_at", "last_attempt") values (?, 1, ?, ?)
     on conflict ("cedula") do update set
       "failures" = case when f."last_at" < ? then 1 when ${SAME_ATTEMPT} then f."failures" else f."failures" + 1 end,
       "last_at" = case when ${SAME_ATTEMPT} then f."last_at" else excluded."last_at" end,
       "last_attempt" = excluded."last_attempt"
     where ${SAME_ATTEMPT} or f."last_at" + ${WAIT_SQL} <= excluded."last_at"
     returning "failures"`,
    [cedula, now, submission ?? null, new Date(now.getTime() - FORGET_MS)],
  );
  if (counted.length > 0) return;
  const row = await em.findOne(LoginFailureEntity, { cedula });
  const freeAt = row === null ? now.getTime() : row.lastAt.getTime() + waitAfter(row.failures) * 1_000;
  const retryAfterS = Math.max(1, Math.ceil((freeAt - now.getTime()) / 1_000));
  throw new AppError(
    'too_many_attempts',
    `Demasiados intentos fallidos. Espere ${retryAfterS} segundos e intente de nuevo.`,
    { status: 429, retryAfterS },
  );
};

/** Removes counts that are forgotten anyway, also those of cédulas that nobody has. @returns how many */
export const purgeFailures = (em: Pick<EntityManager, 'nativeDelete'>, now: Date): Promise<number> =>
  em.nativeDelete(LoginFailureEntity, { lastAt: { $lt: new Date(now.getTime() - FORGET_MS) } });

export const forgetFailures = async (em: EntityManager, cedula: string): Promise<void> => {
  await em.nativeDelete(LoginFailureEntity, { cedula });
};
