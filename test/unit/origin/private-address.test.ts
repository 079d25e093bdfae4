import { expect } from 'chai';
import { isPrivateAddress } from '../../../shared/origin/private-address.ts';

describe('An address', () => {
  for (const address of [
    ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['100.64.0.1', '169.254.169.254', '224.0.0.1', '255.255.255.255', '198.18.0.1'],
    ...['::1', '[::1]', '::', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1'],
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:169.254.169.254', '64:ff9b::7f00:1', '2002:7f00:1::'],
    ...['', 'localhost', '2130706433'],
  ])
    it(`${address || 'that is none'} is nobody else's business`, () => {
      expect(isPrivateAddress(address)).to.equal(true);
    });

  for (const address of [
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '169.253.1.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
  ])
    it(`${address} is public`, () => {
      expect(isPrivateAddress(address)).to.equal(false);
    });
});
