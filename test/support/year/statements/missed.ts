import type { Access } from '../store/access.ts';

/** What accounts says of a person, as `applyPeople` hands it to the database. */
export interface Told {
  userId: string;
  referrerId: string | null;
  role: string;
  changedAt: string;
  censusVersion: number;
  wanted: boolean;
  cedula: string | null;
  asking: boolean;
}

/** What the census does not know of somebody, though it should; null when it knows all. */
export const missed = (on: Access, told: Told): object | null => {
  const record = on.get('records', told.userId);
  const leader = on.get('leaders', told.userId);
  const batch = on.all('batches').find((row) => row.requestedBy === told.userId && row.finishedAt === null);
  const changedAt = new Date(told.changedAt);
  const found = {
    record: told.wanted && record === undefined,
    consent:
      record !== undefined &&
      ((!told.wanted && !told.asking) ||
        record.suspended === told.wanted ||
        (record.referrerId == null) !== (told.referrerId === null)),
    correction:
      told.wanted &&
      record !== undefined &&
      (record.cedula !== told.cedula ||
        (record.referrerId != null && told.referrerId !== null && record.referrerId !== told.referrerId) ||
        (record.referrerId == null && told.referrerId !== null && record.correctedAt != null)) &&
      (record.correctedAt == null || record.correctedAt <= changedAt),
    version: record !== undefined && record.version < told.censusVersion,
    role:
      (leader === undefined && told.role !== 'USER') ||
      (leader !== undefined &&
        leader.asOf <= changedAt &&
        (leader.leads !== (told.role === 'LEADER') || leader.referrerId !== told.referrerId)) ||
      (batch !== undefined && batch.requestedAs !== told.role),
  };
  return Object.values(found).some(Boolean) ? { userId: told.userId, ...found } : null;
};
