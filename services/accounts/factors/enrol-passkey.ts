import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { FactorEntity, UserEntity } from '../store/entities.ts';
import { added } from './added.ts';
import { badPasskey } from './bad-passkey.ts';
import { keepChallenge, spendChallenge } from './challenges.ts';
import { webauthn } from './webauthn.ts';

const NAME = 'Censo Vivo';
/** Ed25519, P-256 and RSA, as authenticators have them. The library's own list asks Node for what is experimental there. */
const ALGORITHMS = [-8, -7, -257];
/** More than anybody carries; each is a row, and all are named at a login. */
const MOST = 10;

const purposeOf = (userId: string) => ({ userId, purpose: 'enrol' });

/**
 * What a browser asks an authenticator for, to make a passkey for this portal.
 *
 * @throws AppError `too_many_factors` (409)
 */
export const beginPasskey = async (
  em: EntityManager,
  { actor, origin }: ActionParams<'accounts.beginPasskey'>,
  now: Date,
): Promise<ActionResult<'accounts.beginPasskey'>> => {
  const user = await em.findOneOrFail(UserEntity, { id: actor.id });
  const passkeys = await em.find(FactorEntity, { userId: user.id, kind: 'passkey' });
  if (passkeys.length >= MOST)
    throw new AppError('too_many_factors', `Ya tiene ${MOST} llaves: quite una primero.`, { status: 409 });
  const { generateRegistrationOptions } = await webauthn();
  const options = await generateRegistrationOptions({
    ...{ rpName: NAME, rpID: new URL(origin).hostname, attestationType: 'none' },
    // Shown by the device beside the key: never the cédula.
    ...{ userID: Buffer.from(user.id), userName: user.nombreCompleto, userDisplayName: user.nombreCompleto },
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: passkeys.map(({ credentialId }) => ({ id: credentialId ?? '' })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
  await keepChallenge(em, { ...purposeOf(user.id), challenge: options.challenge }, now);
  return options;
};

/**
 * Keeps the passkey that an authenticator made.
 *
 * @returns the recovery codes, when it is the first factor
 * @throws AppError `validation` (400) when it is none for this portal, or not what was asked for a moment ago
 */
export const confirmPasskey = async (
  em: EntityManager,
  { actor, origin, passkey, label, ip, token }: ActionParams<'accounts.confirmPasskey'>,
  now: Date,
): Promise<ActionResult<'accounts.confirmPasskey'>> => {
  const { verifyRegistrationResponse } = await webauthn();
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: passkey,
    expectedOrigin: origin,
    expectedRPID: new URL(origin).hostname,
    expectedChallenge: (challenge) => spendChallenge(em, { ...purposeOf(actor.id), challenge }, now),
    requireUserVerification: false,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch((error: unknown) => {
    throw badPasskey(error);
  });
  if (!verified) throw badPasskey();
  const { credential } = registrationInfo;
  return em.transactional(async (tx) => {
    if ((await tx.count(FactorEntity, { credentialId: credential.id })) > 0) throw badPasskey();
    await tx.insert(FactorEntity, {
      ...{ id: randomUUID(), userId: actor.id, kind: 'passkey', label, createdAt: now, confirmedAt: now },
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
    });
    return { codes: await added(tx, actor, { ip, detail: label, token }, now) };
  });
};
