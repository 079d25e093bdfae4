import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { giveRole } from '../administration/give-role.ts';
import { closeLooksOf } from '../audit/looks.ts';
import { outdateAllOf } from '../consent/outdate.ts';
import { removeFactors } from '../factors/reset.ts';
import { forgetOneTimes } from '../recovery/one-time.ts';
import { forgetDevices } from '../sessions/devices.ts';
import { ClaimEntity, type ClaimRow, RecoveryRequestEntity, type UserRow } from '../store/entities.ts';

/** Gives a locked account to who claimed it: nothing of the former holder opens it, or is shown to the new one. */
export const handOver = async (
  tx: EntityManager,
  person: UserRow,
  { nombreCompleto, phone }: ClaimRow,
  { actor, reason, ip, passwordHash }: ActionParams<'accounts.decideClaim'> & { passwordHash: string },
  now: Date,
): Promise<void> => {
  if (person.role !== 'USER') await giveRole(tx, person, { actor, role: 'USER', reason, ip }, now);
  await removeFactors(tx, person.id, now);
  await forgetDevices(tx, person.id);
  await forgetOneTimes(tx, person.id);
  await closeOthers(tx, person.id, actor.id, now);
  // Who looks from now on looks at somebody else.
  await closeLooksOf(tx, person.id, now);
  // What the former holder allowed is not what the owner of the cédula allows: they are asked.
  await outdateAllOf(tx, person.id, now);
  // Whoever suspended it meant the former holder, who alone was staff as well.
  Object.assign(person, { nombreCompleto, phone, passwordHash, suspendedAt: null, registeredBy: null });
  Object.assign(person, {
    ...{
      factorSince: null,
      factorDemandedAt: null,
      phoneProvenAt: null,
      phonePending: null,
      phoneChangedAt: now,
    },
    ...{ staffUntil: null, heldSince: now },
  });
  await tx.flush();
};

/** What else was asked about the account was about its former holder: granted later, it would open the new one's. */
const closeOthers = async (
  tx: EntityManager,
  userId: string,
  decidedBy: string,
  now: Date,
): Promise<void> => {
  const closed = { decidedAt: now, decidedBy, granted: false, decision: 'La cuenta cambió de manos' };
  await tx.nativeUpdate(ClaimEntity, { userId, decidedAt: null }, closed);
  await tx.nativeUpdate(RecoveryRequestEntity, { userId, decidedAt: null }, closed);
};
