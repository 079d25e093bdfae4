import type { User } from '../../../shared/contract/accounts.ts';
import type { UserRow } from '../persistence/entities.ts';

/** The one shape in which a user leaves this service. */
export const presentUser = (row: UserRow): User => ({
  id: row.id,
  cedula: row.cedula,
  nombreCompleto: row.nombreCompleto,
  phone: row.phone,
  role: row.role,
  referralCode: row.referralCode,
  referralGoal: row.referralGoal,
  createdAt: row.createdAt.toISOString(),
});
