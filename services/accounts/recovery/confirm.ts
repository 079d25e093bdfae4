import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { countGuess, forgetGuesses } from '../sessions/guesses.ts';
import { UserEntity } from '../store/entities.ts';
import type { SubnetOf } from '../subnet/subnet.ts';
import { assertStrong } from '../users/strong-password.ts';
import { tryCode } from './one-time.ts';
import { setPassword } from './set-password.ts';

/**
 * A new password for who has the code that went to their telephone. The same for a cédula that nobody has, in the same
 * steps: wrong codes are counted for the cédula by the address block that they come from, as wrong passwords are, and by
 * the code itself.
 *
 * @returns whose it is
 * @throws AppError `validation` (400) when the code is none of theirs, or the password easy to guess; `too_many_attempts` (429)
 */
export const confirmRecovery = async (
  em: EntityManager,
  { subnetOf, messenger }: { subnetOf: SubnetOf; messenger: MessengerSettings },
  { cedula, code, password, ip, submission }: ActionParams<'accounts.confirmRecovery'>,
  now: Date,
): Promise<string> => {
  // Of what the visitor said alone: their name and phone are for who has shown the code.
  assertStrong(password, { cedula });
  const guesser = { cedula, source: `recovery:${subnetOf(ip)}` };
  await countGuess(em, guesser, { submission }, now);
  const user = await em.findOne(UserEntity, { cedula });
  const right = await tryCode(em, { userId: user?.id ?? null, purpose: 'recovery', code, now });
  if (right === null) throw wrongCode();
  await forgetGuesses(em, guesser);
  return setPassword(em, messenger, right, { password, ip, by: 'código' }, { now, refused: wrongCode });
};

const WRONG = 'El código no es correcto, ya se usó o venció. Revíselo o pida otro.';

const wrongCode = (): AppError => new AppError('validation', WRONG, { status: 400, fields: { code: WRONG } });
