import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { announce } from '../../../shared/durable/outbox.ts';
import { assertAnotherAdmin } from '../administration/another-admin.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import type { Erasing } from './erasing.ts';
import { noteErasure } from './ledger.ts';
import { redactTrail } from './redact-trail.ts';

/**
 * Erases a person and everything that is theirs, in one transaction: what hangs on the account goes with it, the ledger
 * remembers that there was somebody, and the other services are told. The trail and those whom they referred lose them in
 * the background where they are many (`detach.ts`), so that a leader of very many goes as quickly as anybody.
 *
 * @returns false when there is nobody, who was erased already perhaps
 * @throws AppError `last_admin` (409)
 */
export const eraseUser = (em: EntityManager, userId: string, erasing: Erasing, now: Date): Promise<boolean> =>
  em.transactional(async (tx) => {
    const person = await tx.findOne(UserEntity, { id: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (person === null) return false;
    if (person.role === 'ADMIN') await assertAnotherAdmin(tx, person);
    const erasureId = randomUUID();
    await noteErasure(tx, erasureId, person, erasing.reason, now);
    const coordinatorId = await coordinatorOf(tx, person);
    await forgetBesides(tx, person);
    await tx.execute('delete from "accounts"."users" where "id" = ?', [userId]);
    await keepCounted(tx, person);
    await redactTrail(tx, { person, erasureId, ...erasing }, now);
    const event = {
      userId,
      referrerId: person.referrerId ?? null,
      coordinatorId,
      erasedAt: now.toISOString(),
    };
    await announce(tx, 'accounts', 'user.erased', event, now);
    tx.clear();
    return true;
  });

/** What no foreign key finds: by the cédula, or in what an event says. */
const forgetBesides = async (tx: EntityManager, { id, cedula }: UserRow): Promise<void> => {
  for (const table of ['guesses', 'login_failures', 'recovery_asks', 'pending_registrations'])
    await tx.execute(`delete from "accounts"."${table}" where "cedula" = ?`, [cedula]);
  // What came by letter stays as a number with its dates; one that is open still has to be answered.
  await tx.execute(
    `update "accounts"."requests" set "nombre_completo" = '', "cedula" = '', "contact" = '', "text" = '', "answer" = ''
     where "cedula" = ? and "user_id" is null and "answered_at" is not null`,
    [cedula],
  );
  for (const table of ['outbox', 'dead_letters'])
    await tx.execute(`delete from "accounts"."${table}" where "payload" ->> 'userId' = ?`, [id]);
};

/** How many somebody has referred stays as a number, under no status. */
const keepCounted = async (tx: EntityManager, { referrerId }: UserRow): Promise<void> => {
  if (referrerId == null) return;
  await tx.execute(
    `insert into "accounts"."referral_counts" ("referrer_id", "status", "total")
     select "id", 'HIDDEN', 1 from "accounts"."users" where "id" = ?
     on conflict ("referrer_id", "status") do update set "total" = "referral_counts"."total" + 1`,
    [referrerId],
  );
};

/** Whose LEADER referred them: their pages show this person too. */
const coordinatorOf = async (tx: EntityManager, { referrerId }: UserRow): Promise<string | null> => {
  const referrer = referrerId == null ? null : await tx.findOne(UserEntity, { id: referrerId });
  return referrer?.role === 'LEADER' ? (referrer.referrerId ?? null) : null;
};
