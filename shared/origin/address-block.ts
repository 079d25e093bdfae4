import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/** What all have in common whose address nobody knows. */
const UNKNOWN = 'unknown';

/** How many bits tell connections to the internet apart. */
const CONNECTION_BITS = { ipv4: 32, ipv6: 64 } as const;

/** How many bits tell subnets apart. Of IPv6 not 64: a connection has a /56 or /48, which is up to 65,536 of those. */
const SUBNET_BITS = { ipv4: 24, ipv6: 48 } as const;

type Address = ReturnType<typeof ipaddr.process>;

/** An IPv4 address within an IPv6 one is what it is, and a zone is of the machine that says it. */
const read = (given: string): Address | null => {
  const [bare = ''] = given.trim().split('%');
  // The library also takes what nobody writes, such as numbers of three parts.
  return isIP(bare) === 0 ? null : ipaddr.process(bare);
};

/** Whoever asks asks several times, and each time is counted by both. */
const MOST_KNOWN = 5_000;
/** No address is longer; what somebody writes instead of one is not kept. */
const LONGEST = 60;

const remembering = (read: (ip: string) => string): ((ip: string) => string) => {
  const known = new LRUCache<string, string>({ max: MOST_KNOWN });
  return (ip) => {
    const found = known.get(ip);
    if (found !== undefined) return found;
    const made = read(ip);
    if (ip.length <= LONGEST) known.set(ip, made);
    return made;
  };
};

const blockOf = (ip: string, bitsOf: Record<'ipv4' | 'ipv6', number>): string => {
  const address = read(ip);
  if (address === null) return UNKNOWN;
  const kind = address.kind();
  const bits = bitsOf[kind];
  const family = kind === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${family.networkAddressFromCIDR(`${address}/${bits}`)}/${bits}`;
};

const canonical = remembering((given) => read(given)?.toString() ?? '');

/**
 * An address as there is only one way to write it: an IPv4 address dotted, also when it came mapped into IPv6, an IPv6
 * address in its shortest form and without a zone.
 *
 * @returns null for what is no address
 */
export const canonicalAddress = (given: string): string | null => canonical(given) || null;

/**
 * What one connection to the internet has: an address of IPv4 (/32), a whole /64 of IPv6, whose machines choose theirs
 * freely.
 *
 * @param ip as a connection or a proxy tells it; what is no address is one connection of its own
 */
export const connectionOf: (ip: string) => string = remembering((ip) => blockOf(ip, CONNECTION_BITS));

/**
 * The block of addresses that somebody is likely to have more than one connection of: /24 of IPv4, /48 of IPv6.
 *
 * @param ip as a connection or a proxy tells it; what is no address is one block of its own
 */
export const subnetBlock: (ip: string) => string = remembering((ip) => blockOf(ip, SUBNET_BITS));
