import { createHash, randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { RecoveryCodeEntity } from '../store/entities.ts';

const CODES = 10;
/** Without what is read as another letter: I, L, O, 0, 1, U. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
/** 24 letters of 30: 117 bits, so that a hash without salt is enough. */
const GROUPS = 6;
const GROUP = 4;

const newCode = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  ).join('-');

const codeHash = (code: string): string =>
  createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('hex');

/** Makes ten new ones in place of those that were. @returns the only moment at which they are known */
export const replaceCodes = async (em: EntityManager, userId: string): Promise<string[]> => {
  await em.nativeDelete(RecoveryCodeEntity, { userId });
  const codes = Array.from({ length: CODES }, newCode);
  await em.insertMany(
    RecoveryCodeEntity,
    codes.map((code) => ({ userId, codeHash: codeHash(code), usedAt: null })),
  );
  return codes;
};

/** Uses one up. @returns whether it was one that nobody had used */
export const spendCode = async (
  em: EntityManager,
  userId: string,
  code: string,
  now: Date,
): Promise<boolean> => {
  const unused = { userId, codeHash: codeHash(code), usedAt: null };
  return (await em.nativeUpdate(RecoveryCodeEntity, unused, { usedAt: now })) === 1;
};

export const countCodes = (em: EntityManager, userId: string): Promise<number> =>
  em.count(RecoveryCodeEntity, { userId, usedAt: null });
