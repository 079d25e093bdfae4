import type { EntityManager } from '@mikro-orm/postgresql';
import type { PasskeyRequest, ShownPasskey } from '../../../shared/contract/factors.ts';
import { AppError } from '../../../shared/errors.ts';
import { FactorEntity } from '../store/entities.ts';
import { badPasskey } from './bad-passkey.ts';
import { keepChallenge, type Purpose, spendChallenge } from './challenges.ts';
import { webauthn } from './webauthn.ts';

/**
 * What a browser asks an authenticator to sign with one of the person's passkeys.
 *
 * @throws AppError `no_factor` (409) when they have none
 */
export const askPasskey = async (
  em: EntityManager,
  { origin, ...purpose }: Purpose & { origin: string },
  now: Date,
): Promise<PasskeyRequest> => {
  const passkeys = await em.find(FactorEntity, { userId: purpose.userId, kind: 'passkey' });
  if (passkeys.length === 0)
    throw new AppError('no_factor', 'Esta cuenta no tiene llaves de acceso.', { status: 409 });
  const { generateAuthenticationOptions } = await webauthn();
  const options = await generateAuthenticationOptions({
    rpID: new URL(origin).hostname,
    allowCredentials: passkeys.map(({ credentialId }) => ({ id: credentialId ?? '' })),
    userVerification: 'preferred',
  });
  await keepChallenge(em, { ...purpose, challenge: options.challenge }, now);
  return options;
};

/**
 * Takes the signature of one of the person's passkeys: once, for what it was asked for, from this portal's address.
 *
 * @throws AppError `validation` (400) when it is none
 */
export const acceptPasskey = async (
  em: EntityManager,
  { origin, passkey, ...purpose }: Purpose & { origin: string; passkey: ShownPasskey },
  now: Date,
): Promise<void> => {
  const factor = await em.findOne(FactorEntity, {
    ...{ userId: purpose.userId, kind: 'passkey', credentialId: passkey.id },
  });
  if (factor?.credentialId == null || factor.publicKey == null || factor.counter == null) throw badPasskey();
  const { credentialId, publicKey, counter } = factor;
  const { verifyAuthenticationResponse } = await webauthn();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: passkey,
    expectedOrigin: origin,
    expectedRPID: new URL(origin).hostname,
    expectedChallenge: (challenge) => spendChallenge(em, { ...purpose, challenge }, now),
    credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter },
    requireUserVerification: false,
  }).catch((error: unknown) => {
    throw badPasskey(error);
  });
  // Of two signatures at once with one count, a copied key made one.
  const seen = { id: factor.id, counter };
  const used = { counter: authenticationInfo?.newCounter ?? counter, lastUsedAt: now };
  if (!verified || (await em.nativeUpdate(FactorEntity, seen, used)) !== 1) throw badPasskey();
};
