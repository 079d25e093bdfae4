import type { Ctx, Page } from '../context.ts';
import { formatDay } from '../ui/format.ts';
import { withNotice } from '../ui/notices.ts';
import { textField } from '../web/form.ts';

/** One second factor as its owner sees it. */
interface FactorRow {
  id: string;
  label: string;
  added: string;
  /** Empty while it was never used. */
  used: string;
}

interface SecurityPage extends Page {
  factors: FactorRow[];
  codesLeft: number;
  mayAddApp: boolean;
  /** Why a passkey was refused. */
  message?: string;
}

interface CodesPage extends Page {
  codes: string[];
}

declare module '../context.ts' {
  interface Pages {
    'security/security': SecurityPage;
    'security/codes': CodesPage;
  }
}

export const SECURITY = '/perfil/seguridad/';

/** What protects the account. @param message why a passkey was refused */
export const showSecurity = async (ctx: Ctx, message?: string): Promise<void> => {
  const { factors, codesLeft } = await ctx.call('accounts.factors', {});
  const page = {
    title: 'Seguridad',
    factors: factors.map(({ id, label, createdAt, lastUsedAt }) => ({
      ...{ id, label, added: formatDay(createdAt) },
      used: lastUsedAt === null ? '' : formatDay(lastUsedAt),
    })),
    codesLeft,
    mayAddApp: !factors.some(({ kind }) => kind === 'totp'),
    ...(message === undefined ? {} : { message }),
  };
  ctx.page('security/security', page, message === undefined ? 200 : 400);
};

/** GET /perfil/seguridad/ */
export const securityPage = (ctx: Ctx): Promise<void> => showSecurity(ctx);

/** The only page that shows them. */
export const showCodes = (ctx: Ctx, codes: string[]): void =>
  ctx.page('security/codes', { title: 'Códigos de recuperación', codes });

/** POST /perfil/seguridad/codigos/ */
export const codesForm = async (ctx: Ctx): Promise<void> => {
  const { codes } = await ctx.call('accounts.renewCodes', { ip: ctx.ip });
  showCodes(ctx, codes);
};

/** POST /perfil/seguridad/quitar/ with `factor` */
export const removeForm = async (ctx: Ctx): Promise<void> => {
  await ctx.call('accounts.removeFactor', { factorId: textField(ctx, 'factor'), ip: ctx.ip });
  ctx.redirect(withNotice(SECURITY, 'segundo-paso-quitado'));
};

/** GET /api/v1/me/factors */
export const apiFactors = async (ctx: Ctx): Promise<void> => {
  ctx.body = await ctx.call('accounts.factors', {});
};
