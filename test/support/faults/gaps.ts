/** Something that the simulator saw, with the moment in ms since epoch. */
interface Seen {
  at: number;
}

/** Milliseconds between neighbours. */
export const gaps = (seen: readonly Seen[]): number[] =>
  seen.slice(1).map(({ at }, index) => at - (seen[index]?.at ?? Number.NaN));

/** The moments that came less than `spacingMs` after the one before, with the distance. */
export const tooClose = (seen: readonly Seen[], spacingMs: number): { at: number; gap: number }[] =>
  gaps(seen)
    .map((gap, index) => ({ gap, at: seen[index + 1]?.at ?? Number.NaN }))
    .filter(({ gap }) => gap < spacingMs);
