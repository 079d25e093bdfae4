import type { ShownPhone } from '../../../shared/contract/phone.ts';
import { isAppError } from '../../../shared/errors.ts';
import { profileRule } from '../../../shared/person/rules.ts';
import type { CensusCard } from '../answer/card.ts';
import { type PlaceRow, presentPlace } from '../answer/places.ts';
import type { Ctx, Page } from '../context.ts';
import { type FormState, renameFields, textField } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { userOf } from '../web/session.ts';
import { ownCard } from './own-census.ts';
import { phoneInForm, saveProfile, updateProfile } from './save-profile.ts';

interface ProfilePage extends Page {
  card: CensusCard | null;
  reloads: boolean;
  phone: ShownPhone;
  /** Where they vote and voted, newest first, once it was elsewhere. */
  places: PlaceRow[];
}

interface ProfileEditPage extends FormState, Page {}

declare module '../context.ts' {
  interface Pages {
    'account/profile': ProfilePage;
    'account/profile-edit': ProfileEditPage;
  }
}

/** GET /perfil/ */
export const profilePage = async (ctx: Ctx): Promise<void> => {
  const [card, phone] = await Promise.all([ownCard(ctx), ctx.state.phone ?? ctx.call('accounts.phone', {})]);
  const places = card?.hasMoved ? await ownPlaces(ctx) : [];
  ctx.page('account/profile', { title: 'Mi perfil', card, phone, places, reloads: card?.live === true });
};

const ownPlaces = async (ctx: Ctx): Promise<PlaceRow[]> => {
  const { places = [] } = await ctx.call('census.ownHistory', { limit: 1 });
  return places.map(presentPlace);
};

/** The form's field names by the contract's. */
const FIELDS = { nombreCompleto: 'nombre_completo', phone: 'phone', referralGoal: 'referral_goal' };

const showForm = (ctx: Ctx, form: FormState, status = 200): void =>
  ctx.page('account/profile-edit', { title: 'Editar mis datos', ...form }, status);

/** GET /perfil/editar/ */
export const profileEditPage = async (ctx: Ctx): Promise<void> => {
  const { nombreCompleto, referralGoal } = userOf(ctx);
  const values = {
    nombre_completo: nombreCompleto,
    phone: await phoneInForm(ctx),
    referral_goal: String(referralGoal),
  };
  showForm(ctx, { values, fields: {} });
};

/** POST /perfil/editar/ */
export const profileEditForm = async (ctx: Ctx): Promise<void> => {
  const text = (name: string) => textField(ctx, name);
  const profile = {
    nombreCompleto: text('nombre_completo'),
    phone: text('phone'),
    referralGoal: text('referral_goal'),
  };
  try {
    await saveProfile(ctx, profile, '/perfil/');
  } catch (error) {
    if (!isAppError(error) || error.fields === undefined) throw error;
    const { fields, message, status } = error;
    showForm(
      ctx,
      { values: renameFields(profile, FIELDS), fields: renameFields(fields, FIELDS), message },
      status,
    );
  }
};

/** GET /api/v1/me */
export const apiMe = async (ctx: Ctx): Promise<void> => {
  ctx.body = { user: userOf(ctx) };
};

/** PATCH /api/v1/me {nombreCompleto, phone, referralGoal} */
export const apiUpdateMe = async (ctx: Ctx): Promise<void> => {
  const profile = parsed(profileRule, bodyOf(ctx));
  ctx.body = { user: await updateProfile(ctx, profile) };
};
