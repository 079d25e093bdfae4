import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { PhoneState } from '../../../shared/contract/phone.ts';
import { AppError } from '../../../shared/errors.ts';
import { audit } from '../audit/audit.ts';
import { queueMessage } from '../messenger/queue-message.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { newCode, useCode } from '../recovery/one-time.ts';
import { recoversFrom } from '../recovery/recovers-from.ts';
import { OneTimeEntity, UserEntity, type UserRow } from '../store/entities.ts';
import type { SubnetOf } from '../subnet/subnet.ts';
import { presentUser } from '../users/present.ts';
import { tooSoon, wrongCode } from './errors.ts';

/** What sends codes. */
interface Sender {
  subnetOf: SubnetOf;
  messenger: MessengerSettings;
}

const PURPOSE = 'phone';
const WAIT_MS = 60_000;

/** A person's own phone, and the other that waits to be proven. @throws AppError `not_found` (404) */
export const readPhone = async (
  em: EntityManager,
  messenger: MessengerSettings,
  { actor }: { actor: Actor },
  now: Date,
): Promise<PhoneState> => present(em, messenger, await ownerOf(em, actor.id), now);

/**
 * Sends a code to the phone that waits to be proven, else to the one that counts.
 *
 * @throws AppError `too_soon` (429), `no_messages` (409) where nobody can be reached, or not by this number, or not today
 */
export const sendPhoneCode = (
  em: EntityManager,
  { subnetOf, messenger }: Sender,
  { actor, ip }: ActionParams<'accounts.sendPhoneCode'>,
  now: Date,
): Promise<PhoneState> =>
  em.transactional(async (tx) => {
    const user = await ownerOf(tx, actor.id);
    const last = await lastCode(tx, user.id);
    if (last !== null && last.resendAt > now) throw tooSoon(last.resendAt, now);
    const phone = user.phonePending ?? user.phone;
    const code = await newCode(tx, { userId: user.id, purpose: PURPOSE, now });
    const message = { userId: user.id, phone, kind: 'phone_code', data: { code }, urgent: true } as const;
    const queued = await queueMessage(tx, messenger, { ...message, subnet: subnetOf(ip) }, now);
    if (queued !== 'queued') throw noMessages(queued);
    return present(tx, messenger, user, now);
  });

/**
 * Takes the code that went to the phone: another phone counts from now on, and the one before is told.
 *
 * @throws AppError `validation` (400) when it is wrong or too old
 */
export const confirmPhone = async (
  em: EntityManager,
  messenger: MessengerSettings,
  { actor, code, ip }: ActionParams<'accounts.confirmPhone'>,
  now: Date,
): Promise<PhoneState> => {
  const before = await ownerOf(em.fork(), actor.id);
  // Outside the transaction of what follows, which must not take the count of tries back.
  if (!(await useCode(em.fork(), { userId: actor.id, purpose: PURPOSE, code, now }))) throw wrongCode();
  return em.transactional(async (tx) => {
    const user = await ownerOf(tx, actor.id);
    // The code went to the phone that was named then.
    if ((user.phonePending ?? user.phone) !== (before.phonePending ?? before.phone)) throw wrongCode();
    const { phone: old, phonePending } = user;
    Object.assign(user, { phone: phonePending ?? old, phonePending: null, phoneProvenAt: now });
    if (phonePending !== null) {
      user.phoneChangedAt = now;
      await tellOld(tx, messenger, user, old, now);
      await noteChange(tx, user, ip, now);
    }
    await tx.flush();
    return present(tx, messenger, user, now);
  });
};

const tellOld = async (
  tx: EntityManager,
  messenger: MessengerSettings,
  user: UserRow,
  old: string,
  now: Date,
): Promise<void> => {
  const data = { ending: user.phone.slice(-2) };
  const message = { userId: user.id, phone: old, kind: 'phone_changed', data, urgent: true } as const;
  await queueMessage(tx, messenger, message, now);
};

