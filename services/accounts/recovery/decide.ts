import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import { audit } from '../audit/audit.ts';
import { takeFactors } from '../factors/reset.ts';
import { RecoveryRequestEntity } from '../store/entities.ts';
import { lockBoth } from '../users/lock-both.ts';
import { giveLink } from './requests.ts';
import { assertAnother, assertNotOwn, needsTwo } from './rules.ts';
import { assertTwoAdmins } from './two-admins.ts';

type Decision = ActionParams<'accounts.decideRecovery'>;

/**
 * An ADMIN grants or refuses what somebody asked for; never for themselves, nor what they asked for.
 *
 * @returns `endedOf`: whose sessions ended
 * @throws AppError `forbidden`, `own_account`, `own_request`, `two_admins`, `new_admin` (403), `request_over` (409)
 */
export const decideRecovery = async (
  em: EntityManager,
  decision: Decision,
  now: Date,
): Promise<ActionResult<'accounts.decideRecovery'> & { endedOf: string | null }> => {
  const { actor, requestId, granted, reason, ip } = decision;
  authorize(actor, 'administer');
  return em.transactional(async (tx) => {
    const asked = await tx.findOne(RecoveryRequestEntity, { id: requestId });
    if (asked === null) throw requestOver();
    const { by, person } = await lockBoth(tx, actor, asked.userId);
    authorize(by, 'administer');
    if (person === undefined) throw missingPerson();
    assertNotOwn(actor, person.id);
    if (granted) {
      assertAnother(actor, asked.askedBy);
      if (needsTwo(asked.kind, person, now))
        await assertTwoAdmins(tx, { first: asked.askedBy, second: actor.id }, now);
    }
    await close(tx, decision, now);
    if (!granted) {
      await audit(tx, { actor, action: 'recovery.refuse', subjectIds: [person.id], ip, detail: reason }, now);
      return { token: null, endedOf: null };
    }
    if (asked.kind === 'password')
      return { token: await giveLink(tx, person, { actor, reason, ip }, now), endedOf: null };
    await takeFactors(tx, person, { actor, reason, ip }, now);
    return { token: null, endedOf: person.id };
  });
};

/** Of two who decide at the same moment one alone does. */
const close = async (
  tx: EntityManager,
  { actor, requestId, granted, reason }: Decision,
  now: Date,
): Promise<void> => {
  const decided = { decidedAt: now, decidedBy: actor.id, granted, decision: reason };
  if ((await tx.nativeUpdate(RecoveryRequestEntity, { id: requestId, decidedAt: null }, decided)) !== 1)
    throw requestOver();
};

const requestOver = (): AppError =>
  new AppError('request_over', 'Esta solicitud ya se decidió o ya no existe. Vuelva a la lista.', {
    status: 409,
  });
