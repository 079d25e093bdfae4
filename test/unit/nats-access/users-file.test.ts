import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { usersFile } from '../../../shared/nats-access/users-file.ts';

describe('The users of NATS that are shipped', () => {
  it('are those of the arrows; npm run nats:users writes them', () => {
    const shipped = join(import.meta.dirname, '../../../k8s/servers/nats/users.conf');
    expect(readFileSync(shipped, 'utf8')).to.equal(usersFile());
  });
});
