import type { Actor, AdministeredUser, ReferredPerson, User } from '../../../shared/contract/accounts.ts';
import { maskCedula } from '../../../shared/person/cedula.ts';
import { parsePhone } from '../../../shared/person/phone/phone.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import type { UserRow } from '../store/entities.ts';
import type { ListedRow } from './listed.ts';

/** An earlier release, which may still run beside this one, stores ten digits. */
const phoneOf = ({ phone }: Pick<User, 'phone'>): string =>
  phone.startsWith('+') ? phone : (parsePhone(phone) ?? phone);

/** A user as they themselves are shown. */
export const presentUser = (row: Omit<User, 'createdAt'> & { createdAt: Date }): User => ({
  id: row.id,
  cedula: row.cedula,
  nombreCompleto: row.nombreCompleto,
  phone: phoneOf(row),
  role: row.role,
  referralCode: row.referralCode,
  referralGoal: row.referralGoal,
  createdAt: row.createdAt.toISOString(),
});

/** A user as those who administer see them. */
export const presentAdministered = (row: UserRow): AdministeredUser => ({
  ...presentUser(row),
  suspendedAt: row.suspendedAt?.toISOString() ?? null,
  phoneConfirmed: row.phoneProvenAt !== null,
});

/** Somebody whom the actor referred, or coordinates: as much of them as the actor's role needs. */
export const presentReferred = (row: ListedRow, actor: Actor): ReferredPerson => {
  const { id, cedula, nombreCompleto, role, createdAt } = row;
  const numbers = mayReadReferred(actor)
    ? { cedula, phone: phoneOf(row) }
    : { cedula: maskCedula(cedula), phone: null };
  return { id, ...numbers, nombreCompleto, role, createdAt: createdAt.toISOString() };
};
