import type { EntityManager } from '@mikro-orm/postgresql';
import { findSession } from '../../../../services/accounts/sessions/sessions.ts';
import type { UserRow } from '../../../../services/accounts/store/entities.ts';

const terms = { staffIdleMs: 30 * 60_000 };

/** Whose session a token opens; null when it opens none. */
export const userOfSession = async (
  em: EntityManager,
  token: string,
  now: Date,
  isUse = true,
): Promise<UserRow | null> => (await findSession(em, { token, isUse }, terms, now))?.user ?? null;
