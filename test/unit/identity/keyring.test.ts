import { createPrivateKey, createPublicKey } from 'node:crypto';
import { expect } from 'chai';
import type { ServiceName } from '../../../shared/contract/services.ts';
import { generateServiceKey } from '../../../shared/identity/generate-key.ts';
import { createKeyring, createOwnKeyring } from '../../../shared/identity/keyring.ts';
import { failureOf } from '../../support/failures.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

const keyOf = (service: ServiceName) => {
  const { privateKey, publicKey } = generateServiceKey();
  const decoded = (text: string) => Buffer.from(text, 'base64');
  return {
    own: { service, key: createPrivateKey({ key: decoded(privateKey), format: 'der', type: 'pkcs8' }) },
    everybodys: { service, key: createPublicKey({ key: decoded(publicKey), format: 'der', type: 'spki' }) },
  };
};

const unsigned = {
  kind: 'caller',
  issuer: 'gateway',
  audience: 'accounts',
  claims: { sub: 'somebody' },
  lifetimeS: 60,
} as const;
const expected = { kind: 'caller', audience: 'accounts' } as const;

describe('a keyring', () => {
  it('believes what a service that it knows has signed, and says who it was', async () => {
    const gateway = keyOf('gateway');
    const token = await createKeyring([gateway.own], []).sign(unsigned, NOW);
    const { issuer, claims } = await createKeyring([], [gateway.everybodys]).verify(token, expected, NOW);
    expect({ issuer, sub: claims.sub }).to.deep.equal({ issuer: 'gateway', sub: 'somebody' });
  });

  it('believes both keys of a service that changes its own, so that nothing has to stop', async () => {
    const [old, next] = [keyOf('gateway'), keyOf('gateway')];
    const others = createKeyring([], [old.everybodys, next.everybodys]);
    for (const { own } of [old, next]) {
      const token = await createKeyring([own], []).sign(unsigned, NOW);
      expect((await others.verify(token, expected, NOW)).issuer).to.equal('gateway');
    }
  });

  it('believes nobody whom it does not know', async () => {
    const stranger = keyOf('gateway');
    const token = await createKeyring([stranger.own], []).sign(unsigned, NOW);
    const ring = createKeyring([], [keyOf('gateway').everybodys]);
    expect(await failureOf(ring.verify(token, expected, NOW))).to.be.instanceOf(Error);
  });

  it('does not believe a service that signs as another', async () => {
    const scraper = keyOf('scraper');
    const asGateway = { service: 'gateway', key: scraper.own.key } as const;
    const token = await createKeyring([asGateway], []).sign(unsigned, NOW);
    const ring = createKeyring([], [scraper.everybodys]);
    const failure = await failureOf(ring.verify(token, expected, NOW));
    expect(failure).to.have.property('message', 'signed with the key of another');
  });

  it('takes no token for what another kind is for, nor for another audience', async () => {
    const ring = createOwnKeyring(['gateway']);
    const token = await ring.sign(unsigned, NOW);
    for (const other of [
      { ...expected, kind: 'passport' as const },
      { ...expected, audience: 'census' },
    ])
      expect(await failureOf(ring.verify(token, other, NOW))).to.be.instanceOf(Error);
  });

  it('takes no token that is over, whatever the clocks of two machines differ', async () => {
    const ring = createOwnKeyring(['gateway']);
    const token = await ring.sign(unsigned, NOW);
    expect((await ring.verify(token, expected, after(85))).issuer).to.equal('gateway');
    expect(await failureOf(ring.verify(token, expected, after(91)))).to.be.instanceOf(Error);
  });

  it('takes no token that was changed, or that says that it needs no signature', async () => {
    const ring = createOwnKeyring(['gateway']);
    const token = await ring.sign(unsigned, NOW);
    const [header = '', , signature = ''] = token.split('.');
    const claims = Buffer.from(
      JSON.stringify({ iss: 'gateway', aud: 'accounts', sub: 'another', iat: 0, exp: 9e9 }),
    ).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'caller' })).toString('base64url');
    for (const forged of [`${header}.${claims}.${signature}`, `${none}.${claims}.`, 'garbage', ''])
      expect(await failureOf(ring.verify(forged, expected, NOW))).to.be.instanceOf(Error);
  });

  it('signs for its own services only', async () => {
    const ring = createOwnKeyring(['gateway']);
    expect(() => ring.sign({ ...unsigned, issuer: 'accounts' }, NOW)).to.throw('no key of accounts');
  });
});
