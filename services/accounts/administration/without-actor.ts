import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountState, AdministeredUser, Role, User } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { audit } from '../audit/audit.ts';
import { nothingToTake, takeFactors } from '../factors/reset.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import { createUser } from '../users/create-user.ts';
import { findPage } from '../users/page.ts';
import { hashPassword } from '../users/password-hash.ts';
import { presentAdministered, presentUser } from '../users/present.ts';
import { assertStrong } from '../users/strong-password.ts';
import { giveRole } from './give-role.ts';
import { setSuspended } from './set-suspended.ts';
import { inRoleAndState } from './users.ts';

/** What whoever has the command line may do without an account: that is how the first ADMIN comes to be. */

/** Stands where the trail has an address. */
const COMMAND_LINE = 'censo';

export interface NewAccount {
  cedula: string;
  nombreCompleto: string;
  phone: string;
  password: string;
  role: Role;
}

/**
 * Makes an account without consent, so without a lookup: the person gives it when they register themselves.
 *
 * @throws AppError `validation` (400) when the password is easy to guess, `cedula_taken` (409)
 */
export const createAccount = async (
  em: EntityManager,
  { password, ...given }: NewAccount,
  now: Date,
): Promise<User> => {
  assertStrong(password, given);
  const passwordHash = await hashPassword(password);
  return em.transactional(async (tx) => {
    const user = await createUser(tx, { ...given, passwordHash, referrerId: null, consent: null }, now);
    const entry = { actor: null, action: 'user.create', subjectIds: [user.id], ip: COMMAND_LINE } as const;
    await audit(tx, { ...entry, detail: given.role }, now);
    return presentUser(user);
  });
};

/** So many are listed. */
const MOST = 500;

/** Who has an account, newest first; who was listed is in the trail. */
export const listFromOutside = async (
  em: EntityManager,
  wanted: { role?: Role | undefined; state?: AccountState | undefined },
  now: Date,
): Promise<{ users: AdministeredUser[]; isAll: boolean }> => {
  const { items, next } = await findPage(em, inRoleAndState(wanted), { sort: 'recent', limit: MOST });
  const subjectIds = items.map(({ id }) => id);
  await audit(em, { actor: null, action: 'users.list', subjectIds, ip: COMMAND_LINE }, now);
  return { users: items.map(presentAdministered), isAll: next === null };
};

/**
 * Gives the person with this cédula another role, with the reason in the trail.
 *
 * @throws AppError `not_found` (404), `same_role`, `last_admin` (409)
 */
export const promote = (
  em: EntityManager,
  { cedula, role, reason }: { cedula: string; role: Role; reason: string },
  now: Date,
): Promise<User> =>
  em.transactional(async (tx) => {
    const person = await lockPerson(tx, cedula);
    return giveRole(tx, person, { actor: null, role, reason, ip: COMMAND_LINE }, now);
  });

/**
 * Takes the second factors of the person with this cédula away, with the reason in the trail: for the last ADMIN, whom
 * nobody else can let in again.
 *
 * @throws AppError `not_found` (404), `no_factor` (409)
 */
export const takeFactorsOf = (
  em: EntityManager,
  { cedula, reason }: { cedula: string; reason: string },
  now: Date,
): Promise<User> =>
  em.transactional(async (tx) => {
    const person = await lockPerson(tx, cedula);
    if (person.factorSince == null) throw nothingToTake();
    await takeFactors(tx, person, { actor: null, reason, ip: COMMAND_LINE }, now);
    return presentUser(person);
  });

/**
 * Keeps the person with this cédula out of the portal, or lets them in again. Their streams end when the portal looks at
 * their session again, in half a minute.
 *
 * @throws AppError `not_found` (404), `last_admin` (409)
 */
export const suspendFromOutside = (
  em: EntityManager,
  { cedula, suspended, reason }: { cedula: string; suspended: boolean; reason: string },
  now: Date,
): Promise<User> =>
  em.transactional(async (tx) => {
    const person = await lockPerson(tx, cedula);
    await setSuspended(tx, person, { actor: null, suspended, reason, ip: COMMAND_LINE }, now);
    return presentUser(person);
  });

const lockPerson = async (tx: EntityManager, cedula: string): Promise<UserRow> => {
  const person = await tx.findOne(UserEntity, { cedula }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (person !== null) return person;
  throw new AppError('not_found', 'Nadie tiene una cuenta con esa cédula: créela con "user create".', {
    status: 404,
  });
};
