import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor, Origin } from '../../../shared/contract/accounts.ts';
import type { DeadLetters, Redriven } from '../../../shared/contract/dead-letters.ts';
import { listDeadLetters } from '../../../shared/durable/dead-letters.ts';
import { redrive } from '../../../shared/durable/redrive.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { audit } from '../audit/audit.ts';
import { listDeadMessages, sendAgain } from '../messenger/dead-messages.ts';
import { accountsConsumers } from './consumers.ts';

/** The events that this service could not handle, and the messages that it could not send. @throws AppError `forbidden` (403) */
export const readDeadLetters = async (em: EntityManager, actor: Actor): Promise<DeadLetters> => {
  authorize(actor, 'redrive');
  const [events, messages] = [await listDeadLetters(em, 'accounts'), await listDeadMessages(em)];
  return { total: events.total + messages.length, items: [...events.items, ...messages] };
};

/** Who hands dead letters out again, for the trail. `actor` null = whoever has the command line. */
export interface Redriver {
  actor: Actor | null;
  ip: Origin['ip'];
  detail?: string;
}

/** Handles them once more, and writes down who asked for it. @throws AppError `forbidden` (403) */
export const redriveDeadLetters = async (
  fork: () => EntityManager,
  { actor, ip, detail = '' }: Redriver,
  ids: readonly string[] | 'all',
  now: Date,
): Promise<Redriven> => {
  if (actor !== null) authorize(actor, 'redrive');
  const consumers = accountsConsumers(fork);
  const { handled, failed, userIds } = await redrive(fork, { schema: 'accounts', consumers }, ids, now);
  const messages = await sendAgain(fork(), ids, now);
  const subjectIds = [...new Set([...userIds, ...messages.userIds])];
  await audit(fork(), { actor, action: 'events.redrive', subjectIds, ip, detail }, now);
  return { handled: handled + messages.sent, failed };
};
