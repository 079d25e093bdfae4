import type { TestDatabase } from '../../support/servers/postgres.ts';

/** Does something on a table without one of its constraints, as a newer release would leave it; what it stored goes. */
export const withoutConstraint = async (
  database: TestDatabase,
  table: string,
  name: string,
  work: () => Promise<void>,
): Promise<void> => {
  const [constraint] = await database.query<{ definition: string }>(
    'select pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = $1::regclass and conname = $2',
    [table, name],
  );
  await database.query(`alter table ${table} drop constraint ${name}`);
  try {
    await work();
  } finally {
    await database.empty();
    await database.query(`alter table ${table} add constraint ${name} ${constraint?.definition}`);
  }
};
