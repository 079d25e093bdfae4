import { z } from 'zod';
import { parseReferralCode } from '../../../shared/person/referral-code.ts';
import { cedulaRule, profileRule, registrationRule } from '../../../shared/person/rules.ts';
import type { Ctx } from '../context.ts';
import type { StreamHub } from '../live/hub.ts';
import { setSessionCookie } from '../web/cookies.ts';
import { endSession } from '../web/end-session.ts';
import { bodyOf, parsed } from '../web/respond.ts';
import { actorOf, originOf, userOf } from '../web/session.ts';

/**
 * A code or a whole link, as a person would paste it; one that nobody has is passed over, because it came with a
 * link.
 */
const refRule = z.object({
  ref: z
    .string({ error: 'Debe ser un texto.' })
    .max(500, 'El código es demasiado largo.')
    .transform(parseReferralCode)
    .nullish(),
});

/** POST /api/v1/register */
export const apiRegister = async (ctx: Ctx): Promise<void> => {
  const body = bodyOf(ctx);
  const registration = parsed(registrationRule, body);
  const { ref } = parsed(refRule, body);
  const { user, session } = await ctx.call('accounts.register', {
    registration,
    ...(ref == null ? {} : { ref }),
    origin: originOf(ctx),
  });
  setSessionCookie(ctx, session);
  ctx.status = 201;
  ctx.body = { user };
};

const loginRule = z.object({
  cedula: cedulaRule,
  password: z.string({ error: 'Escriba su contraseña.' }).min(1, 'Escriba su contraseña.').max(1_000),
  remember: z.boolean({ error: 'Debe ser true o false.' }).default(false),
});

/** POST /api/v1/login */
export const apiLogin = async (ctx: Ctx): Promise<void> => {
  const { user, session } = await ctx.call('accounts.login', parsed(loginRule, bodyOf(ctx)));
  setSessionCookie(ctx, session);
  ctx.body = { user };
};

/** POST /api/v1/logout */
export const apiLogout =
  (hub: StreamHub) =>
  async (ctx: Ctx): Promise<void> => {
    await endSession(ctx, hub);
    ctx.status = 204;
  };

/** PATCH /api/v1/me {nombreCompleto, phone, referralGoal} */
export const apiUpdateMe = async (ctx: Ctx): Promise<void> => {
  const profile = parsed(profileRule, bodyOf(ctx));
  ctx.body = { user: await ctx.call('accounts.updateProfile', { actor: actorOf(ctx), profile }) };
};

/** GET /api/v1/me */
export const apiMe = async (ctx: Ctx): Promise<void> => {
  ctx.body = { user: userOf(ctx) };
};
