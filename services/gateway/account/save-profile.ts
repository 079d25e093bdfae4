import type { User } from '../../../shared/contract/accounts.ts';
import { formatPhone } from '../../../shared/person/phone/phone.ts';
import type { Ctx } from '../context.ts';
import { withNotice } from '../ui/notices.ts';

/** What a form sends of a person's own, as it was typed. */
interface Typed {
  nombreCompleto: string;
  phone: string;
  referralGoal: string | number;
}

/** The phone that a form begins with: the one that waits to be proven, so that sending the form again leaves it waiting. */
export const phoneInForm = async (ctx: Ctx): Promise<string> => {
  const { phone, pending } = await ctx.call('accounts.phone', {});
  return formatPhone(pending ?? phone);
};

/** Saves what is somebody's own, by the session that asks. @throws AppError as the action does */
export const updateProfile = (ctx: Ctx, profile: Typed): Promise<User> =>
  ctx.call('accounts.updateProfile', { profile, token: ctx.state.token ?? '', ip: ctx.ip });

/** Saves a form and goes on: to the code while a phone waits for one, else to `then`. @throws AppError as the action does */
export const saveProfile = async (ctx: Ctx, profile: Typed, then: string): Promise<void> => {
  await updateProfile(ctx, profile);
  const { pending } = await ctx.call('accounts.phone', {});
  ctx.redirect(
    pending === null
      ? withNotice(then, 'datos-guardados')
      : withNotice('/perfil/telefono/', 'telefono-por-confirmar'),
  );
};
