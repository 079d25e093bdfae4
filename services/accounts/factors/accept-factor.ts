import type { EntityManager } from '@mikro-orm/postgresql';
import type { ShownPasskey } from '../../../shared/contract/factors.ts';
import type { UserRow } from '../store/entities.ts';
import { acceptCode, wrongCode } from './accept-code.ts';
import { acceptPasskey } from './accept-passkey.ts';
import type { FactorSettings } from './settings.ts';

/** A second factor as it was shown, and for what. */
export interface ShownFactor {
  code?: string | undefined;
  passkey?: ShownPasskey | undefined;
  /** The address that the portal has for its visitors. */
  origin?: string | undefined;
  ip: string;
  submission?: string | undefined;
  /** The browser's token, when it has one. */
  device?: string | undefined;
  /** The open session that it is shown in; undefined at the login. */
  sessionId?: string | undefined;
  /** What is to be opened with it. */
  purpose: string;
}

/**
 * Takes a second factor of the person, by whichever means it is shown.
 *
 * @throws AppError `validation` (400) when it is none of theirs; `too_many_attempts` (429)
 */
export const acceptFactor = async (
  em: EntityManager,
  settings: FactorSettings,
  user: UserRow,
  { code, passkey, origin, purpose, ...from }: ShownFactor,
  now: Date,
): Promise<void> => {
  if (passkey !== undefined && origin !== undefined)
    return acceptPasskey(em, { userId: user.id, purpose, passkey, origin }, now);
  if (code === undefined) throw wrongCode();
  await acceptCode(em, settings, user, { code, ...from }, now);
};
