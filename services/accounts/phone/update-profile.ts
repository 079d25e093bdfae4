import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { proofNeeded } from '../../../shared/identity/proof-needed.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { isProved } from '../sessions/sessions.ts';
import { UserEntity } from '../store/entities.ts';
import { presentUser } from '../users/present.ts';
import { changePhone, countsAtOnce } from './own-phone.ts';

/**
 * Changes what a person may change of themselves: name, phone and goal. Never the cédula, nor the role. Where phones are
 * proven, another phone only waits for that; elsewhere it counts at once, so it takes a fresh proof, as the trail will say.
 *
 * @throws AppError `not_found` (404) when the account is gone; `proof_needed` (403)
 */
export const updateProfile = (
  em: EntityManager,
  { actor, profile: { phone, ...profile }, token, ip }: ActionParams<'accounts.updateProfile'>,
  { messenger, freshMs }: { messenger: MessengerSettings; freshMs: number },
  now: Date,
): Promise<ActionResult<'accounts.updateProfile'>> =>
  em.transactional(async (tx) => {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const user = await tx.findOne(UserEntity, { id: actor.id }, { lockMode });
    if (user === null) throw new AppError('not_found', 'Esta cuenta ya no existe.', { status: 404 });
    const shown = { userId: user.id, token };
    if (countsAtOnce(messenger, user, phone) && !(await isProved(tx, shown, freshMs, now)))
      throw proofNeeded();
    Object.assign(user, profile);
    await changePhone(tx, messenger, user, { phone, ip }, now);
    await tx.flush();
    return presentUser(user);
  });
