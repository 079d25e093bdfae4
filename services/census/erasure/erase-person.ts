import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { id, readRows } from '../../../shared/persistence/rows.ts';
import { cancelBatch } from '../batches/cancel.ts';
import { countEnded } from '../store/count-ended.ts';
import { isErased, personHash } from '../store/erased.ts';
import { removeRecord } from '../store/records.ts';
import { nameNobody } from './name-nobody.ts';

/**
 * Removes what the census keeps of a person: their record with its history and evidence, what they asked for, and what waits
 * to be told of them. Those whom they referred lose them in the background (`detach.ts`). The event may come before the
 * registration's, or twice.
 */
export const erasePerson = async (
  fork: () => EntityManager,
  { userId, erasedAt, seal }: Pick<DurableEvents['user.erased'], 'userId' | 'erasedAt' | 'seal'>,
  now: Date,
): Promise<void> => {
  // From here on nothing is made of them, whatever is told late.
  await noteErased(fork(), { userId, erasedAt, seal: seal ?? null });
  await removeRecord(fork(), userId, now);
  await cancelOwn(fork, userId, now);
  await leaveBatches(fork(), userId, now);
  await fork().transactional((tx) => forgetBesides(tx, userId));
};

/** A seal that is told later, under a newer key, takes the place of what was there. */
const noteErased = (
  em: EntityManager,
  { userId, erasedAt, seal }: { userId: string; erasedAt: string; seal: string | null },
): Promise<void> =>
  em.transactional(async (tx) => {
    if (await isErased(tx, userId)) {
      await tx.execute(
        `update "census"."erased" set "erased_at" = ?, "seal" = decode(?, 'hex')
         where "person_hash" = ? and "seal" is distinct from decode(?, 'hex') and ? is not null`,
        [erasedAt, seal, personHash(userId), seal, seal],
      );
      return;
    }
    await tx.execute(
      `insert into "census"."erased" ("person_hash", "erased_at", "seal", "detaching", "led")
       values (?, ?, decode(?, 'hex'), ?, exists (select 1 from "census"."leaders" where "user_id" = ?))`,
      [personHash(userId), erasedAt, seal, userId, userId],
    );
  });

/** What they asked for in bulk: who only waits is again what they were. */
const cancelOwn = async (fork: () => EntityManager, userId: string, now: Date): Promise<void> => {
  const batches = await readRows(
    fork(),
    z.object({ id }),
    'select "id" from "census"."batches" where "requested_by" = ?',
    [userId],
  );
  for (const batch of batches) await cancelBatch(fork(), { id: userId, role: 'USER' }, batch.id, now);
  await fork().execute('delete from "census"."batches" where "requested_by" = ?', [userId]);
};

/** They wait in nobody's batch. */
const leaveBatches = (em: EntityManager, userId: string, now: Date): Promise<void> =>
  em.transactional(async (tx) => {
    // Batches before their members, as whoever feeds them.
    const batches = await readRows(
      tx,
      z.object({ id }),
      `select "id" from "census"."batches" where "id" in (
         select "batch_id" from "census"."batch_members" where "user_id" = ?) order by "id" for update`,
      [userId],
    );
    const left = await readRows(
      tx,
      z.object({ batchId: id }),
      `delete from "census"."batch_members" where "user_id" = ? and "batch_id" in (
         select value::uuid from jsonb_array_elements_text(?::jsonb)) returning "batch_id" as "batchId"`,
      [userId, JSON.stringify(batches.map(({ id }) => id))],
    );
    const ended = left.map(({ batchId }) => ({ batchId, kind: 'skipped' as const }));
    await countEnded(tx, ended, now);
  });

/** What says their id beside their record. */
const forgetBesides = async (tx: EntityManager, userId: string): Promise<void> => {
  for (const table of ['outbox', 'dead_letters'])
    await tx.execute(`delete from "census"."${table}" where "payload" ->> 'userId' = ?`, [userId]);
  // What is tried once more names them as nobody's referrer.
  await nameNobody(tx, 'dead_letters', [userId]);
  await tx.execute('delete from "census"."consents" where "user_id" = ?', [userId]);
  await tx.execute(
    `update "census"."lanes" set "streak" = (
       select coalesce(jsonb_agg("failing"), '[]') from jsonb_array_elements("streak") "failing"
       where "failing" ->> 'userId' <> ?)
     where "streak" @> jsonb_build_array(jsonb_build_object('userId', ?::text))`,
    [userId, userId],
  );
  await tx.execute('select "census"."forget_operator"(?::uuid)', [userId]);
};
