import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPrivateAddress } from '../../../shared/origin/private-address.ts';

type Resolve = (
  hostname: string,
  told: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

const systemResolve: Resolve = (hostname, told) =>
  lookup(hostname, { all: true }, (error, addresses) => told(error, addresses));

/** A name led to where no push service is. */
export class LedInside extends Error {
  override readonly name = 'LedInside';
}

/**
 * Finds a name's addresses for a connection, which goes to these and to no others: none of this machine or of a private
 * network, whatever a name server says, and however it changes its mind meanwhile.
 */
export const publicLookup =
  (resolve: Resolve = systemResolve): LookupFunction =>
  (hostname, _options, told) =>
    resolve(hostname, (error, addresses) => {
      const isInside = addresses.some(({ address }) => isPrivateAddress(address));
      if (error !== null) told(error as NodeJS.ErrnoException, []);
      else if (isInside || addresses.length === 0)
        told(new LedInside('the name leads to a private network'), []);
      else told(null, [...addresses]);
    });
