import { z } from 'zod';
import { isAppError } from '../../../shared/errors.ts';
import type { Ctx, Page } from '../context.ts';
import { type FormState, submissionOf, textField } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { localPath } from '../web/redirect.ts';
import { type KeptField, keptFields, OWN } from './kept-form.ts';

const PASSWORD = `${OWN}password`;
const NEXT = `${OWN}next`;
const REPEATED = `${OWN}repite`;

/** What waits for the proof. */
interface Waiting {
  /** The address that was asked for. */
  next: string;
  /** Whether a form is sent there again. */
  isRepeated: boolean;
  kept: KeptField[];
}

interface ConfirmPage extends Waiting, Omit<FormState, 'values'>, Page {}

declare module '../context.ts' {
  interface Pages {
    'security/confirm': ConfirmPage;
  }
}

/** Asks whether it is still the same person, with what waits for the answer. */
export const showConfirm = async (
  ctx: Ctx,
  waiting: Waiting,
  status = 200,
  refused: Omit<FormState, 'values'> = { fields: {} },
): Promise<void> =>
  ctx.page('security/confirm', { title: 'Confirme que es usted', ...waiting, ...refused }, status);

/** GET /confirmar/?next=… */
export const confirmPage = (ctx: Ctx): Promise<void> =>
  showConfirm(ctx, { next: localPath(ctx.query.next), isRepeated: false, kept: [] });

/** POST /confirmar/ : the proof, with what waits for it. */
export const confirmForm = async (ctx: Ctx): Promise<void> => {
  const next = localPath(textField(ctx, NEXT));
  const isRepeated = textField(ctx, REPEATED) !== '';
  try {
    await prove(ctx, textField(ctx, PASSWORD).slice(0, 1_000), submissionOf(ctx, [PASSWORD]));
  } catch (error) {
    if (!isAppError(error) || error.status === 401 || error.status >= 500) throw error;
    if (error.retryAfterS !== undefined) ctx.set('Retry-After', String(error.retryAfterS));
    const { fields = {}, message, status } = error;
    const waiting = { next, isRepeated, kept: isRepeated ? keptFields(ctx) : [] };
    return showConfirm(ctx, waiting, status, { fields, message });
  }
  ctx.redirect(next);
  // The browser sends the same form there, whose own fields it has.
  if (isRepeated) ctx.status = 307;
};

const prove = async (ctx: Ctx, password: string, submission?: string): Promise<void> => {
  const { token = '' } = ctx.state;
  await ctx.call('accounts.prove', { token, password, ...(submission === undefined ? {} : { submission }) });
};

const proofRule = z.object({
  password: z.string({ error: 'Escriba su contraseña.' }).min(1, 'Escriba su contraseña.').max(1_000),
});

/** POST /api/v1/me/proof {password} */
export const apiProve = async (ctx: Ctx): Promise<void> => {
  await prove(ctx, parsed(proofRule, bodyOf(ctx)).password);
  ctx.status = 204;
};
