import { isIP, SocketAddress } from 'node:net';

/**
 * An address as there is only one way to write it: an IPv4 address dotted, also when it came mapped into IPv6, an IPv6
 * address in its shortest form and without a zone.
 *
 * @returns null for what is no address
 */
export const canonicalAddress = (given: string): string | null => {
  const [bare = ''] = given.trim().split('%');
  const family = isIP(bare);
  if (family === 0) return null;
  if (family === 4) return bare;
  const { address } = new SocketAddress({ address: bare, family: 'ipv6' });
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  return mapped ?? address;
};

const GROUPS = 8;
const GROUPS_OF_A_BLOCK = 4;

/**
 * The block of addresses that one household, office or attacker has at once: /24 of IPv4, /64 of IPv6.
 *
 * @param address anything; what is no address is one block of its own
 */
export const addressBlock = (address: string): string => {
  const canonical = canonicalAddress(address);
  if (canonical === null) return 'unknown';
  if (!canonical.includes(':')) return `${canonical.split('.').slice(0, 3).join('.')}.0/24`;
  return `${groupsOf(canonical).slice(0, GROUPS_OF_A_BLOCK).join(':')}::/64`;
};

/**
 * What one connection to the internet has: an address of IPv4, a whole /64 of IPv6, whose machines choose theirs freely.
 *
 * @param address as `canonicalAddress` writes it
 */
export const connectionOf = (address: string): string =>
  address.includes(':') ? addressBlock(address) : address;

/** All eight groups of an IPv6 address, those that `::` stands for included. */
const groupsOf = (address: string): string[] => {
  const [left = '', right = ''] = address.split('::');
  const groups = (half: string) => (half === '' ? [] : half.split(':'));
  const missing = GROUPS - groups(left).length - groups(right).length;
  return [...groups(left), ...Array<string>(Math.max(0, missing)).fill('0'), ...groups(right)];
};
