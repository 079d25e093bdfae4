import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { announce } from '../../../shared/durable/outbox.ts';
import { assertAnotherAdmin } from '../administration/another-admin.ts';
import { queueMessage } from '../messenger/queue-message.ts';
import { forgetRequests } from '../requests/forget.ts';
import { UserEntity, type UserRow } from '../store/entities.ts';
import type { Erasing } from './erasing.ts';
import { noteErasure, personHash } from './ledger.ts';
import type { LedgerKey } from './ledger-key.ts';
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
    await noteErasure(tx, erasureId, person, erasing, now);
    const coordinatorId = await coordinatorOf(tx, person);
    await forgetBesides(tx, person);
    await tx.execute('delete from "accounts"."users" where "id" = ?', [userId]);
    await keepCounted(tx, person, erasing.ledger);
    await tellErased(tx, person, erasing, now);
    await redactTrail(tx, { person, erasureId, ...erasing }, now);
    const event = {
      userId,
      referrerId: person.referrerId ?? null,
      coordinatorId,
      ...sealedNow(userId, erasing.ledger, now),
    };
    await announce(tx, 'accounts', 'user.erased', event, now);
    tx.clear();
    return true;
  });

/** What no foreign key finds: by the cédula, or in what an event says. */
const forgetBesides = async (tx: EntityManager, person: UserRow): Promise<void> => {
  const { id, cedula, nombreCompleto, phone, phonePending } = person;
  for (const table of ['guesses', 'login_failures', 'recovery_asks', 'pending_registrations'])
    await tx.execute(`delete from "accounts"."${table}" where "cedula" = ?`, [cedula]);
  // What they said of another's account, or of a cédula that they mistyped; a telephone alone may be a family's.
  for (const table of ['claims', 'pending_registrations'])
    await tx.execute(
      `delete from "accounts"."${table}" where "phone" in (?, ?) and lower("nombre_completo") = lower(?)`,
      [phone, phonePending ?? phone, nombreCompleto],
    );
  // A code that is not sent yet is nobody's by its row; whoever in the family waits for one asks for another.
  await tx.execute(
    `delete from "accounts"."messages"
     where "due_at" is not null and "user_id" is null and "kind" = 'phone_code' and "phone" in (?, ?)`,
    [phone, phonePending ?? phone],
  );
  await tx.execute('delete from "accounts"."counted_gone" where "referrer_id" = ?', [id]);
  await forgetRequests(tx, person);
  for (const table of ['outbox', 'dead_letters'])
    await tx.execute(`delete from "accounts"."${table}" where "payload" ->> 'userId' = ?`, [id]);
  // What is tried once more names them as nobody's referrer.
  for (const named of ['referrerId', 'coordinatorId', 'formerReferrerId', 'formerCoordinatorId'])
    await tx.execute(
      `update "accounts"."dead_letters" set "payload" = jsonb_set("payload", '{${named}}', 'null')
       where "payload" ->> '${named}' = ?`,
      [id],
    );
};

/** What the census keeps, and shows when an older backup of accounts has them again. */
const sealedNow = (userId: string, ledger: LedgerKey, now: Date) => {
  const erasedAt = now.toISOString();
  return { erasedAt, seal: ledger.seal({ personHash: personHash(userId).toString('hex'), erasedAt }) };
};

/** How many somebody has referred stays as a number, under no status; whoever comes and goes again is one. */
const keepCounted = async (
  tx: EntityManager,
  { referrerId, cedula }: UserRow,
  ledger: LedgerKey,
): Promise<void> => {
  if (referrerId == null) return;
  await tx.execute(
    `with "new" as (
       insert into "accounts"."counted_gone" ("referrer_id", "cedula_hash")
       select "id", ? from "accounts"."users" where "id" = ? and not exists (
         select 1 from "accounts"."counted_gone" where "referrer_id" = "id" and "cedula_hash" in (
           select decode(value, 'hex') from jsonb_array_elements_text(?::jsonb)))
       on conflict do nothing returning "referrer_id")
     insert into "accounts"."referral_counts" ("referrer_id", "status", "total")
     select "referrer_id", 'HIDDEN', 1 from "new"
     on conflict ("referrer_id", "status") do update set "total" = "referral_counts"."total" + 1`,
    [
      ledger.cedulaHash(cedula),
      referrerId,
      JSON.stringify(ledger.cedulaHashes(cedula).map((hash) => hash.toString('hex'))),
    ],
  );
};

/** The last that they hear, at the telephone that they had: whoever did not want it can say so. */
const tellErased = async (
  tx: EntityManager,
  { phone }: UserRow,
  { reason, messenger }: Erasing,
  now: Date,
): Promise<void> => {
  // Told when it was done first.
  if (messenger === undefined || reason === 'restored') return;
  const message = { userId: null, phone, kind: 'erased', data: {}, urgent: reason === 'own' } as const;
  await queueMessage(tx, messenger, message, now);
};

/** Whose LEADER referred them: their pages show this person too. */
const coordinatorOf = async (tx: EntityManager, { referrerId }: UserRow): Promise<string | null> => {
  const referrer = referrerId == null ? null : await tx.findOne(UserEntity, { id: referrerId });
  return referrer?.role === 'LEADER' ? (referrer.referrerId ?? null) : null;
};
