import type { EntityManager } from '@mikro-orm/postgresql';
import { admitAttempt, forgetFailures } from '../sessions/login-throttle.ts';
import type { UserRow } from '../store/entities.ts';

/** Who guesses a code: somebody at the login of an account, or in one of its open sessions. */
export interface Guesser {
  user: Pick<UserRow, 'id'>;
  /** The session; undefined at the login. */
  sessionId?: string | undefined;
  /** Tells a repeat of the same sending by the same browser. */
  submission?: string | undefined;
}

/**
 * Guesses of codes have counts of their own: a password that is guessed wrong keeps nobody from their code, and what goes
 * on at the login nobody who is in.
 */
const sourceOf = ({ user, sessionId = 'login' }: Guesser): string => `factor ${user.id} ${sessionId}`;

/**
 * Counts a guess before it is looked at.
 *
 * @throws AppError `too_many_attempts` (429) while the wait after the last failure runs
 */
export const admitCode = (em: EntityManager, guesser: Guesser, now: Date): Promise<void> =>
  admitAttempt(em, sourceOf(guesser), now, guesser.submission);

/** The code was right. */
export const forgetGuesses = (em: EntityManager, guesser: Guesser): Promise<void> =>
  forgetFailures(em, sourceOf(guesser));
