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

type Demanded = Pick<UserRow, 'role' | 'factorSince' | 'factorDemandedAt'>;

/** Until when they may do without one; null when nobody demands one of them, or they have it. */
const enrolBy = (user: Demanded, terms: DemandTerms, now: Date): Date | null =>
  !isDemanded(user, terms) || user.factorSince != null
    ? null
    : new Date((user.factorDemandedAt ?? now).getTime() + terms.graceMs);

/** Whether nothing else is open to them before they have one. */
export const mustEnrol = (user: Demanded, terms: DemandTerms, now: Date): boolean => {
  const until = enrolBy(user, terms, now);
  return until !== null && until <= now;
};

/** What is demanded of them now; their grace begins when they are first seen with a role that demands one. */
export const demandOf = async (
  em: EntityManager,
  user: Pick<UserRow, 'id'> & Demanded,
  terms: DemandTerms,
  now: Date,
): Promise<Demand> => {
  const until = enrolBy(user, terms, now);
  if (until !== null && user.factorDemandedAt == null)
    await em.nativeUpdate(UserEntity, { id: user.id, factorDemandedAt: null }, { factorDemandedAt: now });
  return { mustEnrol: mustEnrol(user, terms, now), enrolBy: until };
};
