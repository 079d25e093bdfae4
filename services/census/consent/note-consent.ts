import type { EntityManager } from '@mikro-orm/postgresql';
import type { DurableEvents } from '../../../shared/contract/events.ts';
import { lockRecord } from '../store/apply.ts';
import { keepVersion, noteAllowed } from '../store/consents.ts';
import { isErased, unlessErased } from '../store/erased.ts';
import { noteReferrer } from '../store/leaders.ts';
import { removeAnswer } from '../store/records.ts';
import { setAllowed } from './set-allowed.ts';

type ConsentChanged = DurableEvents['user.consent_changed'];

/**
 * Does what somebody has decided: without consent to the lookup nothing of them is kept and no lookup leaves or is taken;
 * without consent to sharing nobody who invited them is known, so nobody but they and those who administer sees their answer.
 * The event may come twice, and late.
 */
export const noteConsent = (em: EntityManager, event: ConsentChanged, now: Date): Promise<void> =>
  em.transactional(async (tx) => {
    if ((await isErased(tx, event.userId)) || !(await noteAllowed(tx, event))) return;
    const referrerId = event.sharing ? await unlessErased(tx, await referrerOf(tx, event)) : null;
    if (event.lookup || (event.asking === true && !(await beganAnew(tx, event))))
      await setAllowed(tx, event.userId, { referrerId, suspended: !event.lookup }, now);
    else {
      const version = await removeAnswer(tx, event.userId, now);
      if (version !== null) await keepVersion(tx, event.userId, version);
    }
    await noteReferrer(tx, { ...event, referrerId });
  });

/** Whether the record is another number's since then, and holds nothing yet that could be kept until they decide. */
const beganAnew = async (tx: EntityManager, { userId, changedAt }: ConsentChanged): Promise<boolean> => {
  const row = await lockRecord(tx, userId);
  return row?.correctedAt != null && row.correctedAt >= new Date(changedAt) && row.answer == null;
};

/** Who invited them: as the event has it, unless that was corrected since. */
const referrerOf = async (tx: EntityManager, event: ConsentChanged): Promise<string | null> => {
  const row = await lockRecord(tx, event.userId);
  const isOlder = row?.correctedAt != null && row.correctedAt > new Date(event.changedAt);
  return isOlder ? (row.referrerId ?? null) : event.referrerId;
};
