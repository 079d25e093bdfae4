import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor, AdministeredUser } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { maySuspend } from '../../../shared/policy/access.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import { lockBoth } from '../users/lock-both.ts';
import { presentAdministered } from '../users/present.ts';
import { setSuspended } from './set-suspended.ts';

type Asked = ActionParams<'accounts.suspend'>;

/**
 * Keeps a person out of the portal from now on, with who did it and why in the trail: all or nothing.
 *
 * @throws AppError `forbidden`, `own_account` (403), `not_found` (404), `last_admin` (409)
 */
export const suspend = (em: EntityManager, asked: Asked, now: Date): Promise<AdministeredUser> =>
  change(em, asked, true, now);

/**
 * Lets a person in again who was suspended.
 *
 * @throws AppError `forbidden`, `own_account` (403), `not_found` (404)
 */
export const restore = (em: EntityManager, asked: Asked, now: Date): Promise<AdministeredUser> =>
  change(em, asked, false, now);

const change = async (
  em: EntityManager,
  { actor, userId, reason, ip }: Asked,
  suspended: boolean,
  now: Date,
): Promise<AdministeredUser> => {
  assertMaySuspend(actor, userId);
  return em.transactional(async (tx) => {
    // As they are now: two who do this to each other at the same moment would leave nobody to administer.
    const { by, person } = await lockBoth(tx, actor, userId);
    assertMaySuspend(by, userId);
    if (person === undefined) throw missingPerson();
    await setSuspended(tx, person, { actor, suspended, reason, ip }, now);
    return presentAdministered(person);
  });
};

const assertMaySuspend = (actor: Actor, userId: string): void => {
  authorize(actor, 'administer');
  if (maySuspend(actor, userId)) return;
  throw new AppError(
    'own_account',
    'Nadie suspende ni restablece su propia cuenta; pídalo a otra persona que administre.',
    { status: 403 },
  );
};
