import { z } from 'zod';
import { isAppError } from '../../../shared/errors.ts';
import { PASSWORD_MAX } from '../../../shared/person/password.ts';
import type { Chooser } from '../../../shared/person/strength/own-words.ts';
import type { Strength } from '../../../shared/person/strength/strength.ts';
import type { Ctx } from '../context.ts';
import { bodyOf, parsed } from '../web/input.ts';
import { countStrength } from '../web/limited.ts';

/** How strong a password is, as a page shows it. */
export interface StrengthBar {
  /** From 0 to 4. */
  score: number;
  text: string;
}

const WORDS = ['Muy fácil de adivinar', 'Fácil de adivinar', 'Se puede adivinar', 'Buena', 'Muy buena'];

/** @throws AppError `too_many_requests` (429), `busy` (503) */
const judge = async (ctx: Ctx, password: string, chooser: Chooser): Promise<Strength> => {
  await countStrength(ctx);
  // Who is logged in chooses for themselves, whatever the form says.
  const { cedula, nombreCompleto, phone } = ctx.state.user ?? chooser;
  return ctx.call('accounts.passwordStrength', {
    // What is behind it says nothing.
    password: password.slice(0, PASSWORD_MAX),
    ...(cedula === undefined ? {} : { cedula: cedula.slice(0, 40) }),
    ...(nombreCompleto === undefined ? {} : { nombreCompleto: nombreCompleto.slice(0, 200) }),
    ...(phone === undefined ? {} : { phone: phone.slice(0, 40) }),
  });
};

/**
 * How strong what was typed is, for a page that shows a form again.
 *
 * @returns null when nothing was typed, or nobody can say now
 */
export const strengthBar = async (
  ctx: Ctx,
  password: string,
  chooser: Chooser = {},
): Promise<StrengthBar | null> => {
  if (password === '') return null;
  try {
    return presentStrength(await judge(ctx, password, chooser));
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
};

const presentStrength = ({ score }: Strength): StrengthBar => ({ score, text: WORDS[score] ?? '' });

const typedRule = z.object({
  password: z
    .string({ error: 'Escriba una contraseña.' })
    .max(PASSWORD_MAX, `Use máximo ${PASSWORD_MAX} caracteres.`),
  cedula: z.string().max(40).optional(),
  nombreCompleto: z.string().max(200).optional(),
  phone: z.string().max(40).optional(),
});

/** POST /api/v1/password-strength {password, cedula, nombreCompleto, phone} : judged, and forgotten. */
export const apiPasswordStrength = async (ctx: Ctx): Promise<void> => {
  const { password, ...chooser } = parsed(typedRule, bodyOf(ctx));
  const strength = await judge(ctx, password, chooser);
  const { problem } = strength;
  ctx.body = { ...presentStrength(strength), problem };
};
