import type { Leader, LedGroup, ReferralCounts, ReferralGrowth } from '../../../shared/contract/accounts.ts';
import type { CensusSummary } from '../../../shared/contract/summary.ts';
import type { Page } from '../context.ts';
import { EXPORT, listAddress } from '../filter/query.ts';
import { formatMoment } from '../ui/format.ts';
import { daysOf, type SummaryChart } from './charts-view.ts';
import { type Goal, presentGoal } from './goal-view.ts';
import { type Groups, presentGroups } from './groups-view.ts';
import { growthOf } from './growth-view.ts';
import { type LeaderTable, presentLeaders } from './leaders-view.ts';
import { type PlaceRanking, presentPlaces } from './places-view.ts';

declare module '../context.ts' {
  interface Pages {
    'summary/summary': SummaryPage;
  }
}

/** Everything that the page of the summary shows. */
export interface SummaryPage extends Page {
  /** Whose referrals they are; null when they are the reader's own. */
  leader: Leader | null;
  /** Nobody was referred yet. */
  isEmpty: boolean;
  referralLink: string;
  goal: Goal;
  groups: Groups;
  charts: SummaryChart[];
  places: PlaceRanking[];
  /** For who coordinates or administers. */
  leaders: LeaderTable | null;
  latest: string | null;
  listUrl: string;
  exportUrl: string;
}

/** What services say of somebody's referrals. */
export interface Summed {
  census: CensusSummary;
  counts: ReferralCounts;
  growth: ReferralGrowth;
  goal: number;
  /** Null where the reader compares nobody. */
  leaders: { items: LedGroup[]; total: number } | null;
}

/** Whose summary it is, who reads it and when, and where they invite others. */
interface Reader {
  leader: Leader | null;
  administers: boolean;
  referralLink: string;
  now: Date;
}

export const presentPage = (
  { census, counts, growth, goal, leaders }: Summed,
  { leader, administers, referralLink, now }: Reader,
): SummaryPage => {
  const query = leader === null ? {} : { leaderId: leader.id };
  const newest = { url: listAddress(query), text: 'Ver la lista, con quienes llegaron de últimos' };
  return {
    title: 'Resumen',
    leader,
    isEmpty: counts.todos === 0,
    referralLink,
    goal: presentGoal(counts.todos, goal),
    groups: presentGroups(counts, census, leader?.id),
    charts: [{ ...growthOf(growth, goal, now), link: newest }, daysOf(census)],
    places: presentPlaces(census, leader?.id),
    leaders: leaders === null || leaders.items.length === 0 ? null : presentLeaders(leaders, administers),
    latest: census.latestAnswerAt === null ? null : formatMoment(census.latestAnswerAt, now),
    listUrl: listAddress(query),
    exportUrl: listAddress(query, EXPORT),
  };
};
