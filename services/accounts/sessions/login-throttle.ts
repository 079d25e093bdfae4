import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../../shared/errors.ts';
import { LoginFailureEntity } from '../persistence/entities.ts';

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

/** @throws AppError `too_many_attempts` (429) while the wait after the last failure runs */
export const refuseWhileThrottled = async (em: EntityManager, cedula: string, now: Date): Promise<void> => {
  const row = await em.findOne(LoginFailureEntity, { cedula });
  if (row === null) return;
  const waitMs = row.lastAt.getTime() + waitAfter(row.failures) * 1_000 - now.getTime();
  if (waitMs <= 0) return;
  const retryAfterS = Math.ceil(waitMs / 1_000);
  throw new AppError(
    'too_many_attempts',
    `Demasiados intentos fallidos. Espere ${retryAfterS} segundos e intente de nuevo.`,
    { status: 429, retryAfterS },
  );
};

/** Counts one more failure; parallel guesses are all counted. */
export const countFailure = async (em: EntityManager, cedula: string, now: Date): Promise<void> => {
  await em.execute(
    `insert into "accounts"."login_failures" ("cedula", "failures", "last_at") values (?, 1, ?)
     on conflict ("cedula") do update set
       "failures" = case when "login_failures"."last_at" < ? then 1 else "login_failures"."failures" + 1 end,
       "last_at" = excluded."last_at"`,
    [cedula, now, new Date(now.getTime() - FORGET_MS)],
  );
};

export const forgetFailures = async (em: EntityManager, cedula: string): Promise<void> => {
  await em.nativeDelete(LoginFailureEntity, { cedula });
};
