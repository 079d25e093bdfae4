import type { EntityManager } from '@mikro-orm/postgresql';
import type { OutboxSample } from '../metrics/durable.ts';
import { countDeadLetters } from './dead-letters.ts';
import type { OutboxSchema } from './outbox.ts';

/** How many events an outbox still holds, how long the oldest has waited, and how many were put aside. */
export const sampleOutbox = async (
  em: EntityManager,
  schema: OutboxSchema,
  now: Date,
): Promise<OutboxSample> => {
  const [row] = await em.execute<{ rows: number; oldest: string | null }[]>(
    `select count(*)::int as rows, min("created_at") as oldest from "${schema}"."outbox"`,
  );
  const oldest = row?.oldest == null ? now : new Date(row.oldest);
  return {
    rows: row?.rows ?? 0,
    oldestS: Math.max(0, (now.getTime() - oldest.getTime()) / 1_000),
    dead: await countDeadLetters(em, schema),
  };
};
