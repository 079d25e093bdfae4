/** For what knows time zones. */
export const TIME_ZONE = 'America/Bogota';

/** Colombia keeps UTC−5 all year. */
const OFFSET_MS = -5 * 3_600_000;

/** The same moment as a clock in Colombia shows it, for what knows no time zones: read it as UTC. */
export const wallTime = (at: Date): Date => new Date(at.getTime() + OFFSET_MS);

/** The day that it is in Colombia at a moment, such as `2026-11-22`: in its evening that of UTC is tomorrow's already. @throws RangeError when it is no moment */
export const bogotaDayOf = (at: Date): string => wallTime(at).toISOString().slice(0, 10);

/** When a day such as `2026-11-22` begins in Colombia. */
export const bogotaMidnight = (day: string): Date => new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET_MS);
