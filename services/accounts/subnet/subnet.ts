import { createHmac, randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { subnetBlock } from '../../../shared/origin/address-block.ts';
import { SecretEntity } from '../store/entities.ts';

/** The key's row among the installation's secrets. */
const NAME = 'subnet';
const KEY_BYTES = 32;
/** As many hex digits as the contract's rule has. */
const LENGTH = 32;

/**
 * Where an address is, without saying it: a hash of its block under a key that only this schema has, so that whoever reads the
 * census's tables or an event cannot try all addresses.
 */
export const subnetOf = async (em: EntityManager, ip: string): Promise<string> => {
  const hash = await subnetsWith(em);
  return hash(ip);
};

/** The same for many addresses. */
export const subnetsWith = async (em: EntityManager): Promise<(ip: string) => string> => {
  const key = await readKey(em);
  return (ip) => createHmac('sha256', key).update(subnetBlock(ip)).digest('hex').slice(0, LENGTH);
};

/** Made at the first use, by whichever process is first. */
const readKey = async (em: EntityManager): Promise<Uint8Array> => {
  const known = await em.findOne(SecretEntity, { name: NAME });
  if (known !== null) return known.value;
  await em.execute(
    `insert into "accounts"."secrets" ("name", "value") values (?, ?) on conflict ("name") do nothing`,
    [NAME, randomBytes(KEY_BYTES)],
  );
  return (await em.findOneOrFail(SecretEntity, { name: NAME })).value;
};
