import { expect } from 'chai';
import { readSubnets } from '../../../services/accounts/subnet/subnet.ts';
import { useDatabase } from '../../support/servers/postgres.ts';

describe('The subnet of an address', () => {
  const database = useDatabase('accounts');

  it('is the same for every process of an installation, also when they start at once, and not its address', async () => {
    const processes = await Promise.all([1, 2, 3].map(() => readSubnets(database.fork())));
    processes.push(await readSubnets(database.fork()));
    const hashes = new Set(processes.map((subnetOf) => subnetOf('192.0.2.7')));
    expect([...hashes]).to.have.lengthOf(1);
    expect([...hashes][0]).to.match(/^[0-9a-f]{32}$/);
    expect(processes[0]?.('198.51.100.7')).not.to.equal(processes[1]?.('192.0.2.7'));
  });
});
