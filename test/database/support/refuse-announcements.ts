import type { ServiceName, TestDatabase } from '../../support/servers/postgres.ts';

/** Makes every write to an outbox fail while `act` runs: what belongs to one transaction must fail with it. */
export const whileAnnouncementsFail = async <T>(
  database: TestDatabase,
  schema: ServiceName,
  act: () => Promise<T>,
): Promise<T> => {
  await database.query(`alter table "${schema}"."outbox" add constraint "refused" check (false) not valid`);
  try {
    return await act();
  } finally {
    await database.query(`alter table "${schema}"."outbox" drop constraint "refused"`);
  }
};
