import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { lockRecord } from '../store/apply.ts';
import { lockAllowed } from '../store/consents.ts';
import { isErased } from '../store/erased.ts';
import { createRecord, removeAnswer } from '../store/records.ts';
import { setAllowed } from './set-allowed.ts';

type Correction = DurableEvents['user.corrected'];

/**
 * Follows a correction of who somebody is: who invited them sees their answer from now on, and with another cédula the
 * record begins anew, because the old answer, its history and its evidence are another number's. A correction that is
 * older than one that was followed changes nothing; nor does one of who has no record, which is made from what is right.
 *
 * @returns whether there is something to look up
 */
export const correctRecord = (em: EntityManager, told: Correction, now: Date): Promise<boolean> =>
  em.transactional(async (tx) => {
    const { userId, cedula } = told;
    if (await isErased(tx, userId)) return false;
    // The first lock, as whoever makes or removes a record takes it.
    const { sharing } = await lockAllowed(tx, userId, BEFORE_ALL);
    const referrerId = sharing ? told.referrerId : null;
    const row = await lockRecord(tx, userId);
    const suspended = row?.suspended ?? false;
    const correctedAt = new Date(told.correctedAt);
    if (row === null || (row.correctedAt != null && row.correctedAt > correctedAt)) return false;
    const isAnother = cedula !== null && cedula !== row.cedula;
    if (isAnother) {
      const version = (await removeAnswer(tx, userId, now)) ?? row.version;
      await createRecord(tx, { userId, cedula, referrerId, registeredAt: told.correctedAt }, now, version);
    }
    await setAllowed(tx, userId, { referrerId, suspended }, now);
    await tx.execute('update "census"."records" set "corrected_at" = ? where "user_id" = ?', [
      correctedAt,
      userId,
    ]);
    return isAnother;
  });

/** Allows nothing that was not allowed. */
const BEFORE_ALL = new Date(0);
