import type { EntityManager } from '@mikro-orm/postgresql';

/** Where an event names who referred whom, and who leads the referrer. */
const NAMES = ['referrerId', 'coordinatorId', 'formerReferrerId', 'formerCoordinatorId'];

/** Takes people out of what is told of others, or was told and is tried once more: it names nobody in their place. */
export const nameNobody = async (
  em: EntityManager,
  table: 'outbox' | 'dead_letters',
  userIds: readonly string[],
): Promise<void> => {
  for (const name of NAMES)
    await em.execute(
      `update "census"."${table}" set "payload" = jsonb_set("payload", '{${name}}', 'null')
       where "payload" ->> '${name}' in (select jsonb_array_elements_text(?::jsonb))`,
      [JSON.stringify(userIds)],
    );
};
