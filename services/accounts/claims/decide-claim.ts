import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import { audit } from '../audit/audit.ts';
import { queueMessage } from '../messenger/queue-message.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { giveLink } from '../recovery/requests.ts';
import { assertAnother, assertNotOwn, needsTwo } from '../recovery/rules.ts';
import { assertTwoAdmins } from '../recovery/two-admins.ts';
import { ClaimEntity, type ClaimRow, UserEntity, type UserRow } from '../store/entities.ts';
import { lockBoth } from '../users/lock-both.ts';
import { hashPassword } from '../users/password-hash.ts';
import { handOver } from './hand-over.ts';
import { grantableFrom } from './wait.ts';

type Decision = ActionParams<'accounts.decideClaim'>;

/**
 * An ADMIN says whose a cédula is; two of them for the account of staff, or one with a second factor, and three days after
 * the claim where somebody uses it. Granted, the account changes hands: it has the name and phone of whoever claimed it, no
 * password until they choose one by the link, the role of everybody, and nothing that the former holder could come in with.
 * Its history, its referrals and the trail stay. The former holder is told, either way.
 *
 * @throws AppError `forbidden`, `own_account`, `own_request`, `two_admins`, `new_admin` (403), `claim_over`, `claim_waits`,
 *   `last_admin` (409)
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
    const asked = await tx.findOne(ClaimEntity, { id: claimId });
    if (asked === null) throw claimOver();
    const { by, person } = await lockBoth(tx, actor, asked.userId);
    // As it is once nobody else decides on the same person.
    const claim = await tx.findOne(ClaimEntity, { id: claimId }, { refresh: true });
    if (claim === null) throw claimOver();
    authorize(by, 'administer');
    if (person === undefined) throw missingPerson();
    assertNotOwn(actor, person.id);
    if (claim.decidedAt !== null) throw claimOver();
    if (granted) {
      await assertWaited(tx, claim, now);
      if (await waitsForSecond(tx, claim, person, decision, now)) return { token: null, userId: person.id };
    }
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

/** Where it takes two, the first one's word is written down. @returns whether another is still to come */
const waitsForSecond = async (
  tx: EntityManager,
  { id: claimId, approvedBy }: ClaimRow,
  person: UserRow,
  { actor, reason, ip }: Decision,
  now: Date,
): Promise<boolean> => {
  if (!needsTwo('password', person, now)) return false;
  const first = approvedBy == null ? null : await tx.findOne(UserEntity, { id: approvedBy });
  if (first?.role === 'ADMIN' && first.suspendedAt === null) {
    assertAnother(actor, first.id);
    await assertTwoAdmins(tx, { first: first.id, second: actor.id }, now);
    return false;
  }
  await tx.nativeUpdate(ClaimEntity, { id: claimId, decidedAt: null }, { approvedBy: actor.id });
  await audit(tx, { actor, action: 'claim.approve', subjectIds: [person.id], ip, detail: reason }, now);
  return true;
};

const assertWaited = async (tx: EntityManager, claim: ClaimRow, now: Date): Promise<void> => {
  const from = (await grantableFrom(tx, [claim]))(claim);
  if (now >= from) return;
  throw new AppError(
    'claim_waits',
    'Alguien usa esta cuenta: se le avisó del reclamo y tiene tres días para responder. Decida después; negarlo puede ya.',
    { status: 409 },
  );
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
