import { BlockList, isIP } from 'node:net';

/** Networks in which no public page lives (IANA's special-purpose registries). */
const NETWORKS: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  // Link-local, and what clouds tell their machines about themselves (169.254.169.254).
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  // Multicast, reserved, broadcast.
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
  // Other ways to write an IPv4 address, any of which may be private: NAT64, 6to4, Teredo.
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['2001::', 32, 'ipv6'],
];

const blocked = new BlockList();
for (const [network, prefix, family] of NETWORKS) blocked.addSubnet(network, prefix, family);

/**
 * True for an address of this machine or of a network that is nobody else's business, also in its IPv6 spelling.
 *
 * @param address as a resolver or a socket says it, with or without brackets
 */
export const isPrivateAddress = (address: string): boolean => {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(plain);
  if (family === 0) return true; // What is no address is none that may be asked.
  return blocked.check(plain, family === 4 ? 'ipv4' : 'ipv6');
};

/**
 * The same, and what is called by a name of an inner network, as places for which a browser passes by its proxy: it goes
 * there itself, where its own rules find nothing. The proxy would go, and its network is as private as ours.
 */
export const PAST_THE_PROXY = [
  ...NETWORKS.map(([network, prefix]) => `${network}/${prefix}`),
  ...['localhost', '*.localhost', '*.local', '*.internal', '<local>'],
].join(',');
