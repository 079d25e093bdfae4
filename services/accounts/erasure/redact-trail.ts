import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { ErasureReason } from '../../../shared/contract/erasure.ts';
import { id, moment, readRows } from '../../../shared/persistence/rows.ts';
import type { UserRow } from '../store/entities.ts';
import type { Erasing } from './erasing.ts';
import { namingWords, withoutWords } from './naming-words.ts';

/** Whom the trail loses, and what it says of that. */
interface Redaction extends Erasing {
  person: UserRow;
  erasureId: string;
}

/** What is still to do for one erasure: a row of `redacting`. */
const jobRule = z.object({
  erasureId: id,
  personId: id,
  words: z.array(z.string()),
  by: id.nullable(),
  moment,
  address: z.string(),
  said: z.string(),
});
type Job = z.output<typeof jobRule>;

/** So many entries in one transaction: some 0.5 s. */
const CHUNK = 1_000;
/** As many as nobody waits for, and more than nearly anybody has: the trail has lost them with their account. */
const AT_ONCE = 100;

/** As the trail names it. */
const names: Record<ErasureReason, string> = {
  own: 'Lo pidió la persona',
  admin: 'Lo hizo quien administra',
  command: 'Lo hizo quien opera',
  retention: 'Se cumplió el plazo de conservación',
  restored: 'Un respaldo la había traído de nuevo',
};

/**
 * Takes an erased person out of the trail, and adds the entry that says so: see `redact_audit` in m0018 and
 * `redact_looks` in m0023. What is more than a
 * few entries is written down and done after the commit ({@link redactSome}), so that nobody has too many to go.
 *
 * @param tx the account is gone in it
 */
export const redactTrail = async (
  tx: EntityManager,
  { person, erasureId, reason, by, why = '', ip = '' }: Redaction,
  now: Date,
): Promise<void> => {
  const isOwn = by?.id === person.id;
  const words = namingWords(person);
  await begin(tx, {
    ...{ erasureId, personId: person.id, words, by: isOwn ? erasureId : (by?.id ?? null) },
    ...{ moment: now, address: isOwn ? '' : ip },
    said: why === '' ? names[reason] : `${names[reason]}: ${withoutWords(why, words)}`,
  });
};

/** What was written of them after they had gone, by somebody who was in the middle of something. */
export const redactLate = (tx: EntityManager, userId: string, erasureId: string, now: Date): Promise<void> =>
  begin(tx, {
    ...{ erasureId, personId: userId, words: [], by: null, moment: now, address: '' },
    said: 'Lo que se anotó mientras se borraba',
  });

const begin = async (tx: EntityManager, job: Job): Promise<void> => {
  if (await redact(tx, job, AT_ONCE)) return;
  const { erasureId, personId, words, by, moment, address, said } = job;
  await tx.execute(
    `insert into "accounts"."redacting" values (?, ?, array(select jsonb_array_elements_text(?::jsonb)), ?, ?, ?, ?)
     on conflict ("erasure_id") do nothing`,
    [erasureId, personId, JSON.stringify(words), by, moment, address, said],
  );
};

/**
 * Goes on with one erasure whose trail is not gone through yet, wherever it was left. Another process takes another one.
 *
 * @returns whether there was one
 */
export const redactSome = (em: EntityManager, most = CHUNK): Promise<boolean> =>
  em.transactional(async (tx) => {
    const [job] = await readRows(
      tx,
      jobRule,
      `select "erasure_id" as "erasureId", "person_id" as "personId", "words", "by", "moment", "address", "said"
       from "accounts"."redacting" order by "redacting"."moment" limit 1 for update skip locked`,
    );
    if (job === undefined) return false;
    if (await redact(tx, job, most))
      await tx.execute('delete from "accounts"."redacting" where "erasure_id" = ?', [job.erasureId]);
    return true;
  });

/** @returns whether that was all */
const redact = async (tx: EntityManager, job: Job, most: number): Promise<boolean> => {
  const { personId, erasureId, words, by, moment, address, said } = job;
  await tx.execute('select "accounts"."redact_looks"(?::uuid, ?::uuid)', [personId, erasureId]);
  const [row] = await readRows(
    tx,
    z.object({ isWhole: z.boolean() }),
    `select "accounts"."redact_audit"(?::uuid, ?::uuid, array(select jsonb_array_elements_text(?::jsonb)), ?::uuid,
       ?::timestamptz, ?::text, ?::text, ?::int) is not null as "isWhole"`,
    [personId, erasureId, JSON.stringify(words), by, moment, address, said, most],
  );
  return row?.isWhole === true;
};
