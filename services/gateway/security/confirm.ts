import { z } from 'zod';
import type { ActionInput } from '../../../shared/contract/actions.ts';
import { codeRule, shownPasskeyRule } from '../../../shared/contract/factors.ts';
import { isAppError } from '../../../shared/errors.ts';
import type { Ctx, Page } from '../context.ts';
import { type FormState, submissionOf, textField } from '../web/form.ts';
import { originFor } from '../web/host.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { type KeptField, keptFields } from '../web/kept-form.ts';
import { localPath } from '../web/redirect.ts';
import { passkeyField } from './passkeys.ts';

/** The proof's own fields; nobody else's begin so. */
const OWN = 'confirmar_';
export const isOwnField = (name: string): boolean => name.startsWith(OWN);

const PASSWORD = `${OWN}password`;
const CODE = `${OWN}codigo`;
const PASSKEY = `${OWN}llave`;
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

interface ConfirmPage extends Waiting, Omit<FormState, 'values'>, Page {
  /** Whether they have a second factor, which is asked for then. */
  hasFactor: boolean;
  hasPasskey: boolean;
}

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
): Promise<void> => {
  const { factors } = await ctx.call('accounts.factors', {});
  const hasPasskey = factors.some(({ kind }) => kind === 'passkey');
  const means = { hasFactor: factors.length > 0, hasPasskey };
  const page = { title: 'Confirme que es usted', ...means, ...waiting, ...refused };
  ctx.page('security/confirm', page, status);
};

/** GET /confirmar/?next=… */
export const confirmPage = (ctx: Ctx): Promise<void> =>
  showConfirm(ctx, { next: localPath(ctx.query.next), isRepeated: false, kept: [] });

/** POST /confirmar/ : the proof, with what waits for it. */
export const confirmForm = async (ctx: Ctx): Promise<void> => {
  const next = localPath(textField(ctx, NEXT));
  const isRepeated = textField(ctx, REPEATED) !== '';
  try {
    const code = textField(ctx, CODE);
    const passkey = passkeyField(ctx, PASSKEY);
    const typed = code === '' ? { password: textField(ctx, PASSWORD).slice(0, 1_000) } : { code };
    // The contract says what is wrong with what is no passkey.
    const shown = passkey === undefined ? typed : { passkey: passkey as never };
    await prove(ctx, { ...shown, submission: submissionOf(ctx, [PASSWORD, CODE]) });
  } catch (error) {
    if (!isAppError(error) || error.status === 401 || error.status >= 500) throw error;
    if (error.retryAfterS !== undefined) ctx.set('Retry-After', String(error.retryAfterS));
    const { fields = {}, message, status } = error;
    const waiting = { next, isRepeated, kept: isRepeated ? keptFields(ctx, isOwnField) : [] };
    return showConfirm(ctx, waiting, status, { fields, message });
  }
  ctx.redirect(next);
  // The browser sends the same form there, whose own fields it has.
  if (isRepeated) ctx.status = 307;
};

const prove = async (
  ctx: Ctx,
  shown: Omit<ActionInput<'accounts.prove'>, 'token' | 'origin' | 'ip'>,
): Promise<void> => {
  const { token = '' } = ctx.state;
  await ctx.call('accounts.prove', { ...shown, token, origin: originFor(ctx), ip: ctx.ip });
};

const proofRule = z.object({
  password: z.string({ error: 'Escriba su contraseña.' }).max(1_000).optional(),
  code: codeRule.optional(),
  passkey: shownPasskeyRule.optional(),
});

/** POST /api/v1/me/proof {password}, {code} or {passkey} */
export const apiProve = async (ctx: Ctx): Promise<void> => {
  await prove(ctx, parsed(proofRule, bodyOf(ctx)));
  ctx.status = 204;
};
