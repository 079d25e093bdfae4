import type { AdministeredUser, Role, User } from '../../../shared/contract/accounts.ts';
import type { Named } from '../../../shared/contract/audit.ts';
import type { Dispute } from '../../../shared/contract/requests.ts';
import { type FieldErrors, isAppError } from '../../../shared/errors.ts';
import { mayChangeRole, mayErase, maySuspend } from '../../../shared/policy/access.ts';
import { type CensusCard, presentCard } from '../answer/card.ts';
import { viewOf } from '../answer/census-views.ts';
import type { Ctx, Page } from '../context.ts';
import { topicName } from '../requests/words.ts';
import { formatDay, formatWholeDay } from '../ui/format.ts';
import { withNotice } from '../ui/notices.ts';
import { textField } from '../web/form.ts';
import { bodyOf, personId } from '../web/input.ts';
import { orNull } from '../web/or-null.ts';
import { actorOf } from '../web/session.ts';
import type { CorrectionForm } from './correction.ts';
import type { ErasureForm } from './erasure.ts';
import { type AttemptRow, historyOf, presentAttempt } from './history.ts';
import { type RoleOption, roleName, roleOptions } from './roles.ts';
import type { SuspensionForm } from './suspension.ts';
import { presentEntry, type TrailRow } from './trail-view.ts';

interface UserPage extends Page {
  person: AdministeredUser & { roleName: string };
  referrer: Named | null;
  /** How many people they referred. */
  referrals: number;
  /** Their reclamo that nobody has decided, in words; null when there is none. */
  dispute: { requestId: string; since: string; topic: string } | null;
  /** Null when they are never looked up. */
  card: CensusCard | null;
  attempts: AttemptRow[];
  entries: TrailRow[];
  mayChangeRole: boolean;
  /** Their second factor: since when they have one, and the form that takes it away. */
  factor: { since: string | null; mayReset: boolean; reason: string; problem: string | undefined };
  /** The form that makes a link for a new password. */
  recovery: RecoveryForm & { mayRecover: boolean };
  maySuspend: boolean;
  mayCorrect: boolean;
  /** What was sent to correct them, when it was refused. */
  correction: CorrectionForm | null;
  suspension: SuspensionForm;
  mayErase: boolean;
  erasure: ErasureForm;
  form: { reason: string; fields: FieldErrors; roleOptions: RoleOption[] };
}

declare module '../context.ts' {
  interface Pages {
    'people/user': UserPage;
  }
}

/** One person and their answer; `accounts.user` writes down that they were shown. */
const load = async (ctx: Ctx, userId: string) => {
  const found = await ctx.call('accounts.user', { userId, ip: ctx.ip });
  return { ...found, census: await orNull(viewOf(ctx.call, userId)) };
};

/** @param wish as it was sent: the contract says what is wrong with what is no role or no reason */
const changeRole = (ctx: Ctx, userId: string, wish: { role: unknown; reason: unknown }): Promise<User> =>
  ctx.call('accounts.changeRole', {
    userId,
    role: wish.role as Role,
    reason: wish.reason as string,
    ip: ctx.ip,
  });

/** GET /admin/usuarios/:id/ */
export const userPage = (ctx: Ctx): Promise<void> => showUser(ctx, personId(ctx.params.id), {});

const LATEST_ENTRIES = 10;

/** What was written as the reason for a link, and what is wrong with it. */
interface RecoveryForm {
  reason?: string;
  problem?: string;
}

/** What was sent with one of the page's forms, and what is wrong with it. */
interface Typed {
  role?: string;
  reason?: string;
  fields?: FieldErrors;
  suspension?: SuspensionForm;
  erasure?: ErasureForm;
  correction?: CorrectionForm;
  resetReason?: string;
  resetProblem?: string;
  recovery?: RecoveryForm;
}

