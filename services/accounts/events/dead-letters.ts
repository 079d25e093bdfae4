import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor, Origin } from '../../../shared/contract/accounts.ts';
import type { DeadLetters, Redriven } from '../../../shared/contract/dead-letters.ts';
import { listDeadLetters } from '../../../shared/durable/dead-letters.ts';
import { redrive } from '../../../shared/durable/redrive.ts';
import { authorize } from '../../../shared/policy/authorize.ts';
import { audit } from '../audit/audit.ts';
import { listDeadMessages, sendAgain } from '../messenger/dead-messages.ts';
import { listDeadPushes, pushAgain } from '../push/dead-pushes.ts';
import type { PushSettings } from '../push/settings.ts';
import { accountsConsumers } from './consumers.ts';

/** The events that this service could not handle, the messages and notices that it could not send. @throws AppError `forbidden` (403) */
export const readDeadLetters = async (em: EntityManager, actor: Actor): Promise<DeadLetters> => {
  authorize(actor, 'redrive');
  const events = await listDeadLetters(em, 'accounts');
  const others = [...(await listDeadMessages(em)), ...(await listDeadPushes(em))];
  return { total: events.total + others.length, items: [...events.items, ...others] };
};

/** Who hands dead letters out again, for the trail. `actor` null = whoever has the command line. */
export interface Redriver {
  actor: Actor | null;
  ip: Origin['ip'];
  detail?: string;
  push: Pick<PushSettings, 'personDay'>;
}

/** Handles them once more, and writes down who asked for it. @throws AppError `forbidden` (403) */
export const redriveDeadLetters = async (
  fork: () => EntityManager,
  { actor, ip, push, detail = '' }: Redriver,
  ids: readonly string[] | 'all',
  now: Date,
): Promise<Redriven> => {
  if (actor !== null) authorize(actor, 'redrive');
  const consumers = accountsConsumers(fork, push);
  const { handled, failed, userIds } = await redrive(fork, { schema: 'accounts', consumers }, ids, now);
  const messages = await sendAgain(fork(), ids, now);
  const pushes = await pushAgain(fork(), ids, now);
  const subjectIds = [...new Set([...userIds, ...messages.userIds, ...pushes.userIds])];
  await audit(fork(), { actor, action: 'events.redrive', subjectIds, ip, detail }, now);
  return { handled: handled + messages.sent + pushes.sent, failed };
};
