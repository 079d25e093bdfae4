import type { EntityManager } from '@mikro-orm/postgresql';
import type { Failure, Outcome } from '../../../shared/contract/outcome.ts';
import { isFailure } from '../../../shared/policy/access.ts';
import { rereadAs } from '../record/changes.ts';
import type { RecordRow } from '../record/record.ts';
import { apply, lockRecord } from '../store/apply.ts';
import { AttemptEntity } from '../store/entities.ts';
import { notePlace } from '../store/places.ts';

/** `newer` = something else happened to the person since; `gone` = the person, or what was kept, is not there any more. */
export type Correction = 'corrected' | 'newer' | 'gone';

/**
 * Puts the answer that a failure's evidence is in the failure's place, as if it had been read when it came: with that
 * moment's date, its place, an event and a newer version. A newer wish, lookup or answer is left alone.
 *
 * @param note who asked for it
 */
export const correctFailure = (
  em: EntityManager,
  { leaseId, outcome, note }: { leaseId: string; outcome: Exclude<Outcome, Failure>; note: string },
  now: Date,
): Promise<Correction> =>
  em.transactional(async (tx) => {
    const found = await tx.findOne(AttemptEntity, { leaseId });
    const row = found === null ? null : await lockRecord(tx, found.userId);
    // As it is now that nobody else can change it.
    const attempt = row === null ? null : await tx.findOne(AttemptEntity, { leaseId }, { refresh: true });
    if (row === null || attempt?.finishedAt == null || attempt.source == null) return 'gone';
    const { startedAt, finishedAt, source, outcome: before } = attempt;
    if (!isOpen(row, startedAt)) return 'newer';
    const kept = await tx.execute<object[]>(
      'delete from "census"."evidence" where "lease_id" = ? returning "lease_id"',
      [leaseId],
    );
    if (kept.length === 0) return 'gone';
    await tx.nativeUpdate(
      AttemptEntity,
      { leaseId },
      { outcome: outcome.kind, detail: `read again (${note}); was ${before}`.slice(0, 500), refund: null },
    );
    const move = outcome.kind === 'active' ? await notePlace(tx, row, outcome, source, finishedAt) : null;
    await apply(tx, row, { ...rereadAs(row, outcome, finishedAt), ...(move === null ? {} : { move }) }, now);
    return 'corrected';
  });

/** Does the record still wait for what this lookup was made for, or has it failed without? */
const isOpen = (row: RecordRow, startedAt: Date): boolean =>
  (row.status === 'PENDING' || isFailure(row.status)) &&
  row.leaseId == null &&
  !row.suspended &&
  row.requestedAt <= startedAt &&
  (row.correctedAt == null || row.correctedAt <= startedAt) &&
  (row.answeredAt == null || row.answeredAt <= startedAt);
