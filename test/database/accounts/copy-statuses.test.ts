import { expect } from 'chai';
import { copyStatuses } from '../../../services/accounts/catch-up/copy-statuses.ts';
import type { Status } from '../../../shared/contract/census.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { createPerson } from './support/people.ts';

describe('The copy of a census status', () => {
  const database = useDatabase('accounts');
  let userId: string;

  beforeEach(async () => {
    userId = (await createPerson(database.fork())).id;
  });

  const hear = (status: Status, version: number, about = userId) =>
    copyStatuses(database.fork(), [{ userId: about, referrerId: null, status, version }]);
  const copies = () => database.query('select census_status, census_version from accounts.users');

  it('follows the events', async () => {
    await hear('PENDING', 1);
    await hear('PROCESSING', 2);

    expect(await copies()).to.deep.equal([{ census_status: 'PROCESSING', census_version: 2 }]);
  });

  it('ignores an event that is older than the copy, or comes again', async () => {
    await hear('ACTIVE', 3);
    await hear('PROCESSING', 2);
    await hear('PENDING', 3);

    expect(await copies()).to.deep.equal([{ census_status: 'ACTIVE', census_version: 3 }]);
  });

  it('ends at the newest of events that come at once, in any order', async () => {
    const versions = [5, 1, 7, 3, 2, 6, 4];
    await Promise.all(versions.map((version) => hear(version === 7 ? 'ACTIVE' : 'PROCESSING', version)));

    expect(await copies()).to.deep.equal([{ census_status: 'ACTIVE', census_version: 7 }]);
  });

  it('is that of the person only; an event about nobody here changes nothing', async () => {
    await hear('ACTIVE', 1, '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11');

    expect(await copies()).to.deep.equal([{ census_status: null, census_version: 0 }]);
  });
});
