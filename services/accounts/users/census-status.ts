import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { UserEntity } from '../persistence/entities.ts';

/** Keeps the copy of a person's census status; an event older than the copy changes nothing. */
export const copyCensusStatus = async (
  em: EntityManager,
  { userId, status, version }: DurableEvents['census.updated'],
): Promise<void> => {
  await em.nativeUpdate(
    UserEntity,
    { id: userId, censusVersion: { $lt: version } },
    { censusStatus: status, censusVersion: version },
  );
};
