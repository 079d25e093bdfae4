import { IsolationLevel } from '@mikro-orm/core';
import { expect } from 'chai';
import { openDatabase } from '../../../shared/persistence/database.ts';
import { services, silentLog, useDatabase } from '../../support/postgres.ts';

describe('A pool of connections', () => {
  const database = useDatabase('census');

  it('has its place back when a transaction could not even begin', async () => {
    const own = await openDatabase({
      ...services.census,
      url: database.url,
      log: silentLog,
      poolSize: 1,
    });
    try {
      // Postgres has no such level, so its `begin` is refused.
      const refused = own.fork().transactional(async () => 'begun', {
        isolationLevel: IsolationLevel.SNAPSHOT,
      });
      const outcome = await refused.catch((error: unknown) => error);
      expect(outcome).to.be.an('error');
      expect(await own.isReady()).to.equal(true);
    } finally {
      await own.close();
    }
  });
});
