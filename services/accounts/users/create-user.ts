import { randomInt, randomUUID } from 'node:crypto';
import type { RequiredEntityData } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Role } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { REFERRAL_CODE_ALPHABET, REFERRAL_CODE_LENGTH } from '../../../shared/person/referral-code.ts';
import { type Given, giveFirstConsent } from '../consent/decisions.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { announceRole } from './announce-role.ts';

const DEFAULT_GOAL = 10;
/** So many referral codes that somebody has already are no chance. */
const MOST_CODES = 5;

export interface NewUser {
  cedula: string;
  nombreCompleto: string;
  phone: string;
  passwordHash: string;
  role: Role;
  referrerId: string | null;
  /** When the phone was proven; none where nobody can be reached. */
  phoneProvenAt?: Date;
  /** Which browser sent which form, to know its repeat; none for programs. */
  registeredBy?: string | undefined;
  /** Null = no consent, so no lookup. */
  consent: Given | null;
}

/**
 * Stores a user with what they consent to and announces it, all in one transaction.
 *
 * @throws AppError `cedula_taken` (409) when somebody has registered with this cédula
 */
export const createUser = (em: EntityManager, given: NewUser, now: Date): Promise<UserRow> =>
  em.transactional((tx) => storeUser(tx, given, now));

/**
 * The same, in a transaction that does more.
 *
 * @throws AppError `cedula_taken` (409)
 */
export const storeUser = async (tx: EntityManager, given: NewUser, now: Date): Promise<UserRow> => {
  const { consent, registeredBy = null, ...fields } = given;
  const row = {
    ...fields,
    registeredBy,
    id: randomUUID(),
    referralGoal: DEFAULT_GOAL,
    createdAt: now,
    censusStatus: null,
    censusVersion: 0,
    shared: consent?.purposes.includes('sharing') ?? false,
  };
  const user = await insertUser(tx, row);
  if (user === null) throw cedulaTaken();
  if (user.role !== 'USER') await announceRole(tx, user, now);
  if (consent !== null) await giveFirstConsent(tx, user, consent, now);
  return user;
};

const cedulaTaken = (): AppError =>
  new AppError('cedula_taken', 'Ya existe una cuenta con esta cédula. Ingrese con su contraseña.', {
    status: 409,
    fields: { cedula: 'Ya existe una cuenta con esta cédula.' },
  });

/**
 * A cédula that is there already is no error of the database's, which would write it into its log.
 *
 * @returns null when somebody has this cédula
 */
const insertUser = async (
  tx: EntityManager,
  row: Omit<RequiredEntityData<UserRow>, 'referralCode'> & Pick<UserRow, 'id' | 'cedula'>,
): Promise<UserRow | null> => {
  for (let tries = 1; tries <= MOST_CODES; tries += 1) {
    const entry = { ...row, referralCode: newReferralCode() };
    // Without a target: a referral code that somebody has conflicts as well.
    await tx.createQueryBuilder(UserEntity).insert(entry).onConflict().ignore().execute('run', false);
    const user = await tx.findOne(UserEntity, { id: row.id });
    if (user !== null) return user;
    if ((await tx.count(UserEntity, { cedula: row.cedula })) > 0) return null;
  }
  throw new Error('every referral code that was tried is taken');
};

/** 31^8 of them, so a second try is hardly ever needed. */
const newReferralCode = (): string =>
  Array.from(
    { length: REFERRAL_CODE_LENGTH },
    () => REFERRAL_CODE_ALPHABET[randomInt(REFERRAL_CODE_ALPHABET.length)],
  ).join('');
