import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { queueMessage } from '../messenger/queue-message.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { ClaimEntity, UserEntity } from '../store/entities.ts';

/** So many of one account wait for a decision at the most: a flood of them buries nobody else's. */
const MOST_OPEN = 3;

/**
 * Writes down that somebody says that a cédula is theirs, and tells who has it; nothing when nobody has it, or when enough
 * say so already. Whoever claims it is not told which.
 */
export const openClaim = (
  em: EntityManager,
  messenger: MessengerSettings,
  { cedula, nombreCompleto, phone, contact, evidence }: ActionParams<'accounts.claim'>,
  now: Date,
): Promise<void> =>
  em.transactional(async (tx) => {
    const holder = await tx.findOne(UserEntity, { cedula }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    // After the lock, so that those who come at once are counted.
    const isHeard = holder !== null && (await countOpen(tx, holder.id)) < MOST_OPEN;
    if (!isHeard) return;
    await tx.insert(ClaimEntity, {
      ...{ id: randomUUID(), userId: holder.id, nombreCompleto, phone, contact, evidence, createdAt: now },
      ...{ decidedAt: null, decidedBy: null, granted: null, decision: null },
    });
    const whose = { userId: holder.id, phone: holder.phone };
    await queueMessage(tx, messenger, { ...whose, kind: 'claim_opened', data: {}, urgent: false }, now);
  });

const countOpen = (tx: EntityManager, userId: string): Promise<number> =>
  tx.count(ClaimEntity, { userId, decidedAt: null });
