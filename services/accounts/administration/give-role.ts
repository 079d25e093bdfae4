import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor, Role, User } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { audit } from '../audit/audit.ts';
import { forgetOneTimes } from '../recovery/one-time.ts';
import { closeRememberedOf } from '../sessions/sessions.ts';
import { isStaff } from '../sessions/terms.ts';
import type { UserRow } from '../store/entities.ts';
import { announceRole } from '../users/announce-role.ts';
import { presentUser } from '../users/present.ts';
import { assertAnotherAdmin } from './another-admin.ts';

/** Who gives a role and why, for the trail. `actor` null = whoever has the command line. */
export interface Giving {
  actor: Actor | null;
  role: Role;
  reason: string;
  ip: string;
}

/**
 * Gives a locked person another role, writes down who did it and why, and tells the other services. Whoever becomes
 * staff loses the sessions that a browser remembers: staff have none of these. When the last
 * change of their role was this very one, by the same person and for the same reason, it is the same form sent twice:
 * nothing more is done.
 *
 * @throws AppError `same_role`, `last_admin` (409)
 */
export const giveRole = async (
  em: EntityManager,
  person: UserRow,
  { actor, role, reason, ip }: Giving,
  now: Date,
): Promise<User> => {
  if (person.role === role) {
    if (actor !== null && (await wasGiven(em, person, { actor, role, reason }))) return presentUser(person);
    throw sameRole();
  }
  if (person.role === 'ADMIN') await assertAnotherAdmin(em, person);
  const detail = `${person.role} → ${role}: ${reason}`;
  if (isStaff(role) && !isStaff(person.role)) await closeRememberedOf(em, person.id);
  // A link that one ADMIN made for somebody who was none must not make them staff alone.
  if (isStaff(role)) await forgetOneTimes(em, person.id);
  if (isStaff(person.role) && !isStaff(role)) person.staffUntil = now;
  const isAdmin = role === 'ADMIN' && actor !== null;
  Object.assign(person, { role, adminSince: isAdmin ? now : null, adminBy: isAdmin ? actor.id : null });
  await audit(em, { actor, action: 'user.role', subjectIds: [person.id], ip, detail }, now);
  await announceRole(em, person, now);
  return presentUser(person);
};

/** Whether the trail's last change of this person's role is the same. */
const wasGiven = async (
  em: EntityManager,
  person: UserRow,
  { actor, role, reason }: { actor: Actor; role: Role; reason: string },
): Promise<boolean> => {
  const [last] = await readRows(
    em,
    z.object({ actorId: id.nullable(), detail: z.string() }),
    `select "actor_id" as "actorId", "detail" from "accounts"."audit"
     where "subject_ids" @> array[?]::uuid[] and "action" = 'user.role' order by "id" desc limit 1`,
    [person.id],
  );
  return last?.actorId === actor.id && last.detail.endsWith(` → ${role}: ${reason}`);
};

const SAME_ROLE = 'Esta persona ya tiene ese rol: elija otro.';

const sameRole = (): AppError =>
  new AppError('same_role', SAME_ROLE, { status: 409, fields: { role: SAME_ROLE } });
