import type { RecordRow } from '../record/record.ts';

/** From when a refresh may be asked for again, counted from the last request; null when it may be now. */
export const refreshableAt = (
  row: Pick<RecordRow, 'requestedAt'>,
  cooldownS: number,
  now: Date,
): Date | null => {
  const freeAt = new Date(row.requestedAt.getTime() + cooldownS * 1_000);
  return freeAt > now ? freeAt : null;
};
