import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What this portal signs, and how it names people to itself without saying who they are. */
export interface Secrets {
  /** A name for a text that nobody can turn back, the same in every gateway. */
  nameOf(...texts: string[]): string;
  /** The text with its signature. */
  seal(purpose: string, text: string): string;
  /** What was sealed for this purpose, if it is exactly as we sealed it; null when it is not, or when we did not. */
  unseal(purpose: string, sealed: string): string | null;
  /** A key for one purpose, the newest first. */
  keysFor(purpose: string): string[];
}

const NAME_LENGTH = 22;
const RANDOM_BYTES = 32;

const digest = (key: string, ...texts: string[]): string =>
  createHmac('sha256', key).update(JSON.stringify(texts)).digest('base64url');

const isSame = (one: string, other: string): boolean => {
  const [ours, given] = [Buffer.from(one), Buffer.from(other)];
  return ours.length === given.length && timingSafeEqual(ours, given);
};

/** Two parts of base64url, and nothing else. */
const SEALED = /^([\w-]+)\.([\w-]+)$/;

/** @param given the newest first; undefined = one at random, that of this process */
export const createSecrets = (
  given: readonly string[] = [randomBytes(RANDOM_BYTES).toString('hex')],
): Secrets => {
  const keysFor = (purpose: string): string[] => given.map((secret) => digest(secret, purpose));
  const [newest = ''] = given;
  const names = digest(newest, 'names');
  return {
    keysFor,
    nameOf: (...texts) => digest(names, ...texts).slice(0, NAME_LENGTH),
    seal: (purpose, text) =>
      `${Buffer.from(text).toString('base64url')}.${digest(keysFor(purpose)[0] ?? '', text)}`,
    unseal(purpose, sealed) {
      const [, encoded = '', signature = ''] = SEALED.exec(sealed) ?? [];
      const text = Buffer.from(encoded, 'base64url').toString();
      // Node reads base64 leniently: one text has one seal.
      if (encoded === '' || Buffer.from(text).toString('base64url') !== encoded) return null;
      return keysFor(purpose).some((key) => isSame(digest(key, text), signature)) ? text : null;
    },
  };
};
