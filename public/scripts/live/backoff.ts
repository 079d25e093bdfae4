const FIRST_MS = 2_000;
const LONGEST_MS = 60_000;

/** How long to wait before the stream is opened again after it was refused so many times; spread, so that not all come at once. */
export const backoffMs = (refusals: number, random: number): number =>
  Math.round(Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(refusals, 10)) * (0.5 + random / 2));
