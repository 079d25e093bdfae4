import type { Row } from './figure.ts';

/** More than this is no noise. */
const WORSE = 0.15;

/**
 * The rows in which one checkout is worse than another by more than 15 %. A goal says which way is better; what has none, or
 * stays below what could be noticed, is not judged.
 */
export const worseThan = (rows: readonly Row[], before: string, now: string): string[] =>
  rows.flatMap(({ what, goal, of, floor = 0 }) => {
    const [was, is] = [of[before]?.median, of[now]?.median];
    if (goal === undefined || was === undefined || is === undefined) return [];
    if (Math.max(was, is) <= floor) return [];
    const isWorse = 'atLeast' in goal ? is < was * (1 - WORSE) : is > was * (1 + WORSE);
    return isWorse ? [`${what}: ${was.toFixed(2)} → ${is.toFixed(2)}`] : [];
  });
