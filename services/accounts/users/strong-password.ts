import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Chooser } from '../../../shared/person/strength/own-words.ts';
import { passwordStrength } from '../../../shared/person/strength/strength.ts';

/**
 * Refuses a password that somebody who knows the person would guess.
 *
 * @param chooser who wants it
 * @throws AppError `validation` (400) with the field `password`
 */
export const assertStrong = (password: string, chooser: Chooser): void => {
  const { problem } = passwordStrength(password, chooser);
  if (problem !== null)
    throw new AppError('validation', problem, { status: 400, fields: { password: problem } });
};

/** Says how strong a password is, while it is typed; nothing of it is kept. */
export const judgePassword = async ({
  password,
  ...chooser
}: ActionParams<'accounts.passwordStrength'>): Promise<ActionResult<'accounts.passwordStrength'>> =>
  passwordStrength(password, chooser);
