import { randomInt, randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../../shared/errors.ts';
import { type Ask, askOf } from '../../../shared/persistence/prepared.ts';
import { REFERRAL_CODE_ALPHABET, REFERRAL_CODE_LENGTH } from '../../../shared/person/referral-code.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { announceRole } from './announce-role.ts';
import type { NewUser, StoredUser } from './new-user.ts';
import { cedulaRow, storeUserRow, userValues } from './user-sql.ts';

const DEFAULT_GOAL = 10;
/** So many referral codes that somebody has already are no chance. */
const MOST_CODES = 5;

/**
 * Stores a user with what they consent to and announces it, all in one transaction.
 *
 * @throws AppError `cedula_taken` (409) when somebody has registered with this cédula
 */
export const createUser = (em: EntityManager, given: NewUser, now: Date): Promise<UserRow> =>
  em.transactional(async (tx) => {
    const ask = askOf(tx);
    const { id } = await withNewCode(ask, given, now, async (user) => {
      const added = await ask(storeUserRow, userValues(user));
      return added.length > 0;
    });
    const user = await tx.findOneOrFail(UserEntity, { id });
    if (user.role !== 'USER') await announceRole(tx, user, now);
    return user;
  });

/**
 * Gives somebody an id and a referral code that nobody has.
 *
 * @param store stores them. @returns false, and stores nothing, when somebody has the cédula or the code
 * @throws AppError `cedula_taken` (409)
 */
export const withNewCode = async (
  ask: Ask,
  given: NewUser,
  now: Date,
  store: (user: StoredUser) => Promise<boolean>,
): Promise<StoredUser> => {
  const shared = given.consent?.purposes.includes('sharing') ?? false;
  const fields = { ...given, id: randomUUID(), referralGoal: DEFAULT_GOAL, createdAt: now, shared };
  for (let tries = 1; tries <= MOST_CODES; tries += 1) {
    const user = { ...fields, referralCode: newReferralCode() };
    if (await store(user)) return user;
    if ((await ask(cedulaRow, [given.cedula])).length > 0) throw cedulaTaken();
  }
  throw new Error('every referral code that was tried is taken');
};

const cedulaTaken = (): AppError =>
  new AppError('cedula_taken', 'Ya existe una cuenta con esta cédula. Ingrese con su contraseña.', {
    status: 409,
    fields: { cedula: 'Ya existe una cuenta con esta cédula.' },
  });

/** 31^8 of them, so a second try is hardly ever needed. */
const newReferralCode = (): string =>
  Array.from(
    { length: REFERRAL_CODE_LENGTH },
    () => REFERRAL_CODE_ALPHABET[randomInt(REFERRAL_CODE_ALPHABET.length)],
  ).join('');
