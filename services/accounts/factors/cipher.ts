import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Keeps short secrets in the database, so that who reads it alone has none of them. */
export interface Cipher {
  /** @param owner whose it is: what was sealed for one opens for nobody else */
  seal(plain: string, owner: string): string;
  /** @throws Error when it was sealed for another, changed, or with a key that is gone */
  open(sealed: string, owner: string): string;
  /** Whether it was sealed with the key that seals now. */
  isCurrent(sealed: string): boolean;
}

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const nameOf = (key: Buffer): string => createHash('sha256').update(key).digest('base64url').slice(0, 8);

/**
 * AES-256-GCM.
 *
 * @param keys of 32 bytes: the first seals, all open, so that a key can be changed while the old one still opens
 */
export const createCipher = (keys: readonly [Buffer, ...Buffer[]]): Cipher => {
  const known = new Map(keys.map((key) => [nameOf(key), key]));
  const [first] = keys;
  return {
    seal(plain, owner) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', first, nonce);
      cipher.setAAD(Buffer.from(owner));
      const sealed = Buffer.concat([
        nonce,
        cipher.update(plain, 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
      return `${nameOf(first)}.${sealed.toString('base64url')}`;
    },
    open(sealed, owner) {
      const [name = '', encoded = ''] = sealed.split('.');
      const key = known.get(name);
      if (key === undefined) throw new Error('sealed with a key that FACTOR_KEY no longer has');
      const bytes = Buffer.from(encoded, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(owner));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const plain = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8');
      return plain + decipher.final('utf8');
    },
    isCurrent: (sealed) => sealed.startsWith(`${nameOf(first)}.`),
  };
};
