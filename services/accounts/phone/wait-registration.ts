import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import type { CodeWait } from '../../../shared/contract/phone.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { PendingRegistrationEntity, type PendingRegistrationRow, UserEntity } from '../store/entities.ts';
import type { SubnetOf } from '../subnet/subnet.ts';
import { registrationOver, tooSoon } from './errors.ts';
import { makeCode, sendCode } from './registration-code.ts';

/** Codes that one registration may have sent, whatever numbers it names. */
const MOST_SENT = 5;
const FIRST_WAIT_MS = 60_000;

/** Says what somebody waits for. @throws AppError `registration_over` (401) */
export const readRegistration = async (
  em: EntityManager,
  { token }: ActionParams<'accounts.pendingRegistration'>,
  now: Date,
): Promise<CodeWait> => {
  const row = await em.findOne(PendingRegistrationEntity, waiting(token, now));
  if (row === null) throw registrationOver();
  return present(row);
};

/**
 * Sends another code in place of the last, also to another number. What it answers depends on this registration alone, and
 * not on whether the cédula has an account, to which the code goes then as before.
 *
 * @throws AppError `registration_over` (401), `too_soon` (429)
 */
export const resendRegistration = (
  em: EntityManager,
  { subnetOf, messenger }: { subnetOf: SubnetOf; messenger: MessengerSettings },
  { token, phone, ip }: ActionParams<'accounts.resendRegistration'>,
  now: Date,
): Promise<CodeWait> =>
  em.transactional(async (tx) => {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const row = await tx.findOne(PendingRegistrationEntity, waiting(token, now), { lockMode });
    if (row === null) throw registrationOver();
    const resendAt = resendAtOf(row);
    if (resendAt === null || resendAt > now) throw tooSoon(resendAt, now);
    const account = await tx.findOne(UserEntity, { cedula: row.cedula });
    const { code, ...made } = await makeCode(tx, row.cedula, now);
    Object.assign(row, {
      ...made,
      sent: row.sent + 1,
      phone: phone ?? row.phone,
      userId: account?.id ?? null,
    });
    await sendCode(tx, messenger, { phone: row.phone, subnet: subnetOf(ip), account }, code, now);
    return present(row);
  });

const waiting = (token: string, now: Date) => ({
  ...{ tokenHash: tokenHash(token), expiresAt: { $gt: now }, finishedBy: null },
});

/** Twice as long each time. */
const resendAtOf = ({ sent, sentAt }: PendingRegistrationRow): Date | null =>
  sent >= MOST_SENT ? null : new Date(sentAt.getTime() + FIRST_WAIT_MS * 2 ** (sent - 1));

const present = (row: PendingRegistrationRow): CodeWait => ({
  phone: row.phone,
  resendAt: resendAtOf(row)?.toISOString() ?? null,
});
