import type { EntityManager } from '@mikro-orm/postgresql';
import type { Role } from '../../../shared/contract/accounts.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';

/** What a person still has to do about their second factor. */
export interface Demand {
  /** Nothing else is open to them before they have one. */
  mustEnrol: boolean;
  /** Until when they may do without; null when nobody demands one of them, or they have it. */
  enrolBy: Date | null;
}

/** Of whom a second factor is demanded, and from when on. */
export interface DemandTerms {
  /** Roles that must have one. */
  roles: readonly Role[];
  /** For so long after they were first seen with such a role they may do without. */
  graceMs: number;
}

const isDemanded = ({ role }: Pick<UserRow, 'role'>, { roles }: Pick<DemandTerms, 'roles'>): boolean =>
  roles.includes(role);

/** What is demanded of them now; their grace begins when they are first seen with a role that demands one. */
export const demandOf = async (
  em: EntityManager,
  user: Pick<UserRow, 'id' | 'role' | 'factorSince' | 'factorDemandedAt'>,
  terms: DemandTerms,
  now: Date,
): Promise<Demand> => {
  if (!isDemanded(user, terms) || user.factorSince != null) return { mustEnrol: false, enrolBy: null };
  if (user.factorDemandedAt == null)
    await em.nativeUpdate(UserEntity, { id: user.id, factorDemandedAt: null }, { factorDemandedAt: now });
  const since = user.factorDemandedAt ?? now;
  const enrolBy = new Date(since.getTime() + terms.graceMs);
  return { mustEnrol: enrolBy <= now, enrolBy };
};
