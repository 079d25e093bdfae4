import type { EntityManager } from '@mikro-orm/postgresql';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import { GuessEntity, LoginFailureEntity } from '../store/entities.ts';
import type { SubnetOf } from '../subnet/subnet.ts';
import { knownDevice } from './devices.ts';
import { countGuess, FREE_FAILURES, forgetGuesses } from './guesses.ts';
import { countStranger, discountStranger, isAttacked } from './strangers.ts';

/**
 * Wrong passwords cost those who give them a wait, and nobody else. A device that somebody has logged in from before has
 * a count of its own with that cédula, and so have each address block that strangers come from, and each open session in
 * which the password is asked for. While strangers guess from many places at once, each place has one guess without a wait instead of five: an
 * owner on a new device still has theirs.
 */

/** An attempt that was let pass, and counted as wrong until it turns out otherwise. */
export interface Attempt {
  /** The password was right. */
  succeed(): Promise<void>;
}

/** While strangers guess from many places. */
const FREE_UNDER_ATTACK = 1;

interface Visitor {
  cedula: string;
  ip: string;
  device?: string | undefined;
  /** Tells a repeat of the same guess by the same browser, which is not counted and does not wait. */
  submission?: string | undefined;
}

/**
 * Somebody wants to log in; the same, in the same time, for a cédula that nobody has.
 *
 * @throws AppError `too_many_attempts` (429) while the wait after their last failure runs
 */
export const admitLogin = async (
  em: EntityManager,
  subnetOf: SubnetOf,
  visitor: Visitor,
  now: Date,
): Promise<Attempt> => {
  const { cedula, ip, device, submission } = visitor;
  const known = await knownDevice(em, device, cedula, now);
  if (known !== null) return admit(em, { cedula, source: `device:${known}` }, { submission }, now);
  const free = (await isAttacked(em, cedula, now)) ? FREE_UNDER_ATTACK : FREE_FAILURES;
  const source = `subnet:${subnetOf(ip)}`;
  return admit(em, { cedula, source }, { submission, free, isStranger: true }, now);
};

/**
 * Somebody in an open session wants another password, or shows that it is still they by the one that they have. Each
 * session has a count of its own: whoever has stolen one must not keep the owner of another waiting.
 *
 * @throws AppError `too_many_attempts` (429) while the wait after their last failure runs
 */
export const admitChange = (
  em: EntityManager,
  { cedula, token, submission }: Pick<Visitor, 'cedula' | 'submission'> & { token: string },
  now: Date,
): Promise<Attempt> => admit(em, { cedula, source: `change:${tokenHash(token)}` }, { submission }, now);

/** Forgets all that was tried with a cédula, from anywhere. */
export const forgetAttempts = async (em: EntityManager, cedula: string): Promise<void> => {
  await em.nativeDelete(GuessEntity, { cedula });
  await em.nativeDelete(LoginFailureEntity, { cedula });
};

const admit = async (
  em: EntityManager,
  guesser: { cedula: string; source: string },
  terms: { submission?: string | undefined; free?: number; isStranger?: boolean },
  now: Date,
): Promise<Attempt> => {
  const isNew = await countGuess(em, guesser, terms, now);
  const isStranger = terms.isStranger === true && isNew;
  if (isStranger) await countStranger(em, guesser.cedula, now);
  return {
    async succeed() {
      await forgetGuesses(em, guesser);
      if (isStranger) await discountStranger(em, guesser.cedula);
    },
  };
};
