import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import { audit } from '../audit/audit.ts';
import { closeSessionsOf } from '../sessions/sessions.ts';
import type { UserRow } from '../store/entities.ts';
import { assertAnotherAdmin } from './another-admin.ts';

/** Who suspends or restores somebody and why, for the trail. `actor` null = whoever has the command line. */
export interface Suspending {
  actor: Actor | null;
  suspended: boolean;
  reason: string;
  ip: string;
}

/**
 * Keeps a locked person out of the portal, or lets them in again, and writes down who did it and why. Whoever is out
 * loses every session. A person who is as wanted already is left so: it is the same form sent twice.
 *
 * @throws AppError `last_admin` (409)
 */
export const setSuspended = async (
  em: EntityManager,
  person: UserRow,
  { actor, suspended, reason, ip }: Suspending,
  now: Date,
): Promise<void> => {
  if ((person.suspendedAt !== null) === suspended) return;
  if (suspended && person.role === 'ADMIN') await assertAnotherAdmin(em, person);
  person.suspendedAt = suspended ? now : null;
  // Also of whoever is let in again: one that was opened at the moment of the suspension.
  await closeSessionsOf(em, person.id, undefined, now);
  const action = suspended ? 'user.suspend' : 'user.restore';
  await audit(em, { actor, action, subjectIds: [person.id], ip, detail: reason }, now);
};
