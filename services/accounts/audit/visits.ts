import type { AuditAction } from '../../../shared/contract/audit.ts';

/** What somebody reads again and again while they sit before it; a change is told of by itself. */
const reads: readonly AuditAction[] = [
  'referrals.list',
  'referral.read',
  'referral.stream',
  'users.list',
  'user.read',
  'history.read',
  'audit.read',
  'requests.read',
  'recovery.list',
];

/** Whoever looks again within this time has not been away. */
const VISIT_GAP_MS = 10 * 60_000;

/** An entry of the trail, as visits are made of. */
export interface TrailRow {
  id: string;
  at: Date;
  actorId: string | null;
  action: string;
  /** The same for the same people, in whatever order. */
  whom: string;
  ip: string;
  detail: string;
  /** How many looks it is, and since when: more than one since they are stored by visit. */
  times: number;
  since: Date;
}

/** Entries of the same person who did the same with the same people from the same place, one soon after the other. */
export interface Visit<R extends TrailRow> {
  /** The newest of them. */
  row: R;
  times: number;
  from: Date;
}

/**
 * Puts entries together to visits; they stay in their order, by the newest of each.
 *
 * @param rows newest first
 * @param most so many visits at the most
 * @returns `last`: the last entry that is in one of them; null when all are
 */
export const visitsOf = <R extends TrailRow>(
  rows: readonly R[],
  most: number,
): { visits: Visit<R>[]; last: R | null } => {
  const visits: Visit<R>[] = [];
  const open = new Map<string, Visit<R>>();
  for (const [index, row] of rows.entries()) {
    const key = [row.actorId, row.action, row.whom, row.ip, row.detail].join(' ');
    const visit = open.get(key);
    if (visit !== undefined && visit.from.getTime() - row.at.getTime() <= VISIT_GAP_MS) {
      visit.times += row.times;
      visit.from = row.since < visit.from ? row.since : visit.from;
      continue;
    }
    if (visits.length === most) return { visits, last: rows[index - 1] ?? null };
    const begun = { row, times: row.times, from: row.since };
    visits.push(begun);
    if ((reads as readonly string[]).includes(row.action)) open.set(key, begun);
  }
  return { visits, last: null };
};
