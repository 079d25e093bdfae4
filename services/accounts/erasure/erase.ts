import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { mayErase } from '../../../shared/policy/access.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import { lockBoth } from '../users/lock-both.ts';
import { eraseUser } from './erase-user.ts';
import type { Erasing } from './erasing.ts';

/** How they are told, and what the ledger is written with. */
type Means = Pick<Required<Erasing>, 'messenger' | 'ledger'>;

/**
 * Somebody erases themselves. Who has a role gives it back first: who can do things to others does not take themselves out
 * of what says that they did.
 *
 * @throws AppError `not_found` (404) when they are erased already, `has_role` (409)
 */
export const eraseOwn = async (
  em: EntityManager,
  { messenger, ledger }: Means,
  { actor, ip }: ActionParams<'accounts.eraseOwn'>,
  now: Date,
): Promise<null> => {
  await em.transactional(async (tx) => {
    const { by } = await lockBoth(tx, actor, actor.id);
    if (by.role !== 'USER') throw hasRole();
    if (!(await eraseUser(tx, actor.id, { reason: 'own', by: actor, ip, messenger, ledger }, now)))
      throw missingPerson();
  });
  return null;
};

/**
 * An ADMIN erases somebody else, with the reason in the trail: all or nothing.
 *
 * @throws AppError `forbidden`, `own_account` (403), `not_found` (404), `last_admin` (409)
 */
export const eraseOther = (
  em: EntityManager,
  { messenger, ledger }: Means,
  { actor, userId, reason: why, ip }: ActionParams<'accounts.erase'>,
  now: Date,
): Promise<null> =>
  em.transactional(async (tx) => {
    // As they are now: two who do this to each other at the same moment would leave nobody to administer.
    const { by } = await lockBoth(tx, actor, userId);
    authorize(by, 'administer');
    if (!mayErase(by, userId)) throw ownAccount();
    const erasing = { reason: 'admin', by: actor, why, ip, messenger, ledger } as const;
    const erased = await eraseUser(tx, userId, erasing, now);
    if (!erased) throw missingPerson();
    return null;
  });

const ownAccount = (): AppError =>
  new AppError('own_account', 'Sus propios datos se borran en «Mis datos», no aquí.', { status: 403 });

const hasRole = (): AppError =>
  new AppError(
    'has_role',
    'Su cuenta tiene un rol en el portal. Pídale primero a quien administra que se lo quite; después podrá borrarla.',
    { status: 409 },
  );
