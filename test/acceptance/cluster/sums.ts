import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnHistory } from '../../../shared/contract/own-data.ts';
import {
  type Crowd,
  createCrowd,
  hasRightEnd,
  type Member,
  type Suffix,
} from '../../support/people/crowd.ts';
import { kubectl } from './kubectl.ts';

/** Those who are answered at the first query. */
const kinds: readonly Suffix[] = ['00', '01', '03', '02', '00', '03'];
/** Whoever is waited for: one query in five seconds, and a fault. */
const ANSWERED_MS = 900_000;
/** Milliseconds between two queries (SPACING_MS). */
const SPACING_MS = 5_000;

/** People who come while something happens. */
export interface Course {
  count: number;
  /** Milliseconds from one to the next. */
  everyMs: number;
}

/** What came of them, in figures; `wrong` has what may never be, and is empty. */
export interface Sums {
  accepted: number;
  answered: number;
  unavailable: number;
  cut: number;
  /** Queries of one person at the most. */
  queries: number;
  /** The shortest time between two queries, in seconds. */
  closestS: number;
  wrong: string[];
}

/**
 * People come at an even pace, something happens to the portal after the third of them, and everybody is waited for.
 *
 * @param namespace where the simulator is, which says in its log what reaches it
 */
export const sumsOf = async (
  { origin, namespace }: { origin: string; namespace: string },
  { count, everyMs }: Course,
  happening: () => Promise<void>,
): Promise<Sums> => {
  const crowd = createCrowd(origin, 2_000);
  const since = new Date();
  const coming: Promise<unknown>[] = [];
  let happened: Promise<void> = Promise.resolve();
  for (let n = 0; n < count; n += 1) {
    coming.push(crowd.join([kinds[n % kinds.length] ?? '00']));
    if (n === 2) happened = happening();
    await sleep(everyMs);
  }
  await Promise.all([...coming, happened]);
  await crowd.settled(crowd.members, ANSWERED_MS);
  return sum(crowd, await queriesSince(namespace, since));
};

const sum = async (crowd: Crowd, queries: readonly Query[]): Promise<Sums> => {
  const gaps = queries.slice(1).map(({ at }, index) => at - (queries[index]?.at ?? 0));
  const of = (cedula: string): number => queries.filter(({ end }) => cedula.endsWith(end)).length;
  const members = [...crowd.members];
  const right = members.filter(hasRightEnd);
  const closest = Math.min(...gaps);
  const miscounted = members.filter(
    ({ cedula, view }) => of(cedula) === 0 || of(cedula) > (view?.attempt ?? 0),
  );
  return {
    accepted: members.length,
    answered: right.length,
    unavailable: crowd.unavailable.length,
    cut: crowd.replies.get('away') ?? 0,
    queries: Math.max(...members.map(({ cedula }) => of(cedula))),
    closestS: closest / 1_000,
    wrong: [
      ...members.filter((one) => !hasRightEnd(one)).map((one) => `${one.suffix} got ${one.view?.status}`),
      ...(await Promise.all(miscounted.map((one) => storyOf(one, of(one.cedula))))),
      ...crowd.unexpected,
      ...(closest < SPACING_MS ? [`two queries ${closest} ms apart`] : []),
    ],
  };
};

/** How each lookup of somebody ended: an outage that is nobody's fault gives attempts back, and shows here alone. */
const storyOf = async ({ client, suffix, view }: Member, queries: number): Promise<string> => {
  const { items } = (await client.get<Pick<OwnHistory, 'items'>>('/me/lookups')).body;
  const ends = items.map(({ outcome }) => outcome).join(', ');
  return `${suffix}: ${queries} queries, ${view?.attempt} attempts shown, lookups that ended ${ends}`;
};

interface Query {
  at: number;
  /** The last digits of the cédula. */
  end: string;
}

const DAY_MS = 86_400_000;

/**
 * What reached the page, by the moments that the simulator itself says: the node gives its lines theirs when it reads them, 0.2 s
 * later on a busy machine. It says the time only; the day is the node's.
 */
const queriesSince = async (namespace: string, since: Date): Promise<Query[]> => {
  const log = await kubectl([
    ...['--namespace', namespace, 'logs', '--selector', 'service=simulator', '--tail=-1', '--timestamps'],
    `--since-time=${since.toISOString()}`,
  ]);
  return [...log.matchAll(/^(\S+) \[([\d:.]+Z)\].*a consultation, of a cédula with (\d+) at its end/gm)]
    .map(([, read = '', said = '', end = '']) => {
      const at = Date.parse(`${read.slice(0, 'yyyy-mm-ddT'.length)}${said}`);
      return { at: at > Date.parse(read) ? at - DAY_MS : at, end };
    })
    .sort((a, b) => a.at - b.at);
};

/** For a table. */
export const rowOf = ({ accepted, answered, unavailable, cut, queries, closestS }: Sums): string =>
  `accepted ${accepted}, answered ${answered}, 503s ${unavailable}, cut ${cut}, queries a person at most ${queries}, closest queries ${closestS.toFixed(2)} s`;
