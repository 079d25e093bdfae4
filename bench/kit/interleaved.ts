/** What was measured of one contender: a value a round. */
export interface Sample {
  median: number;
  least: number;
  most: number;
  values: readonly number[];
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
};

export const sampleOf = (values: readonly number[]): Sample => ({
  median: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
  values,
});

/**
 * Measures contenders in turn, round by round, so that a busy machine is busy for each of them. The first round warms up.
 *
 * @param measure by the contender's name
 * @returns each contender's rounds, in the order of the rounds
 */
export const interleaved = async <N extends string>(
  measure: Record<N, () => Promise<number>>,
  rounds: number,
): Promise<Record<N, number[]>> => {
  const names = Object.keys(measure) as N[];
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<N, number[]>;
  for (let round = 0; round <= rounds; round += 1)
    for (const name of names) {
      const value = await measure[name]();
      if (round > 0) values[name].push(value);
    }
  return values;
};

/** One contender by another, round by round: what both met in a round is in neither. */
export const ratioOf = (of: readonly number[], by: readonly number[]): Sample =>
  sampleOf(of.map((value, round) => value / (by[round] ?? Number.NaN)));
