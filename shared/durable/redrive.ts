import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { MAX_DEAD_LETTERS, type Redriven } from '../contract/dead-letters.ts';
import type { DurableEventName } from '../contract/events.ts';
import { errorCodeOf } from '../errors.ts';
import { isAway } from '../persistence/away.ts';
import { id as personId, readRows, word } from '../persistence/rows.ts';
import type { SchemaName } from '../persistence/schemas.ts';
import type { DurableHandler } from './bus.ts';
import { readEvent } from './read-event.ts';

/** What a service does with each event that it consumes. */
export type Consumers = { [N in DurableEventName]?: DurableHandler<N> };

const rowRule = z.object({
  id: z.string(),
  // One that only an older release consumed has no consumer.
  name: word<DurableEventName>(),
  // As it came, whatever that was: what its consumer cannot handle fails again.
  payload: z.unknown(),
});
type Row = z.output<typeof rowRule>;
/** Whom an event is about; who published it may have said anything. */
const aboutRule = z.object({ userId: personId });

/**
 * Hands dead letters to their consumer once more, oldest first and without the bus: what is handled is gone, what
 * fails again stays, with its newest error. Two who do it at once do not hand out the same one.
 *
 * @param ids of those that are meant; ids of other services' are passed over
 * @returns with whom the handled and the failed ones were about
 * @throws the driver's error when the database is away
 */
export const redrive = async (
  fork: () => EntityManager,
  { schema, consumers }: { schema: SchemaName; consumers: Consumers },
  ids: readonly string[] | 'all',
  now: Date,
): Promise<Redriven & { userIds: string[] }> => {
  const result = { handled: 0, failed: 0, userIds: new Set<string>() };
  for (const id of ids === 'all' ? await oldestIds(fork(), schema) : new Set(ids)) {
    await fork().transactional(async (tx) => {
      const table = `"${schema}"."dead_letters"`;
      const [row] = await readRows(
        tx,
        rowRule,
        `select "id", "name", "payload" from ${table} where "id" = ? and "dead_at" is not null
         for update skip locked`,
        [id],
      );
      if (row === undefined) return;
      const about = aboutRule.safeParse(row.payload);
      if (about.success) result.userIds.add(about.data.userId);
      const error = await failureOf(consumers, row);
      if (error === null) {
        await tx.execute(`delete from ${table} where "id" = ?`, [id]);
        result.handled += 1;
        return;
      }
      await tx.execute(
        `update ${table} set "error" = ?, "tries" = "tries" + 1, "last_try_at" = ? where "id" = ?`,
        [error, now, id],
      );
      result.failed += 1;
    });
  }
  return { ...result, userIds: [...result.userIds] };
};

const failureOf = async (consumers: Consumers, row: Row): Promise<string | null> => {
  const redriveTo = async <N extends DurableEventName>(name: N, handler: DurableHandler<N>) =>
    handler(readEvent(name, row.payload), row.id);
  const handler = consumers[row.name];
  // An older release consumed it.
  if (handler === undefined) return 'NoConsumer';
  try {
    // Each handler stands under its event's own name, which is what Consumers says.
    await redriveTo(row.name, handler as DurableHandler<DurableEventName>);
    return null;
  } catch (error) {
    if (isAway(error)) throw error;
    return errorCodeOf(error);
  }
};

const oldestIds = async (em: EntityManager, schema: SchemaName): Promise<string[]> => {
  const rows = await readRows(
    em,
    z.object({ id: z.string() }),
    `select "id" from "${schema}"."dead_letters" where "dead_at" is not null
     order by "dead_letters"."dead_at", "id" limit ?`,
    [MAX_DEAD_LETTERS],
  );
  return rows.map(({ id }) => id);
};
