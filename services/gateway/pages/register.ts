import { isAppError } from '../../../shared/errors.ts';
import type { Ctx } from '../context.ts';
import { setSessionCookie } from '../middleware/cookies.ts';
import { textField, ticked } from '../middleware/form.ts';
import { originOf } from '../middleware/session.ts';
import { renameFields } from './form-errors.ts';

/** The form's field names (bookmarked and shared by others) by the contract's. */
const FIELDS = {
  cedula: 'cedula',
  nombreCompleto: 'nombre_completo',
  phone: 'phone',
  password: 'password1',
  dataPolicyAccepted: 'data_policy_accepted',
};

const MISMATCH = 'Las dos contraseñas no son iguales.';

interface Shown {
  values?: Record<string, string>;
  fields?: Record<string, string>;
  message?: string;
}

const show = async (
  ctx: Ctx,
  ref: string,
  { values = {}, fields = {}, message }: Shown,
  status = 200,
): Promise<void> => {
  const referrer = ref === '' ? null : await ctx.call('accounts.referrer', { code: ref.slice(0, 40) });
  ctx.page('register', { title: 'Registrarse', ref, referrer, values, fields, message }, status);
};

const queryRef = (ctx: Ctx): string => (typeof ctx.query.ref === 'string' ? ctx.query.ref : '');

/** GET /register/?ref=CODE */
export const registerPage = async (ctx: Ctx): Promise<void> => {
  if (ctx.state.user !== undefined) return ctx.redirect('/');
  await show(ctx, queryRef(ctx), {});
};

/** POST /register/ */
export const registerForm = async (ctx: Ctx): Promise<void> => {
  const text = (name: string) => textField(ctx, name);
  const values = { cedula: text('cedula'), nombre_completo: text('nombre_completo'), phone: text('phone') };
  const ref = text('ref') || queryRef(ctx);
  const password = text('password1');
  const mismatch = password === text('password2') ? {} : { password2: MISMATCH };
  try {
    if (mismatch.password2 !== undefined && password !== '') {
      return await show(ctx, ref, { values, fields: mismatch }, 400);
    }
    const { session } = await ctx.call('accounts.register', {
      registration: {
        cedula: values.cedula,
        nombreCompleto: values.nombre_completo,
        phone: values.phone,
        password,
        // The contract only knows consent that was given; anything else is refused there, beside the box.
        dataPolicyAccepted: ticked(ctx, 'data_policy_accepted') as true,
      },
      ...(ref === '' ? {} : { ref: ref.slice(0, 40) }),
      origin: originOf(ctx),
    });
    setSessionCookie(ctx, session);
    ctx.redirect('/?aviso=bienvenida');
  } catch (error) {
    if (!isAppError(error) || error.fields === undefined) throw error;
    const fields = renameFields(error.fields, FIELDS);
    await show(ctx, ref, { values, fields, message: error.message }, error.status);
  }
};
