import type { EntityManager } from '@mikro-orm/postgresql';
import { knownDevice } from '../sessions/devices.ts';
import { countGuess, forgetGuesses } from '../sessions/guesses.ts';
import type { Attempt } from '../sessions/login-throttle.ts';
import type { UserRow } from '../store/entities.ts';

/** Who guesses a code: somebody at the login of an account, or in one of its open sessions. */
interface Guesser {
  user: Pick<UserRow, 'cedula'>;
  /** The browser's token, when it has one. */
  device?: string | undefined;
  /** The open session; undefined at the login. */
  sessionId?: string | undefined;
  /** Tells a repeat of the same sending by the same browser. */
  submission?: string | undefined;
}

/**
 * Counts a guess of a code before it is looked at. An account has one count for all strangers, however many addresses
 * they have, because who guesses here has its password; a device that somebody has logged in from before has its own, and
 * so has an open session, so that nobody is kept from their account by another.
 *
 * @throws AppError `too_many_attempts` (429) while the wait after the last failure runs
 */
export const admitCode = async (
  em: EntityManager,
  { user: { cedula }, device, sessionId, submission }: Guesser,
  now: Date,
): Promise<Attempt> => {
  const known = sessionId === undefined ? await knownDevice(em, device, cedula, now) : null;
  const from = sessionId === undefined ? (known ?? 'strangers') : `session ${sessionId}`;
  const guesser = { cedula, source: `factor:${from}` };
  await countGuess(em, guesser, { submission }, now);
  return { succeed: () => forgetGuesses(em, guesser) };
};
