import type { EntityManager } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { findSession } from '../../../../services/accounts/sessions/find-session.ts';
import { openAmong } from '../../../../services/accounts/sessions/open-among.ts';
import { tokenHash } from '../../../../shared/identity/token-hash.ts';

const terms = { staffIdleMs: 30 * 60_000 };
const factors = { roles: [], graceMs: 0 };

/** Whose session a token opens; null when it opens none. What is asked of many at once says the same, each time. */
export const userOfSession = async (
  em: EntityManager,
  token: string,
  now: Date,
  isUse = true,
): Promise<{ id: string } | null> => {
  const tokenHashes = [tokenHash(token)];
  const among = await openAmong(em, { terms, factors }, { tokenHashes }, now);
  const user = (await findSession(em, { token, isUse }, terms, now))?.user ?? null;
  expect(among.map(({ role, userId }) => ({ role, userId }))).to.deep.equal(
    user === null ? [] : [{ role: user.role, userId: user.id }],
  );
  return user;
};
