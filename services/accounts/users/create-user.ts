import { randomInt, randomUUID } from 'node:crypto';
import type { RequiredEntityData } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Origin, Role } from '../../../shared/contract/accounts.ts';
import { announce } from '../../../shared/durable/outbox.ts';
import { AppError } from '../../../shared/errors.ts';
import { REFERRAL_CODE_ALPHABET, REFERRAL_CODE_LENGTH } from '../../../shared/person/referral-code.ts';
import { ConsentEntity, UserEntity, type UserRow } from '../store/entities.ts';
import { subnetOf } from '../subnet/subnet.ts';
import { announceRole } from './announce-role.ts';

/** Version of the data policy that the register page shows; change it with the text. */
export const POLICY_VERSION = '2026-11-26';

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
  /** Which browser sent which form, to know its repeat; none for programs. */
  registeredBy?: string | undefined;
  /** Where consent was given; null = no consent, so no lookup. */
  consent: Origin | null;
}

/**
 * Stores a user with their consent and announces `user.registered`, all in one transaction.
 *
 * @throws AppError `cedula_taken` (409) when somebody has registered with this cédula
 */
export const createUser = (em: EntityManager, given: NewUser, now: Date): Promise<UserRow> =>
  em.transactional(async (tx) => {
    const { consent, registeredBy = null, ...fields } = given;
    const row = {
      ...fields,
      registeredBy,
      id: randomUUID(),
      referralGoal: DEFAULT_GOAL,
      createdAt: now,
      censusStatus: null,
      censusVersion: 0,
    };
    const user = await insertUser(tx, row);
    if (user === null) throw cedulaTaken();
    if (user.role !== 'USER') await announceRole(tx, user, now);
    if (consent !== null) await recordConsent(tx, user, consent, now);
    return user;
  });

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

const recordConsent = async (
  em: EntityManager,
  user: UserRow,
  { ip, userAgent }: Origin,
  now: Date,
): Promise<void> => {
  const consent = {
    id: randomUUID(),
    userId: user.id,
    policyVersion: POLICY_VERSION,
    grantedAt: now,
    ip,
    userAgent,
  };
  em.persist(em.create(ConsentEntity, consent));
  const { id, cedula, referrerId = null } = user;
  const subnet = await subnetOf(em, ip);
  const event = { userId: id, cedula, referrerId, registeredAt: now.toISOString(), subnet };
  await announce(em, 'accounts', 'user.registered', event, now);
};
