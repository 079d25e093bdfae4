import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { isAppError } from '../../../shared/errors.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import { readRows } from '../../../shared/persistence/rows.ts';
import { comeIn } from '../sessions/let-in.ts';
import { forgetAttempts } from '../sessions/login-throttle.ts';
import {
  PendingRegistrationEntity,
  type PendingRegistrationRow,
  UserEntity,
  type UserRow,
} from '../store/entities.ts';
import { createUser } from '../users/create-user.ts';
import { presentUser } from '../users/present.ts';
import { registrationOver, wrongCode } from './errors.ts';
import { isRightCode } from './registration-code.ts';

/** Of one code, and of all of one registration. */
const CODE_TRIES = 5;
const TRIES = 20;
/** So long one that is finished can be finished again by the same sending. */
const REPEAT_MS = 60_000;

type Confirming = ActionParams<'accounts.confirmRegistration'>;
type Confirmed = ActionResult<'accounts.confirmRegistration'>;

/**
 * Makes the account of somebody who shows the code that went to their phone, and lets them in. Where the cédula has an
 * account they are told so, and nothing else happens.
 *
 * @throws AppError `validation` (400) when it is wrong or too old; `registration_over` (401)
 */
export const confirmRegistration = async (
  em: EntityManager,
  asked: Confirming,
  now: Date,
): Promise<Confirmed> => {
  const row = await em.fork().findOne(PendingRegistrationEntity, {
    ...{ tokenHash: tokenHash(asked.token), expiresAt: { $gt: now } },
  });
  if (row === null) throw registrationOver();
  if (row.finishedBy !== null) return repeat(em, row, asked, now);
  if (!(await countTry(em, asked.token, now)) || !(await isRightCode(em, row, asked.code))) throw wrongCode();
  const user = await finish(em, row, asked, now);
  return user === null ? { existing: true } : enter(em, user, asked, now);
};

/** Counts it before it is looked at, so that parallel tries cannot all pass. */
const countTry = async (em: EntityManager, token: string, now: Date): Promise<boolean> => {
  const counted = await readRows(
    em,
    z.object({}),
    `update "accounts"."pending_registrations" set "code_tries" = "code_tries" + 1, "tries" = "tries" + 1
     where "token_hash" = ? and "finished_by" is null and "code_until" > ? and "code_tries" < ? and "tries" < ?
     returning 1`,
    [tokenHash(token), now, CODE_TRIES, TRIES],
  );
  return counted.length > 0;
};

/** @returns null when the cédula has an account, also by one who was faster */
const finish = async (
  em: EntityManager,
  row: PendingRegistrationRow,
  { submission }: Confirming,
  now: Date,
): Promise<UserRow | null> => {
  // Only with the code that was looked at: another may have been sent meanwhile.
  const own = { tokenHash: row.tokenHash, codeHash: row.codeHash, finishedBy: null };
  const end = async (tx: EntityManager): Promise<void> => {
    if ((await tx.nativeDelete(PendingRegistrationEntity, own)) === 0) throw registrationOver();
  };
  if (row.userId !== null) {
    await end(em.fork());
    return null;
  }
  try {
    return await em.fork().transactional(async (tx) => {
      const user = await createUser(tx, newUserOf(row, now), now);
      await forgetAttempts(tx, row.cedula);
      if (submission === undefined) await end(tx);
      else {
        const finished = {
          userId: user.id,
          finishedBy: submission,
          expiresAt: new Date(now.getTime() + REPEAT_MS),
        };
        if ((await tx.nativeUpdate(PendingRegistrationEntity, own, finished)) === 0) throw registrationOver();
      }
      return user;
    });
  } catch (error) {
    if (!isAppError(error) || error.code !== 'cedula_taken') throw error;
    await end(em.fork());
    return null;
  }
};

const newUserOf = (row: PendingRegistrationRow, phoneProvenAt: Date) => ({
  ...{
    cedula: row.cedula,
    nombreCompleto: row.nombreCompleto,
    phone: row.phone,
    passwordHash: row.passwordHash,
  },
  ...{ role: 'USER' as const, referrerId: row.referrerId ?? null, phoneProvenAt },
  registeredBy: row.registeredBy ?? undefined,
  consent: {
    ...{ purposes: row.purposes, text: { version: row.textVersion, hash: row.textHash ?? null } },
    ...{ channel: row.channel, ip: row.ip, userAgent: row.userAgent, subnet: row.subnet },
  },
});

/** The same sending once more, of which the browser may have dropped the first answer. */
const repeat = async (
  em: EntityManager,
  { finishedBy, userId }: PendingRegistrationRow,
  asked: Confirming,
  now: Date,
): Promise<Confirmed> => {
  if (userId == null || asked.submission === undefined || asked.submission !== finishedBy)
    throw registrationOver();
  return enter(em, await em.findOneOrFail(UserEntity, { id: userId }), asked, now);
};

const enter = async (
  em: EntityManager,
  user: UserRow,
  { ip, userAgent, device, replaces }: Confirming,
  now: Date,
): Promise<Confirmed> => ({
  user: presentUser(user),
  ...(await comeIn(em.fork(), user, { remember: false, ip, userAgent, device, replaces }, now)),
});
