import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { noteLanes } from '../store/lanes.ts';
import { dismissWorker, noteWorker } from '../store/workers.ts';

/** Notes that a scraper lives, or goes, and which lanes it has. */
export const noteHeartbeat = async (
  em: EntityManager,
  { worker: name, slots, lanes, trouble, leaving }: ActionParams<'census.heartbeat'>,
  now: Date,
): Promise<void> => {
  if (leaving) await dismissWorker(em, name);
  else await noteWorker(em, { name, slots, trouble }, now);
  await noteLanes(em, lanes, now);
};
