import type { Actor } from '../../../shared/contract/accounts.ts';
import { isAppError } from '../../../shared/errors.ts';
import type { Gathered } from '../audit/gathered.ts';

/** What an open session is asked for: to show once more who sits there, or the password that is to be changed. */
type Asked = 'proof' | 'password';

const details: Record<Asked, string> = {
  proof: 'Al confirmar que es la persona',
  password: 'Al cambiar la contraseña',
};

/** A new password that does not please says nothing of who types it. */
const isRefused = (error: unknown, asked: Asked): boolean =>
  isAppError(error) &&
  (error.code === 'too_many_attempts' ||
    (error.code === 'validation' && (asked === 'proof' || error.fields?.current !== undefined)));

/** Writes down that who uses a session could not show that it is theirs, once a minute for each with its number. */
export const notingProof = async <T>(
  gathered: Pick<Gathered, 'note'>,
  { actor, ip }: { actor: Actor; ip: string },
  asked: Asked,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (isRefused(error, asked))
      gathered.note(`${actor.id} ${asked}`, {
        ...{ actor, action: 'proof.refused', subjectIds: [actor.id], ip },
        detail: details[asked],
      });
    throw error;
  }
};
