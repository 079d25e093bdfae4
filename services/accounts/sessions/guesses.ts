import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { inWords } from '../../../shared/time/wait-words.ts';
import { GuessEntity } from '../store/entities.ts';

/** Whose guesses at which password are counted together. */
export interface Guesser {
  cedula: string;
  /** A known device, an address block, or an open session. */
  source: string;
}

/** So many wrong passwords in a row are free; after them each costs a wait. */
export const FREE_FAILURES = 5;
/** Wait after the first failure too many; doubles with each further one. */
const FIRST_WAIT_S = 30;
const LONGEST_WAIT_S = 900;
/** Failures older than this are forgotten. */
export const FORGET_MS = 3_600_000;

/** Seconds to wait after so many failures in a row, of which the first few are free. */
export const waitAfter = (failures: number, free = FREE_FAILURES): number =>
  failures < free ? 0 : Math.min(FIRST_WAIT_S * 2 ** (failures - free), LONGEST_WAIT_S);

/** The wait of `waitAfter` as SQL over the row, so that asking and counting are one step; has a parameter, `free`, twice. */
const WAIT_SQL = `case when f."failures" < ? then 0
  else least(${FIRST_WAIT_S} * power(2, least(f."failures" - ?, 30)), ${LONGEST_WAIT_S}) end * interval '1 second'`;

/**
 * A form that was sent twice brings the same guess twice: within this it is one, and says nothing new to who guesses.
 */
const SAME_ATTEMPT = `(excluded."last_attempt" is not null and f."last_attempt" = excluded."last_attempt"
  and f."last_at" > excluded."last_at" - interval '1 minute')`;

/**
 * Counts one guess before its password is looked at, so that parallel guesses cannot all pass.
 *
 * @param submission tells a repeat of the same guess by the same browser, which is not counted and does not wait
 * @param free how many failures cost no wait
 * @returns whether it was counted: false for a repeat
 * @throws AppError `too_many_attempts` (429) while the wait after the last failure runs
 */
export const countGuess = async (
  em: EntityManager,
  guesser: Guesser,
  { submission, free = FREE_FAILURES }: { submission?: string | undefined; free?: number },
  now: Date,
): Promise<boolean> => {
  const [counted] = await readRows(
    em,
    z.object({ isNew: z.boolean() }),
    `insert into "accounts"."guesses" as f ("cedula", "source", "failures", "last_at", "last_attempt")
     values (?, ?, 1, ?, ?)
     on conflict ("cedula", "source") do update set
       "failures" = case when f."last_at" < ? then 1 when ${SAME_ATTEMPT} then f."failures" else f."failures" + 1 end,
       "last_at" = case when ${SAME_ATTEMPT} then f."last_at" else excluded."last_at" end,
       "last_attempt" = excluded."last_attempt"
     where ${SAME_ATTEMPT} or f."failures" < ? or f."last_at" + ${WAIT_SQL} <= excluded."last_at"
     returning "last_at" = ? as "isNew"`,
    [
      ...[guesser.cedula, guesser.source, now, submission ?? null, new Date(now.getTime() - FORGET_MS)],
      // Of guesses that came at once one may be counted before an earlier one, which waits for nothing all the same.
      ...[free, free, free, now],
    ],
  );
  if (counted === undefined) throw await tooMany(em, guesser, free, now);
  return counted.isNew;
};

const tooMany = async (em: EntityManager, guesser: Guesser, free: number, now: Date): Promise<AppError> => {
  const row = await em.findOne(GuessEntity, { ...guesser });
  const freeAt = row === null ? now.getTime() : row.lastAt.getTime() + waitAfter(row.failures, free) * 1_000;
  const retryAfterS = Math.max(1, Math.ceil((freeAt - now.getTime()) / 1_000));
  return new AppError(
    'too_many_attempts',
    `Demasiados intentos fallidos. Intente de nuevo en ${inWords(retryAfterS)}.`,
    { status: 429, retryAfterS },
  );
};

/** A right password: whoever gave it has guessed nothing wrong. */
export const forgetGuesses = async (em: EntityManager, guesser: Guesser): Promise<void> => {
  await em.nativeDelete(GuessEntity, { ...guesser });
};

/** Removes counts that are forgotten anyway, also those of cédulas that nobody has. @returns how many */
export const purgeGuesses = (em: Pick<EntityManager, 'nativeDelete'>, now: Date): Promise<number> =>
  em.nativeDelete(GuessEntity, { lastAt: { $lt: new Date(now.getTime() - FORGET_MS) } });
