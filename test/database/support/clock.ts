/** The moment at which every test begins. */
export const START = new Date('2026-03-02T13:00:00.000Z');

/** So many seconds after the beginning. */
export const at = (seconds: number): Date => new Date(START.getTime() + seconds * 1_000);

export const HOUR_S = 3_600;
export const DAY_S = 86_400;
