import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { SecretEntity } from './entities.ts';

const KEY_BYTES = 32;

/** A key that this installation alone has. Made at the first use, by whichever process is first. */
export const readSecret = async (em: EntityManager, name: string): Promise<Uint8Array> => {
  const known = await em.findOne(SecretEntity, { name });
  if (known !== null) return known.value;
  await em.execute(
    `insert into "accounts"."secrets" ("name", "value") values (?, ?) on conflict ("name") do nothing`,
    [name, randomBytes(KEY_BYTES)],
  );
  return (await em.findOneOrFail(SecretEntity, { name })).value;
};
