import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { FactorEntity, UserEntity } from '../store/entities.ts';
import { openSecret, wrongCode } from './accept-code.ts';
import { added } from './added.ts';
import type { FactorSettings } from './settings.ts';
import { newTotpSecret, totpStep, totpUri } from './totp.ts';

/** A secret that was shown is shown again for so long, as after a code that was mistyped. */
const SHOWN_MS = 30 * 60_000;

/**
 * Makes the secret that an authenticator app is to have; it proves nothing until a first code has come from there.
 *
 * @throws AppError `factor_taken` (409) when they have one
 */
export const beginTotp = (
  em: EntityManager,
  settings: Pick<FactorSettings, 'cipher' | 'log'>,
  { actor }: { actor: Actor },
  now: Date,
): Promise<ActionResult<'accounts.beginTotp'>> =>
  em.transactional(async (tx) => {
    const user = await tx.findOneOrFail(UserEntity, { id: actor.id });
    const [confirmed, waiting] = await Promise.all([
      tx.count(FactorEntity, { userId: user.id, kind: 'totp', confirmedAt: { $ne: null } }),
      tx.findOne(FactorEntity, { userId: user.id, kind: 'totp', confirmedAt: null }),
    ]);
    if (confirmed > 0) throw taken();
    const label = `${user.nombreCompleto.split(' ', 1)[0]} …${user.cedula.slice(-3)}`;
    const isRecent = waiting !== null && now.getTime() - waiting.createdAt.getTime() < SHOWN_MS;
    const shown = isRecent ? openSecret(settings, waiting) : null;
    const secret = shown ?? newTotpSecret();
    if (shown === null) {
      await tx.nativeDelete(FactorEntity, { userId: user.id, kind: 'totp', confirmedAt: null });
      await tx.insert(FactorEntity, {
        ...{ id: randomUUID(), userId: user.id, kind: 'totp', label: 'Aplicación de códigos' },
        ...{ createdAt: now, secret: settings.cipher.seal(secret, user.id) },
      });
    }
    return { secret, uri: totpUri(secret, label) };
  });

/**
 * The first code of the app: from now on it is asked for.
 *
 * @returns the recovery codes, when this is the first factor
 * @throws AppError `validation` (400) when it is wrong; `factor_taken` (409) when nothing waits for it; `enrolment_lost`
 *   (409) when its key is gone: another is shown from then on
 */
export const confirmTotp = (
  em: EntityManager,
  settings: Pick<FactorSettings, 'cipher' | 'log'>,
  { actor, code, ip, token }: ActionParams<'accounts.confirmTotp'>,
  now: Date,
): Promise<ActionResult<'accounts.confirmTotp'>> =>
  em.transactional(async (tx) => {
    const waiting = await tx.findOne(FactorEntity, { userId: actor.id, kind: 'totp', confirmedAt: null });
    if (waiting?.secret == null) throw taken();
    const secret = openSecret(settings, waiting);
    if (secret === null) throw lost();
    const step = totpStep(secret, code, now);
    if (step === null) throw wrongCode();
    await tx.nativeUpdate(
      FactorEntity,
      { id: waiting.id },
      { confirmedAt: now, lastUsedAt: now, lastStep: step },
    );
    return { codes: await added(tx, actor, { ip, detail: waiting.label, token }, now) };
  });

const taken = (): AppError =>
  new AppError(
    'factor_taken',
    'Esta cuenta ya tiene una aplicación de códigos. Quítela antes de poner otra.',
    {
      status: 409,
    },
  );

const lost = (): AppError =>
  new AppError(
    'enrolment_lost',
    'Esa clave ya no sirve. Borre de su aplicación la que acaba de agregar, lea el código nuevo que aparece aquí y escriba los seis dígitos que le muestre.',
    { status: 409 },
  );
