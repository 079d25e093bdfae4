import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { compactVerify, decodeProtectedHeader, SignJWT } from 'jose';
import { z } from 'zod';
import type { Receipt } from '../../../shared/contract/consent.ts';
import { AppError } from '../../../shared/errors.ts';
import { maskCedula } from '../../../shared/person/cedula.ts';
import { UserEntity } from '../store/entities.ts';
import { readSecret } from '../store/secret.ts';
import { ownDecisionsOf } from './decisions.ts';
import { presentDecision } from './own-decisions.ts';

/** The key's row among the installation's secrets. */
const NAME = 'receipts';
/** What stands before the 32 bytes of an Ed25519 key in PKCS 8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** What a signature is of: the whole receipt, or that there is one. */
const WHOLE = 'constancia';
const SHORT = 'constancia-corta';

/** With what this portal signs receipts, and what it is known by. */
export interface ReceiptKey {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** The key of this installation, which stays: a receipt is shown years later. */
export const readReceiptKey = async (em: EntityManager): Promise<ReceiptKey> => {
  const seed = await readSecret(em, NAME);
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8, seed]),
    ...{ format: 'der' as const, type: 'pkcs8' as const },
  });
  return { privateKey, publicKey: createPublicKey(privateKey) };
};

const keyRule = z.object({ kty: z.string(), crv: z.string(), x: z.string() });

const sign = (key: ReceiptKey, typ: string, claims: Record<string, unknown>, now: Date): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ })
    .setIssuedAt(Math.floor(now.getTime() / 1_000))
    .sign(key.privateKey);

/**
 * Signs what somebody has decided: which text, when, by which way, from where, and to whom.
 *
 * @throws AppError `not_found` (404) when the account is gone
 */
export const makeReceipt = async (
  em: EntityManager,
  key: ReceiptKey,
  responsible: Receipt['responsible'],
  userId: string,
  now: Date,
): Promise<Receipt> => {
  const user = await em.findOne(UserEntity, { id: userId });
  if (user === null) throw new AppError('not_found', 'Esta cuenta ya no existe.', { status: 404 });
  const decisions = (await ownDecisionsOf(em, user)).map(presentDecision);
  const cedula = maskCedula(user.cedula);
  const jws = await sign(key, WHOLE, { responsible, cedula, decisions }, now);
  const digest = createHash('sha256').update(jws).digest('base64url');
  const code = await sign(key, SHORT, { h: digest }, now);
  return {
    ...{ issuedAt: now.toISOString(), responsible, cedula, decisions, jws, code },
    key: keyRule.parse(key.publicKey.export({ format: 'jwk' })),
  };
};

const issuedRule = z.object({ iat: z.number().int().nonnegative().max(8_640_000_000_000) });

/** When this portal has issued a receipt, by its code or by itself; null when it is none of its own. */
export const verifyReceipt = async (
  { publicKey }: ReceiptKey,
  code: string,
): Promise<{ issuedAt: string } | null> => {
  try {
    const token = code.replace(/\s/g, '');
    const { typ } = decodeProtectedHeader(token);
    if (typ !== WHOLE && typ !== SHORT) return null;
    const { payload } = await compactVerify(token, publicKey, { algorithms: ['EdDSA'] });
    const { iat } = issuedRule.parse(JSON.parse(new TextDecoder().decode(payload)));
    return { issuedAt: new Date(iat * 1_000).toISOString() };
  } catch {
    return null; // Whatever is wrong with it, it is no receipt of this portal's.
  }
};
