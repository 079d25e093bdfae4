import { Gauge, type Registry } from 'prom-client';
import type { PoolUse } from '../persistence/database.ts';

/** The connections of this process to its schemas. */
export const databaseMetrics = (registers: Registry[]) => {
  const pools = new Map<string, () => PoolUse>();
  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    fill: (gauge: Gauge<L>, schema: string, use: PoolUse) => void,
  ) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        for (const [schema, use] of pools) fill(this, schema, use());
      },
    });
  gauge(
    'censo_database_pool_connections',
    'Connections of this process to the database, by schema and state.',
    ['schema', 'state'],
    (connections, schema, { used, idle }) => {
      connections.set({ schema, state: 'used' }, used);
      connections.set({ schema, state: 'idle' }, idle);
    },
  );
  gauge(
    'censo_database_pool_max_connections',
    'Most connections that this process opens to a schema.',
    ['schema'],
    (most, schema, { max }) => most.set({ schema }, max),
  );
  gauge(
    'censo_database_pool_waiting_queries',
    'Queries that wait for a free connection.',
    ['schema'],
    (queries, schema, { waiting }) => queries.set({ schema }, waiting),
  );
  return {
    /** Says where a pool's figures come from; they are read at each scrape. */
    watchPool(schema: string, use: () => PoolUse): void {
      pools.set(schema, use);
    },
  };
};
