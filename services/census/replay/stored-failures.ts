import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { FailureKind } from '../../../shared/contract/outcome.ts';
import { id, moment, readRows, word } from '../../../shared/persistence/rows.ts';

const rowRule = z.object({
  leaseId: id,
  userId: id,
  cedula: z.string(),
  source: z.string(),
  failure: word<FailureKind>(),
  /** Compressed, in base64. */
  page: z.string(),
  truncated: z.boolean(),
  startedAt: moment,
});

/** A failure whose evidence is still kept. */
export type StoredEvidence = z.output<typeof rowRule>;

const AT_ONCE = 50;

const ROWS = `select "evidence"."lease_id" as "leaseId", "records"."user_id" as "userId", "cedula", "source", "outcome" as "failure",
     replace(encode("page", 'base64'), e'\\n', '') as "page", "truncated", "started_at" as "startedAt"
   from "census"."evidence" join "census"."attempts" using ("lease_id") join "census"."records" using ("user_id")
   where "source" is not null and "outcome" is not null`;

/** Failures with their evidence, the newest first; a few at a time, because each may be large. */
export async function* storedFailures(fork: () => EntityManager): AsyncGenerator<StoredEvidence> {
  let [at, lease] = ['infinity', '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const rows = await readRows(
      fork(),
      rowRule,
      `${ROWS} and ("started_at", "evidence"."lease_id") < (?::timestamptz, ?::uuid)
       order by "started_at" desc, "evidence"."lease_id" desc limit ?`,
      [at, lease, AT_ONCE],
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < AT_ONCE) return;
    [at, lease] = [last.startedAt.toISOString(), last.leaseId];
  }
}

/** One of them; null when its evidence is gone. */
export const storedFailure = async (em: EntityManager, leaseId: string): Promise<StoredEvidence | null> => {
  const [row] = await readRows(em, rowRule, `${ROWS} and "evidence"."lease_id" = ?`, [leaseId]);
  return row ?? null;
};
