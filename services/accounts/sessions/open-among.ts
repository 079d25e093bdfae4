import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Role } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { id, moment, word } from '../../../shared/persistence/rows.ts';
import { type DemandTerms, mustEnrol } from './demand.ts';
import { idleMs, type SessionTerms } from './terms.ts';

const openSessions = prepared(
  'accounts.open_sessions',
  z.object({
    ...{ tokenHash: z.string(), userId: id, role: word<Role>(), lastUsedAt: moment },
    ...{ factorSince: moment.nullable(), factorDemandedAt: moment.nullable() },
  }),
  `select "token_hash" as "tokenHash", "user_id" as "userId", "role", "last_used_at" as "lastUsedAt",
     "factor_since" as "factorSince", "factor_demanded_at" as "factorDemandedAt"
   from "accounts"."sessions" join "accounts"."users" on "users"."id" = "user_id"
   where "token_hash" = any($1) and "expires_at" > $2 and "replaced_at" is null and "suspended_at" is null`,
);

/**
 * Which of many sessions are open, as `findSession` says it of one, and who holds them, in one statement: streams are opened
 * and looked after together.
 */
export const openAmong = async (
  em: EntityManager,
  { terms, factors }: { terms: SessionTerms; factors: DemandTerms },
  { tokenHashes }: ActionParams<'accounts.openSessions'>,
  now: Date,
): Promise<ActionResult<'accounts.openSessions'>> => {
  const rows = await ask(em, openSessions, [tokenHashes, now]);
  return rows
    .filter(({ role, lastUsedAt }) => now.getTime() - lastUsedAt.getTime() <= idleMs(role, terms))
    .map(({ tokenHash, userId, role, ...asked }) => ({
      ...{ tokenHash, userId, role },
      mustEnrol: mustEnrol({ role, ...asked }, factors, now),
    }));
};
