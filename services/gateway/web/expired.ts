import type { Ctx, Next, Page } from '../context.ts';
import { type KeptField, keptFields, secretNames } from './kept-form.ts';
import { isFromHere } from './same-origin.ts';

/** What the form's page says when it is shown again with what was typed. */
const EXPIRED =
  'La página llevaba mucho tiempo abierta y la renovamos. Lo que escribió sigue aquí: complete lo que falta y envíelo de nuevo.';

/** A form that came too late, ready to be sent again. */
interface ExpiredPage extends Page {
  /** Why it was not taken: it is too old, or whoever sent it is not logged in any more. */
  reason: 'old' | 'loggedOut';
  action: string;
  kept: KeptField[];
  /** What has to be typed again: once, so not before whoever sends it is logged in. */
  secrets: { name: string; label: string }[];
  /** What will have to be. */
  owed: string;
  /** Of what was typed, what a person knows by a name. */
  typed: { label: string; value: string }[];
}

declare module '../context.ts' {
  interface Pages {
    'web/expired': ExpiredPage;
  }
}

/** What the fields that people fill in are called; others are the form's own business. */
const labels: Record<string, string> = {
  cedula: 'Cédula',
  nombre_completo: 'Nombre completo',
  nombre: 'Nombre',
  phone: 'Celular',
  referral_goal: 'Mi meta de referidos',
  ref: 'Código de quien le invita',
  reason: 'Motivo',
  text: 'Lo que escribió',
  contact: 'Dónde responderle',
  contacto: 'Dónde responderle',
  topic: 'De qué se trata',
  pruebas: 'Pruebas',
};
const secretLabels: Record<string, string> = {
  password: 'Contraseña',
  password1: 'Contraseña nueva',
  password2: 'Repita la contraseña nueva',
  confirmar_password: 'Contraseña',
};

/** Lets a form be shown again as itself, with what was typed, when it came too late; others are sent again as they were. */
export const renewedBy =
  (renew: (ctx: Ctx, message: string) => Promise<void>) =>
  async (ctx: Ctx, next: Next): Promise<void> => {
    ctx.state.renew = () => renew(ctx, EXPIRED);
    await next();
  };

/**
 * Gives a form that came too late back to whoever sent it. Only to a browser that says that it was this portal's own page:
 * another site must not fill in a form that is then one tap away from being sent.
 *
 * @returns whether it did
 */
export const giveBack = async (ctx: Ctx, reason: ExpiredPage['reason'], status: number): Promise<boolean> => {
  if (ctx.method !== 'POST' || ctx.path.startsWith('/api/') || !isFromHere(ctx)) return false;
  if (reason === 'old' && ctx.state.renew !== undefined) {
    await ctx.state.renew();
    return true;
  }
  const kept = keptFields(ctx);
  const secrets = secretNames(ctx).filter((name) => !/llave/i.test(name));
  ctx.page(
    'web/expired',
    {
      ...{
        title: reason === 'old' ? 'Envíelo de nuevo' : 'Su sesión terminó',
        reason,
        action: ctx.path,
        kept,
      },
      secrets:
        reason === 'loggedOut'
          ? []
          : secrets.map((name) => ({ name, label: secretLabels[name] ?? 'Código' })),
      owed: reason === 'loggedOut' ? secrets.join() : '',
      typed: kept.flatMap(({ name, value }) => {
        const label = labels[name];
        return label === undefined || value === '' ? [] : [{ label, value }];
      }),
    },
    status,
  );
  return true;
};
