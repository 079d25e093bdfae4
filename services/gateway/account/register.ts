import { z } from 'zod';
import type { User } from '../../../shared/contract/accounts.ts';
import type { ActionInput } from '../../../shared/contract/actions.ts';
import { versionRule } from '../../../shared/contract/consent.ts';
import { type FieldErrors, isAppError } from '../../../shared/errors.ts';
import { invalid } from '../../../shared/moleculer/contract-plugin.ts';
import { parseReferralCode } from '../../../shared/person/referral-code.ts';
import { registrationRule } from '../../../shared/person/rules.ts';
import { currentPolicy } from '../consent/policy.ts';
import type { Ctx, Inviter, Page } from '../context.ts';
import { linkPreviewOf } from '../ui/link-preview.ts';
import { withNotice } from '../ui/notices.ts';
import { clearInviterCookie, setInviterCookie, setRegistrationCookie } from '../web/cookies.ts';
import { type FormState, renameFields, submissionOf, textField, ticked } from '../web/form.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { inviterOf } from '../web/inviter.ts';
import {
  admitForm,
  admitProgram,
  foreseenWorkProof,
  unusedWorkProof,
  type WorkProofView,
} from './admit-form.ts';
import { deviceOf, letIn, replacedBy } from './browser.ts';
import { chosenInviter } from './invitation.ts';
import { type StrengthBar, strengthBar } from './password-strength.ts';

/** The form's field names (bookmarked and shared by others) by the contract's. */
const FIELDS = {
  cedula: 'cedula',
  nombreCompleto: 'nombre_completo',
  phone: 'phone',
  password: 'password1',
  dataPolicyAccepted: 'data_policy_accepted',
};
/** The boxes of the two decisions that are free, by the contract's names. */
const DECISIONS = { lookup: 'autoriza_consulta', sharing: 'autoriza_compartir' } as const;

/** Two forms with these are of the same person; the password is looked at anyway. */
const WHO = ['cedula', 'nombre_completo', 'phone'];

/** Where the code is given. */
export const REGISTER_CODE = '/register/codigo/';

const MISMATCH = 'Las dos contraseñas no son iguales.';
const REVISE = 'Revise los datos marcados e intente de nuevo.';
/** Nobody signs a text that they were not shown. */
const NOT_SHOWN = 'Lea la política que rige hoy y vuelva a marcar la casilla.';
const UNKNOWN_CODE = 'No encontramos a nadie con este código. Revíselo, o deje el campo vacío.';

interface RegisterPage extends FormState, Page {
  /** Whether the cédula has an account: then the ways into it are shown. */
  isTaken?: boolean;
  inviter: Inviter | null;
  /** Of the password that was typed; null before. */
  strength: StrengthBar | null;
  proof: WorkProofView | null;
  /** The text that they decide on. */
  policyVersion: string;
  /** Which of the two free decisions are ticked. */
  decided: { lookup: boolean; sharing: boolean };
}

declare module '../context.ts' {
  interface Pages {
    'account/register': RegisterPage;
  }
}

/**
 * Registers somebody, who is logged in at once; where phones are proven they are sent a code first.
 *
 * @returns null when they wait for it. @throws AppError what `accounts.register` does
 */
const register = async (
  ctx: Ctx,
  given: Omit<ActionInput<'accounts.register'>, 'origin' | 'device' | 'replaces'>,
): Promise<User | null> => {
  // Kept with their consent.
  const origin = { ip: ctx.ip, userAgent: ctx.get('User-Agent').slice(0, 300) };
  const answer = await ctx.call('accounts.register', {
    ...{ ...given, origin },
    ...{ ...deviceOf(ctx), ...replacedBy(ctx) },
  });
  if ('pending' in answer) {
    setRegistrationCookie(ctx, answer.pending);
    return null;
  }
  letIn(ctx, answer);
  return answer.user;
};

const show = async (
  ctx: Ctx,
  form: Omit<RegisterPage, 'title' | 'policyVersion' | 'linkPreview'>,
  status = 200,
): Promise<void> => {
  const { version } = await currentPolicy(ctx);
  const linkPreview = linkPreviewOf(ctx, '/register/', form.inviter);
  ctx.page(
    'account/register',
    { title: 'Registrarse', linkPreview, ...form, policyVersion: version },
    status,
  );
};

/** GET /register/?ref=REGISTER_CODE */
export const registerPage = async (ctx: Ctx): Promise<void> => {
  if (ctx.state.user !== undefined) return ctx.redirect('/');
  const inviter = await inviterOf(ctx);
  await show(ctx, {
    inviter,
    values: { ref: inviter?.code ?? '' },
    fields: {},
    strength: null,
    decided: { lookup: false, sharing: false },
    proof: await foreseenWorkProof(ctx, 'register'),
  });
};

