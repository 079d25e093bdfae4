import { type PolicyView, versionRule } from '../../../shared/contract/consent.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Ctx, Inviter, Page } from '../context.ts';
import { inviterOf } from '../web/inviter.ts';
import { htmlOf } from './markdown.ts';

interface PolicyPage extends Page {
  inviter: Inviter | null;
  policy: PolicyView;
  /** The text, as HTML of ours. */
  policyHtml: string;
}

declare module '../context.ts' {
  interface Pages {
    'consent/policy': PolicyPage;
  }
}

const missing = (): AppError =>
  new AppError('not_found', 'No hay una política con esta versión. Vea la que rige en «Política de datos».', {
    status: 404,
  });

/** The text that people decide on now. */
export const currentPolicy = async (ctx: Ctx): Promise<PolicyView> => {
  const policy = await ctx.call('accounts.policy', {});
  if (policy === null) throw missing();
  return policy;
};

const show = async (ctx: Ctx, policy: PolicyView | null): Promise<void> => {
  if (policy === null) throw missing();
  const inviter = ctx.state.user === undefined ? await inviterOf(ctx) : null;
  ctx.page('consent/policy', {
    title: 'Política de tratamiento de datos',
    ...{ inviter, policy, policyHtml: htmlOf(policy.text) },
  });
};

/** GET /politica-de-datos/ */
export const policyPage = async (ctx: Ctx): Promise<void> => show(ctx, await currentPolicy(ctx));

/** GET /politica-de-datos/:version/ */
export const oldPolicyPage = async (ctx: Ctx): Promise<void> => {
  const version = versionRule.safeParse(ctx.params.version);
  await show(ctx, version.success ? await ctx.call('accounts.policy', { version: version.data }) : null);
};
