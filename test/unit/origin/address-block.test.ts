import { expect } from 'chai';
import { canonicalAddress, connectionOf, subnetBlock } from '../../../shared/origin/address-block.ts';

const NO_ADDRESSES = ['', 'unknown', '203.0.113', '203.0.113.9:80', '[::1]', '203.0.113.7, 198.51.100.1'];

describe('An address', () => {
  it('has one way to be written, however it came', () => {
    expect(canonicalAddress('203.0.113.9')).to.equal('203.0.113.9');
    expect(canonicalAddress(' ::ffff:203.0.113.9 ')).to.equal('203.0.113.9');
    expect(canonicalAddress('::ffff:cb00:7109')).to.equal('203.0.113.9');
    expect(canonicalAddress('2001:0DB8:0:0:0:0:0:1')).to.equal('2001:db8::1');
    expect(canonicalAddress('fe80::1%eth0')).to.equal('fe80::1');
  });

  it('is none when it is anything else', () => {
    for (const given of [...NO_ADDRESSES, 'a'.repeat(5_000)])
      expect(canonicalAddress(given), given).to.equal(null);
  });

  const places: Record<string, { connection: string; subnet: string }> = {
    '203.0.113.7': { connection: '203.0.113.7/32', subnet: '203.0.113.0/24' },
    '203.0.113.255': { connection: '203.0.113.255/32', subnet: '203.0.113.0/24' },
    '203.0.114.7': { connection: '203.0.114.7/32', subnet: '203.0.114.0/24' },
    '::ffff:203.0.113.9': { connection: '203.0.113.9/32', subnet: '203.0.113.0/24' },
    '::ffff:cb00:7109': { connection: '203.0.113.9/32', subnet: '203.0.113.0/24' },
    '2001:db8:1:2::5': { connection: '2001:db8:1:2::/64', subnet: '2001:db8:1::/48' },
    '2001:DB8:1:ffff:1:2:3:4': { connection: '2001:db8:1:ffff::/64', subnet: '2001:db8:1::/48' },
    '2001:db8:2::1': { connection: '2001:db8:2::/64', subnet: '2001:db8:2::/48' },
    '::1': { connection: '::/64', subnet: '::/48' },
    'fe80::1%eth0': { connection: 'fe80::/64', subnet: 'fe80::/48' },
  };
  for (const [ip, { connection, subnet }] of Object.entries(places))
    it(`${ip} is of the connection ${connection}, in the subnet ${subnet}`, () => {
      expect(connectionOf(ip)).to.equal(connection);
      expect(subnetBlock(ip)).to.equal(subnet);
    });

  it('that is none is of one connection and one subnet with all others that are none', () => {
    for (const ip of [...NO_ADDRESSES, "'; drop table"]) {
      expect(connectionOf(ip), ip).to.equal('unknown');
      expect(subnetBlock(ip), ip).to.equal('unknown');
    }
  });
});
