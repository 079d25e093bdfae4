import { expect } from 'chai';
import { addressBlock, canonicalAddress, connectionOf } from '../../../shared/origin/address-block.ts';

describe('An address', () => {
  it('has one way to be written, however it came', () => {
    expect(canonicalAddress('203.0.113.9')).to.equal('203.0.113.9');
    expect(canonicalAddress(' ::ffff:203.0.113.9 ')).to.equal('203.0.113.9');
    expect(canonicalAddress('::ffff:cb00:7109')).to.equal('203.0.113.9');
    expect(canonicalAddress('2001:0DB8:0:0:0:0:0:1')).to.equal('2001:db8::1');
    expect(canonicalAddress('fe80::1%eth0')).to.equal('fe80::1');
  });

  it('is none when it is anything else', () => {
    for (const given of ['', 'unknown', '203.0.113', '203.0.113.9:80', '[::1]', 'a'.repeat(5_000)])
      expect(canonicalAddress(given), given).to.equal(null);
  });

  it('belongs to a /24 of IPv4 or a /64 of IPv6', () => {
    expect(addressBlock('203.0.113.9')).to.equal('203.0.113.0/24');
    expect(addressBlock('::ffff:203.0.113.200')).to.equal('203.0.113.0/24');
    expect(addressBlock('2001:db8::1')).to.equal('2001:db8:0:0::/64');
    expect(addressBlock('2001:db8:0:0:ffff::1')).to.equal('2001:db8:0:0::/64');
    expect(addressBlock('2001:db8:1:2:3:4:5:6')).to.equal('2001:db8:1:2::/64');
    expect(addressBlock('::1')).to.equal('0:0:0:0::/64');
    expect(addressBlock('nobody')).to.equal('unknown');
  });

  it('is one connection by itself, or with the 2^64 others of IPv6 that its owner may take as well', () => {
    expect(connectionOf('203.0.113.9')).to.equal('203.0.113.9');
    expect(connectionOf('2001:db8::1')).to.equal(connectionOf('2001:db8::ffff:1'));
  });
});
