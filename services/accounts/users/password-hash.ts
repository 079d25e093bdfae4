import { argon2 as argon2Callback, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { createHashPlaces, type Waiting } from './hash-places.ts';

const argon2 = promisify(argon2Callback);

/** OWASP's minimum for argon2id (2024): 19 MiB, 2 passes, 1 lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const TAG_BYTES = 32;

/**
 * Each hash takes a core and 19 MiB: this many at once. At 25 ms a hash and core all places are served within the patience,
 * which is shorter than that of the callers (8 s), who then still get their answer.
 */
const places = createHashPlaces({ concurrent: 2, most: 100, patienceMs: 6_000 });

/** The portal itself, and its command line. */
const OWN: Waiting = { errand: 'registration', from: 'own' };

const derive = (
  password: string,
  nonce: Buffer,
  { memory, passes, lanes }: { memory: number; passes: number; lanes: number },
  who: Waiting,
): Promise<Buffer> =>
  places.take(who, () =>
    argon2('argon2id', {
      message: password.normalize('NFKC'),
      nonce,
      parallelism: lanes,
      tagLength: TAG_BYTES,
      memory,
      passes,
    }),
  );

/**
 * @param who waits for it; the portal itself unless told
 * @returns the hash in PHC string format, with its own salt and parameters
 * @throws AppError `busy` (503) when it was not made
 */
export const hashPassword = async (password: string, who: Waiting = OWN): Promise<string> => {
  const nonce = randomBytes(16);
  const tag = await derive(password, nonce, { memory: MEMORY_KIB, passes: PASSES, lanes: LANES }, who);
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(nonce)}$${unpadded(tag)}`;
};

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/;

/**
 * Checks a password against a PHC string.
 *
 * @throws AppError `busy` (503) when it was not looked at; Error when `stored` is no such string: a row that nobody can log
 *   in with is a fault, not a wrong password
 */
export const verifyPassword = async (
  password: string,
  stored: string,
  who: Waiting = OWN,
): Promise<boolean> => {
  const parts = PHC.exec(stored);
  if (parts === null) throw new Error('stored password hash is not argon2id in PHC format');
  const [, memory = '', passes = '', lanes = '', nonce = '', tag = ''] = parts;
  const cost = { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const derived = await derive(password, Buffer.from(nonce, 'base64'), cost, who);
  return timingSafeEqual(derived, Buffer.from(tag, 'base64'));
};

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
