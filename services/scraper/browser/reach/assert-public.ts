import { lookup } from 'node:dns/promises';
import { isPrivateAddress } from '../../../../shared/origin/private-address.ts';
import { ledInside } from './errors.ts';
import type { Reach } from './reach.ts';

/** Every address of a name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * Refuses a host whose name leads into a private network, by mistake or because whoever owns the name wants us to go there.
 *
 * @throws OutOfReachError; a name that cannot be resolved is nobody's fault here: the request itself will tell
 */
export const assertPublic = async (
  url: URL,
  reach: Reach,
  resolve: Resolve = systemResolve,
): Promise<void> => {
  if (reach.privateAllowed) return;
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await resolve(hostname).catch(() => []);
  const inside = addresses.find(isPrivateAddress);
  if (inside !== undefined) throw ledInside(url.hostname, inside);
};
