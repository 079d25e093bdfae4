import { generateKeyPairSync } from 'node:crypto';

/** A new key of a service, as `SERVICE_KEY` and `SERVICE_PUBLIC_KEYS` have one. */
export interface GeneratedKey {
  /** PKCS8 in base64. */
  privateKey: string;
  /** SPKI in base64. */
  publicKey: string;
}

/** Makes an Ed25519 key. */
export const generateServiceKey = (): GeneratedKey => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  };
};
