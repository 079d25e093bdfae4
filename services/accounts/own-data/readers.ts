import type { EntityManager } from '@mikro-orm/postgresql';
import type { AuditAction } from '../../../shared/contract/audit.ts';
import type { Reader } from '../../../shared/contract/own-data.ts';
import { UserEntity } from '../store/entities.ts';

/** What somebody does who invited a person, or coordinates who did; everything else is done in the portal's name. */
const leadingActions = [
  'referrals.list',
  'referral.read',
  'referral.stream',
  'referrals.export',
] as const satisfies readonly AuditAction[];

/** The condition by which an entry of the trail is of somebody who leads, and not of who administers: both may ask for a recovery. */
export const LEADING = `("action" in (${leadingActions.map((action) => `'${action}'`).join(', ')})
  or "action" = 'recovery.request' and exists (select 1 from "accounts"."users"
    where "users"."id" = "audit"."actor_id" and "users"."role" in ('LEADER', 'COORDINATOR')))`;

/** Whether it is a look at a list, of which neither the search nor others in it are told. */
export const isLook = (action: string): boolean => (leadingActions as readonly string[]).includes(action);

/** Who did something, as the person whom it was about is told. */
interface Done {
  actorId: string | null;
  isLeading: boolean;
}

/** Says of each who it was, in the order given. */
export const readersOf = async (em: EntityManager, done: readonly Done[]): Promise<Reader[]> => {
  const named = [...new Set(done.flatMap(({ actorId, isLeading }) => (isLeading ? (actorId ?? []) : [])))];
  const people = named.length === 0 ? [] : await em.find(UserEntity, { id: { $in: named } });
  const byId = new Map(people.map((person) => [person.id, person]));
  return done.map(({ actorId, isLeading }): Reader => {
    if (actorId === null) return { kind: 'portal' };
    if (!isLeading) return { kind: 'administration' };
    const person = byId.get(actorId);
    return person === undefined
      ? { kind: 'gone' }
      : { kind: 'person', name: person.nombreCompleto, role: person.role };
  });
};
