import type { Row } from './figure.ts';
import { median, sampleOf } from './interleaved.ts';

/** More than this is no noise. */
const WORSE = 0.15;
/** So many pairs of rounds, one of each checkout, have to say so too: noise mixes them. */
const SURE = 0.8;
/** Of fewer rounds every pair. */
const FEW = 10;
/** How often a figure is measured until it is believed that it is worse. */
const PASSES = 5;

interface Compared {
  before: string;
  now: string;
}

const isWorse = ({ goal, of, floor = 0 }: Row, { before, now }: Compared, isLast: boolean): boolean => {
  const [was, is] = [of[before], of[now]];
  if (goal === undefined || was === undefined || is === undefined) return false;
  if (Math.max(was.median, is.median) <= floor) return false;
  const worse = 'atLeast' in goal ? (a: number, b: number) => b < a : (a: number, b: number) => b > a;
  const limit = 'atLeast' in goal ? 1 - WORSE : 1 + WORSE;
  const isSure = (pairs: readonly boolean[], share: number): boolean =>
    pairs.filter(Boolean).length >= pairs.length * share;
  const few = was.values.length < FEW;
  const mixed = was.values.flatMap((a) => is.values.map((b) => worse(a, b)));
  if (worse(was.median * limit, is.median) && isSure(mixed, isLast && few ? 1 : SURE)) return true;
  // Each round's are measured one after the other, and what the machine did to both is not in their ratio.
  if (was.values.length !== is.values.length || (isLast && few)) return false;
  const ratios = was.values.map((value, round) => (is.values[round] ?? Number.NaN) / value);
  const paired = ratios.map((ratio) => worse(1, ratio));
  return worse(limit, median(ratios)) && isSure(paired, SURE);
};

/**
 * The rows in which one checkout is worse than another: its median by more than 15 %, and in four of five pairs of rounds, whether
 * all pairs are looked at or those of the same round. A goal says which way is better; what has none, or stays below what could be
 * noticed, is not judged.
 */
export const worseThan = (rows: readonly Row[], compared: Compared, isLast = true): string[] =>
  rows
    .filter((row) => isWorse(row, compared, isLast))
    .map(({ what, of }) => {
      const [was, is] = [of[compared.before]?.median, of[compared.now]?.median];
      return `${what}: ${was?.toFixed(2)} → ${is?.toFixed(2)}`;
    });

/** The rounds of two passes as if they were one. */
const together = (rows: readonly Row[], again: readonly Row[]): Row[] =>
  rows.map((row) => {
    const other = again.find(({ what }) => what === row.what);
    const of = Object.entries(row.of).map(([name, { values }]) => [
      name,
      sampleOf([...values, ...(other?.of[name]?.values ?? [])]),
    ]);
    return { ...row, of: Object.fromEntries(of) };
  });

/**
 * Measures until nothing is worse any more, or it was five times: one noisy pass is none. Each pass has the checkouts in the
 * other order, so that what came before is no advantage.
 *
 * @param measure a pass of a figure
 */
export const measureSurely = async (
  measure: (isReversed: boolean) => Promise<Row[]>,
  compared: Compared,
): Promise<{ rows: Row[]; worse: string[] }> => {
  let rows = await measure(false);
  for (let pass = 1; pass < PASSES && worseThan(rows, compared, false).length > 0; pass += 1)
    rows = together(rows, await measure(pass % 2 === 1));
  return { rows, worse: worseThan(rows, compared) };
};
