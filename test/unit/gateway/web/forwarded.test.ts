import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { senderOf } from '../../../../services/gateway/web/forwarded.ts';

const told = (forwardedFor: string | undefined, hops: number, proto?: string) =>
  senderOf(
    {
      socket: { remoteAddress: '::ffff:10.0.0.1' },
      headers: { 'x-forwarded-for': forwardedFor, 'x-forwarded-proto': proto },
      // All that is read of a request.
    } as unknown as IncomingMessage,
    hops,
  );

describe('Who sends a request', () => {
  it('is the socket’s address where no proxy of ours stands before the portal, whatever is said', () => {
    expect(told('203.0.113.9', 0, 'https')).to.deep.equal({ address: '10.0.0.1', protocol: 'http' });
  });

  it('stands as many places from the right as there are proxies', () => {
    const list = '198.51.100.1, 203.0.113.9,192.0.2.7 ';
    expect([1, 2, 3, 4].map((hops) => told(list, hops).address)).to.deep.equal([
      ...['192.0.2.7', '203.0.113.9', '198.51.100.1'],
      '10.0.0.1',
    ]);
  });

  it('is the socket’s where that place holds no address', () => {
    for (const list of [undefined, '', 'unknown', '203.0.113.9:443', '203.0.113.9, ', '1.2.3.4, [::1]'])
      expect(told(list, 1).address, list).to.equal('10.0.0.1');
  });

  it('came by HTTPS only when our own proxy says so', () => {
    expect(told(undefined, 1, 'https').protocol).to.equal('https');
    expect(told(undefined, 1, 'https, http').protocol).to.equal('http');
    expect(told(undefined, 2, 'https, http').protocol).to.equal('https');
    for (const proto of ['javascript', '', 'httpsx'])
      expect(told(undefined, 1, proto).protocol).to.equal('http');
  });
});