/** POST /register/ */
export const registerForm = (ctx: Ctx): Promise<void> => takeForm(ctx, null);

/** @param expired why it is only shown again, with what was typed; null when it is new enough to be taken */
export const takeForm = async (ctx: Ctx, expired: string | null): Promise<void> => {
  const text = (name: string) => textField(ctx, name);
  const password = text('password1');
  const registration = {
    cedula: text('cedula'),
    nombreCompleto: text('nombre_completo'),
    phone: text('phone'),
    password,
    // The contract only knows consent that was given; anything else is refused there, beside the box.
    dataPolicyAccepted: ticked(ctx, 'data_policy_accepted') as true,
    lookup: ticked(ctx, DECISIONS.lookup),
    sharing: ticked(ctx, DECISIONS.sharing),
  };
  const choice = await chosenInviter(ctx);
  const inviter = choice.kind === 'somebody' ? choice.inviter : null;
  const refuse = async (
    fields: FieldErrors,
    message: string,
    status: number,
    proof: WorkProofView | null,
    isTaken = false,
  ): Promise<void> => {
    // What stands in the field now is what a visit to another page must not change back.
    if (choice.kind === 'nobody') clearInviterCookie(ctx);
    if (inviter !== null) setInviterCookie(ctx, inviter.code);
    const { cedula, nombreCompleto: nombre_completo, phone } = registration;
    const values = { cedula, nombre_completo, phone, ref: choice.typed };
    // Not for whoever comes too often, nor for a password that they did not mean.
    const isJudged = expired === null && status !== 429 && fields.password2 === undefined;
    const strength = isJudged ? await strengthBar(ctx, password, registration) : null;
    const { lookup, sharing } = registration;
    const shown = { decided: { lookup, sharing }, isTaken };
    await show(ctx, { inviter, values, fields, message, strength, proof, ...shown }, status);
  };

  if (expired !== null) return refuse({}, expired, 403, await unusedWorkProof(ctx, 'register'));
  const read = versionRule.safeParse(text('policy_version')).data;
  const problems = {
    ...(read === undefined ? { data_policy_accepted: NOT_SHOWN } : {}),
    ...problemsOf(registration),
    ...(password !== '' && password !== text('password2') ? { password2: MISMATCH } : {}),
    ...(choice.kind === 'unknown' ? { ref: UNKNOWN_CODE } : {}),
  };
  // Before the proof is looked at, which is good once.
  if (Object.keys(problems).length > 0)
    return refuse(problems, REVISE, 400, await unusedWorkProof(ctx, 'register'));
  try {
    const proof = await admitForm(ctx, 'register', registration.cedula);
    if (proof !== null) return await refuse({}, proof.message ?? '', 429, proof);
    const user = await register(ctx, {
      ...{ registration, channel: 'web' },
      version: read,
      ...(inviter === null ? {} : { ref: inviter.code }),
      submission: submissionOf(ctx, WHO),
    });
    clearInviterCookie(ctx);
    ctx.redirect(user === null ? REGISTER_CODE : withNotice('/', 'bienvenida'));
  } catch (error) {
    if (!isAppError(error) || (error.fields === undefined && error.status !== 429)) throw error;
    if (error.retryAfterS !== undefined) ctx.set('Retry-After', String(error.retryAfterS));
    const fields = renameFields(error.fields ?? {}, FIELDS);
    const proof = await foreseenWorkProof(ctx, 'register');
    await refuse(fields, error.message, error.status, proof, error.code === 'cedula_taken');
  }
};

/** What the contract would say of it, so that all is told at once. */
const problemsOf = (registration: z.input<typeof registrationRule>): FieldErrors => {
  const checked = registrationRule.safeParse(registration);
  return checked.success ? {} : renameFields(invalid(checked.error).fields ?? {}, FIELDS);
};

/**
 * A code or a whole link, as a person would paste it; one that nobody has is passed over, because it came with a
 * link.
 */
const refRule = z.object({
  ref: z
    .string({ error: 'Debe ser un texto.' })
    .max(500, 'El código es demasiado largo.')
    .transform(parseReferralCode)
    .nullish(),
});

/** POST /api/v1/register : 202 when the code that went to the phone is to be sent to /api/v1/register/confirm. */
export const apiRegister = async (ctx: Ctx): Promise<void> => {
  const body = bodyOf(ctx);
  const registration = parsed(registrationRule, body);
  const { ref } = parsed(refRule, body);
  await admitProgram(ctx, 'register', registration.cedula);
  const user = await register(ctx, { registration, channel: 'api', ...(ref == null ? {} : { ref }) });
  ctx.status = user === null ? 202 : 201;
  ctx.body = user === null ? { next: '/api/v1/register/confirm' } : { user };
};
