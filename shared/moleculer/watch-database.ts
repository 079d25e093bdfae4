import { sampleOutbox } from '../catch-up/outbox-sample.ts';
import type { Database } from '../persistence/database.ts';
import type { SchemaName } from '../persistence/schemas.ts';
import type { Runtime } from './runtime.ts';

/** Shows a service's database, outbox and bus in the metrics of its process, and asks for them before it is ready. */
export const watchDatabase = (
  { metrics, readiness, bus }: Runtime,
  schema: SchemaName,
  database: Database,
): void => {
  metrics.watchPool(schema, () => database.pool());
  metrics.outboxes[schema].from(() => sampleOutbox(database.fork(), schema, new Date()));
  readiness.add(`${schema}.database`, () => database.isReady());
  // Without it calls go directly and events wait in the outbox.
  readiness.add(`${schema}.bus`, async () => bus.isReady(), true);
};
