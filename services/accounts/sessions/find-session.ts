import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Role } from '../../../shared/contract/accounts.ts';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { tokenHash } from '../../../shared/identity/token-hash.ts';
import { ask, prepared } from '../../../shared/persistence/prepared.ts';
import { id, moment, word } from '../../../shared/persistence/rows.ts';
import { SessionEntity } from '../store/entities.ts';
import { noteActivity } from '../users/note-activity.ts';
import { idleMs, type SessionTerms } from './terms.ts';

/** How exactly the last use is known: a request more often than this writes nothing. */
const USE_NOTED_MS = 60_000;

/** A session with its person, as much as is told of both. */
const openSession = prepared(
  'accounts.session',
  z.object({
    ...{ id, cedula: z.string(), nombreCompleto: z.string(), phone: z.string(), role: word<Role>() },
    ...{ referralCode: z.string(), referralGoal: z.number(), createdAt: moment },
    ...{ factorSince: moment.nullable(), factorDemandedAt: moment.nullable(), askedAgain: z.boolean() },
    ...{ phoneProvenAt: moment.nullable(), phonePending: z.string().nullable() },
    ...{ sessionId: id, provedAt: moment, lastUsedAt: moment },
  }),
  `select "users"."id", "cedula", "nombre_completo" as "nombreCompleto", "phone", "role", "referral_code" as "referralCode",
     "referral_goal" as "referralGoal", "users"."created_at" as "createdAt", "factor_since" as "factorSince",
     "factor_demanded_at" as "factorDemandedAt", "asked_again" as "askedAgain", "phone_proven_at" as "phoneProvenAt",
     "phone_pending" as "phonePending", "sessions"."id" as "sessionId", "proved_at" as "provedAt", "last_used_at" as "lastUsedAt"
   from "accounts"."sessions" join "accounts"."users" on "users"."id" = "user_id"
   where "token_hash" = $1 and "expires_at" > $2 and "replaced_at" is null and "suspended_at" is null`,
);

/**
 * Finds whose session a token opens, and notes that it was used, if it was.
 *
 * @returns null when it opens none, is over, was not used for too long, or its person is suspended
 */
export const findSession = async (
  em: EntityManager,
  { token, isUse }: ActionParams<'accounts.session'>,
  terms: SessionTerms,
  now: Date,
) => {
  const hash = tokenHash(token);
  const [found] = await ask(em, openSession, [hash, now]);
  if (found === undefined) return null;
  const { sessionId, provedAt, lastUsedAt, ...user } = found;
  const unusedMs = now.getTime() - lastUsedAt.getTime();
  if (unusedMs > idleMs(user.role, terms)) return null;
  if (isUse && unusedMs >= USE_NOTED_MS) {
    await em.nativeUpdate(SessionEntity, { tokenHash: hash }, { lastUsedAt: now });
    await noteActivity(em, user.id, now);
  }
  return { user, sessionId, provedAt };
};
