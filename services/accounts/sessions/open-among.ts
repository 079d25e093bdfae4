import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Role } from '../../../shared/contract/accounts.ts';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { moment, word } from '../../../shared/persistence/rows.ts';
import { idleMs, type SessionTerms } from './terms.ts';

const openSessions = prepared(
  'accounts.open_sessions',
  z.object({ tokenHash: z.string(), role: word<Role>(), lastUsedAt: moment }),
  `select "token_hash" as "tokenHash", "role", "last_used_at" as "lastUsedAt"
   from "accounts"."sessions" join "accounts"."users" on "users"."id" = "user_id"
   where "token_hash" = any($1) and "expires_at" > $2 and "replaced_at" is null and "suspended_at" is null`,
);

/** Which of many sessions are open, as `findSession` says it of one, in one statement: streams are looked after together. */
export const openAmong = async (
  em: EntityManager,
  terms: SessionTerms,
  { tokenHashes }: ActionParams<'accounts.openSessions'>,
  now: Date,
): Promise<ActionResult<'accounts.openSessions'>> => {
  const rows = await ask(em, openSessions, [tokenHashes, now]);
  return rows.flatMap(({ tokenHash, role, lastUsedAt }) =>
    now.getTime() - lastUsedAt.getTime() > idleMs(role, terms) ? [] : [{ tokenHash, role }],
  );
};
