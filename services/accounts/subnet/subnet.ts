import { createHmac } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { subnetBlock } from '../../../shared/origin/address-block.ts';
import { readSecret } from '../store/secret.ts';

/** The key's row among the installation's secrets. */
const NAME = 'subnet';
/** As many hex digits as the contract's rule has. */
const LENGTH = 32;

/**
 * Where an address is, without saying it: a hash of its block under a key that only this schema has, so that whoever reads the
 * census's tables or an event cannot try all addresses.
 */
export type SubnetOf = (ip: string) => string;

export const subnetsUnder =
  (key: Uint8Array): SubnetOf =>
  (ip) =>
    createHmac('sha256', key).update(subnetBlock(ip)).digest('hex').slice(0, LENGTH);

/** Under the key of this installation, which stays. */
export const readSubnets = async (em: EntityManager): Promise<SubnetOf> =>
  subnetsUnder(await readSecret(em, NAME));
