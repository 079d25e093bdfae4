import { isAppError } from '../../../shared/errors.ts';
import type { Ctx, Next } from '../context.ts';
import { keptFields, secretNames } from '../web/kept-form.ts';
import { isOwnField, showConfirm } from './confirm.ts';

/**
 * Turns what needs a fresh proof into the page that asks for it, and leads back to what was asked. A form is kept, and sent
 * again by the browser afterwards. Who must set up a second factor is led to where that is done. Programs are told
 * `proof_needed` and `factor_needed`.
 */
export const askingForProof = async (ctx: Ctx, next: Next): Promise<void> => {
  try {
    await next();
  } catch (error) {
    if (!isAppError(error) || ctx.path.startsWith('/api/')) throw error;
    if (error.code === 'factor_needed') return ctx.redirect('/perfil/seguridad/');
    if (error.code !== 'proof_needed') throw error;
    if (ctx.method !== 'POST')
      return ctx.redirect(`/confirmar/?next=${encodeURIComponent(placeOf(ctx.url))}`);
    const isRepeated = secretNames(ctx).every(isOwnField);
    await showConfirm(
      ctx,
      { next: ctx.url, isRepeated, kept: isRepeated ? keptFields(ctx, isOwnField) : [] },
      403,
    );
  }
};

/** A list as a file leads back to the page that offers it: the page that asks would stay when only a file comes. */
const placeOf = (url: string): string =>
  url
    .replace(/^(\/admin\/solicitudes\/)exportar\.csv/, '$1')
    .replace(/^(\/referidos\/exportar|\/mis-datos\/descargar)\.(?:csv|xlsx|html|json)/, '$1/');
