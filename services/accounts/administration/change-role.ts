import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor, User } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { mayChangeRole } from '../../../shared/policy/access.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import { lockBoth } from '../users/lock-both.ts';
import { giveRole } from './give-role.ts';

/**
 * Gives a person another role, with who did it and why in the trail, and tells the other services: all or nothing.
 *
 * @throws AppError `forbidden`, `own_role` (403), `not_found` (404), `same_role`, `last_admin` (409)
 */
export const changeRole = async (
  em: EntityManager,
  { actor, userId, role, reason, ip }: ActionParams<'accounts.changeRole'>,
  now: Date,
): Promise<User> => {
  assertMayChangeRole(actor, userId);
  return em.transactional(async (tx) => {
    // As they are now: two who do this to each other at the same moment would leave nobody to administer.
    const { by, person } = await lockBoth(tx, actor, userId);
    assertMayChangeRole(by, userId);
    if (person === undefined) throw missingPerson();
    return giveRole(tx, person, { actor, role, reason, ip }, now);
  });
};

const assertMayChangeRole = (actor: Actor, userId: string): void => {
  authorize(actor, 'administer');
  if (mayChangeRole(actor, userId)) return;
  throw new AppError('own_role', 'Nadie cambia su propio rol; pídalo a otra persona que administre.', {
    status: 403,
  });
};
