import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { countDeadLetters } from '../durable/dead-letters.ts';
import type { OutboxSample } from '../metrics/durable.ts';
import { moment, readRows } from '../persistence/rows.ts';
import type { SchemaName } from '../persistence/schemas.ts';
import { catchUpAgeS } from './database-places.ts';

/** What an outbox still holds, how long the oldest has waited, how many were put aside, and when it was last looked. */
export const sampleOutbox = async (
  em: EntityManager,
  schema: SchemaName,
  now: Date,
): Promise<OutboxSample> => {
  const [row] = await readRows(
    em,
    z.object({ rows: z.number(), oldest: moment.nullable() }),
    `select count(*)::int as rows, min("created_at") as oldest from "${schema}"."outbox"`,
  );
  const oldest = row?.oldest ?? now;
  return {
    rows: row?.rows ?? 0,
    oldestS: Math.max(0, (now.getTime() - oldest.getTime()) / 1_000),
    dead: await countDeadLetters(em, schema),
    lookedS: await catchUpAgeS(em, schema, now),
  };
};
