import { expect } from 'chai';
import { subnetBlock } from '../../../../services/accounts/subnet/subnet-block.ts';

describe('The block of an address', () => {
  const blocks: Record<string, string> = {
    '203.0.113.7': '203.0.113.0/24',
    '203.0.113.255': '203.0.113.0/24',
    '203.0.114.7': '203.0.114.0/24',
    '::ffff:203.0.113.9': '203.0.113.0/24',
    '::ffff:cb00:7109': '203.0.113.0/24',
    '2001:db8:1:2::5': '2001:db8:1::/48',
    '2001:DB8:1:ffff:1:2:3:4': '2001:db8:1::/48',
    '2001:db8:2::1': '2001:db8:2::/48',
    '::1': '::/48',
    'fe80::1%eth0': 'fe80::/48',
  };
  for (const [ip, block] of Object.entries(blocks))
    it(`${ip} is in ${block}`, () => {
      expect(subnetBlock(ip)).to.equal(block);
    });

  it('of what is no address is one for all of them', () => {
    for (const ip of ['', 'censo', '203.0.113', '203.0.113.7, 198.51.100.1', "'; drop table"])
      expect(subnetBlock(ip), ip).to.equal('unknown');
  });
});
