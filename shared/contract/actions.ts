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
import { type CensusView, type Lease, type SkipReason, troubles, userId } from './census.ts';
import { evidenceRule } from './evidence.ts';
import { type LookupsState, laneName } from './lookups.ts';
import { outcomeRule } from './outcome.ts';

/** The result type of an action, carried by the map below and never present at run time. */
interface Action<P extends z.ZodType, R> {
  params: P;
  result?: R;
}

const action =
  <R>() =>
  <P extends z.ZodType>(params: P): Action<P, R> => ({ params });

const page = {
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
};

const workerName = z.string().min(1).max(100);
const operationReason = z
  .string()
  .trim()
  .min(3, 'Escriba el motivo, con al menos 3 letras.')
  .max(200, 'Escriba un motivo de 200 letras como máximo.');

/** Every action between services: its parameters, validated where it is handled, and its result. */
export const actions = {
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

  /** Writes down that the actor was shown another person's answer. */
  'accounts.noteRead': action<null>()(z.object({ actor: actorRule, userId, ip: z.string().max(64) })),
  /** Can this process do its work now: do its database and the event bus answer? */
  'accounts.ready': action<boolean>()(z.object({})),

  'census.ready': action<boolean>()(z.object({})),
  'census.view': action<CensusView>()(z.object({ actor: actorRule, userId })),
  'census.views': action<CensusView[]>()(z.object({ actor: actorRule, userIds: z.array(userId).max(200) })),
  'census.refresh': action<null>()(z.object({ actor: actorRule, userId })),
  'census.refreshMany': action<{ queued: number; skipped: { id: string; reason: SkipReason }[] }>()(
    z.object({ actor: actorRule, userIds: z.array(userId).min(1).max(500) }),
  ),
  /** A scraper is there and asks for work; `lane` is the one of its lanes by which the next lookup may leave. */
  'census.due': action<{ due: boolean; nextDueAt: string | null; lane: string | null }>()(
    z.object({
      worker: workerName,
      slots: z.number().int().min(1),
      lanes: z.array(laneName).min(1).max(50),
      trouble: z.enum(troubles).nullable(),
    }),
  ),
  'census.lease': action<Lease | null>()(z.object({ worker: workerName, lane: laneName })),
  'census.complete': action<{ accepted: boolean }>()(
    z.object({
      leaseId: z.uuid(),
      outcome: outcomeRule,
      source: z.string().max(40),
      evidence: evidenceRule.nullable().default(null),
    }),
  ),
  'census.giveBack': action<null>()(
    z.object({
      leaseId: z.uuid(),
      /** Whether the site was asked: then the attempt counts. */
      asked: z.boolean(),
      /** The scraper stops; nobody could say whose turn it was; the lane leads nowhere, and rests. */
      reason: z.enum(['stopped', 'not_sent', 'lane_failed']),
      detail: z.string().max(500).nullable().default(null),
    }),
  ),
  /** The state of all lookups, for operators. */
  'census.lookups': action<LookupsState>()(z.object({ actor: actorRule })),
  'census.pause': action<null>()(z.object({ actor: actorRule, reason: operationReason })),
  'census.resume': action<null>()(z.object({ actor: actorRule })),
  /** Lets the next due record try every lane that is open. */
  'census.probe': action<null>()(z.object({ actor: actorRule })),

  'simulator.address': action<{ consultacenso: string; wsp: string }>()(z.object({})),
};

export type Actions = typeof actions;
export type ActionName = keyof Actions;
/** What a caller passes: before defaults and normalisation. */
export type ActionInput<N extends ActionName> = z.input<Actions[N]['params']>;
/** What a handler receives: validated, with defaults. */
export type ActionParams<N extends ActionName> = z.output<Actions[N]['params']>;
export type ActionResult<N extends ActionName> = Actions[N] extends Action<z.ZodType, infer R> ? R : never;
