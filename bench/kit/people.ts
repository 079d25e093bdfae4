import pg from 'pg';
import { createClient, newCedula } from '../../test/support/people/client.ts';
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
