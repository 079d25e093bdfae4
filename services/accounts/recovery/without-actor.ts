import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { User } from '../../../shared/contract/accounts.ts';
import { AppError } from '../../../shared/errors.ts';
import { UserEntity } from '../store/entities.ts';
import { presentUser } from '../users/present.ts';
import { giveLink } from './requests.ts';

/** Stands where the trail has an address. */
const COMMAND_LINE = 'censo';

/**
 * Whoever has the command line makes a link for the person with this cédula, with the reason in the trail: also for the
 * last ADMIN, whom nobody else can let in again.
 *
 * @returns the link's token, the only moment at which it is known
 * @throws AppError `not_found` (404), `account_suspended` (409)
 */
export const recoverFromOutside = (
  em: EntityManager,
  { cedula, reason }: { cedula: string; reason: string },
  now: Date,
): Promise<{ user: User; token: string }> =>
  em.transactional(async (tx) => {
    const person = await tx.findOne(UserEntity, { cedula }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (person === null)
      throw new AppError('not_found', 'Nadie tiene una cuenta con esa cédula: créela con "user create".', {
        status: 404,
      });
    const given = { actor: null, reason, ip: COMMAND_LINE };
    return { user: presentUser(person), token: await giveLink(tx, person, given, now) };
  });