const noteChange = (tx: EntityManager, { id, role }: UserRow, ip: string, now: Date): Promise<void> =>
  audit(tx, { actor: { id, role }, action: 'phone.change', subjectIds: [id], ip }, now);

/** Goes on with the phone that there is. */
export const keepPhone = (
  em: EntityManager,
  messenger: MessengerSettings,
  { actor }: { actor: Actor },
  now: Date,
): Promise<PhoneState> =>
  em.transactional(async (tx) => {
    const user = await ownerOf(tx, actor.id);
    await setPending(tx, user, null, now);
    await tx.flush();
    return present(tx, messenger, user, now);
  });

/** Whether this phone would be another that is theirs from now on, without a word from it. */
export const countsAtOnce = ({ name }: MessengerSettings, user: UserRow, phone: string): boolean =>
  name === 'none' && phone !== presentUser(user).phone;

/**
 * What becomes of a phone that somebody names for themselves: where phones are proven it waits for that, and no code that
 * went to another number is good for it. Elsewhere it counts, and is nobody's word but theirs.
 *
 * @param tx whose flush stores it
 */
export const changePhone = async (
  tx: EntityManager,
  messenger: MessengerSettings,
  user: UserRow,
  { phone, ip }: { phone: string; ip: string },
  now: Date,
): Promise<void> => {
  if (countsAtOnce(messenger, user, phone)) {
    Object.assign(user, { phone, phonePending: null, phoneProvenAt: null, phoneChangedAt: now });
    return noteChange(tx, user, ip, now);
  }
  // As it is stored may be an older way to write the same.
  const isNew = phone !== presentUser(user).phone;
  if (!isNew && messenger.name === 'none') user.phone = phone;
  await setPending(tx, user, isNew ? phone : null, now);
};

const setPending = async (
  tx: EntityManager,
  user: UserRow,
  pending: string | null,
  now: Date,
): Promise<void> => {
  if ((user.phonePending ?? null) === pending) return;
  user.phonePending = pending;
  // Not removed: what was tried today stays counted.
  await tx.nativeUpdate(OneTimeEntity, { userId: user.id, purpose: PURPOSE }, { expiresAt: now });
};

const ownerOf = async (em: EntityManager, id: string): Promise<UserRow> => {
  const lockMode = em.isInTransaction() ? LockMode.PESSIMISTIC_WRITE : LockMode.NONE;
  const user = await em.findOne(UserEntity, { id }, { lockMode });
  if (user === null) throw new AppError('not_found', 'Esta cuenta ya no existe.', { status: 404 });
  return user;
};

const lastCode = async (
  em: EntityManager,
  userId: string,
): Promise<{ resendAt: Date; until: Date } | null> => {
  const last = await em.findOne(OneTimeEntity, { userId, purpose: PURPOSE }, { refresh: true });
  if (last === null) return null;
  return { resendAt: new Date(last.createdAt.getTime() + WAIT_MS), until: last.expiresAt };
};

const present = async (
  em: EntityManager,
  { name }: MessengerSettings,
  user: UserRow,
  now: Date,
): Promise<PhoneState> => {
  const last = await lastCode(em, user.id);
  const ahead = (at: Date | undefined): string | null =>
    at !== undefined && at > now ? at.toISOString() : null;
  return {
    phone: presentUser(user).phone,
    confirmedAt: user.phoneProvenAt?.toISOString() ?? null,
    pending: user.phonePending ?? null,
    canConfirm: name !== 'none',
    resendAt: ahead(last?.resendAt),
    codeUntil: ahead(last?.until),
    recoversFrom: ahead(recoversFrom(user) ?? undefined),
  };
};

const noMessages = (why: 'capped' | 'none'): AppError =>
  new AppError(
    'no_messages',
    why === 'capped'
      ? 'Por hoy no podemos enviar más códigos a este número. Intente de nuevo mañana.'
      : 'No podemos enviar mensajes a este número.',
    { status: 409 },
  );
