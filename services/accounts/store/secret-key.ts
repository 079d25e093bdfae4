import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { SecretEntity } from './entities.ts';

const KEY_BYTES = 32;

/**
 * A key that only this schema has, under which values that are easily guessed are hashed. It stays with the installation.
 *
 * @param name what it is for: made at its first use, by whichever process is first
 */
export const readSecretKey = async (em: EntityManager, name: string): Promise<Uint8Array> => {
  const known = await em.findOne(SecretEntity, { name });
  if (known !== null) return known.value;
  await em.execute(
    `insert into "accounts"."secrets" ("name", "value") values (?, ?) on conflict ("name") do nothing`,
    [name, randomBytes(KEY_BYTES)],
  );
  return (await em.findOneOrFail(SecretEntity, { name })).value;
};
