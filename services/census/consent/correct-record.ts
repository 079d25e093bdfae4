import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { askOf } from '../../../shared/persistence/prepared.ts';
import { lockRecord } from '../store/apply.ts';
import { keepVersion, lockAllowed } from '../store/consents.ts';
import { isErased, unlessErased } from '../store/erased.ts';
import { recordOf, removeAnswer } from '../store/records.ts';
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
    const { sharing, asOf } = await lockAllowed(tx, userId, BEFORE_ALL);
    const row = await lockRecord(tx, userId);
    const suspended = row?.suspended ?? false;
    const correctedAt = new Date(told.correctedAt);
    // Who is named shared with them then; what was heard of the time before may lag behind.
    const referrerId = sharing || asOf < correctedAt ? await unlessErased(tx, told.referrerId) : null;
    if (row === null || (row.correctedAt != null && row.correctedAt > correctedAt)) return false;
    const isAnother = cedula !== null && cedula !== row.cedula;
    if (isAnother) {
      const version = (await removeAnswer(tx, userId, now)) ?? row.version;
      // A correction allows nothing.
      const registered = { userId, cedula, referrerId, registeredAt: BEFORE_ALL.toISOString() };
      if (!(await recordOf(askOf(tx), registered, now, version))) {
        await keepVersion(tx, userId, version);
        return false;
      }
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
