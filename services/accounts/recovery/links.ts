import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionParams, ActionResult } from '../../../shared/contract/actions.ts';
import { AppError } from '../../../shared/errors.ts';
import { maskCedula } from '../../../shared/person/cedula.ts';
import type { MessengerSettings } from '../messenger/settings.ts';
import { UserEntity } from '../store/entities.ts';
import { ownerOfLink, tryLink } from './one-time.ts';
import { setPassword } from './set-password.ts';

const purpose = 'recovery_link';

/** Whose link it is, as much as its page shows; nothing is used up. */
export const readLink = async (
  em: EntityManager,
  { token }: ActionParams<'accounts.recoveryLink'>,
  now: Date,
): Promise<ActionResult<'accounts.recoveryLink'>> => {
  const userId = await ownerOfLink(em, { purpose, token, now });
  const user = userId === null ? null : await em.findOne(UserEntity, { id: userId, suspendedAt: null });
  return user === null ? null : { cedula: maskCedula(user.cedula) };
};

/**
 * A new password for who has a link.
 *
 * @returns whose it is. @throws AppError `link_over` (400); `validation` (400) when the password is easy to guess
 */
export const followLink = async (
  em: EntityManager,
  messenger: MessengerSettings,
  { token, password, ip }: ActionParams<'accounts.followLink'>,
  now: Date,
): Promise<string> => {
  const right = await tryLink(em, { purpose, token, now });
  if (right === null) throw linkOver();
  return setPassword(em, messenger, right, { password, ip, by: 'enlace' }, { now, refused: linkOver });
};

const linkOver = (): AppError =>
  new AppError('link_over', 'Este enlace ya se usó o venció. Pida otro a quien se lo dio.', { status: 400 });
