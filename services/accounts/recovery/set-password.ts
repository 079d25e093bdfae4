import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AppError } from '../../../shared/errors.ts';
import { audit } from '../audit/audit.ts';
import { queueMessage } from '../messenger/queue-message.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { forgetDevices } from '../sessions/devices.ts';
import { closePendingOf } from '../sessions/pending.ts';
import { closeSessionsOf } from '../sessions/sessions.ts';
import { UserEntity } from '../store/entities.ts';
import { hashPassword } from '../users/password-hash.ts';
import { assertStrong } from '../users/strong-password.ts';
import { forgetOneTimes, giveTryBack, type RightOneTime, spend } from './one-time.ts';

interface NewPassword {
  password: string;
  ip: string;
  /** What the trail says of how. */
  by: 'código' | 'enlace';
}

/**
 * Gives a person a new password for what they showed, once: every session and known browser of theirs ends, and they are
 * told. A second factor stays: it is asked for at the login that follows.
 *
 * @param refused what to throw when somebody else was faster, or the account is suspended
 * @returns whose it is. @throws AppError `validation` (400) when the password is easy to guess; `refused`
 */
export const setPassword = async (
  em: EntityManager,
  messenger: MessengerSettings,
  right: RightOneTime,
  { password, ip, by }: NewPassword,
  { now, refused }: { now: Date; refused: () => AppError },
): Promise<string> => {
  const { userId } = right;
  const chooser = await em.findOne(UserEntity, { id: userId });
  if (chooser === null) throw refused();
  try {
    assertStrong(password, chooser);
  } catch (error) {
    // Whoever was right has guessed nothing: five passwords that are too easy cost them neither link nor code.
    await giveTryBack(em, right);
    throw error;
  }
  const passwordHash = await hashPassword(password);
  await em.fork().transactional(async (tx) => {
    // First, as where a login is finished: in another order the two could wait for each other.
    await closePendingOf(tx, userId);
    const user = await tx.findOne(UserEntity, { id: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (user === null || user.suspendedAt !== null || !(await spend(tx, right))) throw refused();
    await tx.nativeUpdate(UserEntity, { id: userId }, { passwordHash });
    await closeSessionsOf(tx, userId, undefined, now);
    await forgetDevices(tx, userId);
    await forgetOneTimes(tx, userId);
    const entry = { actor: user, action: 'password.recover', subjectIds: [userId], ip } as const;
    await audit(tx, { ...entry, detail: by }, now);
    const message = { userId, phone: user.phone, kind: 'account_recovered', data: {} } as const;
    await queueMessage(tx, messenger, { ...message, urgent: true }, now);
  });
  return userId;
};
