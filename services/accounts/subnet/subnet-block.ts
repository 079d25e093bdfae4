import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * How many bits of an address tell blocks apart. Of IPv6 not 64: who has a connection of their own has a /56 or /48,
 * which is up to 65,536 of those.
 */
const BITS = { ipv4: 24, ipv6: 48 } as const;

/** What all have in common whose address nobody knows. */
const UNKNOWN = 'unknown';

/**
 * The block of addresses that share a turn: those that somebody is likely to have more than one of. The door's limits go by
 * narrower ones, because they refuse; this only takes turns.
 *
 * @param ip as a connection or a proxy tells it; an IPv4 address within an IPv6 one is what it is, and anything else is one
 *   block of its own
 */
export const subnetBlock = (ip: string): string => {
  // The library also takes what nobody writes, such as numbers of three parts.
  if (isIP(ip) === 0) return UNKNOWN;
  const address = ipaddr.process(ip);
  const kind = address.kind();
  const family = kind === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  const cidr = `${address.toNormalizedString().split('%')[0]}/${BITS[kind]}`;
  return `${family.networkAddressFromCIDR(cidr)}/${BITS[kind]}`;
};
