import { randomUUID } from 'node:crypto';
import { hashPassword } from '../../../services/accounts/users/password-hash.ts';
import { inDatabase } from '../system/portal-database.ts';
import type { System } from '../system/system.ts';

/**
 * Stores a person who logs in with this password, without a registration: that asks for their phone where codes are sent.
 *
 * @returns their id
 */
export const storePerson = async (
  system: System,
  { cedula, phone, password }: { cedula: string; phone: string; password: string },
): Promise<string> => {
  const id = randomUUID();
  await inDatabase(
    system,
    `insert into accounts.users (id, cedula, nombre_completo, phone, password_hash, role, referral_code,
       referral_goal, created_at, census_version)
     values ($1, $2, 'Rosa Prueba', $3, $4, 'USER', $5, 10, now(), 0)`,
    [id, cedula, phone, await hashPassword(password), id.slice(0, 8).toUpperCase()],
  );
  return id;
};
