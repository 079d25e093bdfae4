import type { LookupAddress } from 'node:dns';
import { expect } from 'chai';
import { LedInside, publicLookup } from '../../../../services/accounts/push/public-lookup.ts';
import { failureOf } from '../../../support/failures.ts';

const found = (addresses: string[], error: Error | null = null): Promise<LookupAddress[]> =>
  new Promise((resolve, reject) =>
    publicLookup((_, told) =>
      told(
        error,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    )('push.example', { all: true }, (failure, given) =>
      failure === null ? resolve(given as LookupAddress[]) : reject(failure),
    ),
  );

describe('The addresses of a push service', () => {
  it('are those of its name', async () => {
    const addresses = ['142.250.0.1', '2607:f8b0::1'];
    expect((await found(addresses)).map(({ address }) => address)).to.deep.equal(addresses);
  });

  for (const [what, addresses] of [
    ['leads to this machine', ['127.0.0.1']],
    ['leads into a private network', ['10.0.0.7']],
    ['leads to what clouds tell their machines', ['169.254.169.254']],
    ['has one of them among public ones', ['142.250.0.1', '::1']],
    ['leads nowhere', []],
  ] as const)
    it(`are none when the name ${what}`, async () => {
      expect(await failureOf(found([...addresses]))).to.be.instanceOf(LedInside);
    });

  it('are none when nobody knows the name', async () => {
    const unknown = new Error('ENOTFOUND');
    expect(await failureOf(found([], unknown))).to.equal(unknown);
  });
});
