import { createECDH, hkdfSync } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { readSecret } from '../store/secret.ts';
import type { PushSettings } from './settings.ts';

/** With what the portal shows a push service who it is (RFC 8292); browsers take pushes from the owner of this key alone. */
export interface Vapid {
  /** base64url, as browsers and the protocol want both. */
  publicKey: string;
  privateKey: string;
  subject: string;
}

const SECRET = 'vapid';
const CURVE = 'prime256v1';
const KEY_BYTES = 32;

/** The key that was given, else that of this installation, which all its processes find alike. */
export const readVapid = async (
  em: EntityManager,
  { key, subject }: Pick<PushSettings, 'key' | 'subject'>,
): Promise<Vapid> => ({ ...pairOf(key ?? derived(await readSecret(em, SECRET))), subject });

/** @throws Error when it is no private key of the curve */
const pairOf = (privateKey: Buffer): Omit<Vapid, 'subject'> => {
  const curve = createECDH(CURVE);
  curve.setPrivateKey(privateKey);
  return {
    publicKey: curve.getPublicKey().toString('base64url'),
    privateKey: privateKey.toString('base64url'),
  };
};

/** Of four thousand million random numbers one is too large for the curve: then the next that comes of it is taken. */
const derived = (secret: Uint8Array): Buffer => {
  for (let turn = 0; ; turn += 1) {
    const key = Buffer.from(hkdfSync('sha256', secret, '', `censo vapid ${turn}`, KEY_BYTES));
    try {
      pairOf(key);
      return key;
    } catch {
      // The next one.
    }
  }
};
