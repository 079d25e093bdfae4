import { z } from 'zod';
import type { Claim, Decided, RecoveryRequest } from '../../../shared/contract/recovery.ts';
import { AppError, isAppError } from '../../../shared/errors.ts';
import type { Ctx, Page } from '../context.ts';
import { formatMoment } from '../ui/format.ts';
import { withNotice } from '../ui/notices.ts';
import { textField } from '../web/form.ts';
import { seeOther } from '../web/redirect.ts';
import { sendsCodes } from './code.ts';
import { showMade } from './made.ts';

/** What was typed into one form of the page, and what is wrong with it. */
interface Typed {
  id: string;
  reason: string;
  problem: string;
}

interface DecisionsPage extends Page {
  requests: (RecoveryRequest & { when: string })[];
  claims: (Claim & { when: string })[];
  typed: Typed | null;
  /** Whether anybody is told by phone. */
  tells: boolean;
}

declare module '../context.ts' {
  interface Pages {
    'recovery/decisions': DecisionsPage;
  }
}

export const DECISIONS = '/admin/recuperaciones/';

const show = async (ctx: Ctx, typed: Typed | null, status = 200): Promise<void> => {
  const { requests, claims } = await ctx.call('accounts.recoveries', { ip: ctx.ip });
  const now = new Date();
  const dated = <T extends { createdAt: string }>(one: T) => ({
    ...one,
    when: formatMoment(one.createdAt, now),
  });
  const page = { requests: requests.map(dated), claims: claims.map(dated), typed, tells: sendsCodes(ctx) };
  ctx.page('recovery/decisions', { title: 'Peticiones de acceso', ...page }, status);
};

/** GET /admin/recuperaciones/ */
export const decisionsPage = (ctx: Ctx): Promise<void> => show(ctx, null);

type Decide = (given: { id: string; granted: boolean; reason: string; ip: string }) => Promise<Decided>;

/** @returns what came of it; null when the page was shown again with what is wrong */
const decide = async (ctx: Ctx, by: Decide): Promise<(Decided & { granted: boolean }) | null> => {
  const read = z.uuid().safeParse(ctx.params.requestId ?? ctx.params.claimId);
  if (!read.success)
    throw new AppError('not_found', 'No encontramos esta solicitud: vuelva a la lista.', { status: 404 });
  const reason = textField(ctx, 'reason');
  const choice = textField(ctx, 'decision');
  if (choice !== 'conceder' && choice !== 'negar')
    throw new AppError('validation', 'Elija si lo concede o lo niega.', { status: 400 });
  const granted = choice === 'conceder';
  try {
    return { ...(await by({ id: read.data, granted, reason, ip: ctx.ip })), granted };
  } catch (error) {
    if (!isAppError(error)) throw error;
    // Also whoever reloads the page of the link, which is shown once.
    if (OVER.has(error.code)) {
      seeOther(ctx, withNotice(DECISIONS, 'recuperacion-ya-decidida'));
      return null;
    }
    if (error.fields?.reason === undefined) throw error;
    await show(ctx, { id: read.data, reason, problem: error.fields.reason }, error.status);
    return null;
  }
};

const OVER = new Set(['request_over', 'claim_over']);

const back = { url: DECISIONS, label: 'Volver a las peticiones' };

/** POST /admin/recuperaciones/:requestId/ with `decision` and `reason` */
export const decideForm = async (ctx: Ctx): Promise<void> => {
  const decided = await decide(ctx, ({ id: requestId, ...given }) =>
    ctx.call('accounts.decideRecovery', { requestId, ...given }),
  );
  if (decided === null) return;
  if (decided.token !== null) return showMade(ctx, decided.token, { back });
  ctx.redirect(withNotice(DECISIONS, decided.granted ? 'segundo-paso-de-otro' : 'recuperacion-negada'));
};

/** POST /admin/reclamos/:claimId/ with `decision` and `reason` */
export const decideClaimForm = async (ctx: Ctx): Promise<void> => {
  const decided = await decide(ctx, ({ id: claimId, ...given }) =>
    ctx.call('accounts.decideClaim', { claimId, ...given }),
  );
  if (decided === null) return;
  if (decided.token !== null) return showMade(ctx, decided.token, { back, isClaim: true });
  ctx.redirect(withNotice(DECISIONS, 'reclamo-negado'));
};
