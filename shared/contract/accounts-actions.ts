import { z } from 'zod';
import { cedulaRule, passwordRule, registrationRule } from '../person/rules.ts';
import {
  actorRule,
  type OpenedSession,
  originRule,
  referralSorts,
  statusFilters,
  type User,
} from './accounts.ts';
import { action, page } from './action.ts';
import { userId } from './census.ts';

/** What the accounts service does: who people are, and whom they may see. */
export const accountsActions = {
  'accounts.register': action<{ user: User; session: OpenedSession }>()(
    z.object({ registration: registrationRule, ref: z.string().max(40).optional(), origin: originRule }),
  ),
  'accounts.login': action<{ user: User; session: OpenedSession }>()(
    z.object({
      cedula: cedulaRule,
      password: z.string().max(1_000),
      remember: z.boolean(),
      origin: originRule,
    }),
  ),
  'accounts.logout': action<null>()(z.object({ token: z.string().max(200) })),
  'accounts.session': action<{ user: User } | null>()(z.object({ token: z.string().max(200) })),
  'accounts.changePassword': action<{ session: OpenedSession }>()(
    z.object({
      actor: actorRule,
      current: z.string().max(1_000),
      password: passwordRule,
      remember: z.boolean(),
      origin: originRule,
    }),
  ),
  'accounts.referrer': action<{ firstName: string } | null>()(z.object({ code: z.string().max(40) })),
  'accounts.referralCount': action<{ total: number }>()(z.object({ actor: actorRule })),
  'accounts.referrals': action<{ items: User[]; next: string | null }>()(
    z.object({
      actor: actorRule,
      status: z.enum(statusFilters).default('todos'),
      q: z.string().trim().max(80).default(''),
      sort: z.enum(referralSorts).default('recent'),
      origin: originRule,
      ...page,
    }),
  ),
  'accounts.referral': action<User>()(z.object({ actor: actorRule, userId, origin: originRule })),

  /** Writes down that the actor was told other people's answers. */
  'accounts.noteReads': action<null>()(
    z.object({ actor: actorRule, userIds: z.array(userId).min(1).max(500), ip: z.string().max(64) }),
  ),
  /** Can this process do its work now: do its database and the event bus answer? */
  'accounts.ready': action<boolean>()(z.object({})),
};
