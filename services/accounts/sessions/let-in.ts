import type { EntityManager } from '@mikro-orm/postgresql';
import type { Admission } from '../../../shared/contract/accounts.ts';
import { rememberDevice } from './devices.ts';
import { openSession } from './sessions.ts';

/** Opens a session for somebody who has shown who they are, and remembers their browser. */
export const letIn = async (
  em: EntityManager,
  userId: string,
  { remember, device }: { remember: boolean; device?: string | undefined },
  now: Date,
): Promise<Admission> => ({
  session: await openSession(em, userId, remember, now),
  device: await rememberDevice(em, userId, device, now),
});
