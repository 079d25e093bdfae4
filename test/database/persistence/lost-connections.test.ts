import { IsolationLevel } from '@mikro-orm/core';
import { expect } from 'chai';
import { explainDatabaseError } from '../../../shared/persistence/away.ts';
import { openDatabase } from '../../../shared/persistence/database.ts';
import { services, silentLog, useDatabase } from '../../support/servers/postgres.ts';

describe('A pool of connections', () => {
  const database = useDatabase('census');

  it('gives a connection up whose answer did not come in time', async () => {
    const own = await openDatabase({
      ...services.census,
      url: database.url,
      log: silentLog,
      poolSize: 1,
      queryTimeoutMs: 300,
    });
    const pid = async () =>
      (await own.fork().execute<{ pid: number }[]>('select pg_backend_pid() as pid'))[0]?.pid;
    try {
      const first = await pid();
      const slow = await own
        .fork()
        .execute('select pg_sleep(1)')
        .catch((error: unknown) => error);
      expect(explainDatabaseError(slow)).to.have.property('status', 503);
      expect(await pid())
        .to.be.a('number')
        .and.not.equal(first);
    } finally {
      await own.close();
    }
  });

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
