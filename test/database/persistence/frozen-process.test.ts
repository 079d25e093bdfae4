import { expect } from 'chai';
import { isAppError } from '../../../shared/errors.ts';
import { explainDatabaseError } from '../../../shared/persistence/away.ts';
import { openDatabase } from '../../../shared/persistence/database.ts';
import { eventually } from '../../support/eventually.ts';
import { services, silentLog, useDatabase } from '../../support/servers/postgres.ts';

const LOCK = 4_711;
const holds = 'select pg_try_advisory_xact_lock(?) as held';

describe('A process that stands still in the middle of a transaction', () => {
  const database = useDatabase('census');

  it('holds its locks for a short time only, and is told that its work was not stored', async () => {
    const url = database.url;
    const goOn = Promise.withResolvers<void>();
    const frozen = await openDatabase({
      ...services.census,
      url,
      log: silentLog,
      idleInTransactionMs: 300,
      poolSize: 1,
    });
    try {
      const locked = Promise.withResolvers<void>();
      const work = frozen.fork().transactional(async (em) => {
        await em.execute(holds, [LOCK]);
        locked.resolve();
        await goOn.promise;
        await em.execute('select 1');
      });
      const failure = work.then(
        () => null,
        (error: unknown) => explainDatabaseError(error),
      );
      await locked.promise;
      await eventually(
        'another process has the lock',
        async () => (await database.fork().execute<{ held: boolean }[]>(holds, [LOCK]))[0]?.held,
        5_000,
      );
      goOn.resolve();
      expect(await failure).to.satisfy((error: unknown) => isAppError(error) && error.status === 503);
      expect(await frozen.isReady(), 'its only connection was given back').to.equal(true);
    } finally {
      goOn.resolve();
      await frozen.close();
    }
  });
});
