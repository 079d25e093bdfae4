import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor, Role, User } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { audit } from '../audit/audit.ts';
import type { UserRow } from '../persistence/entities.ts';
import { announceRole } from '../users/announce-role.ts';
import { presentUser } from '../users/present.ts';
import { assertAnotherAdmin } from './last-admin.ts';

/** Who gives a role and why, for the trail. `actor` null = whoever has the command line. */
export interface Giving {
  actor: Actor | null;
  role: Role;
  reason: string;
  ip: string;
}

/**
 * Gives a locked person another role, writes down who did it and why, and tells the other services.
 *
 * @throws AppError `same_role`, `last_admin` (409)
 */
export const giveRole = async (
  em: EntityManager,
  person: UserRow,
  { actor, role, reason, ip }: Giving,
  now: Date,
): Promise<User> => {
  if (person.role === role) throw sameRole();
  if (person.role === 'ADMIN') await assertAnotherAdmin(em, person);
  const detail = `${person.role} → ${role}: ${reason}`;
  person.role = role;
  await audit(em, { actor, action: 'user.role', subjectIds: [person.id], ip, detail }, now);
  await announceRole(em, person, now);
  return presentUser(person);
};

const SAME_ROLE = 'Esta persona ya tiene ese rol: elija otro.';

const sameRole = (): AppError =>
  new AppError('same_role', SAME_ROLE, { status: 409, fields: { role: SAME_ROLE } });
