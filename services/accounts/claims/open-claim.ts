import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { audit } from '../audit/audit.ts';
import { queueMessage } from '../messenger/queue-message.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { ClaimEntity, type ClaimRow, UserEntity } from '../store/entities.ts';
import type { SubnetOf } from '../subnet/subnet.ts';

/** So many of one account wait for a decision at the most, and so many of them from one block of addresses. */
const MOST_OPEN = 12;
const MOST_OF_BLOCK = 3;

/**
 * Writes down that somebody says that a cédula is theirs, and tells who has it; nothing when nobody has it, and once, however
 * often the same is sent. When enough wait already a newcomer takes the place of the oldest of their own block of addresses,
 * or of the block that has most, so that junk keeps no owner out. Whoever claims it is not told which.
 */
export const openClaim = (
  em: EntityManager,
  { messenger, subnetOf }: { messenger: MessengerSettings; subnetOf: SubnetOf },
  { cedula, ip, ...said }: ActionParams<'accounts.claim'>,
  now: Date,
): Promise<void> =>
  em.transactional(async (tx) => {
    const holder = await tx.findOne(UserEntity, { cedula }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (holder === null) return;
    // After the lock, so that those who come at once are counted.
    const open = await tx.find(
      ClaimEntity,
      { userId: holder.id, decidedAt: null },
      { orderBy: { createdAt: 'asc', id: 'asc' } },
    );
    if (open.some((one) => isSame(one, said))) return;
    const subnet = subnetOf(ip);
    const replaced = oneTooMany(open, subnet);
    if (replaced !== undefined) await tx.nativeDelete(ClaimEntity, { id: replaced.id });
    await tx.insert(ClaimEntity, {
      ...{ id: randomUUID(), userId: holder.id, ...said, subnet, createdAt: now, approvedBy: null },
      ...{ decidedAt: null, decidedBy: null, granted: null, decision: null },
    });
    await audit(tx, { actor: null, action: 'claim.open', subjectIds: [holder.id], ip }, now);
    const whose = { userId: holder.id, phone: holder.phone };
    await queueMessage(tx, messenger, { ...whose, kind: 'claim_opened', data: {}, urgent: false }, now);
  });

type Said = Pick<ClaimRow, 'nombreCompleto' | 'phone' | 'contact' | 'evidence'>;

const isSame = (one: Said, other: Said): boolean =>
  one.nombreCompleto === other.nombreCompleto &&
  one.phone === other.phone &&
  one.contact === other.contact &&
  one.evidence === other.evidence;

/** Which of these, the oldest first, gives its place to one more of this block; none that an ADMIN has approved. */
const oneTooMany = (open: readonly ClaimRow[], subnet: string): ClaimRow | undefined => {
  const waiting = open.filter(({ approvedBy }) => approvedBy == null);
  const of = (block: string): ClaimRow[] => waiting.filter((one) => one.subnet === block);
  if (of(subnet).length >= MOST_OF_BLOCK) return of(subnet)[0];
  if (open.length < MOST_OPEN) return undefined;
  return waiting.toSorted((one, other) => of(other.subnet).length - of(one.subnet).length)[0];
};
