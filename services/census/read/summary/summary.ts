import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Actor } from '../../../../shared/contract/accounts.ts';
import type { Status } from '../../../../shared/contract/census.ts';
import type { CensusSummary } from '../../../../shared/contract/summary.ts';
import { moment, readRows, word } from '../../../../shared/persistence/rows.ts';
import { byStatus } from '../by-status.ts';
import { readDays } from './days.ts';
import { readRankings } from './rankings.ts';
import { whoseReferrals } from './whose.ts';

/**
 * The answers of those whom the actor, or a LEADER whom they coordinate, referred, counted.
 *
 * @param keep may give the numbers of a moment ago; who asks is checked each time
 * @throws AppError `forbidden` (403), `not_found` (404)
 */
export const readSummary = async (
  em: EntityManager,
  actor: Actor,
  leaderId: string | undefined,
  now: Date,
  keep: (key: string, read: () => Promise<CensusSummary>) => Promise<CensusSummary> = (_key, read) => read(),
): Promise<CensusSummary> => {
  const referrerId = await whoseReferrals(em, actor, leaderId);
  return keep(referrerId, () => countAll(em, referrerId, now));
};

const countAll = async (em: EntityManager, referrerId: string, now: Date): Promise<CensusSummary> => {
  // On connections of their own, so that a leader of very many does not wait for one after the other.
  const [totals, rankings, days] = await Promise.all([
    readTotals(em.fork(), referrerId),
    readRankings(em.fork(), referrerId),
    readDays(em.fork(), referrerId, now),
  ]);
  return { ...totals, ...rankings, days };
};

type Totals = Pick<CensusSummary, 'total' | 'answered' | 'active' | 'statuses' | 'latestAnswerAt'>;

const totalsRule = z.object({
  status: word<Status>(),
  people: z.number(),
  answered: z.number(),
  active: z.number(),
  latest: moment.nullable(),
});

const readTotals = async (em: EntityManager, referrerId: string): Promise<Totals> => {
  const rows = await readRows(
    em,
    totalsRule,
    `select "status", count(*)::int as people, count("answered_at")::int as answered,
       count(*) filter (where "answer_status" = 'ACTIVE')::int as active, max("answered_at") as latest
     from "census"."records" where "referrer_id" = ? group by "status"`,
    [referrerId],
  );
  const sum = (field: 'people' | 'answered' | 'active') => rows.reduce((total, row) => total + row[field], 0);
  const latest = rows.flatMap((row) => (row.latest === null ? [] : row.latest.getTime()));
  return {
    total: sum('people'),
    answered: sum('answered'),
    active: sum('active'),
    statuses: byStatus(rows.map(({ status, people }) => ({ status, count: people }))),
    latestAnswerAt: latest.length === 0 ? null : new Date(Math.max(...latest)).toISOString(),
  };
};
