import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';
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

/** So many may wait, at some tens of milliseconds each: whoever typed on asks again. */
const MOST_WAITING = 20;
const oneByOne = pLimit(1);

/**
 * Says how strong a password is, while it is typed; nothing of it is kept. One after the other, and between two this
 * process does whatever else waits.
 *
 * @throws AppError `busy` (503) when too many wait
 */
export const judgePassword = async ({
  password,
  ...chooser
}: ActionParams<'accounts.passwordStrength'>): Promise<ActionResult<'accounts.passwordStrength'>> => {
  if (oneByOne.pendingCount >= MOST_WAITING) throw busy();
  return oneByOne(async () => {
    await setImmediate();
    return passwordStrength(password, chooser);
  });
};

const busy = (): AppError =>
  new AppError(
    'busy',
    'Muchas personas escogen su contraseña en este momento. Intente de nuevo en unos segundos.',
    {
      status: 503,
      retryAfterS: 5,
    },
  );
