import type { User } from '../../../shared/contract/accounts.ts';
import { parsePhone } from '../../../shared/person/phone/phone.ts';
import type { UserRow } from '../store/entities.ts';

/** The one shape in which a user leaves this service. */
export const presentUser = (row: UserRow): User => ({
  id: row.id,
  cedula: row.cedula,
  nombreCompleto: row.nombreCompleto,
  // An earlier release, which may still run beside this one, stores ten digits.
  phone: row.phone.startsWith('+') ? row.phone : (parsePhone(row.phone) ?? row.phone),
  role: row.role,
  referralCode: row.referralCode,
  referralGoal: row.referralGoal,
  createdAt: row.createdAt.toISOString(),
});
