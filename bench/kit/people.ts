import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createClient, newCedula } from '../../test/support/people/client.ts';
import { storeReferrals } from '../../test/support/people/many-referrals.ts';
import type { Product } from './product.ts';

/** Somebody of a product under measure, who is logged in. */
export interface Person {
  id: string;
  cookie: string;
}

/** With a connection to a product's database, past its services. */
export const inDatabase = async <T>(
  { databaseUrl }: Pick<Product, 'databaseUrl'>,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** Registers somebody, who waits. */
export const register = async ({ origin }: Pick<Product, 'origin'>): Promise<Person> => {
  const client = createClient(origin);
  const { status, body } = await client.register({ cedula: newCedula('00') });
  if (status !== 201) throw new Error(`registration answered ${status}`);
  return { id: body.user.id, cookie: client.cookie() };
};

const ANSWER = {
  ...{ kind: 'active', departamento: 'TOLIMA', municipio: 'VILLA ESPERANZA' },
  ...{ puesto: 'ESC RURAL EL ROBLE', direccion: 'VDA EL ROBLE', mesa: '3' },
};

/** Registers somebody who has their answer, without a lookup: at what is measured none is to go on. */
export const registerAnswered = async (product: Product): Promise<Person> => {
  const person = await register(product);
  const isMade = async (): Promise<boolean> =>
    inDatabase(product, async (client) => {
      const { rowCount } = await client.query(
        `update census.records set status = 'ACTIVE', answer = $2, answer_status = 'ACTIVE', answered_at = now(),
           due_at = null, lease_id = null, lease_worker = null, lease_expires_at = null where user_id = $1`,
        [person.id, ANSWER],
      );
      return rowCount === 1;
    });
  while (!(await isMade())) await sleep(50);
  return person;
};

/**
 * Registers a LEADER and stores whom they referred.
 *
 * @param waiting who of them waits is before everybody who registers
 */
export const leaderOf = async (
  product: Product,
  count: number,
  waiting = false,
  cedulasFrom = 100_000_000,
): Promise<Person> => {
  const leader = await registerAnswered(product);
  await inDatabase(product, async (client) => {
    // Their session is read anew once the role is another.
    await client.query(`update accounts.users set role = 'LEADER' where id = $1`, [leader.id]);
    await storeReferrals(client, { referrerId: leader.id, count, cedulasFrom });
    if (waiting)
      await client.query(
        `update census.records set priority = 0 where referrer_id = $1 and due_at is not null`,
        [leader.id],
      );
    await client.query('analyze');
  });
  return leader;
};
