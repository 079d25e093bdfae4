import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../../shared/errors.ts';
import { audit } from '../audit/audit.ts';
import { FactorEntity, type FactorRow, type UserRow } from '../store/entities.ts';
import { admitCode } from './code-throttle.ts';
import { spendCode } from './recovery-codes.ts';
import type { FactorSettings } from './settings.ts';
import { totpStep } from './totp.ts';

/** A code as it came. */
export interface GivenCode {
  code: string;
  ip: string;
  /** The browser's token, when it has one. */
  device?: string | undefined;
  /** The open session that it is shown in; undefined at the login. */
  sessionId?: string | undefined;
  /** Tells a repeat of the same sending by the same browser. */
  submission?: string | undefined;
}

/**
 * Takes a code of the person's app, or one of their recovery codes: each once.
 *
 * @throws AppError `validation` (400) when it is none of theirs, or was taken before; `too_many_attempts` (429)
 */
export const acceptCode = async (
  em: EntityManager,
  settings: Pick<FactorSettings, 'cipher' | 'log'>,
  user: UserRow,
  { code, ip, ...from }: GivenCode,
  now: Date,
): Promise<void> => {
  const attempt = await admitCode(em, { user, ...from }, now);
  if (!(await takeTotp(em, settings, user, code, now))) {
    if (!(await spendCode(em, user.id, code, now))) throw wrongCode();
    await audit(em, { actor: user, action: 'factor.recovery', subjectIds: [user.id], ip }, now);
  }
  await attempt.succeed();
};

const takeTotp = async (
  em: EntityManager,
  settings: Pick<FactorSettings, 'cipher' | 'log'>,
  user: UserRow,
  code: string,
  now: Date,
): Promise<boolean> => {
  const factor = await em.findOne(FactorEntity, {
    ...{ userId: user.id, kind: 'totp', confirmedAt: { $ne: null } },
  });
  if (factor?.secret == null) return false;
  const secret = openSecret(settings, factor);
  const step = secret === null ? null : totpStep(secret, code, now);
  if (secret === null || step === null) return false;
  const { cipher } = settings;
  const sealed = cipher.isCurrent(factor.secret) ? {} : { secret: cipher.seal(secret, user.id) };
  // Whoever has seen a code cannot use it again, nor one from before it.
  const unused = { id: factor.id, $or: [{ lastStep: null }, { lastStep: { $lt: step } }] };
  return (await em.nativeUpdate(FactorEntity, unused, { lastStep: step, lastUsedAt: now, ...sealed })) === 1;
};

/** @returns null when there is none, or its key is gone: recovery codes need none, and let the person in to set the app up anew */
export const openSecret = (
  { cipher, log }: Pick<FactorSettings, 'cipher' | 'log'>,
  { id, userId, secret }: FactorRow,
): string | null => {
  if (secret == null) return null;
  try {
    return cipher.open(secret, userId);
  } catch (error) {
    log.error(`the app ${id} of person ${userId} proves nothing: ${error}`);
    return null;
  }
};

const WRONG = 'El código no es correcto o ya se usó. Espere el siguiente y escríbalo.';

export const wrongCode = (): AppError =>
  new AppError('validation', WRONG, { status: 400, fields: { code: WRONG } });
