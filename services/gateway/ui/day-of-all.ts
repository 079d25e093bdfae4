import type { RetentionConfig } from '../../../shared/config/config.ts';
import type { User } from '../../../shared/contract/accounts.ts';
import { SHOWN_DAYS } from '../../../shared/contract/erasure.ts';

const DAY_MS = 24 * 3_600_000;

/** The day on which everybody is erased, once every page says it, ISO 8601; null for nobody, and for who administers. */
export const dayOfAll = ({ until }: RetentionConfig, user: User | undefined, now: Date): string | null => {
  if (until === undefined || user === undefined || user.role === 'ADMIN') return null;
  return now.getTime() >= until.getTime() - SHOWN_DAYS * DAY_MS ? until.toISOString() : null;
};
