import type { UserRow } from '../store/entities.ts';

/** Long enough that its owner sees that somebody else has changed it. */
const WAIT_MS = 7 * 24 * 3_600_000;

/** From when on a phone is good for a new password: one that was put in another's place waits, unless it was proven. */
export const recoversFrom = ({
  phoneProvenAt,
  phoneChangedAt,
}: Pick<UserRow, 'phoneProvenAt' | 'phoneChangedAt'>): Date | null =>
  phoneProvenAt != null || phoneChangedAt == null ? null : new Date(phoneChangedAt.getTime() + WAIT_MS);
