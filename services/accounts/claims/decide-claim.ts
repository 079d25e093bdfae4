import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import { giveRole } from '../administration/give-role.ts';
import { audit } from '../audit/audit.ts';
import { outdateAllOf } from '../consent/outdate.ts';
import { removeFactors } from '../factors/reset.ts';
import { queueMessage } from '../messenger/queue-message.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { forgetOneTimes } from '../recovery/one-time.ts';
import { giveLink } from '../recovery/requests.ts';
import { assertNotOwn } from '../recovery/rules.ts';
import { forgetDevices } from '../sessions/devices.ts';
import { ClaimEntity, type ClaimRow, type UserRow } from '../store/entities.ts';
import { lockBoth } from '../users/lock-both.ts';
import { hashPassword } from '../users/password-hash.ts';

type Decision = ActionParams<'accounts.decideClaim'>;

/**
 * An ADMIN says whose a cédula is. Granted, the account changes hands: it has the name and phone of whoever claimed it, no
 * password until they choose one by the link, the role of everybody, and nothing that the former holder could come in with.
 * Its history, its referrals and the trail stay. The former holder is told, either way.
 *
 * @throws AppError `forbidden`, `own_account` (403), `claim_over`, `last_admin` (409)
 */
export const decideClaim = async (
  em: EntityManager,
  messenger: MessengerSettings,
  decision: Decision,
  now: Date,
): Promise<ActionResult<'accounts.decideClaim'> & { userId: string }> => {
  const { actor, claimId, granted, reason, ip } = decision;
  authorize(actor, 'administer');
  // Nobody knows it; outside the transaction, which holds locks.
  const passwordHash = granted ? await hashPassword(randomBytes(32).toString('base64url')) : '';
  return em.transactional(async (tx) => {
    const claim = await tx.findOne(ClaimEntity, { id: claimId });
    if (claim === null) throw claimOver();
    const { by, person } = await lockBoth(tx, actor, claim.userId);
    authorize(by, 'administer');
    if (person === undefined) throw missingPerson();
    assertNotOwn(actor, person.id);
    await close(tx, decision, now);
    const action = granted ? 'claim.grant' : 'claim.refuse';
    await audit(tx, { actor, action, subjectIds: [person.id], ip, detail: reason }, now);
    const data = { outcome: granted ? 'granted' : 'refused' };
    // Once it changed hands, the phone is nobody's whom the portal knows.
    const whose = { userId: granted ? null : person.id, phone: person.phone };
    await queueMessage(tx, messenger, { ...whose, kind: 'claim_decided', data, urgent: granted }, now);
    if (!granted) return { token: null, userId: person.id };
    await handOver(tx, person, claim, { ...decision, passwordHash }, now);
    const token = await giveLink(tx, person, { actor, reason, ip }, now);
    return { token, userId: person.id };
  });
};

const handOver = async (
  tx: EntityManager,
  person: UserRow,
  { nombreCompleto, phone }: ClaimRow,
  { actor, reason, ip, passwordHash }: Decision & { passwordHash: string },
  now: Date,
): Promise<void> => {
  if (person.role !== 'USER') await giveRole(tx, person, { actor, role: 'USER', reason, ip }, now);
  await removeFactors(tx, person.id, now);
  await forgetDevices(tx, person.id);
  await forgetOneTimes(tx, person.id);
  // What the former holder allowed is not what the owner of the cédula allows: they are asked.
  await outdateAllOf(tx, person.id, now);
  // Whoever suspended it meant the former holder.
  Object.assign(person, { nombreCompleto, phone, passwordHash, suspendedAt: null, registeredBy: null });
  Object.assign(person, {
    factorSince: null,
    factorDemandedAt: null,
    phoneProvenAt: null,
    phonePending: null,
  });
  await tx.flush();
};

/** Of two who decide at the same moment one alone does. */
const close = async (
  tx: EntityManager,
  { actor, claimId, granted, reason }: Decision,
  now: Date,
): Promise<void> => {
  const decided = { decidedAt: now, decidedBy: actor.id, granted, decision: reason };
  if ((await tx.nativeUpdate(ClaimEntity, { id: claimId, decidedAt: null }, decided)) !== 1)
    throw claimOver();
};

const claimOver = (): AppError =>
  new AppError('claim_over', 'Este reclamo ya se decidió o ya no existe. Vuelva a la lista.', {
    status: 409,
  });
