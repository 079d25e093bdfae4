import { setTimeout as sleep } from 'node:timers/promises';
import { createCrowd, failing, mix } from '../people/crowd.ts';
import type { System } from '../system/system.ts';
import { judge, type Verdict } from './figures.ts';
import { startLoad } from './load.ts';

/** People who come, and for how long. */
export interface CourseOptions {
  perSecond: number;
  seconds: number;
  /** Whether it is judged when somebody was told that a part is away, or only that everybody got through. */
  isQuiet: boolean;
}

/** From the moment at which what was broken is back. */
export const RECOVERY_MS = 15_000;
/** Somebody who is told to come back later does. */
const COMES_BACK_MS = 2_000;
const LOOKS_AGAIN_MS = 250;
/** So much of the time passes before the fault. */
const QUIET_PART = 1 / 6;
const kinds = mix(12);
const ALWAYS = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

/** What breaks and is mended; it tells when. */
export type Fault = (system: System) => Promise<{ struckAt: number; mendedAt: number }>;

/**
 * People come at an even pace, one thing breaks, is mended, and everybody is waited for.
 *
 * @param fault null for a time without one, with which the others are compared
 * @throws HangError with those who have no answer
 */
export const runCourse = async (
  system: System,
  name: string,
  fault: Fault | null,
  { perSecond, seconds, isQuiet }: CourseOptions,
): Promise<Verdict> => {
  const crowd = createCrowd(system.origin, COMES_BACK_MS);
  const refusedBefore = system.balancer?.refused() ?? 0;
  const load = startLoad(crowd, { perSecond, seconds, kinds });
  await sleep(seconds * 1_000 * QUIET_PART);
  const moments = fault === null ? null : await fault(system);
  const recoveryS = moments === null ? null : await recovery(system.origin, moments.mendedAt);
  await load.everybody;
  await crowd.settled(crowd.members);
  const { struckAt, mendedAt } = moments ?? { struckAt: Date.now(), mendedAt: 0 };
  return judge(system, {
    fault: name,
    crowd,
    load,
    again: new Set(failing),
    struckAt,
    recoveryS,
    refusedBefore,
    excused: isQuiet ? { from: struckAt, until: mendedAt + RECOVERY_MS } : ALWAYS,
  });
};

/** Somebody who comes as soon as all is back: how long until they have their answer, in seconds. */
const recovery = async (origin: string, mendedAt: number): Promise<number> => {
  const first = createCrowd(origin, LOOKS_AGAIN_MS);
  const people = await first.join(['00']);
  await first.settled(people);
  return ((people[0]?.settledAt ?? Number.NaN) - mendedAt) / 1_000;
};
