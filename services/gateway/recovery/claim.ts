import { claimRule } from '../../../shared/contract/recovery.ts';
import { isAppError } from '../../../shared/errors.ts';
import { cedulaRule } from '../../../shared/person/rules.ts';
import type { Ctx, Page } from '../context.ts';
import { type FormState, renameFields, textField } from '../web/form.ts';
import { parsed } from '../web/input.ts';
import { seeOther } from '../web/redirect.ts';

interface ClaimPage extends FormState, Page {
  /** It was sent. */
  isDone: boolean;
}

declare module '../context.ts' {
  interface Pages {
    'recovery/claim': ClaimPage;
  }
}

const rule = claimRule.extend({ cedula: cedulaRule });

/** The form's field names by the contract's. */
const FIELDS = {
  ...{ cedula: 'cedula', nombreCompleto: 'nombre_completo', phone: 'phone' },
  ...{ contact: 'contacto', evidence: 'pruebas' },
};

const show = (ctx: Ctx, form: FormState & { isDone: boolean }, status = 200): void =>
  ctx.page('recovery/claim', { title: 'Esta cédula es mía', ...form }, status);

const CLAIM = '/recuperar/reclamar/';

/** GET /recuperar/reclamar/ */
export const claimPage = async (ctx: Ctx): Promise<void> =>
  show(ctx, { values: {}, fields: {}, isDone: ctx.query.enviada !== undefined });

/** POST /recuperar/reclamar/ : the same answer for every cédula. */
export const claimForm = async (ctx: Ctx): Promise<void> => {
  const given = Object.fromEntries(
    Object.entries(FIELDS).map(([name, field]) => [name, textField(ctx, field)]),
  );
  try {
    await ctx.call('accounts.claim', { ...parsed(rule, given), ip: ctx.ip });
  } catch (error) {
    if (!isAppError(error) || error.status !== 400) throw error;
    const form = {
      values: renameFields(given, FIELDS),
      fields: renameFields(error.fields ?? {}, FIELDS),
      message: error.message,
    };
    return show(ctx, { ...form, isDone: false }, error.status);
  }
  seeOther(ctx, `${CLAIM}?enviada=si`);
};