const presentDispute = (dispute: Dispute | null | undefined): UserPage['dispute'] =>
  dispute == null
    ? null
    : { ...dispute, since: formatWholeDay(dispute.since), topic: topicName(dispute.topic).toLowerCase() };

/** Shows everything that is known of one person, with what was wrong in a form. */
export const showUser = async (
  ctx: Ctx,
  userId: string,
  { role, reason = '', fields = {}, suspension = {}, erasure = {}, resetReason = '', ...typed }: Typed,
  status = 200,
): Promise<void> => {
  const actor = actorOf(ctx);
  const { user, referrer, referrals, census, factorSince, dispute } = await load(ctx, userId);
  const [history, trail] = await Promise.all([
    orNull(historyOf(ctx, userId)),
    ctx.call('accounts.auditTrail', { userId, limit: LATEST_ENTRIES, beside: true, ip: ctx.ip }),
  ]);
  const now = new Date();
  ctx.page(
    'people/user',
    {
      title: user.nombreCompleto,
      person: { ...user, roleName: roleName(user.role) },
      referrer,
      referrals,
      dispute: presentDispute(dispute),
      // Read-only: nobody refreshes those whom they only administer.
      card: census === null ? null : { ...presentCard(census, actor, now), refreshAction: null },
      attempts: (history ?? []).map((attempt) => presentAttempt(userId, attempt, now)),
      entries: trail.items.map((entry) => presentEntry(entry, now)),
      mayChangeRole: mayChangeRole(actor, userId),
      factor: {
        since: factorSince === null ? null : formatDay(factorSince),
        mayReset: factorSince !== null && actor.id !== userId,
        reason: resetReason,
        problem: typed.resetProblem,
      },
      recovery: { mayRecover: maySuspend(actor, userId) && user.suspendedAt === null, ...typed.recovery },
      maySuspend: maySuspend(actor, userId),
      suspension,
      mayCorrect: actor.id !== userId,
      correction: typed.correction ?? null,
      mayErase: mayErase(actor, userId),
      erasure,
      form: { reason, fields, roleOptions: roleOptions(role ?? user.role) },
    },
    status,
  );
};

/** POST /admin/usuarios/:id/rol/ with `role` and `reason` */
export const roleForm = async (ctx: Ctx): Promise<void> => {
  const userId = personId(ctx.params.id);
  const role = textField(ctx, 'role');
  const reason = textField(ctx, 'reason');
  try {
    await changeRole(ctx, userId, { role, reason });
  } catch (error) {
    if (!isAppError(error) || error.fields === undefined) throw error;
    return showUser(ctx, userId, { role, reason, fields: error.fields }, error.status);
  }
  ctx.redirect(withNotice(`/admin/usuarios/${userId}/`, 'rol-cambiado'));
};

/** POST /admin/usuarios/:id/segundo-paso/ with `reason`: asks that the factors of somebody be taken away who has lost them. */
export const resetFactorsForm = async (ctx: Ctx): Promise<void> => {
  const userId = personId(ctx.params.id);
  const reason = textField(ctx, 'reason');
  try {
    await ctx.call('accounts.resetFactors', { userId, reason, ip: ctx.ip });
  } catch (error) {
    if (!isAppError(error) || error.fields === undefined) throw error;
    return showUser(
      ctx,
      userId,
      { resetReason: reason, resetProblem: error.fields.reason ?? error.message },
      error.status,
    );
  }
  ctx.redirect(withNotice(`/admin/usuarios/${userId}/`, 'recuperacion-espera'));
};

/** GET /api/v1/admin/users/:id */
export const apiUser = async (ctx: Ctx): Promise<void> => {
  ctx.body = await load(ctx, personId(ctx.params.id));
};

/** POST /api/v1/admin/users/:id/role {role, reason} */
export const apiChangeRole = async (ctx: Ctx): Promise<void> => {
  const { role, reason } = bodyOf(ctx);
  ctx.body = { user: await changeRole(ctx, personId(ctx.params.id), { role, reason }) };
};
