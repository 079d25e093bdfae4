import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import type { RecoveryKind } from '../../../shared/contract/recovery.ts';
import { AppError } from '../../../shared/errors.ts';
import { mayReadReferred } from '../../../shared/policy/access.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { missingPerson } from '../../../shared/policy/missing.ts';
import { audit } from '../audit/audit.ts';
import { nothingToTake } from '../factors/reset.ts';
import { type Sharing, shares } from '../referrals/shown.ts';
import { RecoveryRequestEntity, type UserRow } from '../store/entities.ts';
import { lockBoth } from '../users/lock-both.ts';
import { newLink } from './one-time.ts';
import { assertNotOwn, needsTwo } from './rules.ts';

/** So many of one person wait at the most. */
const MOST_OPEN = 20;

interface Asking {
  actor: Actor;
  reason: string;
  ip: string;
}

/**
 * A LEADER asks for a link for somebody they referred.
 *
 * @throws AppError `not_found` (404) for whom they did not refer, or who does not show themselves to them, `own_account` (403), `too_many_open` (409)
 */
export const askRecovery = (
  em: EntityManager,
  sharing: Pick<Sharing, 'texts'>,
  { actor, userId, reason, ip }: ActionParams<'accounts.askRecovery'>,
  now: Date,
): Promise<void> =>
  em.transactional(async (tx) => {
    assertNotOwn(actor, userId);
    const { by, person } = await lockBoth(tx, actor, userId);
    if (person === undefined || person.role === 'ADMIN') throw missingPerson();
    const isTheirs = mayReadReferred(by) && person.referrerId === by.id;
    if (!isTheirs || !(await shares(tx, person, sharing))) throw missingPerson();
    await open(tx, person, 'password', { actor, reason, ip }, now);
  });

/**
 * An ADMIN makes a link for a person; for staff, or who has a second factor, it waits for a second one.
 *
 * @throws AppError `forbidden`, `own_account` (403), `not_found` (404)
 */
export const makeLink = async (
  em: EntityManager,
  { actor, userId, reason, ip }: ActionParams<'accounts.makeRecoveryLink'>,
  now: Date,
): Promise<ActionResult<'accounts.makeRecoveryLink'>> => {
  authorize(actor, 'administer');
  assertNotOwn(actor, userId);
  return em.transactional(async (tx) => {
    const { by, person } = await lockBoth(tx, actor, userId);
    authorize(by, 'administer');
    if (person === undefined) throw missingPerson();
    if (!needsTwo('password', person, now))
      return { token: await giveLink(tx, person, { actor, reason, ip }, now) };
    await open(tx, person, 'password', { actor, reason, ip }, now);
    return { token: null };
  });
};

/**
 * An ADMIN asks that the factors of a person be taken away who has lost them and their codes.
 *
 * @throws AppError `forbidden`, `own_factors` (403), `not_found` (404), `no_factor` (409)
 */
export const askFactorReset = async (
  em: EntityManager,
  { actor, userId, reason, ip }: ActionParams<'accounts.resetFactors'>,
  now: Date,
): Promise<void> => {
  authorize(actor, 'administer');
  if (actor.id === userId)
    throw new AppError(
      'own_factors',
      'Nadie se quita así su propio segundo paso; hágalo en la seguridad de su cuenta.',
      { status: 403 },
    );
  return em.transactional(async (tx) => {
    const { by, person } = await lockBoth(tx, actor, userId);
    authorize(by, 'administer');
    if (person === undefined) throw missingPerson();
    if (person.factorSince == null) throw nothingToTake();
    await open(tx, person, 'factor', { actor, reason, ip }, now);
  });
};

/** The link of a person whom the transaction has locked. @returns its token, the only moment at which it is known */
export const giveLink = async (
  tx: EntityManager,
  { id: userId, suspendedAt }: UserRow,
  { actor, reason, ip }: Omit<Asking, 'actor'> & { actor: Actor | null },
  now: Date,
): Promise<string> => {
  if (suspendedAt !== null)
    throw new AppError('account_suspended', 'Esta cuenta está suspendida: restablézcala primero.', {
      status: 409,
    });
  await audit(tx, { actor, action: 'recovery.link', subjectIds: [userId], ip, detail: reason }, now);
  return newLink(tx, { userId, purpose: 'recovery_link', now });
};

/** Writes down that it is asked for; once, however often it is sent. */
const open = async (
  tx: EntityManager,
  { id: userId }: UserRow,
  kind: RecoveryKind,
  { actor, reason, ip }: Asking,
  now: Date,
): Promise<void> => {
  if ((await tx.count(RecoveryRequestEntity, { userId, kind, decidedAt: null })) > 0) return;
  if ((await tx.count(RecoveryRequestEntity, { askedBy: actor.id, decidedAt: null })) >= MOST_OPEN)
    throw new AppError(
      'too_many_open',
      'Ya pidió muchas recuperaciones: espere a que se decidan, o hable con quien administra el portal.',
      { status: 409 },
    );
  await tx.insert(RecoveryRequestEntity, {
    ...{ id: randomUUID(), userId, kind, askedBy: actor.id, reason, createdAt: now },
    ...{ decidedAt: null, decidedBy: null, granted: null, decision: null },
  });
  const detail = `${kind === 'factor' ? 'segundo paso' : 'contraseña'}: ${reason}`;
  await audit(tx, { actor, action: 'recovery.request', subjectIds: [userId], ip, detail }, now);
};
