import { argon2 as argon2Callback, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import pLimit from 'p-limit';

const argon2 = promisify(argon2Callback);

const PASSES = 2;
const LANES = 1;
const TAG_BYTES = 32;

/** What a new hash costs: OWASP's minimum for argon2id (2024) until an operator says otherwise. */
let memoryKib = 19_456;

/** Sets what new hashes of this process cost (PASSWORD_MEMORY_KIB); those that are stored keep their own until their next login. */
export const spendOnPasswords = (kib: number): void => {
  memoryKib = kib;
};

/** Each hash takes a core and its memory: this many at once. How many may wait is bound where they come in: `password-places.ts`. */
const limit = pLimit(2);

const derive = (
  password: string,
  nonce: Buffer,
  memory: number,
  passes: number,
  lanes: number,
): Promise<Buffer> =>
  limit(() =>
    argon2('argon2id', {
      message: password.normalize('NFKC'),
      nonce,
      parallelism: lanes,
      tagLength: TAG_BYTES,
      memory,
      passes,
    }),
  );

/** @returns the hash in PHC string format, with its own salt and parameters */
export const hashPassword = async (password: string): Promise<string> => {
  const nonce = randomBytes(16);
  const memory = memoryKib;
  const tag = await derive(password, nonce, memory, PASSES, LANES);
  return `$argon2id$v=19$m=${memory},t=${PASSES},p=${LANES}$${unpadded(nonce)}$${unpadded(tag)}`;
};

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/;

/**
 * Checks a password against a PHC string.
 *
 * @throws Error when `stored` is not one: a row that nobody can log in with is a fault, not a wrong password
 */
export const verifyPassword = async (password: string, stored: string): Promise<boolean> => {
  const parts = PHC.exec(stored);
  if (parts === null) throw new Error('stored password hash is not argon2id in PHC format');
  const [, memory = '', passes = '', lanes = '', nonce = '', tag = ''] = parts;
  const derived = await derive(
    password,
    Buffer.from(nonce, 'base64'),
    Number(memory),
    Number(passes),
    Number(lanes),
  );
  return timingSafeEqual(derived, Buffer.from(tag, 'base64'));
};

/** Whether a stored hash costs less to guess at than a new one would: whoever knows the password may then be given a new one. */
export const isCheap = (stored: string): boolean => Number(PHC.exec(stored)?.[1] ?? 0) < memoryKib;

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
