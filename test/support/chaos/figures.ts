import type { Crowd, Member } from '../people/crowd.ts';
import { hasRightEnd } from '../people/crowd.ts';
import { inDatabase } from '../system/portal-database.ts';
import type { System } from '../system/system.ts';
import type { Load } from './load.ts';
import { strainOf } from './load.ts';

/** What was measured during one fault. */
export interface Figures {
  fault: string;
  accepted: number;
  /** Those with the status that belongs to their cédula. */
  answered: number;
  unavailable: number;
  /** Connections that were cut or refused, and tried again. */
  cut: number;
  /** Answers that nobody should get. */
  other: number;
  longestGapS: number;
  /** From the mending to the first answer of somebody who registered after it; null without a fault. */
  recoveryS: number | null;
  /** Queries of one person at the most, of those who are answered at the first. */
  queries: number;
  /** Why the machine did not produce the load. */
  strain: string | null;
}

/** What no fault may bring about, in words; empty when all held. */
export interface Verdict {
  figures: Figures;
  wrong: string[];
}

export interface Course {
  fault: string;
  crowd: Crowd;
  load: Load;
  /** Kinds that need more than one query anyway. */
  again: ReadonlySet<string>;
  struckAt: number;
  /** Null without a fault. */
  recoveryS: number | null;
  refusedBefore: number;
  /** No 503 is right before this and after that, in ms since epoch. */
  excused: { from: number; until: number };
}

const GOOD = ['active', 'cancelled', 'not_found'];

/** Looks at everybody of one fault, when they have their answers. */
export const judge = async (system: System, course: Course): Promise<Verdict> => {
  const { crowd, load, fault, again, struckAt, recoveryS, refusedBefore, excused } = course;
  const members = [...crowd.members];
  const queries = new Map<string, number>();
  for (const { cedula } of system.simulator.lookups) queries.set(cedula, (queries.get(cedula) ?? 0) + 1);
  const of = ({ cedula }: Member) => queries.get(cedula) ?? 0;
  const twice = await answeredTwice(system, members);
  const late = crowd.unavailable.filter((at) => at < excused.from || at > excused.until);
  const wrong = [
    ...members.filter((one) => !hasRightEnd(one)).map((one) => `${one.suffix} got ${one.view?.status}`),
    ...members
      .filter((one) => of(one) === 0 || of(one) > (one.view?.attempt ?? 0))
      .map((one) => `${one.suffix}: ${of(one)} queries, ${one.view?.attempt} attempts shown`),
    ...twice.map((userId) => `${userId} was answered twice`),
    ...crowd.unexpected,
    ...late.map((at) => `a 503 ${at - struckAt} ms after the fault began`),
  ];
  const figures: Figures = {
    fault,
    accepted: members.length,
    answered: members.filter(hasRightEnd).length,
    unavailable: crowd.unavailable.length,
    cut: (crowd.replies.get('away') ?? 0) + (system.balancer?.refused() ?? 0) - refusedBefore,
    other: crowd.unexpected.length,
    longestGapS: longestGap([load.startedAt, ...members.map(({ acceptedAt }) => acceptedAt)]) / 1_000,
    recoveryS,
    queries: Math.max(...members.filter(({ suffix }) => !again.has(suffix)).map(of)),
    strain: strainOf(
      load,
      members.filter(({ acceptedAt }) => acceptedAt < struckAt),
    ),
  };
  return { figures, wrong };
};

const longestGap = (moments: readonly number[]): number => {
  const sorted = [...moments].sort((a, b) => a - b);
  return Math.max(0, ...sorted.slice(1).map((at, index) => at - (sorted[index] ?? at)));
};

/** People with more than one good answer for the one request that they made. */
const answeredTwice = async (system: System, members: readonly Member[]): Promise<string[]> => {
  const rows = await inDatabase<{ user_id: string }>(
    system,
    `select user_id from census.attempts where user_id = any($1) and outcome = any($2)
     group by user_id having count(*) > 1`,
    [members.map(({ userId }) => userId), GOOD],
  );
  return rows.map(({ user_id }) => user_id);
};
