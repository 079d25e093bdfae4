import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';

/** Whoever has another role now is weighed by it from the next member of their batch on. */
export const noteBatchRole = async (
  em: EntityManager,
  { userId, role }: DurableEvents['user.role_changed'],
): Promise<void> => {
  await em.execute(
    'update "census"."batches" set "requested_as" = ? where "requested_by" = ? and "finished_at" is null',
    [role, userId],
  );
};
