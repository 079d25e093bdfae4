import type { FieldErrors } from '../../../shared/errors.ts';
import { type StrengthBar, strengthBar } from '../account/password-strength.ts';
import type { Ctx } from '../context.ts';
import { textField } from '../web/form.ts';

const MISMATCH = 'Las dos contraseñas no son iguales.';

/** The new password of a form that has it twice. */
export const newPasswordOf = (ctx: Ctx): { password: string; problems: FieldErrors } => {
  const password = textField(ctx, 'password1');
  const isSame = password === textField(ctx, 'password2');
  return { password, problems: isSame ? {} : { password2: MISMATCH } };
};

/** How strong it is, for a form that is shown again; null when it says nothing. */
export const strengthOf = (ctx: Ctx, fields: FieldErrors, status: number): Promise<StrengthBar | null> => {
  const isJudged = status !== 429 && fields.password2 === undefined;
  const cedula = textField(ctx, 'cedula');
  return isJudged ? strengthBar(ctx, textField(ctx, 'password1'), { cedula }) : Promise.resolve(null);
};
