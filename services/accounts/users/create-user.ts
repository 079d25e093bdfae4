import { randomInt, randomUUID } from 'node:crypto';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Origin, Role } from '../../../shared/contract/accounts.ts';
import { announce } from '../../../shared/durable/outbox.ts';
import { AppError } from '../../../shared/errors.ts';
import { REFERRAL_CODE_ALPHABET, REFERRAL_CODE_LENGTH } from '../../../shared/person/referral-code.ts';
import { ConsentEntity, UserEntity, type UserRow } from '../store/entities.ts';
import { subnetOf } from '../subnet/subnet.ts';
import { announceRole } from './announce-role.ts';

/** Version of the data policy that the register page shows; change it with the text. */
export const POLICY_VERSION = '2026-11-25';

const DEFAULT_GOAL = 10;

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
export const createUser = async (em: EntityManager, given: NewUser, now: Date): Promise<UserRow> => {
  try {
    return await em.transactional(async (tx) => {
      const { consent, registeredBy = null, ...fields } = given;
      const user = tx.create(UserEntity, {
        ...fields,
        registeredBy,
        id: randomUUID(),
        referralCode: newReferralCode(),
        referralGoal: DEFAULT_GOAL,
        createdAt: now,
        censusStatus: null,
        censusVersion: 0,
      });
      await tx.persist(user).flush();
      if (user.role !== 'USER') await announceRole(tx, user, now);
      if (consent !== null) await recordConsent(tx, user, consent, now);
      return user;
    });
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException && error.message.includes('users_cedula')) {
      throw new AppError('cedula_taken', 'Ya existe una cuenta con esta cédula. Ingrese con su contraseña.', {
        status: 409,
        fields: { cedula: 'Ya existe una cuenta con esta cédula.' },
      });
    }
    throw error;
  }
};

/** 31^8 of them, so a collision is left to the unique index. */
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
